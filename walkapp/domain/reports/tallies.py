"""The figures of a report from counts, where the rows themselves are not asked for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..categories import REMEDIES
from .values import PARTS, Summary


@dataclass(frozen=True)
class Tally:
    """So many fixes alike. `part` is one of PARTS or stands outside them."""

    part: str
    remedy: str
    shown: bool
    n: int


def tallied(tallies: Iterable[Tally], base: Summary) -> Summary:
    """The figures `summarise` finds in the rows, save those by category; `base` as there."""
    parts = dict.fromkeys(PARTS, 0)
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
        if tally.part == "fixed" and tally.remedy in REMEDIES:
            remedies[tally.remedy] += tally.n
    ranked = sorted(remedies, key=lambda phrase: (-remedies[phrase], REMEDIES.index(phrase)))
    return replace(
        base,
        parts=parts,
        remedies=tuple(ranked[:3]),
        out_of_scope=out_of_scope,
        not_shown=not_shown,
    )
