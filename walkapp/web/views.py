"""Saved views of the fixes: saving one, its page with files and tokens, taking it away."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField

from ..domain import views as rules
from ..domain.errors import Conflict, NotFound, Refusal
from ..domain.views import PullToken, View
from ..storage import tokens
from ..storage import views as stored
from . import forms
from .clock import now, today
from .errors import sentence
from .fixes import counted
from .fixes.asking import address, question
from .fixes.blueprint import READERS
from .fixes.listing import ENDPOINTS
from .policy import staff

bp = Blueprint("views", __name__, url_prefix="/fixes/views")


class NewView(forms.Form):
    """A name for the question that is on the screen."""

    name = forms.line(_("Vad ska vyn heta?"), missing=_("Skriv vad vyn ska heta."), maxlength="60")
    shared = BooleanField(_("Visa den för alla som arbetar med åtgärder"))
    query, layout = HiddenField(), HiddenField()


class ChangedView(forms.Form):
    """Another name, shared or not."""

    name = forms.line(_("Namn"), missing=_("Skriv vad vyn ska heta."), maxlength="60")
    shared = BooleanField(_("Visa den för alla som arbetar med åtgärder"))
    version = forms.ReadVersion()


class NewToken(forms.Form):
    """Where a link is to be used, and for how long."""

    label = forms.line(
        _("Var ska länken användas?"), missing=_("Skriv var länken ska användas."), maxlength="60"
    )
    days = forms.Choice(_("Hur länge ska den gälla?"))


@bp.get("")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """One's own views and those that are shared."""
    views = stored.seen_by(g.db, g.person)
    return render_template(
        "views/index.html",
        views=views,
        counts=counted.of_each(views, today()),
        address_of=address_of,
        layouts=rules.LAYOUTS,
    )


@bp.post("")
@staff(*READERS)
def create() -> ResponseReturnValue:
    """Save the question that is on the screen under a name."""
    form = NewView()
    asked = question(MultiDict(_pairs(form.query.data or "")))
    if form.read():
        with form.attempt():
            query, shared = address(asked, "fixes.index").partition("?")[2], form.shared.data
            layout = form.layout.data or ""
            view = rules.new(form.name.data, query, layout, shared=shared, by=g.person, at=now())
            stored.add(g.db, view)
            flash(gettext("Vyn %(name)s är sparad.", name=view.name), "success")
            return redirect(address_of(view), 303)
    return form.page("views/new.html", may_share=rules.may_share(g.person))


@bp.route("/<view_id>", methods=["GET", "POST"])
@staff(*READERS)
def view(view_id: str) -> ResponseReturnValue:
    """One view: its files, its links for programs, its name."""
    found = view_for(view_id)
    form = ChangedView(obj=found)
    if form.is_submitted():
        rules.check_change(found, g.person)
    if form.read():
        with form.attempt():
            if form.version.data != found.version:
                raise Conflict
            shared = form.shared.data
            stored.save(g.db, rules.change(found, form.name.data, shared=shared, by=g.person))
            flash(gettext("Vyn är sparad."), "success")
            return redirect(url_for("views.view", view_id=found.id), 303)
    form.show_version(found.version)
    return _page(found, form, _token_form(empty=True))


@bp.post("/<view_id>/remove")
@staff(*READERS)
def remove(view_id: str) -> ResponseReturnValue:
    """Take a view away. Its links stop working."""
    found = view_for(view_id)
    rules.check_change(found, g.person)
    stored.remove(g.db, found)
    flash(gettext("Vyn %(name)s är borttagen.", name=found.name), "success")
    return redirect(url_for("views.index"), 303)


@bp.post("/<view_id>/token")
@staff(*READERS)
def make_token(view_id: str) -> ResponseReturnValue:
    """A new link for a program; its secret is shown this once."""
    found, form = view_for(view_id), _token_form()
    if form.read():
        with form.attempt():
            secret, days = tokens.new_token(), int(form.days.data or 0)
            token, event = rules.new_token(
                found, tokens.digest(secret), form.label.data, days, by=g.person, at=now()
            )
            stored.add_token(g.db, token, event)
            return render_template(
                "views/token.html", view=found, token=token, links=_links(secret)
            )
    changed = ChangedView(formdata=None, obj=found)
    changed.show_version(found.version)
    return _page(found, changed, form)


@bp.post("/<view_id>/token/<token_id>/revoke")
@staff(*READERS)
def revoke(view_id: str, token_id: str) -> ResponseReturnValue:
    """Close one of one's own links at once."""
    found = view_for(view_id)
    own = {token.id: token for token in stored.of_view(g.db, found.id, g.person.id)}
    if token_id not in own:
        raise NotFound
    try:
        stored.save_token(g.db, *rules.revoke(own[token_id], by=g.person, at=now()))
        flash(gettext("Länken är stängd. Det som hämtade med den får inget mer."), "success")
    except Refusal as refusal:
        flash(sentence(refusal), "danger")
    return redirect(url_for("views.view", view_id=found.id), 303)


def view_for(view_id: str) -> View:
    """A view this person may see. Raises NotFound."""
    found = stored.get(g.db, view_id)
    if found is None or not rules.sees(g.person, found):
        raise NotFound
    return found


def address_of(view: View) -> str:
    """Where the view is looked at."""
    return address(dict(_pairs(view.query)), ENDPOINTS[view.layout])


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[: rules.LONGEST_QUERY])


def _page(found: View, form: ChangedView, token_form: NewToken) -> Any:
    own: list[PullToken] = stored.of_view(g.db, found.id, g.person.id)
    at = now()
    return (token_form if token_form.errors else form).page(
        "views/view.html",
        view=found,
        address=address_of(found),
        changing=form,
        token_form=token_form,
        tokens=[token for token in own if token.holds(at)],
        files=_files(found),
        may_change=rules.may_change(g.person, found),
        may_share=rules.may_share(g.person),
        layouts=rules.LAYOUTS,
    )


def _files(found: View) -> dict[str, str]:
    asked = dict(_pairs(found.query))
    kinds = ("csv", "xlsx", "geojson", "atom")
    return {kind: address(asked, "fix_files.export", kind=kind) for kind in kinds}


def _links(secret: str) -> dict[str, str]:
    base = current_app.extensions["settings"].base_url
    excel = url_for("fix_files.fetch", kind="csv", token=secret) + "&for=excel"
    kinds = ("csv", "xlsx", "geojson", "atom")
    found = {kind: url_for("fix_files.fetch", kind=kind, token=secret) for kind in kinds}
    return {name: base + path for name, path in {**found, "excel": excel}.items()}


def _token_form(*, empty: bool = False) -> NewToken:
    form = NewToken(formdata=None, data={"days": "90"}) if empty else NewToken()
    form.days.choices = {str(days): gettext("%(n)s dagar", n=days) for days in rules.LIVES}
    return form
