"""One act for many fixes: for each the moves it takes, or the sentence that says why not."""

from dataclasses import dataclass, field, replace

from ..errors import N_, NotAllowed, NotFound, Refusal, Refused
from ..events import Event
from ..handling import Book
from ..people import Party, Person
from .deciding import apply, refusal_of
from .editing import as_it_stands, edit
from .fix import Fix
from .given import Given
from .undoing import Change

ASSIGN, REPLAN, PRIORITY, MERGE, STATE = "assign", "replan", "priority", "merge", "state"
# The moves of the table that say the same of many at once.
STATE_MOVES = (
    "assess",
    "start",
    "hold",
    "resume",
    "finish",
    "confirm",
    "reroute",
    "decline",
    "dismiss_gone",
    "out_of_scope",
    "reopen",
)
CHANGES = (ASSIGN, REPLAN, PRIORITY, *STATE_MOVES)
MOST = 2000
_HELD = ("assigned", "planned", "in_progress", "on_hold", "referred")


@dataclass(frozen=True)
class Terms:
    """What holds for all of them: when it is, the usual times, and whether another confirms."""

    at: str
    today: str
    book: Book = Book()
    confirm_by_other: bool = True
    reckoned: dict[tuple[str, str], str] = field(default_factory=dict, compare=False)

    def due(self, fix: Fix, party: Party | None) -> str:
        """The usual date for such a fix, each kind reckoned once."""
        kind = (fix.category, fix.subcategory)
        if kind not in self.reckoned:
            self.reckoned[kind] = self.book.due(*kind, self.today, party)
        return self.reckoned[kind]


def obstacle(fix: Fix, act: str, *, by: Person, confirm_by_other: bool = True) -> Refusal | None:
    """Why this fix cannot take part whatever is typed, or nothing."""
    if act == PRIORITY:
        return _not_open(fix) or _only_editors(by)
    move = {MERGE: "mark_duplicate", ASSIGN: _way_to_assigned(fix)[0]}.get(act, act)
    return refusal_of(fix, move, by, confirm_by_other=confirm_by_other)


def decide(fix: Fix, act: str, given: Given, *, by: Person, terms: Terms) -> Change:
    """The fix after the act, with a line of history for every move on the way.

    Raises as `apply` does.
    """
    if act == PRIORITY:
        return _prioritised(fix, given, by=by, at=terms.at)
    steps = [act]
    if act == ASSIGN:
        steps = _way_to_assigned(fix)
        given = _for_this(fix, given, steps, terms)
    after, events = fix, list[Event]()
    for step in steps:
        after, event = apply(
            after,
            step,
            by=by,
            given=given,
            at=terms.at,
            confirm_by_other=terms.confirm_by_other,
        )
        events.append(event)
    return Change(fix, after, tuple(events))


def _prioritised(fix: Fix, given: Given, *, by: Person, at: str) -> Change:
    problem = obstacle(fix, PRIORITY, by=by)
    if problem:
        raise problem
    after, event = edit(
        fix, replace(as_it_stands(fix), priority=given.priority or None), by=by, at=at
    )
    return Change(fix, after, (event,))


def told(change: Change, undo_id: str) -> Change:
    """The change with its lines marked as parts of one act."""
    events = tuple(replace(e, data={**e.data, "bulk": undo_id}) for e in change.events)
    return replace(change, events=events)


def _way_to_assigned(fix: Fix) -> list[str]:
    if fix.state == "new":
        return ["assess", "assign"]
    return ["reroute", "assign"] if fix.state in _HELD else ["assign"]


def _for_this(fix: Fix, given: Given, steps: list[str], terms: Terms) -> Given:
    """What is not said for all is what is usual for this one."""
    same = given.party and given.party.id == fix.party_id
    if "reroute" in steps and same:
        raise Refused(N_("Ligger redan hos %(party)s."), party=given.party and given.party.name)
    if "reroute" in steps and not given.reason.strip():
        raise Refused(N_("Ligger hos någon annan. Skriv varför den flyttas."), field="reason")
    return replace(
        given,
        due_on=given.due_on or fix.due_on or terms.due(fix, given.party),
        priority=given.priority or fix.priority or "normal",
    )


def _not_open(fix: Fix) -> Refused | None:
    return None if fix.is_open else Refused(N_("Åtgärden är avslutad."))


def _only_editors(by: Person) -> NotAllowed | None:
    if by.has("coordinator", "safety_coordinator", "leader"):
        return None
    return NotAllowed(N_("Bara samordnaren och vandringsledaren kan ändra uppgifterna."))


def known_act(act: str) -> str:
    """The act, if it is one. Raises NotFound."""
    if act not in CHANGES:
        raise NotFound
    return act
