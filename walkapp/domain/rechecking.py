"""The fixes of an earlier walk on the walk that follows it, and what their checks lead to.

The review decides with the moves of every fix (see fixes.moves) and their guards, so that whoever
did the work does not confirm it here either.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import text
from .checks import RESULTS, Check
from .errors import N_, Refused
from .events import Event
from .fixes import Fix, Given, apply, refusal_of
from .ids import new_id
from .people import Person
from .photos import Photo
from .places import metres_between
from .stops import Route, Stop
from .walks import Walk

NEAR_M = 100
MAX_WORDS = 2000
# Whoever says less good things is heard first when as many say each.
_CAREFUL = ("returned", "remains", "partly", "fixed")
_WAYS: dict[str, dict[str, tuple[str, ...]]] = {
    "done": {
        "fixed": ("confirm",),
        "partly": ("confirm_partly", "reject_work", "confirm"),
        "remains": ("reject_work", "confirm_partly"),
        "returned": ("reject_work", "confirm_partly"),
    },
    "closed": {"partly": ("reopen",), "remains": ("reopen",), "returned": ("reopen",)},
}
# To have said no, or that somebody else has it, is not to have said that it is gone.
_MAY_COME_BACK = ("fixed", "partly_fixed", "gone")
# What leaves the fix as it is, with the line of history each writes.
NOTED, SUGGESTED = "note", "suggest"
TOLD = {NOTED: "checked", SUGGESTED: "suggest_reopen"}


@dataclass(frozen=True)
class Earlier:
    """A fix of an earlier walk as the phones of this one may see it.

    `stop_ids` are those of the earlier walk where it was seen, `pictures` what a human approved.
    """

    fix: Fix
    party: str
    stop_ids: tuple[str, ...] = ()
    pictures: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class Tally:
    """What the phones say of one fix: how many say each, and what to go by."""

    counts: dict[str, int]
    verdict: str | None

    @property
    def n(self) -> int:
        """How many have looked."""
        return sum(count for result, count in self.counts.items() if result != "unchecked")


@dataclass(frozen=True)
class Answer:
    """What the review has done about a fix's checks: a move of the fix, `note` or `suggest`."""

    walk_id: str
    fix_id: str
    move: str
    verdict: str
    person_id: str
    at: str


@dataclass(frozen=True)
class Suggested:
    """A closed fix that the leader of a walk suggests to open again, for the coordinator."""

    fix_id: str
    number: str
    title: str
    walk_id: str
    walk: str
    verdict: str
    at: str


@dataclass(frozen=True)
class Said:
    """What the one who reviews writes, and when."""

    words: str
    at: str
    confirm_by_other: bool = True


def stop_of(earlier: Earlier, route: Route) -> Stop | None:
    """Where on this walk a fix is looked at: the stop that repeats its own, or one near by."""
    for stop in route.stops:
        if stop.from_id in earlier.stop_ids:
            return stop
    fix = earlier.fix
    if fix.lat is None or fix.lon is None:
        return None
    near = [
        (metres_between((fix.lat, fix.lon), (stop.lat, stop.lon)), stop.position, stop)
        for stop in route.stops
        if stop.lat is not None and stop.lon is not None
    ]
    metres, _, nearest = min(near, default=(NEAR_M + 1, 0, None))
    return nearest if metres <= NEAR_M else None


def by_stop(found: Iterable[Earlier], route: Route) -> list[tuple[Stop | None, list[Earlier]]]:
    """The fixes in the order they are met: stop by stop, then those along the way."""
    groups: dict[str | None, list[Earlier]] = {stop.id: [] for stop in route.stops}
    groups[None] = []
    for earlier in found:
        stop = stop_of(earlier, route)
        groups[stop.id if stop else None].append(earlier)
    stops: dict[str | None, Stop] = {stop.id: stop for stop in route.stops}
    return [(stops.get(stop_id), group) for stop_id, group in groups.items() if group]


def tally(checks: Iterable[Check]) -> Tally:
    """Each phone's newest word that counts; held ones do not."""
    newest: dict[str, Check] = {}
    for check in sorted(checks, key=lambda one: (one.received_at, one.check_id)):
        if not check.held:
            newest[check.device_id] = check
    counts = Counter(check.result for check in newest.values())
    said = [(counts[result], -turn) for turn, result in enumerate(_CAREFUL) if counts[result]]
    verdict = _CAREFUL[-max(said)[1]] if said else None
    return Tally({result: counts[result] for result in RESULTS if counts[result]}, verdict)


def ways(fix: Fix, verdict: str | None, by: Person, *, confirm_by_other: bool) -> list[str]:
    """The moves this person may make because of what was seen, the nearest first.

    `by` is the person as they stand to the walk where it was seen. Who may not open it again may
    suggest it to the coordinator. None when nothing follows.
    """
    found = [
        name
        for name in _follows(fix, verdict)
        if refusal_of(fix, name, by, confirm_by_other=confirm_by_other) is None
    ]
    return found or ([SUGGESTED] if "reopen" in _follows(fix, verdict) else [])


def _follows(fix: Fix, verdict: str | None) -> tuple[str, ...]:
    """The moves that answer what was seen, whoever may make them."""
    if fix.state == "closed" and fix.outcome not in _MAY_COME_BACK:
        return ()
    if fix.outcome == "partly_fixed" and verdict == "partly":
        return ()  # as was said when it was closed
    return _WAYS.get(fix.state, {}).get(verdict or "", ())


def decided(
    fix: Fix, move: str, seen: Tally, *, walk: Walk, by: Person, said: Said
) -> tuple[Fix, Event]:
    """The fix after what the review decides, with the line of history that says why.

    With `note` and `suggest` the fix stays as it is. Raises Refused or NotAllowed as any move does.
    """
    facts = {"walk": walk.title, "verdict": seen.verdict or "unchecked", "counts": seen.counts}
    words = text.lines(said.words, "words", MAX_WORDS)
    allowed = (NOTED, *ways(fix, seen.verdict, by, confirm_by_other=said.confirm_by_other))
    if move not in allowed:
        raise Refused(N_("Det går inte att göra av de här kontrollerna. Läs dem igen."))
    if move in TOLD:
        return fix, Event(
            new_id(),
            said.at,
            "fix",
            fix.id,
            fix.version,
            TOLD[move],
            "person",
            by.id,
            internal_text=words,
            data=facts,
        )
    if move == "confirm_partly" and words == sentence(seen, walk):
        raise Refused(N_("Skriv vad som återstår. Det syns på webben."), field="words")
    given = Given(reason=words, remaining=words, checked_on=walk.starts_at[:10])
    after, event = apply(
        fix, move, by=by, given=given, at=said.at, confirm_by_other=said.confirm_by_other
    )
    return after, replace(event, data={**event.data, **facts})


def sentence(seen: Tally, walk: Walk) -> str:
    """What was seen, ready to be the reason of a move: stored text, in Swedish whoever saves it."""
    told = ", ".join(
        f"{_SAID[result]} enligt {count} deltagare"
        for result, count in seen.counts.items()
        if count
    )
    return f"{walk.title} {walk.starts_at[:10]}: {told}." if told else ""


_SAID = {
    "fixed": "åtgärdat",
    "partly": "delvis åtgärdat",
    "remains": "kvarstår",
    "returned": "har kommit tillbaka",
    "unchecked": "inte kontrollerat",
}


def taken_photos(checks: Sequence[Check], wanted: Iterable[str]) -> list[str]:
    """Those of the wanted photos that belong to the checks."""
    theirs = {photo_id for check in checks for photo_id in check.photo_ids.split()}
    return [photo_id for photo_id in dict.fromkeys(wanted) if photo_id in theirs]
