"""One fix made into two, or several into one: issues and fixes are many to many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .. import text
from ..errors import N_, NotAllowed, Refused
from ..events import Event
from ..ids import new_id
from ..people import Person
from .editing import MAX_TEXT, MAX_TITLE
from .fix import Fix

STAYS, MOVES_OVER, IN_BOTH = "stays", "moves", "both"


@dataclass(frozen=True)
class Split:
    """What the new fix is called and which issues (client ids) it gets.

    `moved` leave the old one, `shared` are about both.
    """

    title: str
    public_text: str
    moved: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()


def may_divide(fix: Fix, person: Person) -> bool:
    """Coordinators while it is open; its walk's leader until it has been given to somebody."""
    if person.has("coordinator", "safety_coordinator"):
        return fix.is_open
    return person.has("leader") and fix.state in ("new", "assessing")


def split(
    fix: Fix, wanted: Split, issues: Sequence[str], *, by: Person, at: str
) -> tuple[Fix, Fix]:
    """The fix as it is left, and a draft for the other part, with the same place and category.

    `issues` are the client ids of those behind the fix. Raises NotAllowed, or Refused with the
    field when the parts do not make two.
    """
    if not may_divide(fix, by):
        raise NotAllowed(N_("Den här åtgärden kan du inte dela upp."))
    title = text.line(wanted.title, "title", MAX_TITLE)
    if not title:
        raise Refused(N_("Skriv en rubrik för den nya åtgärden."), field="title")
    behind = set(issues)
    if not (wanted.moved | wanted.shared) <= behind:
        raise Refused(N_("Någon annan har flyttat en iakttagelse. Läs sidan igen."))
    if behind and not (wanted.moved | wanted.shared):
        raise Refused(N_("Välj minst en iakttagelse till den nya åtgärden."))
    if behind and wanted.moved >= behind:
        raise Refused(N_("Minst en iakttagelse ska vara kvar här."))
    draft = replace(
        Fix(new_id(), "", title=title, category=fix.category, created_at=at, updated_at=at),
        subcategory=fix.subcategory,
        public_text=text.lines(wanted.public_text, "public_text", MAX_TEXT),
        place_type=fix.place_type,
        place_text=fix.place_text,
        lat=fix.lat,
        lon=fix.lon,
        area_id=fix.area_id,
        walk_id=fix.walk_id,
        pole_number=fix.pole_number,
        season=fix.season,
        priority=fix.priority,
        visibility=fix.visibility,
        state="new" if fix.state == "new" else "assessing",
    )
    return replace(fix, updated_at=at, version=fix.version + 1), draft


def split_line(fix: Fix, new: Fix, issues: int, *, by: Person, at: str) -> Event:
    """The line of history of the old one, once the new one has its number."""
    data = {"new": new.number, "issues": issues}
    return Event(new_id(), at, "fix", fix.id, fix.version, "split", "person", by.id, data=data)


def merged(
    kept: Fix, others: Sequence[Fix], issues: int, *, by: Person, at: str
) -> tuple[Fix, Event]:
    """The fix that stays, with what it took in; the others are closed by `mark_duplicate`."""
    after = replace(kept, updated_at=at, version=kept.version + 1)
    data = {"merged": [fix.number for fix in others], "issues": issues}
    event = Event(new_id(), at, "fix", kept.id, after.version, "merge", "person", by.id, data=data)
    return after, event


def linked_line(client_id: str, version: int, fix: Fix, *, by: Person, at: str) -> Event:
    """The line of history of an issue that another fix is about too; the issue does not change."""
    data = {"fix": fix.id}
    return Event(new_id(), at, "issue", client_id, version, "linked", "person", by.id, data=data)


def took_in(fix: Fix, issues: int, *, by: Person, at: str) -> tuple[Fix, Event]:
    """A fix that new issues turned out to be about. Raises NotAllowed, or Refused when closed."""
    if not by.has("coordinator", "safety_coordinator", "leader"):
        raise NotAllowed(N_("Bara vandringsledaren och samordnaren kan lägga till iakttagelser."))
    if not fix.is_open:
        raise Refused(N_("Åtgärden är avslutad. Skapa en ny, eller be samordnaren öppna den igen."))
    after = replace(fix, updated_at=at, version=fix.version + 1)
    data = {"issues": issues}
    return after, Event(
        new_id(), at, "fix", fix.id, after.version, "take_in", "person", by.id, data=data
    )
