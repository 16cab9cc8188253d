"""One fix as a row of a file: what colleagues may carry away, without internal notes."""

from collections.abc import Callable

from flask import current_app, url_for

from ...domain.categories import CATEGORIES, PLACE_TYPES
from ...domain.fixes import overdue_since
from ...domain.fixes.measuring import days_between
from ...domain.fixes.words import OUTCOMES, PRIORITIES, STATES, VISIBILITIES
from ...storage.fixes import Listed
from ..clock import local

COLUMNS = (
    "nummer",
    "rubrik",
    "lage",
    "utfall",
    "kategori",
    "underkategori",
    "hur_brattom",
    "ansvarig",
    "handlaggare",
    "omrade",
    "slags_plats",
    "plats",
    "kommun",
    "latitud",
    "longitud",
    "vandring",
    "inkom",
    "klart_senast",
    "forst_lovat",
    "forsenad",
    "dagar",
    "gjort_datum",
    "avslutad",
    "sett",
    "planerat",
    "gjort",
    "skal",
    "aterstar",
    "deras_arendenummer",
    "oppnad_igen",
    "visas",
    "lank",
)
# Columns of sentences.
WIDE = frozenset({"rubrik", "sett", "planerat", "gjort", "skal", "aterstar", "lank"})


def values(
    found: Listed, today: str, municipality: str, link: Callable[[str], str]
) -> tuple[object, ...]:
    """The row. `dagar` is how long it has been open, or was until it was closed."""
    fix = found.fix
    category = CATEGORIES.get(fix.category)
    return (
        fix.number,
        fix.title,
        STATES[fix.state],
        OUTCOMES.get(fix.outcome or "", ""),
        category.name if category else fix.category,
        fix.subcategory,
        PRIORITIES.get(fix.priority or "", ""),
        found.party,
        found.handler,
        found.area,
        PLACE_TYPES.get(fix.place_type or "", ""),
        fix.place_text,
        municipality,
        fix.lat,
        fix.lon,
        found.walk,
        _day(fix.created_at),
        fix.due_on,
        fix.original_due_on,
        "ja" if overdue_since(fix, today) else "nej",
        days_between(fix.created_at, fix.closed_at or today),
        fix.done_on,
        _day(fix.closed_at),
        fix.public_text,
        fix.planned_action,
        fix.done_text,
        fix.outcome_text,
        fix.remaining,
        fix.reference,
        fix.reopen_count,
        VISIBILITIES[fix.visibility],
        link(fix.id),
    )


def linker() -> Callable[[str], str]:
    """What gives the whole address of a fix's page; found once for thousands."""
    before, after = url_for("fixes.show", fix_id="-").split("-")
    base = current_app.extensions["settings"].base_url
    return lambda fix_id: f"{base}{before}{fix_id}{after}"


def _day(moment: str | None) -> str | None:
    return local(moment).date().isoformat() if moment else None
