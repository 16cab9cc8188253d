"""New fixes: from issues at review, or from what a partly done one leaves behind."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..categories import CATEGORIES, PLACE_TYPES
from ..errors import N_, NotAllowed, Refused
from ..events import Event
from ..ids import new_id
from ..issues import Issue
from ..people import Area, Person
from ..places import inside
from ..walks import Walk
from .fix import Fix


def new_fix(issues: Sequence[Issue], *, walk: Walk, areas: Iterable[Area], at: str) -> Fix:
    """A draft from one or several issues of a walk; the number comes when it is saved.

    Text is what the reviewer wrote, else the walkers' own words: to be read before it is saved.
    The position is the middle of those known. Raises Refused without issues.
    """
    if not issues:
        raise Refused(N_("Välj minst en iakttagelse."))
    category = _usual(issue.category for issue in issues) or "annat"
    place_type = _usual(issue.place_type for issue in issues)
    place_text = _usual(issue.place_text for issue in issues) or ""
    lat, lon = _middle(issues)
    return Fix(
        new_id(),
        "",
        title=_title(category, place_text, place_type),
        category=category,
        created_at=at,
        updated_at=at,
        public_text=_joined(issue.edited_text or issue.note for issue in issues),
        place_type=place_type,
        place_text=place_text,
        lat=lat,
        lon=lon,
        area_id=area_of(lat, lon, areas) or walk.area_id,
        walk_id=walk.id,
        pole_number=_usual(issue.pole_number for issue in issues) or "",
    )


def follow_up(fix: Fix, *, at: str) -> Fix:
    """A new fix for what remains of a partly fixed one, with the same place and category."""
    return Fix(
        new_id(),
        "",
        title=fix.title,
        category=fix.category,
        created_at=at,
        updated_at=at,
        subcategory=fix.subcategory,
        public_text=fix.remaining,
        place_type=fix.place_type,
        place_text=fix.place_text,
        lat=fix.lat,
        lon=fix.lon,
        area_id=fix.area_id,
        walk_id=fix.walk_id,
        pole_number=fix.pole_number,
        season=fix.season,
        visibility=fix.visibility,
    )


def created(fix: Fix, *, by: Person, at: str, issues: int = 0, after: str = "") -> Event:
    """The first line of history. `after` is the number of the fix it follows, if any.

    Raises NotAllowed for those who may not make fixes (`by` as `towards` gives them).
    """
    if not by.has("coordinator", "safety_coordinator", "leader"):
        raise NotAllowed(N_("Bara vandringsledaren och samordnaren kan skapa åtgärder."))
    data = {"issues": issues, **({"after": after} if after else {})}
    return Event(new_id(), at, "fix", fix.id, fix.version, "create", "person", by.id, data=data)


def linked(issue: Issue, fix: Fix, *, by: Person, at: str) -> tuple[Issue, Event]:
    """The issue as belonging to a fix, and its line of history. Raises Refused."""
    if issue.review == "linked":
        raise Refused(N_("Iakttagelse %(number)s har redan en åtgärd."), number=issue.number)
    if issue.review == "rejected" or issue.removed_at:
        raise Refused(N_("Iakttagelse %(number)s visas inte längre."), number=issue.number)
    changed = replace(
        issue, review="linked", review_reason="", held=False, version=issue.version + 1
    )
    data = {"fix": fix.id}
    return changed, Event(
        new_id(),
        at,
        "issue",
        issue.client_id,
        changed.version,
        "linked",
        "person",
        by.id,
        data=data,
    )


def area_of(lat: float | None, lon: float | None, areas: Iterable[Area]) -> str | None:
    """The id of the first area whose polygon holds the position; a party's land is none."""
    if lat is None or lon is None:
        return None
    named = (area for area in areas if area.polygon and not area.land)
    return next((area.id for area in named if inside(area.polygon or "", lat, lon)), None)


def _usual(values: Iterable[str | None]) -> str | None:
    """The most frequent one, the first of equals."""
    common = Counter(value for value in values if value).most_common(1)
    return common[0][0] if common else None


def _title(category: str, place_text: str, place_type: str | None) -> str:
    place = place_text or PLACE_TYPES.get(place_type or "", "").lower()
    name = CATEGORIES[category].name
    return f"{name}, {place}"[:200] if place else name


def _middle(issues: Sequence[Issue]) -> tuple[float | None, float | None]:
    known = [(i.lat, i.lon) for i in issues if i.lat is not None and i.lon is not None]
    if not known:
        return None, None
    lats, lons = zip(*known, strict=True)
    return round(sum(lats) / len(known), 7), round(sum(lons) / len(known), 7)


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text for text in texts if text))[:4000]
