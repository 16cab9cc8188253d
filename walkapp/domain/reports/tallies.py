"""The figures of a report from counts, where the rows themselves are not asked for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..categories import CATEGORIES, REMEDIES
from .values import PARTS, Summary


@dataclass(frozen=True)
class Tally:
    """So many fixes alike. `part` is one of PARTS or stands outside them."""

    part: str
    category: str
    remedy: str
    shown: bool
    n: int


def tallied(tallies: Iterable[Tally], base: Summary) -> Summary:
    """The same figures as `summarise` finds in the rows; `base` as there."""
    parts = dict.fromkeys(PARTS, 0)
    by_category: dict[str, dict[str, int]] = {}
    remedies: Counter[str] = Counter()
    out_of_scope = not_shown = 0
    for tally in tallies:
        out_of_scope += tally.n if tally.part == "out_of_scope" else 0
        if tally.part not in PARTS:
            continue
        if not tally.shown:
            not_shown += tally.n
            continue
        parts[tally.part] += tally.n
        row = by_category.setdefault(tally.category, dict.fromkeys(PARTS, 0))
        row[tally.part] += tally.n
        if tally.part == "fixed" and tally.remedy in REMEDIES:
            remedies[tally.remedy] += tally.n
    ranked = sorted(remedies, key=lambda phrase: (-remedies[phrase], REMEDIES.index(phrase)))
    return replace(
        base,
        parts=parts,
        by_category={code: by_category[code] for code in CATEGORIES if code in by_category},
        remedies=tuple(ranked[:3]),
        out_of_scope=out_of_scope,
        not_shown=not_shown,
    )
