"""Whose a fix probably is, said with the reason, for the steps that choose a party."""

from collections.abc import Container
from dataclasses import dataclass

from flask import g
from flask_babel import gettext, ngettext

from ...domain import fixes as rules
from ...domain.assets import KIND_OF_CATEGORY, Near
from ...domain.fixes import Fix, Known
from ...domain.people import Party
from ...storage import areas, assets, parties
from ..clock import today


@dataclass(frozen=True)
class Proposal:
    """The party to choose first, and why, in the reader's language."""

    party: Party
    reason: str


def proposal(fix: Fix, offered: Container[str]) -> Proposal | None:
    """The party most likely to have it, of those offered; none when nothing tells."""
    known = Known(parties.all(g.db), areas.all(g.db, land=True), g.book, things_near(fix))
    found = rules.suggest(fix, known)
    if found is None or found.party.id not in offered:
        return None
    values = dict(found.reason.values)
    # The category stands inside a sentence.
    values |= {"category": gettext(values.get("category", "")).lower()}
    values |= {"subcategory": gettext(values.get("subcategory", ""))}
    reason = gettext(found.reason.text, **values)
    if found.without:
        said_no = gettext(
            "Förslaget räknar inte med dem som har sagt nej: %(names)s.",
            names=", ".join(found.without),
        )
        reason = f"{reason} {said_no}"
    return Proposal(found.party, reason)


def due(fix: Fix, found: Proposal | None) -> str:
    """The usual date for whoever is proposed, counted from today."""
    return g.book.due(fix.category, fix.subcategory, today(), found.party if found else None)


def usual_time(fix: Fix, found: Proposal | None) -> str:
    """How that date was reckoned."""
    days = g.book.days(fix.category, fix.subcategory, found.party if found else None)
    return ngettext(
        "Brukar ta %(num)s arbetsdag. Helger och helgdagar är inte inräknade.",
        "Brukar ta %(num)s arbetsdagar. Helger och helgdagar är inte inräknade.",
        days,
    )


def things_near(fix: Fix) -> list[Near]:
    """Numbered things of the fix's kind at its place, the nearest first."""
    return assets.near(g.db, fix.lat, fix.lon, KIND_OF_CATEGORY.get(fix.category, ""))
