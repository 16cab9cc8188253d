"""What a promise holds: commitments, activities, indicators and their measurements."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import N_

OWNERS = {
    "police": N_("Polisen"),
    "municipality": N_("Kommunen"),
    "joint": N_("Polisen och kommunen"),
}

KINDS = {
    "dialogue": N_("Medborgardialog"),
    "meeting": N_("Medborgarmöte"),
    "foot_patrol": N_("Fotpatrull"),
    "presence": N_("Närvaro"),
    "traffic_check": N_("Trafikkontroll"),
    "targeted": N_("Riktad insats"),
    "teaching": N_("Undervisning"),
    "group": N_("Samverkansgrupp"),
    "project": N_("Projekt"),
    "plan": N_("Handlingsplan eller uppdrag"),
    "agreement": N_("Avtal"),
    "service": N_("Löpande verksamhet"),
    "supervision": N_("Tillsyn"),
    "survey": N_("Mätning eller enkät"),
    "other": N_("Annan insats"),
}
# Readers ask how many times; the editor is reminded when the number is missing.
COUNTED = ("dialogue", "meeting", "foot_patrol", "presence", "traffic_check", "supervision")

STATUSES = {
    "planned": N_("Planerad"),
    "ongoing": N_("Pågår"),
    "done": N_("Genomförd"),
    "paused": N_("Vilande"),
    "cancelled": N_("Inställd"),
}

ROLES = {
    "responsible": N_("Ansvarig"),
    "lead": N_("Leder"),
    "partner": N_("Tillsammans med"),
    "member": N_("Företrädare för"),
    "helper": N_("Har medverkat"),
}

CHANGES = {"": N_("Ingen förändring"), "more": N_("Mer än förut"), "less": N_("Mindre än förut")}

TARGETS = {
    "count": N_("Ett antal"),
    "frequency": N_("Ett antal per period"),
    "state": N_("Något som ska vara på plats"),
    "none": N_("Inget mål"),
}

PERIODS = {"year": N_("år"), "tertial": N_("tertial"), "month": N_("månad"), "week": N_("vecka")}

VERDICTS = {
    "met": N_("Uppfyllt"),
    "exceeded": N_("Mer än uppfyllt"),
    "partly": N_("Delvis uppfyllt"),
    "not_met": N_("Inte uppfyllt"),
    "ongoing": N_("Löftet pågår"),
    "not_assessable": N_("Går inte att bedöma"),
}


class Actor(NamedTuple):
    """Who took part, as what. Organisations and units only, never a person."""

    role: str
    name: str


@dataclass(frozen=True)
class Promise:
    """A citizen promise with its goal; `parties` is a key of OWNERS, `area_ids` words."""

    id: str
    title: str
    first_year: int
    last_year: int
    parties: str
    goal: str
    created_at: str
    area_ids: str = ""
    background: str = ""
    signed_on: str | None = None
    document: str = ""
    version: int = 1


@dataclass(frozen=True)
class Commitment:
    """One thing that was promised. `of_walks`: that what walks find is remedied.

    `verdict` is the editor's; empty means that of the figures.
    """

    id: str
    promise_id: str
    owner: str
    heading: str
    position: int
    text: str = ""
    of_walks: bool = False
    target_kind: str = "none"
    target: int | None = None
    unit: str = ""
    period: str = "year"
    area_ids: str = ""
    verdict: str = ""
    verdict_text: str = ""
    version: int = 1


@dataclass(frozen=True)
class Activity:
    """Something that was done for a promise.

    `starts`, `ends` and `as_of` are a year, a month or a day, as exact as is known. `public`
    says that somebody has read it through. `actors` is kept as text, see `read_actors`; `offers`
    has one a line. `from_id` is the plan of an earlier promise that it carries on.
    """

    id: str
    promise_id: str
    owner: str
    kind: str
    created_at: str
    commitment_id: str | None = None
    party_id: str | None = None
    title: str = ""
    details: str = ""
    place: str = ""
    area_ids: str = ""
    actors: str = "[]"
    starts: str = ""
    ends: str = ""
    recurrence: str = ""
    count: int | None = None
    change: str = ""
    time_pattern: str = ""
    target_group: str = ""
    purpose: str = ""
    offers: str = ""
    status: str = "done"
    as_of: str = ""
    funding: bool = False
    document: str = ""
    public: bool = False
    created_by: str | None = None
    from_id: str | None = None
    version: int = 1

    def named(self, role: str) -> tuple[str, ...]:
        """The names of those who had a role, in the order they were given."""
        return tuple(actor.name for actor in read_actors(self.actors) if actor.role == role)


@dataclass(frozen=True)
class Indicator:
    """Something measured elsewhere. Without `absolute` its values are an index only."""

    id: str
    promise_id: str
    name: str
    position: int
    unit: str = ""
    definition: str = ""
    source: str = ""
    caveat: str = ""
    wanted: str = "less"
    absolute: bool = True
    area_ids: str = ""
    version: int = 1


@dataclass(frozen=True)
class Measurement:
    """A value of one year. `base` is how many it rests on, when that is something else."""

    id: str
    indicator_id: str
    year: int
    value: float
    base: int | None = None
    note: str = ""
    version: int = 1


@dataclass(frozen=True)
class Book:
    """A promise with everything under it.

    `carried` are those that an earlier promise planned for this period, not taken over yet.
    """

    promise: Promise
    commitments: tuple[Commitment, ...] = ()
    activities: tuple[Activity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    carried: tuple[Activity, ...] = ()

    def of_commitment(self, commitment: Commitment) -> tuple[Activity, ...]:
        """The activities done for it."""
        return tuple(a for a in self.activities if a.commitment_id == commitment.id)

    def of_indicator(self, indicator: Indicator) -> tuple[Measurement, ...]:
        """Its measurements, oldest first."""
        found = (m for m in self.measurements if m.indicator_id == indicator.id)
        return tuple(sorted(found, key=lambda measured: measured.year))


def read_actors(kept: str) -> list[Actor]:
    """Those who took part, from the text they are kept as."""
    return [Actor(role, name) for role, name in json.loads(kept)]


def kept_actors(actors: list[Actor]) -> str:
    """The text they are kept as."""
    return json.dumps(actors, ensure_ascii=False)
