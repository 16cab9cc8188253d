"""The cast. Anna leads the walk, Bo walks along, Cia runs another district and must see nothing."""

from typing import Any

from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Issue
from walkapp.domain.people import Area, Party, Person
from walkapp.domain.walks import Walk, new_code, new_secret

AT = "2026-11-20T18:00:00Z"
TODAY = "2026-11-20"


def a_person(name: str, *roles: str, party: Party | None = None) -> Person:
    return Person(
        new_id(),
        name,
        f"{name.lower()}@flen.example",
        frozenset(roles),
        party.id if party else None,
    )


def a_party(name: str = "Gata och park", *, external: bool = False) -> Party:
    return Party(new_id(), name, "kommunal_enhet", external)


def an_area(name: str = "Sveaparken", polygon: str | None = None) -> Area:
    return Area(new_id(), name, polygon)


def a_walk(*crew: Person, **changes: Any) -> Walk:
    given: dict[str, Any] = {
        "id": new_id(),
        "title": "Höstvandring vid resecentrum",
        "purpose": "Se hur det känns när det är mörkt",
        "area_id": None,
        "starts_at": AT,
        "ends_at": "2090-11-20T20:00:00Z",  # no walk of a test closes by itself
        "meeting_place": "Vid stationshuset",
        "lat": 59.058,
        "lon": 16.588,
        "organisers": "Flens kommun och polisen",
        "text_for_walkers": "Ta med ficklampa.",
        "state": "open",
        "code": new_code(),
        "secret": new_secret(),
        "closing_until": None,
        "participants": None,
        "created_at": AT,
        "crew": frozenset(person.id for person in crew),
    }
    return Walk(**{**given, **changes})


def an_issue(walk: Walk, device_id: str, **changes: Any) -> Issue:
    given: dict[str, Any] = {
        "client_id": new_id(),
        "walk_id": walk.id,
        "device_id": device_id,
        "number": 1,
        "rev": 1,
        "seq": None,
        "kind": "problem",
        "category": "belysning",
        "place_type": "gangtunnel",
        "place_text": "",
        "pole_number": "",
        "note": "Lampan är trasig",
        "proposal": "",
        "lat": 59.058,
        "lon": 16.588,
        "accuracy": 8.0,
        "position_age": 1.0,
        "position_source": "gps",
        "gps_lat": None,
        "gps_lon": None,
        "observed_at": AT,
        "received_at": AT,
        "sha256": "0" * 64,
        "result": "stored",
    }
    return Issue(**{**given, **changes})


def a_fix(**changes: Any) -> Fix:
    given: dict[str, Any] = {
        "id": new_id(),
        "number": "FLEN-2026-001",
        "title": "Trasig lampa i gångtunneln",
        "category": "belysning",
        "created_at": AT,
        "updated_at": AT,
    }
    return Fix(**{**given, **changes})
