"""Templates for replies: the list, adding and changing one."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from ..domain import replies as rules
from ..domain.categories import CATEGORIES
from ..domain.errors import NotFound
from ..domain.fixes.words import OUTCOMES, STATES
from ..storage import replies
from . import forms
from .clock import now
from .policy import staff

bp = Blueprint("admin_replies", __name__, url_prefix="/admin/replies")
EDITORS = ("coordinator", "safety_coordinator", "admin")
_CATEGORIES = {code: category.name for code, category in CATEGORIES.items()}
_STATES = {**{code: name for code, name in STATES.items() if code != "closed"}, **OUTCOMES}


class ReplyForm(forms.Form):
    """A template as its fields are drawn."""

    name = forms.line(_("Namn"), maxlength=80)
    text = forms.lines(_("Text"), maxlength=2000)
    category = forms.Choice(_("Kategori"), choices=lambda: _any() | _names(_CATEGORIES))
    state = forms.Choice(_("När åtgärden blir"), choices=lambda: _any() | _names(_STATES))
    active = BooleanField(_("Används"), default=True)
    version = forms.ReadVersion()

    def given(self) -> rules.Given:
        """What was typed."""
        return rules.Given(
            self.name.data,
            self.text.data,
            self.category.data or "",
            self.state.data or "",
            self.active.data,
        )


@bp.get("")
@staff(*EDITORS)
def index() -> ResponseReturnValue:
    """Every template."""
    return render_template(
        "admin/replies.html", templates=replies.all(g.db), categories=_CATEGORIES, states=_STATES
    )


@bp.route("/new", methods=["GET", "POST"])
@staff(*EDITORS)
def new() -> ResponseReturnValue:
    """Add a template."""
    form = ReplyForm()
    if form.read():
        with form.attempt():
            template, event = rules.new(form.given(), by=g.person, at=now())
            replies.add(g.db, template, event)
            return _saved(template.name)
    return form.page("admin/reply.html", reply=None, places=rules.PLACES)


@bp.route("/<template_id>", methods=["GET", "POST"])
@staff(*EDITORS)
def template(template_id: str) -> ResponseReturnValue:
    """Change a template."""
    found = replies.get(g.db, template_id)
    if found is None:
        raise NotFound
    form = ReplyForm(obj=found)
    if form.read():
        with form.attempt():
            read = form.version.data
            changed = rules.change(found, form.given(), read=read, by=g.person, at=now())
            replies.save(g.db, *changed)
            return _saved(changed[0].name)
    form.show_version(found.version)
    return form.page("admin/reply.html", reply=found, places=rules.PLACES)


def _any() -> dict[str, str]:
    return {"": gettext("Alla")}


def _names(table: dict[str, str]) -> dict[str, str]:
    return {code: gettext(name) for code, name in table.items()}


def _saved(name: str) -> ResponseReturnValue:
    flash(gettext("%(name)s är sparad.", name=name), "success")
    return redirect(url_for("admin_replies.index"), 303)
