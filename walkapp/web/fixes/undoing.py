"""Taking back what was just done to one or many fixes."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...domain.errors import NotFound
from ...storage import fixes
from ..clock import now
from ..policy import staff
from .blueprint import WORKERS, bp


@bp.post("/undo/<undo_id>")
@staff(*WORKERS)
def undo(undo_id: str) -> ResponseReturnValue:
    """Put every fix back as it was, but those that somebody has changed since."""
    found = fixes.undo_of(g.db, undo_id)
    if found is None or found.person_id != g.person.id:
        raise NotFound
    kept = fixes.take_back(g.db, found, by=g.person, at=now())
    back = len(found.fixes) - len(kept)
    flash(
        ngettext(
            "Ångrat. %(num)s åtgärd är som förut.", "Ångrat. %(num)s åtgärder är som förut.", back
        ),
        "success",
    )
    if kept:
        numbers = ", ".join(fix.number for fix in kept[:10])
        flash(
            _("Har ändrats av någon sedan dess och är kvar: %(numbers)s.", numbers=numbers),
            "warning",
        )
    if found.act in ("split", "merge") and len(found.fixes) == 2:
        old = min(fixes.with_ids(g.db, found.fixes), key=lambda fix: fix.number)
        return redirect(url_for("fixes.show", fix_id=old.id), 303)
    return redirect(url_for("fixes.index"), 303)
