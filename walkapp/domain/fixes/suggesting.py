"""Whose a fix probably is, and why: the reason is a sentence that the coordinator can judge."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..assets import Near
from ..categories import CATEGORIES
from ..errors import N_
from ..handling import Book
from ..people import Area, Party
from ..places import inside, size_of
from .fix import Fix
from .labels import Sentence

AT_THE_THING_M = 25  # farther away the nearest thing may well be another's


@dataclass(frozen=True)
class Suggestion:
    """The party and the reason. `without` names those left out because they have said no."""

    party: Party
    reason: Sentence
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known of who looks after what. `near` are things with numbers at the place."""

    parties: Sequence[Party]
    areas: Sequence[Area]
    book: Book
    near: Sequence[Near] = ()


def suggest(fix: Fix, known: Known) -> Suggestion | None:
    """The party most likely to have it, never one that has sent it back; none when nothing tells.

    Asked in turn: who the one that sent it back believes has it; whose thing stands there; in
    whose area the place lies, the smallest first; who usually gets such things; who alone does.
    """
    refused = fix.refused_by.split()
    asked = [party for party in known.parties if party.active and party.id not in refused]
    for rule in (_named, _thing, _place, _usual, _alone):
        found = rule(fix, asked, known)
        if found:
            party, reason = found
            names = tuple(p.name for p in known.parties if p.id in refused)
            return Suggestion(party, reason, names)
    return None


Found = tuple[Party, Sentence] | None


def _named(fix: Fix, asked: list[Party], known: Known) -> Found:
    wanted = fix.bounce_whose.strip().casefold().rstrip(".?!")
    for party in asked:
        if wanted and party.name.casefold() == wanted:
            return party, Sentence(N_("De som skickade tillbaka den tror att det är deras."))
    return None


def _thing(fix: Fix, asked: list[Party], known: Known) -> Found:
    for near in known.near:
        party = _with_id(asked, near.asset.party_id)
        named = near.asset.number == fix.pole_number
        if party and (named or near.metres <= AT_THE_THING_M):
            text = N_("%(party)s ansvarar för nummer %(number)s, som står %(metres)s meter bort.")
            values = {
                "party": party.name,
                "number": near.asset.number,
                "metres": str(near.metres),
            }
            return party, Sentence(text, values)
    return None


def _place(fix: Fix, asked: list[Party], known: Known) -> Found:
    here = {area.id: area for area in known.areas if _holds(area, fix)}
    found = [
        (_size(here[area_id]), not party.categories, party.name, party, here[area_id])
        for party in asked
        if _takes(party, fix)
        for area_id in party.area_ids.split()
        if area_id in here
    ]
    if not found:
        return None
    *_, party, area = min(found, key=lambda one: one[:3])
    if party.categories:
        text = N_("%(party)s har hand om %(category)s i området %(area)s.")
    else:
        text = N_("Platsen ligger i området %(area)s, som %(party)s ansvarar för.")
    return party, Sentence(text, {**_words(party, fix), "area": area.name})


def _usual(fix: Fix, asked: list[Party], known: Known) -> Found:
    own = known.book.of(fix.category, fix.subcategory).party_id if fix.subcategory else None
    party = _with_id(asked, own)
    if party:
        text = N_("%(party)s brukar få sådant som gäller ”%(subcategory)s”.")
        return party, Sentence(text, _words(party, fix))
    party = _with_id(asked, known.book.of(fix.category).party_id)
    if party:
        return party, Sentence(N_("%(party)s brukar få %(category)s."), _words(party, fix))
    return None


def _alone(fix: Fix, asked: list[Party], known: Known) -> Found:
    able = [p for p in asked if p.categories and not p.area_ids and _takes(p, fix)]
    if len(able) != 1:
        return None
    text = N_("%(party)s är den enda som har hand om %(category)s i hela kommunen.")
    return able[0], Sentence(text, _words(able[0], fix))


def _holds(area: Area, fix: Fix) -> bool:
    if area.polygon and fix.lat is not None and fix.lon is not None:
        return inside(area.polygon, fix.lat, fix.lon)
    return area.id == fix.area_id


def _size(area: Area) -> float:
    return size_of(area.polygon) if area.polygon else float("inf")


def _takes(party: Party, fix: Fix) -> bool:
    return not party.categories or fix.category in party.categories.split()


def _with_id(asked: list[Party], party_id: str | None) -> Party | None:
    return next((party for party in asked if party.id == party_id), None)


def _words(party: Party, fix: Fix) -> dict[str, str]:
    return {
        "party": party.name,
        "category": CATEGORIES[fix.category].name if fix.category in CATEGORIES else fix.category,
        "subcategory": fix.subcategory,
    }
