"""What the sentences of activities are put together from: how often, with whom, where and when."""

from ..errors import N_, NN_
from ..reports.sentences import COUNT_WORDS, SEASONS, Sentence, in_sentence, season
from .values import Activity


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


def number(count: int) -> str:
    """Up to twelve in words."""
    return COUNT_WORDS.get(count, str(count))


def ahead(activity: Activity) -> bool:
    """What has not been done; what was called off stays a plan, and is marked so."""
    return activity.status in ("planned", "cancelled")


def place_with_group(activity: Activity) -> bool:
    """Whether the place is told of those it was for, and not of what was done."""
    return bool(activity.target_group) and activity.kind in ("project", "service", "agreement")


def times(activity: Activity) -> Sentence:
    """How many times."""
    if activity.count is None:
        return Sentence("")
    words = {"count": number(activity.count)}
    one, many = NN_(" vid ett tillfälle", " vid %(count)s tillfällen")
    return Sentence(one, many, activity.count, words)


def rest(activity: Activity, areas: dict[str, str]) -> Sentence:
    """Who leads it, with whom, where and when."""
    lead = activity.named("lead")
    led = Sentence(N_(", som %(who)s leder"), values={"who": lead}) if lead else Sentence("")
    return _one(led, partners(activity), where(activity, areas), when(activity))


def rest_of_own(activity: Activity, areas: dict[str, str]) -> Sentence:
    """The same for what has a first sentence of its own, which tells the rest of it."""
    together = Sentence("") if activity.named("responsible") else partners(activity)
    known = activity.kind == "group"  # it tells how often, and a service since when
    return _one(together, where(activity, areas), when(activity, how=not known, began=known))


def partners(activity: Activity) -> Sentence:
    """With whom."""
    named = activity.named("partner")
    return (
        Sentence(N_(" tillsammans med %(who)s"), values={"who": named}) if named else Sentence("")
    )


def where(activity: Activity, areas: dict[str, str], *, of_group: bool = False) -> Sentence:
    """Where it was done, or where those are whom it was for (`of_group`)."""
    if of_group != place_with_group(activity):
        return Sentence("")
    if activity.place:
        return Sentence(" %(place)s", values={"place": activity.place})
    named = places(activity.area_ids, areas)
    return Sentence(N_(" vid %(places)s"), values={"places": named}) if named else Sentence("")


def when(activity: Activity, *, how: bool = True, began: bool = True) -> Sentence:
    """How often, at what time of the day, and the dates; `began` tells the first of them."""
    often = activity.recurrence if how else ""
    parts = [
        Sentence(" %(when)s", values={"when": words})
        for words in (often, activity.time_pattern)
        if words
    ]
    return _one(*parts, _dates(activity, activity.starts if began else ""))


_SINCE = {"ongoing": N_(" sedan %(when)s"), "paused": N_(" från och med %(when)s")}


def _dates(activity: Activity, starts: str) -> Sentence:
    first, last = period(starts), period(activity.ends)
    if starts and activity.ends and first != last:
        return Sentence(N_(" från %(from)s till %(to)s"), values={"from": first, "to": last})
    if activity.ends and not starts:
        return Sentence(N_(" till och med %(when)s"), values={"when": last})
    if not starts or activity.status == "planned":  # its marker tells
        return Sentence("")
    return Sentence(_SINCE.get(activity.status, N_(" under %(when)s")), values={"when": first})


def _one(*parts: Sentence) -> Sentence:
    named: dict[str, object] = {f"part{n}": part for n, part in enumerate(parts)}
    return Sentence("".join(f"%({name})s" for name in named), values=named)
