"""The sentences about what was done, made by templates from what was written down."""

import re

from ..errors import N_
from ..reports.sentences import Sentence
from .details import details
from .pieces import ahead, period, rest, times
from .values import Activity
from .words import OWNERS

# What is known by its letters is spelled out the first time.
GLOSSARY = {
    "ANDT": N_("alkohol, narkotika, dopning och tobak"),
    "SSPF": N_("socialtjänst, skola, polis och fritid"),
    "BRÅ": N_("brottsförebyggande rådet"),
}
_DONE = {
    "dialogue": N_("%(who)s har%(times)s haft medborgardialog%(about)s%(rest)s."),
    "meeting": N_("%(who)s har%(times)s haft medborgarmöte%(about)s%(rest)s."),
    "foot_patrol": N_("%(who)s har%(times)s gått fotpatrull%(rest)s."),
    "presence": N_("%(who)s har%(times)s varit på plats%(rest)s."),
    "traffic_check": N_("%(who)s har%(times)s gjort trafikkontroll%(rest)s."),
    "targeted": N_("%(who)s har%(times)s arbetat riktat mot %(title)s%(rest)s."),
    "teaching": N_("%(who)s har%(times)s undervisat om %(title)s%(rest)s."),
    "project": N_("%(who)s har deltagit i %(title)s%(rest)s."),
    "plan": N_("%(who)s har tagit fram %(title)s%(rest)s."),
    "agreement": N_("%(who)s har ingått %(title)s%(rest)s."),
    "supervision": N_("%(who)s har%(times)s gjort tillsyn av %(title)s%(rest)s."),
    "survey": N_("%(who)s har%(times)s mätt %(title)s%(rest)s."),
    "other": N_("%(who)s har%(times)s arbetat med %(title)s%(rest)s."),
}
_MORE = {
    "foot_patrol": N_("%(who)s har ökat sin närvaro med fotpatrull%(counted)s%(rest)s."),
    "presence": N_("%(who)s har ökat sin närvaro%(counted)s%(rest)s."),
}
_LESS = {
    "foot_patrol": N_("%(who)s har minskat sin närvaro med fotpatrull%(counted)s%(rest)s."),
    "presence": N_("%(who)s har minskat sin närvaro%(counted)s%(rest)s."),
}
_PLANNED = {
    "dialogue": N_("%(who)s planerar medborgardialog%(about)s%(rest)s."),
    "meeting": N_("%(who)s planerar medborgarmöte%(about)s%(rest)s."),
    "foot_patrol": N_("%(who)s planerar fotpatrull%(rest)s."),
    "presence": N_("%(who)s planerar att vara på plats%(rest)s."),
    "traffic_check": N_("%(who)s planerar trafikkontroll%(rest)s."),
    "targeted": N_("%(who)s planerar att arbeta riktat mot %(title)s%(rest)s."),
    "teaching": N_("%(who)s planerar undervisning om %(title)s%(rest)s."),
    "supervision": N_("%(who)s planerar tillsyn av %(title)s%(rest)s."),
    "survey": N_("%(who)s planerar att mäta %(title)s%(rest)s."),
}
_PLANS = N_("%(who)s planerar %(title)s%(rest)s.")
_FUNDED = N_("%(who)s har gett bidrag till och deltagit i %(title)s%(rest)s.")


_MARKERS = {
    "planned": (N_("Planeras"), N_("Planeras %(when)s")),
    "ongoing": (N_("Pågår"), N_("Pågår (%(when)s)")),
    "paused": (N_("Vilande"), N_("Vilande (%(when)s)")),
    "cancelled": (N_("Inställd"), N_("Inställd (%(when)s)")),
}


def told(activity: Activity, areas: dict[str, str], known: set[str]) -> list[Sentence]:
    """Everything there is to say of one activity; `known` are abbreviations spelled out before."""
    first = _first(activity, areas, known)
    return [first, *details(activity, areas, first.text)]


def marker(activity: Activity) -> Sentence | None:
    """How it stands and when that was, when it is something else than done."""
    if activity.status not in _MARKERS:
        return None
    plain, dated = _MARKERS[activity.status]
    day = activity.starts if activity.status == "planned" else activity.as_of
    return Sentence(dated, values={"when": period(day)}) if day else Sentence(plain)


def spelled_out(text: str, known: set[str]) -> Sentence:
    """The words with an abbreviation spelled out, unless the page has done so before."""
    for short, long in GLOSSARY.items():
        if short not in known and re.search(rf"\b{short}\b", text):
            known.add(short)
            before, _, after = text.partition(short)
            given = {"before": before, "long": long, "short": short, "after": after}
            return Sentence("%(before)s%(short)s (%(long)s)%(after)s", values=given)
    return Sentence("%(text)s", values={"text": text})


def _first(activity: Activity, areas: dict[str, str], known: set[str]) -> Sentence:
    title = spelled_out(activity.title, known)
    if activity.kind == "group" and not ahead(activity):
        return _group(activity, title)
    if activity.kind == "service" and not ahead(activity):
        return _service(activity, title)
    about = Sentence(N_(" om %(title)s"), values={"title": title}) if activity.title else ""
    values = {
        "who": activity.named("responsible") or (OWNERS[activity.owner],),
        "title": title,
        "about": about,
        "times": times(activity),
        "counted": times(activity),
        "rest": rest(activity, areas),
    }
    return Sentence(_template(activity), values=values)


def _template(activity: Activity) -> str:
    if ahead(activity):
        return _PLANNED.get(activity.kind, _PLANS)
    if activity.kind == "project" and activity.funding:
        return _FUNDED
    changed = {"more": _MORE, "less": _LESS}.get(activity.change, {})
    return changed.get(activity.kind) or _DONE[activity.kind]


def _group(activity: Activity, title: Sentence) -> Sentence:
    values = {"title": title, "who": activity.named("member"), "how": activity.recurrence}
    if activity.recurrence and values["who"]:
        return Sentence(
            N_("%(title)s med företrädare för %(who)s har träffats %(how)s."), values=values
        )
    if activity.recurrence:
        return Sentence(N_("%(title)s har träffats %(how)s."), values=values)
    if values["who"]:
        return Sentence(N_("%(title)s har haft företrädare för %(who)s."), values=values)
    return Sentence(N_("%(title)s har arbetat med frågan."), values=values)


def _service(activity: Activity, title: Sentence) -> Sentence:
    values = {"title": title, "year": activity.starts[:4]}
    if activity.starts:
        return Sentence(N_("%(title)s finns sedan %(year)s."), values=values)
    return Sentence(N_("%(title)s är en löpande verksamhet."), values=values)
