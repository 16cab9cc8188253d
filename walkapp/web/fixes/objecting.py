"""What readers say is not fixed, beside the fix and in the inbox, and the answer that it is."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...domain import objections as rules
from ...domain.errors import NotFound
from ...domain.fixes import Fix
from ...domain.objections import Objection
from ...storage import objections
from ...storage.objections import Objected
from .. import people
from ..clock import now
from ..policy import staff
from .blueprint import bp

ANSWERERS = ("coordinator", "safety_coordinator")
MOST_IN_INBOX = 10


@bp.post("/<fix_id>/objections/<objection_id>/answer")
@staff(*ANSWERERS)
def answer_objection(fix_id: str, objection_id: str) -> ResponseReturnValue:
    """Say that one has looked and that it is fixed."""
    fix = people.fix_for(g.person, fix_id)
    objection = objections.get(g.db, objection_id)
    if objection is None or objection.fix_id != fix.id:
        raise NotFound
    objections.answer(g.db, *rules.answer(objection, fix, by=g.person, at=now()))
    flash(gettext("Sparat. Punkten står kvar som åtgärdad."), "success")
    return redirect(url_for("fixes.show", fix_id=fix.id), 303)


@bp.app_template_global("objections_to")
def objections_to(fix: Fix) -> list[Objection]:
    """What the page of a fix shows to whoever may open it again."""
    if fix.is_open or not rules.may_answer(g.person):
        return []
    return objections.waiting(g.db, fix.id)


@bp.app_template_global("objected_fixes")
def objected_fixes() -> list[Objected]:
    """What the inbox shows to them."""
    return objections.inbox(g.db, MOST_IN_INBOX) if rules.may_answer(g.person) else []
