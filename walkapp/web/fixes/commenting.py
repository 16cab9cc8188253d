"""Comments on a fix: to colleagues, who may be mentioned by name, or to everybody."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField

from ...domain import fixes as rules
from ...domain import people as rights
from ...domain.fixes import Fix
from ...domain.people import Person
from ...storage import fixes, walks
from ...storage import people as stored
from .. import forms, people
from ..clock import now
from ..policy import staff
from . import showing
from .blueprint import WORKERS, bp
from .moving import acting


class CommentForm(forms.Form):
    """What is said, and to whom."""

    comment = forms.lines(_("Skriv en kommentar"), maxlength=2000)
    audience = RadioField(
        _("Vem läser den?"),
        choices=lambda: [
            ("internal", gettext("Internt")),
            ("public", gettext("Alla")),
        ],
        default="internal",
        validate_choice=False,
    )


@bp.post("/<fix_id>/comment")
@staff(*WORKERS)
def comment(fix_id: str) -> ResponseReturnValue:
    """Add a comment; a refused one keeps its words."""
    fix = people.fix_for(g.person, fix_id)
    form = CommentForm()
    with form.attempt():
        event = rules.comment(
            fix,
            form.comment.data or "",
            public=form.audience.data == "public",
            readers=readers(fix),
            by=acting(fix),
            at=now(),
        )
        fixes.tell(g.db, event)
        flash(gettext("Kommentaren är sparad."), "success")
        return redirect(url_for("fixes.show", fix_id=fix.id, _anchor="comments"), 303)
    return showing.page(fix, said=form, status=422)


def readers(fix: Fix) -> list[Person]:
    """Everybody who may sign in and sees the fix, but the one who asks."""
    walk = walks.get(g.db, fix.walk_id) if fix.walk_id else None
    found = stored.all(g.db, working=True)
    return [p for p in found if p.id != g.person.id and rights.sees_fix(p, fix, walk)]
