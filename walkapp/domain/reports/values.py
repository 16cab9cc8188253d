"""What the public follow-up holds, and its figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..categories import CATEGORIES, REMEDIES
from ..errors import N_
from ..fixes import Fix
from ..places import said_once
from .measures import Earlier, Felt, Measures, measured, thawed_earlier, thawed_measures
from .past import PublicMoment

# The six parts always add up to the total; duplicates and what does not belong stand outside.
PARTS = {
    "fixed": N_("Åtgärdat"),
    "partly_fixed": N_("Delvis åtgärdat"),
    "remaining": N_("Återstår"),
    "wont_fix": N_("Åtgärdas inte"),
    "referred": N_("Hänvisat till annan part"),
    "gone": N_("Inte längre aktuellt"),
}
OUTSIDE = ("duplicate", "out_of_scope")
COARSE_DECIMALS = 3  # about 100 m, for places whose exact position would point somebody out


@dataclass(frozen=True)
class PublicPhoto:
    """A clean copy a reader may see."""

    photo_id: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class PublicFix:
    """All that a reader may know of a fix. It has no room for names or internal notes.

    `status` with `status_values` is the sentence that tells how it stands, see fixes.labels.
    `promised_on` is the date that was promised first, `days` and `marks` what measures.py makes.
    """

    number: str
    title: str
    part: str
    category: str
    area: str
    place: str
    seen: str
    done: str
    done_on: str | None
    party: str
    state: str
    status: str
    status_values: dict[str, str]
    reason: str
    remaining: str
    planned: str
    due_on: str | None
    walked_on: str | None
    lat: float | None
    lon: float | None
    remedy: str = ""
    before: tuple[PublicPhoto, ...] = ()
    after: tuple[PublicPhoto, ...] = ()
    promised_on: str | None = None
    days: int | None = None
    marks: tuple[str, ...] = ()
    past: tuple[PublicMoment, ...] = ()
    withdrawn: bool = False  # only its outcome and category are told, see withdrawing.py

    @property
    def where(self) -> tuple[str, ...]:
        """The place and the area it lies in, each said once."""
        return said_once(self.place, self.area)


@dataclass(frozen=True)
class Summary:
    """The figures of a report. `parts` has every key of PARTS; their sum is `total`.

    `forms` counts the walks by form and `groups` those who walked by group, at `grouped` of the
    walks: where nobody is pointed out. `setting` is light and weather, of one walk alone.
    """

    parts: dict[str, int]
    by_category: dict[str, dict[str, int]]
    remedies: tuple[str, ...]
    out_of_scope: int = 0
    not_shown: int = 0
    walks: int = 0
    participants: int = 0
    issues: int = 0
    good: int = 0
    areas: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    measures: Measures | None = None
    earlier: Earlier | None = None
    felt: tuple[Felt, ...] = ()
    forms: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    grouped: int = 0
    setting: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many fixes the report speaks of."""
        return sum(self.parts.values())


def part_of(fix: Fix) -> str | None:
    """Which of the six parts a fix counts in, or none for those outside."""
    if fix.state != "closed":
        return "remaining"
    return None if fix.outcome in OUTSIDE else fix.outcome


def coarse(
    lat: float | None, lon: float | None, visibility: str
) -> tuple[float | None, float | None]:
    """The position a reader may see: rounded to about 100 m when visibility says so."""
    if lat is None or lon is None or visibility != "public_coarse":
        return lat, lon
    return round(lat, COARSE_DECIMALS), round(lon, COARSE_DECIMALS)


def summarise(fixes: Iterable[PublicFix], start: Summary | None = None) -> Summary:
    """Count the fixes; `start` brings the figures that come from walks and issues."""
    parts = dict.fromkeys(PARTS, 0)
    by_category: dict[str, dict[str, int]] = {}
    remedies: Counter[str] = Counter()
    found = list(fixes)
    for fix in found:
        parts[fix.part] += 1
        row = by_category.setdefault(fix.category, dict.fromkeys(PARTS, 0))
        row[fix.part] += 1
        if fix.part == "fixed" and fix.remedy in REMEDIES:
            remedies[fix.remedy] += 1
    ranked = sorted(remedies, key=lambda phrase: (-remedies[phrase], REMEDIES.index(phrase)))
    ordered = {code: by_category[code] for code in CATEGORIES if code in by_category}
    base = start or Summary({}, {}, ())
    return replace(
        base,
        parts=parts,
        by_category=ordered,
        remedies=tuple(ranked[:3]),
        measures=measured(found),
    )


def thawed_summary(kept: Mapping[str, Any]) -> Summary:
    """The figures as they were frozen; those of before there were measures have none."""
    lists = ("remedies", "areas", "organisers", "seasons", "setting")
    given = {**kept, **{name: tuple(kept.get(name, ())) for name in lists}}
    if given.get("measures"):
        given["measures"] = thawed_measures(given["measures"])
    if given.get("earlier"):
        given["earlier"] = thawed_earlier(given["earlier"])
    given["felt"] = tuple(Felt(**one) for one in given.get("felt", ()))
    return Summary(**given)
