"""How safe a stop feels: one to five, one answer of each phone, and no way to tell whose.

The same question on the walk that follows, so that before and after can be read side by side. It
is what people felt, and never called the effect of anything.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .errors import N_, Refused
from .issues import checks as fields_of
from .stops import Route, Stop

VALUES = {
    1: N_("Mycket otryggt"),
    2: N_("Ganska otryggt"),
    3: N_("Varken eller"),
    4: N_("Ganska tryggt"),
    5: N_("Mycket tryggt"),
}
LEAST = 5
"""So many must have answered before a figure is shown."""


@dataclass(frozen=True)
class FeelingDraft:
    """An answer as sent; `client_id` is the letter's own."""

    client_id: str
    stop_id: str
    value: int


@dataclass(frozen=True)
class StopFeeling:
    """What was felt at one stop: how many answered each of one to five."""

    stop: Stop
    counts: tuple[int, ...] = (0, 0, 0, 0, 0)

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)

    @property
    def average(self) -> float | None:
        """The mean with one decimal; none while too few have answered."""
        if self.n < LEAST:
            return None
        return round(sum(value * n for value, n in enumerate(self.counts, start=1)) / self.n, 1)


def parse(told: object) -> FeelingDraft:
    """The answer in the fields of a form or a JSON body. Raises Refused."""
    if not isinstance(told, Mapping):
        raise Refused(N_("Svaret gick inte att läsa."))
    given = told.get("value")
    # A form says it in letters and a phone as a number.
    value = next((known for known in VALUES if given in (known, str(known))), None)
    if value is None or isinstance(given, bool | float):
        raise Refused(N_("Välj mellan 1 och 5."), field="value")
    client_id = fields_of.needed_id(told.get("client_id"), "client_id")
    return FeelingDraft(client_id, fields_of.needed_id(told.get("stop_id"), "stop_id"), value)


def key(secret: str, stop_id: str) -> str:
    """What an answer is known by: made of the phone's own secret, of which no copy is kept."""
    return hashlib.sha256(f"feeling {secret} {stop_id}".encode()).hexdigest()


def at_stops(route: Route, answers: Iterable[tuple[str, int, int]]) -> tuple[StopFeeling, ...]:
    """What was felt, stop by stop; an answer is (stop, value, how many)."""
    counts = {stop.id: [0] * len(VALUES) for stop in route.stops}
    for stop_id, value, n in answers:
        counts[stop_id][value - 1] += n
    return tuple(StopFeeling(stop, tuple(counts[stop.id])) for stop in route.stops)


def side_by_side(
    before: Sequence[StopFeeling], after: Sequence[StopFeeling]
) -> list[tuple[StopFeeling, StopFeeling]]:
    """The stops that were asked about on both walks, where enough answered both times."""
    known = {feeling.stop.id: feeling for feeling in before}
    pairs = [(known.get(feeling.stop.from_id or ""), feeling) for feeling in after]
    return [
        (first, then)
        for first, then in pairs
        if first and first.average is not None and then.average is not None
    ]
