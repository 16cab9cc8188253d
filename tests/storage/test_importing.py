"""A file is read in whole or not at all, on both engines."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_party, a_person, an_area
from walkapp.domain import parties as party_rules
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.history import add_line
from walkapp.domain.ids import new_id
from walkapp.domain.importing import Plan
from walkapp.domain.importing_assets import plan as plan_assets
from walkapp.domain.importing_parties import There
from walkapp.domain.importing_parties import plan as plan_parties
from walkapp.storage import areas, assets, events, housekeeping, importing, parties, people
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database
from walkapp.storage.importing import Import

ADA = a_person("Ada", "admin")
RING = [[16.5, 59.0], [16.6, 59.0], [16.6, 59.1], [16.5, 59.0]]
YARD = {"type": "Polygon", "coordinates": [RING]}


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    people.add(db, ADA)
    parties.add(db, a_party())
    areas.add(db, an_area())


def a_file(db: Database, kind: str = "parties", at: str = AT) -> Import:
    kept = Import(new_id(), kind, "parter.csv", '[{"namn": "Ny"}]', ADA.id, at)
    importing.keep(db, kept)
    return kept


def of_parties(db: Database, *rows: dict[str, object]) -> Plan:
    there = There(parties.all(db), areas.all(db, land=True), ADA, AT)
    return plan_parties(rows, there)


def carry_out(db: Database, wanted: Import, plan: Plan) -> None:
    importing.carry_out(db, wanted, plan, add_line("import", wanted.id, by=ADA, at=AT))


def test_everything_is_done_with_its_history(db: Database) -> None:
    wanted = a_file(db)
    assert wanted.read_rows() == [{"namn": "Ny"}]
    plan = of_parties(
        db, {"namn": "Ny", "geometry": YARD}, {"namn": "Gata och park", "telefon": "0157-1"}
    )
    carry_out(db, wanted, plan)
    new, old = sorted(parties.all(db), key=lambda party: party.name, reverse=True)
    assert (new.name, old.phone, old.version) == ("Ny", "0157-1", 2)
    [land] = [area for area in areas.all(db, land=True) if area.land]
    assert new.area_ids == land.id
    for word, thing in (("party", new.id), ("party", old.id), ("area", land.id)):
        assert events.of(db, word, thing), word
    kept = importing.get(db, wanted.id)
    assert kept and (kept.rows, kept.added, kept.changed) == ("", 1, 1)
    assert [row["by_name"] for row in importing.done(db)] == ["Ada"]
    assert events.broken_at(db) is None


def test_a_file_is_read_in_once(db: Database) -> None:
    wanted, plan = a_file(db), of_parties(db, {"namn": "Ny"})
    carry_out(db, wanted, plan)
    with pytest.raises(Conflict, match="redan inläst"):
        carry_out(db, wanted, plan)
    assert len(parties.all(db)) == 2


def test_nothing_of_a_file_is_done_when_one_row_cannot_be(db: Database) -> None:
    wanted = a_file(db)
    plan = of_parties(db, {"namn": "Ny"}, {"namn": "Gata och park", "telefon": "0157-1"})
    [party] = parties.all(db)
    given = party_rules.Given(party.name, party.kind, party.external, phone="112")
    parties.save(db, *party_rules.change(party, given, read=1, by=ADA, at=AT))
    with pytest.raises(Conflict):
        carry_out(db, wanted, plan)
    assert [(found.name, found.phone) for found in parties.all(db)] == [("Gata och park", "112")]
    kept = importing.get(db, wanted.id)
    assert kept and kept.done_at is None and kept.rows
    assert events.of(db, "import", wanted.id) == []
    # Somebody else has taken the name meanwhile.
    parties.add(db, a_party("Ny"))
    with pytest.raises(Refused, match="heter så"):
        carry_out(db, wanted, replace(plan, lines=plan.lines[:1]))


def test_a_plan_with_a_wrong_row_is_refused(db: Database) -> None:
    wanted = a_file(db)
    with pytest.raises(Refused, match="Inget är inläst"):
        carry_out(db, wanted, of_parties(db, {"namn": "Ny"}, {"namn": ""}))
    assert len(parties.all(db)) == 1


def test_a_register_takes_the_place_of_what_has_its_numbers(db: Database) -> None:
    rows = [{"nummer": "17", "lat": 59.058, "lon": 16.588}]

    def read_in(rows: list[dict[str, object]]) -> None:
        plan = plan_assets(
            rows, "lamp", there=assets.of_kind(db, "lamp"), parties=parties.all(db), at=AT
        )
        carry_out(db, a_file(db, "lamp"), plan)

    read_in(rows)
    kept = assets.of_kind(db, "lamp")["17"]
    read_in([{**rows[0], "lat": 59.06}])
    assert assets.of_kind(db, "lamp")["17"] == replace(kept, lat=59.06)


def test_a_large_register_goes_in_parts(db: Database) -> None:
    rows = [{"nummer": str(n), "lat": 59.0, "lon": 16.0} for n in range(1001)]
    plan = plan_assets(rows, "lamp", there={}, parties=[], at=AT)
    carry_out(db, a_file(db, "lamp"), plan)
    assert set(assets.of_kind(db, "lamp")) == {str(n) for n in range(1001)}


def test_what_nobody_finished_goes_after_a_day(db: Database, tmp_path: object) -> None:
    waiting, finished = a_file(db), a_file(db)
    carry_out(db, finished, of_parties(db, {"namn": "Ny"}))
    blobs = Blobs(tmp_path / "photos")  # type: ignore[operator]
    assert housekeeping.sweep(db, blobs, "2026-11-21T17:59:59Z") == 0
    assert housekeeping.sweep(db, blobs, "2026-11-21T18:00:01Z") == 1
    assert importing.get(db, waiting.id) is None and importing.get(db, finished.id)
