"""The sentences that follow the first: all that was written down and that it had no room for."""

from ..errors import N_
from ..reports.sentences import Sentence
from .pieces import ahead, rest_of_own, where
from .values import Activity
from .words import OWNERS

_OWN = {
    "group": N_("Arbetet har skett%(rest)s."),
    "service": N_("Verksamheten bedrivs%(rest)s."),
}
_COMPARED = {
    (False, "more"): N_("Det är mer än förut."),
    (False, "less"): N_("Det är mindre än förut."),
    (True, "more"): N_("Det ska bli mer än förut."),
    (True, "less"): N_("Det ska bli mindre än förut."),
}


def details(activity: Activity, areas: dict[str, str], first: str) -> list[Sentence]:
    """`first` is the template of the first sentence: what it holds is not said again."""
    said = [*_of_first(activity, first), *_of_own(activity, areas, first)]
    if activity.purpose:
        said.append(Sentence(N_("Syftet är att %(what)s."), values={"what": activity.purpose}))
    if activity.target_group:
        group = {"who": activity.target_group, "where": where(activity, areas, of_group=True)}
        said.append(Sentence(N_("Målgruppen är %(who)s%(where)s."), values=group))
    said += _roles(activity, first)
    offers = tuple(part for part in activity.offers.split("\n") if part.strip())
    if offers:
        said.append(Sentence(N_("Här erbjuds %(what)s."), values={"what": offers}))
    return said


def _of_first(activity: Activity, first: str) -> list[Sentence]:
    said = []
    if activity.title and "%(title)s" not in first and "%(about)s" not in first:
        said.append(Sentence(N_("Det gäller %(title)s."), values={"title": activity.title}))
    counted = "%(times)s" in first or "%(counted)s" in first
    if activity.count is not None and not counted:
        said.append(Sentence(N_("Antal tillfällen: %(n)s."), values={"n": str(activity.count)}))
    if activity.change and "%(counted)s" not in first:
        said.append(Sentence(_COMPARED[ahead(activity), activity.change]))
    return said


def _of_own(activity: Activity, areas: dict[str, str], first: str) -> list[Sentence]:
    if "%(rest)s" in first:
        return []
    rest = rest_of_own(activity, areas)
    return [Sentence(_OWN[activity.kind], values={"rest": rest})] if str(rest) else []


def _roles(activity: Activity, first: str) -> list[Sentence]:
    """Who was responsible with whom, who leads, who took part and helped, who paid."""
    said = []
    owner, others = activity.named("responsible"), activity.named("partner")
    is_own = "%(rest)s" not in first
    if is_own and owner and others:
        values = {"who": owner, "others": others}
        together = N_("%(who)s är ansvarig och samverkar med %(others)s.")
        said.append(Sentence(together, values=values))
    elif is_own and owner:
        said.append(Sentence(N_("%(who)s är ansvarig."), values={"who": owner}))
    members = activity.kind == "group" and is_own
    told = (
        (N_("%(who)s leder arbetet."), activity.named("lead") if is_own else ()),
        (N_("Företrädare för %(who)s är med."), () if members else activity.named("member")),
        (N_("%(who)s har medverkat."), activity.named("helper")),
    )
    said += [Sentence(text, values={"who": names}) for text, names in told if names]
    if activity.funding and (activity.kind != "project" or ahead(activity)):
        payer = {"who": owner or (OWNERS[activity.owner],)}
        given = N_("%(who)s ger bidrag.") if ahead(activity) else N_("%(who)s har gett bidrag.")
        said.append(Sentence(given, values=payer))
    return said
