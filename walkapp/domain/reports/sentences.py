"""The sentences of the follow-up, made from figures in the founding text's own form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import N_, NN_
from .values import Summary


@dataclass(frozen=True)
class Sentence:
    """Swedish source text with places; `number` chooses singular or plural."""

    text: str
    plural: str = ""
    number: int = 1
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        text = self.plural if self.plural and self.number != 1 else self.text
        given = {
            key: joined([str(word) for word in value]) if isinstance(value, tuple) else value
            for key, value in self.values.items()
        }
        return text % {"n": self.number, **given}


def joined(words: Sequence[str], last: str = " och ") -> str:
    """`a, b och c`."""
    return last.join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def headline(summary: Summary) -> list[Sentence]:
    """What was remedied, in the founding text's own form; empty when nothing was."""
    if not summary.parts.get("fixed"):
        return []
    said = [Sentence(N_("Åtgärder har genomförts efter trygghetsvandring."))]
    if summary.remedies:
        said.append(Sentence(N_("Exempelvis har %(what)s."), values={"what": summary.remedies}))
    return said


_FIGURES = {
    "partly_fixed": NN_("%(n)s delvis", "%(n)s delvis"),
    "remaining": NN_("%(n)s återstår", "%(n)s återstår"),
    "wont_fix": NN_("%(n)s åtgärdas inte", "%(n)s åtgärdas inte"),
    "referred": NN_("%(n)s är hänvisad till annan part", "%(n)s är hänvisade till annan part"),
    "gone": NN_("%(n)s är inte längre aktuell", "%(n)s är inte längre aktuella"),
}


def figures(summary: Summary) -> list[Sentence]:
    """The counts in words, to be joined by commas; parts that are zero are left out."""
    if not summary.total:
        return []
    first = Sentence(
        *NN_("%(n)s av %(total)s punkter är åtgärdad", "%(n)s av %(total)s punkter är åtgärdade"),
        summary.parts["fixed"],
        {"total": summary.total},
    )
    rest = [
        Sentence(one, many, summary.parts[part])
        for part, (one, many) in _FIGURES.items()
        if summary.parts[part]
    ]
    return [first, *rest]


# Names of places that are ordinary words, written small inside a sentence.
ORDINARY = ("resecentrum", "centrum", "torget", "stationen", "busstationen", "hamnen", "parken")


def in_sentence(name: str) -> str:
    """`Resecentrum` is an ordinary word there, `Sveaparken` a name."""
    return name.lower() if name.lower() in ORDINARY else name


SEASONS = {
    "spring": N_("våren"),
    "summer": N_("sommaren"),
    "autumn": N_("hösten"),
    "winter": N_("vintern"),
}


def season(day: str) -> str:
    """The season of a date by whole months, as weather services count (March to May is spring)."""
    return ("winter", "spring", "summer", "autumn")[int(day[5:7]) % 12 // 3]


def walked(summary: Summary) -> Sentence | None:
    """Who walked, how many times, where and when; none when no walk is known."""
    if not summary.walks:
        return None
    values: dict[str, object] = {
        "who": each_once(summary.organisers) or (N_("Kommunen"),),
        "where": tuple(in_sentence(area) for area in summary.areas),
        "when": tuple(SEASONS[name] for name in summary.seasons),
        "count": COUNT_WORDS.get(summary.walks, str(summary.walks)),
    }
    if summary.areas:
        return Sentence(
            *NN_(
                "%(who)s har genomfört en trygghetsvandring vid %(where)s under %(when)s.",
                "%(who)s har genomfört %(count)s trygghetsvandringar vid %(where)s under %(when)s.",
            ),
            summary.walks,
            values,
        )
    return Sentence(
        *NN_(
            "%(who)s har genomfört en trygghetsvandring under %(when)s.",
            "%(who)s har genomfört %(count)s trygghetsvandringar under %(when)s.",
        ),
        summary.walks,
        values,
    )


def each_once(organisers: Sequence[str]) -> tuple[str, ...]:
    """Those of several walks, each named once: their texts list them as `a, b och c`."""
    if len(organisers) < 2:
        return tuple(organisers)
    found: dict[str, str] = {}
    for name in (name for text in organisers for name in re.split(r", | och ", text)):
        found.setdefault(name.lower(), name)
    return tuple(found.values())


# Numbers up to twelve are written in words.
COUNT_WORDS = {
    1: N_("en"),
    2: N_("två"),
    3: N_("tre"),
    4: N_("fyra"),
    5: N_("fem"),
    6: N_("sex"),
    7: N_("sju"),
    8: N_("åtta"),
    9: N_("nio"),
    10: N_("tio"),
    11: N_("elva"),
    12: N_("tolv"),
}
