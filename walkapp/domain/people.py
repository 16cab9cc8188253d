"""People and parties, and what each role may see and do (domain table of roles and rights)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import N_

if TYPE_CHECKING:  # fixes and walks build on people, not the other way round
    from .fixes import Fix
    from .walks import Walk

ROLES = {
    "leader": N_("Vandringsledare"),
    "coordinator": N_("Samordnare"),
    "safety_coordinator": N_("Trygghetssamordnare"),
    "party": N_("Ansvarig part"),
    "police": N_("Polis"),
    "registrar": N_("Registrator"),
    "admin": N_("Administratör"),
}

PARTY_KINDS = {
    "kommunal_enhet": N_("Kommunal enhet"),
    "kommunalt_bolag": N_("Kommunalt bolag"),
    "entreprenor": N_("Entreprenör"),
    "bostadsbolag": N_("Bostadsbolag"),
    "privat": N_("Privat fastighetsägare eller brf"),
    "vagforening": N_("Vägförening eller samfällighet"),
    "trafikverket": N_("Trafikverket"),
    "stationsagare": N_("Stationsägare"),
    "kollektivtrafik": N_("Kollektivtrafik"),
    "natagare": N_("Nätägare"),
    "polis": N_("Polis"),
    "region": N_("Region"),
    "lansstyrelse": N_("Länsstyrelse"),
    "forening": N_("Förening"),
    "annan": N_("Annan"),
}


@dataclass(frozen=True)
class Municipality:
    """Whose installation this is.

    `confirm_by_other`: not the doer, but another confirms a fix. `review_by_other`: not only the
    writer, but another reads a follow-up before it is published.
    """

    name: str
    short_name: str
    number_prefix: str
    danger_phone: str = ""
    contact_email: str = ""
    confirm_by_other: bool = True
    demo: bool = False
    lat: float | None = None
    lon: float | None = None
    version: int = 1
    review_by_other: bool = True


@dataclass(frozen=True)
class Device:
    """A walker's phone, known by its cookie alone."""

    id: str
    created_at: str
    expires_at: str


@dataclass(frozen=True)
class Membership:
    """A phone's place in a walk. `name` is what the walker chose to be called, never public.

    `seen_at` and `unsent_*` are when the phone last told what it still holds, and what it told.
    """

    walk_id: str
    device_id: str
    name: str
    joined_at: str
    revoked_at: str | None = None
    left_at: str | None = None
    seen_at: str | None = None
    unsent_issues: int = 0
    unsent_photos: int = 0


@dataclass(frozen=True)
class Party:
    """Somebody with control over places: an own unit, or an outside owner (`external`).

    `categories` and `area_ids` (words with spaces between) say what it looks after and where, for
    suggestions; none means everything, or everywhere. `days` is its own usual time to a due date
    in working days, none for that of the category.
    """

    id: str
    name: str
    kind: str
    external: bool
    email: str = ""
    phone: str = ""
    active: bool = True
    version: int = 1
    days: int | None = None
    categories: str = ""
    area_ids: str = ""


@dataclass(frozen=True)
class Area:
    """A named part of the municipality; `polygon` is a GeoJSON geometry as text, or none.

    `land` says that it is no place people talk about but what a party looks after: it helps to
    find whose a fix is, and no fix or walk is named after it.
    """

    id: str
    name: str
    polygon: str | None = None
    version: int = 1
    land: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody who signs in. `roles` are keys of ROLES; `party_id` says whom they work for.

    `shortcuts`: whether single letters on the keyboard do something.
    """

    id: str
    name: str
    email: str
    roles: frozenset[str] = frozenset()
    party_id: str | None = None
    disabled_at: str | None = None
    shortcuts: bool = True
    version: int = 1

    def has(self, *roles: str) -> bool:
        """Whether the person has at least one of the roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class Session:
    """One place where a person is signed in. `label` is the browser's name, for the list."""

    id_hash: str
    person_id: str
    created_at: str
    seen_at: str
    label: str = ""


_ALL_WALKS = ("coordinator", "safety_coordinator", "registrar")
_ALL_FIXES = ("coordinator", "safety_coordinator", "registrar")


def sees_all_walks(person: Person) -> bool:
    """Whether the list of walks is everybody's walks or only one's own."""
    return person.has(*_ALL_WALKS)


def sees_walk(person: Person, walk: "Walk") -> bool:
    """Coordinators and the registrar see every walk; leaders and police those they take part in."""
    return sees_all_walks(person) or (person.has("leader", "police") and person.id in walk.crew)


def runs_walk(person: Person, walk: "Walk") -> bool:
    """Who may plan, open, close and review this walk."""
    return person.has("coordinator", "safety_coordinator") or (
        person.has("leader") and person.id in walk.crew
    )


def sees_fix(person: Person, fix: "Fix", walk: "Walk | None") -> bool:
    """Coordinators see all, a party its own, a leader those of own walks, police `narvaro`."""
    if person.has(*_ALL_FIXES):
        return True
    if person.has("party", "police") and fix.party_id and fix.party_id == person.party_id:
        return True
    if walk is not None and person.has("leader") and person.id in walk.crew:
        return True
    return person.has("police") and fix.category == "narvaro"
