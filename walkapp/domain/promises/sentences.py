"""The sentences about what was done, made by templates from what was written down."""

import re

from ..errors import N_, NN_
from ..reports.sentences import COUNT_WORDS, SEASONS, Sentence, in_sentence, season
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


def told(activity: Activity, areas: dict[str, str], known: set[str]) -> list[Sentence]:
    """Everything there is to say of one activity; `known` are abbreviations spelled out before."""
    who = activity.named("responsible") or (OWNERS[activity.owner],)
    said = [_first(activity, areas, known, who)]
    if activity.purpose:
        said.append(Sentence(N_("Syftet är att %(what)s."), values={"what": activity.purpose}))
    if activity.target_group:
        where = _where(activity, areas) if _place_with_group(activity) else Sentence("")
        group = {"who": activity.target_group, "where": where}
        said.append(Sentence(N_("Målgruppen är %(who)s%(where)s."), values=group))
    said += _roles(activity)
    offers = tuple(part for part in activity.offers.split("\n") if part.strip())
    if offers:
        said.append(Sentence(N_("Här erbjuds %(what)s."), values={"what": offers}))
    return said


def marker(activity: Activity) -> Sentence | None:
    """How it stands, when that is something else than done."""
    if activity.status == "planned":
        if not activity.starts:
            return Sentence(N_("Planeras"))
        return Sentence(N_("Planeras %(when)s"), values={"when": activity.starts[:4]})
    if activity.status == "ongoing":
        if not activity.as_of:
            return Sentence(N_("Pågår"))
        return Sentence(N_("Pågår (%(when)s)"), values={"when": period(activity.as_of)})
    if activity.status == "paused":
        return Sentence(N_("Vilande"))
    return Sentence(N_("Inställd")) if activity.status == "cancelled" else None


def period(day: str) -> Sentence:
    """A year as it is, a month or a day as its season: `hösten 2016`."""
    if len(day) < 7:
        return Sentence("%(year)s", values={"year": day})
    return Sentence(
        N_("%(season)s %(year)s"), values={"season": SEASONS[season(day)], "year": day[:4]}
    )


def places(area_ids: str, areas: dict[str, str]) -> tuple[str, ...]:
    """The names of areas as they stand inside a sentence."""
    return tuple(in_sentence(areas[key]) for key in area_ids.split() if key in areas)


def spelled_out(text: str, known: set[str]) -> Sentence:
    """The words with an abbreviation spelled out, unless the page has done so before."""
    for short, long in GLOSSARY.items():
        if short not in known and re.search(rf"\b{short}\b", text):
            known.add(short)
            before, _, after = text.partition(short)
            given = {"before": before, "long": long, "short": short, "after": after}
            return Sentence("%(before)s%(short)s (%(long)s)%(after)s", values=given)
    return Sentence("%(text)s", values={"text": text})


def number(count: int) -> str:
    """Up to twelve in words."""
    return COUNT_WORDS.get(count, str(count))


def _first(
    activity: Activity, areas: dict[str, str], known: set[str], who: tuple[str, ...]
) -> Sentence:
    title = spelled_out(activity.title, known)
    if activity.kind == "group" and not _ahead(activity):
        return _group(activity, title)
    if activity.kind == "service" and not _ahead(activity):
        return _service(activity, title)
    about = Sentence(N_(" om %(title)s"), values={"title": title}) if activity.title else ""
    values = {
        "who": who,
        "title": title,
        "about": about,
        "times": _times(activity),
        "counted": _times(activity),
        "rest": _rest(activity, areas),
    }
    return Sentence(_template(activity), values=values)


def _ahead(activity: Activity) -> bool:
    """What has not been done; what was called off stays a plan, and is marked so."""
    return activity.status in ("planned", "cancelled")


def _template(activity: Activity) -> str:
    if _ahead(activity):
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


def _roles(activity: Activity) -> list[Sentence]:
    """Who was responsible with whom, and who helped."""
    said = []
    owner, partners = activity.named("responsible"), activity.named("partner")
    if activity.kind == "service" and owner:
        values = {"who": owner, "others": partners}
        said.append(
            Sentence(N_("%(who)s är ansvarig och samverkar med %(others)s."), values=values)
            if partners
            else Sentence(N_("%(who)s är ansvarig."), values=values)
        )
    helpers = activity.named("helper")
    if helpers:
        said.append(Sentence(N_("%(who)s har medverkat."), values={"who": helpers}))
    return said


def _times(activity: Activity) -> Sentence:
    if activity.count is None:
        return Sentence("")
    words = {"count": number(activity.count)}
    one, many = NN_(" vid ett tillfälle", " vid %(count)s tillfällen")
    return Sentence(one, many, activity.count, words)


def _rest(activity: Activity, areas: dict[str, str]) -> Sentence:
    """Who leads it, with whom, where and when."""
    parts = [Sentence("")] * 4
    lead, partners = activity.named("lead"), activity.named("partner")
    if lead:
        parts[0] = Sentence(N_(", som %(who)s leder"), values={"who": lead})
    if partners:
        parts[1] = Sentence(N_(" tillsammans med %(who)s"), values={"who": partners})
    if not _place_with_group(activity):
        parts[2] = _where(activity, areas)
    parts[3] = _when(activity)
    named = dict(zip("abcd", parts, strict=True))
    return Sentence("%(a)s%(b)s%(c)s%(d)s", values=dict(named))


def _where(activity: Activity, areas: dict[str, str]) -> Sentence:
    if activity.place:
        return Sentence(" %(place)s", values={"place": activity.place})
    named = places(activity.area_ids, areas)
    return Sentence(N_(" vid %(places)s"), values={"places": named}) if named else Sentence("")


def _when(activity: Activity) -> Sentence:
    if activity.time_pattern:
        return Sentence(" %(when)s", values={"when": activity.time_pattern})
    if activity.status == "done" and activity.starts:
        return Sentence(N_(" under %(when)s"), values={"when": period(activity.starts)})
    return Sentence("")


def _place_with_group(activity: Activity) -> bool:
    return bool(activity.target_group) and activity.kind in ("project", "service", "agreement")
