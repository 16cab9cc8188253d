"""What a promise holds: goals, commitments, activities, indicators and their measurements."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .held import HeldWalk


class Actor(NamedTuple):
    """Who took part, as what. Organisations and units only, never a person."""

    role: str
    name: str


@dataclass(frozen=True)
class Promise:
    """A citizen promise; `parties` is a key of OWNERS.

    `removed_at`, here and below: somebody took it away, and it can be brought back.
    """

    id: str
    title: str
    first_year: int
    last_year: int
    parties: str
    created_at: str
    signed_on: str | None = None
    document: str = ""
    removed_at: str | None = None
    version: int = 1


@dataclass(frozen=True)
class Goal:
    """What is to be reached, and where. `background` is the situation picture, `area_ids` words.

    `until` is a year, a month or a day; empty means for as long as the promise.
    """

    id: str
    promise_id: str
    text: str
    position: int
    area_ids: str = ""
    background: str = ""
    until: str = ""
    removed_at: str | None = None
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
    goal_id: str | None = None
    removed_at: str | None = None
    version: int = 1


@dataclass(frozen=True)
class Activity:
    """Something that was done for a promise.

    `starts`, `ends` and `as_of` are a year, a month or a day, as exact as is known. `public`
    says that somebody has read it through. `actors` is kept as text, see `read_actors`; `offers`
    has one a line. `from_id` is the plan of an earlier promise that it carries on, `fix_id` the
    fix that it answers.
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
    fix_id: str | None = None
    removed_at: str | None = None
    version: int = 1

    def named(self, role: str) -> tuple[str, ...]:
        """The names of those who had a role, in the order they were given."""
        return tuple(actor.name for actor in _actors(self.actors) if actor.role == role)


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
    goal_id: str | None = None
    removed_at: str | None = None
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
    removed_at: str | None = None
    version: int = 1


@dataclass(frozen=True)
class Book:
    """A promise with everything under it that has not been removed.

    `carried` are those that an earlier promise planned for this period, not taken over yet.
    `walks` are those held in the period, when somebody has asked for them.
    """

    promise: Promise
    goals: tuple[Goal, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    activities: tuple[Activity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    carried: tuple[Activity, ...] = ()
    walks: tuple[HeldWalk, ...] = ()

    @property
    def area_ids(self) -> tuple[str, ...]:
        """The places of all goals, each once."""
        return tuple(dict.fromkeys(key for goal in self.goals for key in goal.area_ids.split()))

    @property
    def years(self) -> range:
        """Each year of the period."""
        return range(self.promise.first_year, self.promise.last_year + 1)

    def of_commitment(self, commitment: Commitment) -> tuple[Activity, ...]:
        """The activities done for it."""
        return tuple(a for a in self.activities if a.commitment_id == commitment.id)

    def of_indicator(self, indicator: Indicator) -> tuple[Measurement, ...]:
        """Its measurements, oldest first."""
        found = (m for m in self.measurements if m.indicator_id == indicator.id)
        return tuple(sorted(found, key=lambda measured: measured.year))


def read_actors(kept: str) -> list[Actor]:
    """Those who took part, from the text they are kept as."""
    return list(_actors(kept))


@lru_cache(maxsize=1024)
def _actors(kept: str) -> tuple[Actor, ...]:
    # A page asks for each of the roles of an activity in turn.
    return tuple(Actor(role, name) for role, name in json.loads(kept))


def kept_actors(actors: list[Actor]) -> str:
    """The text they are kept as."""
    return json.dumps(actors, ensure_ascii=False)
