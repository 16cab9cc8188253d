"""The editor's own words beside what is generated, and whether they still fit.

Each text remembers the generated lines it was written beside. New data never touches a text; when
the lines have changed since, the editor is shown which.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .. import text
from ..errors import N_
from .report import Report

MAX_TEXT = 4000
LEAD = "lead"
SECTIONS = {
    LEAD: N_("Inledning"),
    "goal": N_("Mål och platser"),
    "police": N_("Det här har polisen gjort"),
    "municipality": N_("Det här har kommunen gjort"),
    "kept": N_("Löften och resultat"),
    "measured": N_("Mätvärden"),
    "points": N_("Alla punkter"),
    "next": N_("Så går det vidare"),
}
OF_PROMISE = ("goal", "police", "municipality", "kept", "measured")
_OF_KIND = {
    "year": tuple(SECTIONS),
    "board": (LEAD, "next"),
}
_OTHERS = tuple(section for section in SECTIONS if section not in OF_PROMISE)


@dataclass(frozen=True)
class Written:
    """A text and the generated lines it was written beside."""

    text: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Since:
    """What has changed under a text since it was written."""

    gone: tuple[str, ...]
    new: tuple[str, ...]


def sections(report: Report) -> tuple[str, ...]:
    """Those that a report of this kind has, in the order of the page."""
    return _OF_KIND.get(report.kind, _OTHERS)


def written(report: Report) -> dict[str, Written]:
    """The texts by section, those that are empty left out; the introduction is one of them."""
    kept = {name: _thawed(given) for name, given in json.loads(report.texts).items()}
    if report.lead:
        kept[LEAD] = replace(kept.get(LEAD, Written()), text=report.lead)
    return {name: kept[name] for name in SECTIONS if name in kept and kept[name].text}


def rewritten(
    report: Report,
    typed: Mapping[str, str],
    *,
    beside: Mapping[str, Sequence[str]],
    still_right: frozenset[str] = frozenset(),
) -> Report:
    """The report with the texts as typed. Raises Refused beside the one that is too long.

    `beside` are the lines as they are generated now. They are remembered with a text that is new
    or changed, and with one the editor says is `still_right`; the others keep what they had.
    """
    before = written(report)
    kept = {}
    for section in sections(report):
        words = text.lines(typed.get(section, ""), section, MAX_TEXT)
        old = before.get(section)
        fresh = old is None or old.text != words or section in still_right
        lines = tuple(beside.get(section, ())) if fresh or old is None else old.beside
        if words:
            kept[section] = Written(words, lines)
    lead = kept.get(LEAD, Written())
    rest = {
        name: {"text": "" if name == LEAD else one.text, "beside": list(one.beside)}
        for name, one in kept.items()
    }
    return replace(report, lead=lead.text, texts=json.dumps(rest, ensure_ascii=False))


def changed(report: Report, now: Mapping[str, Sequence[str]]) -> dict[str, Since]:
    """The sections whose lines are others now than when their text was written."""
    found = {}
    for section, one in written(report).items():
        lines = tuple(now.get(section, ()))
        if lines != one.beside:
            gone = tuple(line for line in one.beside if line not in lines)
            new = tuple(line for line in lines if line not in one.beside)
            if gone or new:
                found[section] = Since(gone, new)
    return found


def _thawed(given: Mapping[str, object]) -> Written:
    beside = given["beside"]
    assert isinstance(beside, list)
    return Written(str(given["text"]), tuple(beside))
