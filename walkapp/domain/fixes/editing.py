"""Changing what a fix says, beside what state it is in."""

from collections.abc import Container
from dataclasses import asdict, dataclass, fields, replace

from .. import text
from ..categories import CATEGORIES, PLACE_TYPES
from ..errors import N_, NotAllowed, Refused
from ..events import Event
from ..handling import Book
from ..ids import new_id
from ..people import Person
from ..places import checked_position
from .fix import Fix
from .seasons import season_begins
from .words import COST_BANDS, EASES, EFFECTS, PRIORITIES, SEASONS, VISIBILITIES

_USUAL = Book()
MAX_TITLE, MAX_TEXT, MAX_PLACE, MAX_POLE = 200, 4000, 300, 40


@dataclass(frozen=True)
class Edit:
    """The fields that may be typed over. `reason` is asked for when the fix is hidden."""

    title: str
    public_text: str
    internal_note: str
    category: str
    subcategory: str
    place_type: str | None
    place_text: str
    lat: float | None
    lon: float | None
    area_id: str | None
    priority: str | None
    visibility: str
    reason: str = ""
    pole_number: str = ""
    cost_band: str = ""
    season: str = ""
    effect: int | None = None
    ease: int | None = None


def may_edit(person: Person) -> bool:
    """Coordinators, and the leader of the walk (`person` as `towards` gives them)."""
    return person.has("coordinator", "safety_coordinator", "leader")


def edit(fix: Fix, wanted: Edit, *, by: Person, at: str, book: Book = _USUAL) -> tuple[Fix, Event]:
    """The fix with other words, place or visibility, and its line of history.

    `book` knows the municipality's own sub-categories. Raises NotAllowed, or Refused with the
    field when something does not do or nothing differs.
    """
    if not may_edit(by):
        raise NotAllowed(N_("Bara samordnaren och vandringsledaren kan ändra uppgifterna."))
    same = wanted.category == fix.category and wanted.subcategory == fix.subcategory
    values = asdict(_checked(wanted, book, keep=fix.subcategory if same else ""))
    reason = values.pop("reason")
    changed = sorted(name for name, value in values.items() if value != getattr(fix, name))
    if not changed:
        raise Refused(N_("Inget är ändrat."))
    if "visibility" in changed and wanted.visibility == "hidden" and not reason:
        raise Refused(N_("Skriv varför punkten döljs."), field="reason")
    values |= _moved_review(fix, wanted.season, at)
    after = replace(fix, **values, updated_at=at, version=fix.version + 1)
    event = Event(
        new_id(),
        at,
        "fix",
        fix.id,
        after.version,
        "edit",
        "person",
        by.id,
        internal_text=reason,
        data={"changed": changed},
    )
    return after, event


def as_it_stands(fix: Fix) -> Edit:
    """Every field as it is, to change some of them."""
    names = (field.name for field in fields(Edit) if field.name != "reason")
    return Edit(**{name: getattr(fix, name) for name in names})


def photos_added(fix: Fix, kind: str, number: int, *, by: Person, at: str) -> Event:
    """The line of history for pictures of `before` or `after`; the fix itself does not change."""
    data = {"side": kind, "photos": number}
    return Event(new_id(), at, "fix", fix.id, fix.version, "photos", "person", by.id, data=data)


def filled(draft: Fix, wanted: Edit) -> Fix:
    """A draft that is not saved yet, with what was typed. Raises Refused as `edit` does."""
    values = asdict(_checked(wanted, _USUAL))
    del values["reason"]
    return replace(draft, **values)


def _checked(wanted: Edit, book: Book, keep: str = "") -> Edit:
    title = text.line(wanted.title, "title", MAX_TITLE)
    if not title:
        raise Refused(N_("Skriv en rubrik."), field="title")
    _one_of(wanted.category, CATEGORIES, "category")
    _one_of(wanted.subcategory, ("", keep, *book.names(wanted.category)), "subcategory")
    _one_of(wanted.place_type, (None, *PLACE_TYPES), "place_type")
    _one_of(wanted.priority, (None, *PRIORITIES), "priority")
    _one_of(wanted.visibility, VISIBILITIES, "visibility")
    _one_of(wanted.cost_band, ("", *COST_BANDS), "cost_band")
    _one_of(wanted.season, ("", *SEASONS), "season")
    _one_of(wanted.effect, (None, *EFFECTS), "effect")
    _one_of(wanted.ease, (None, *EASES), "ease")
    position = checked_position(wanted.lat, wanted.lon) or (None, None)
    return replace(
        wanted,
        title=title,
        public_text=text.lines(wanted.public_text, "public_text", MAX_TEXT),
        internal_note=text.lines(wanted.internal_note, "internal_note", MAX_TEXT),
        place_text=text.line(wanted.place_text, "place_text", MAX_PLACE),
        pole_number=text.line(wanted.pole_number, "pole_number", MAX_POLE),
        lat=position[0],
        lon=position[1],
        reason=text.lines(wanted.reason, "reason", MAX_TEXT),
    )


def _moved_review(fix: Fix, season: str, at: str) -> dict[str, str | None]:
    """What waits for its season is looked at again when the season begins."""
    waits = fix.state == "on_hold" and fix.hold_reason == "season"
    begins = season_begins(season, at[:10]) if waits and season != fix.season else None
    return {"review_on": begins} if begins else {}


def _one_of(value: object, known: Container[object], field: str) -> None:
    if value not in known:
        raise Refused(N_("Välj ett av alternativen som visas."), field=field)
