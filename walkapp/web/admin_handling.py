"""Categories: what can be chosen, who usually gets it and how long it usually takes."""

from collections.abc import Sequence
from functools import lru_cache

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from ..domain import handling as rules
from ..domain.categories import CATEGORIES
from ..domain.errors import NotFound
from ..domain.handling import Handling, field_name
from ..storage import fixes, handling, parties
from . import forms
from .clock import now
from .policy import staff

bp = Blueprint("admin_handling", __name__, url_prefix="/admin/categories")
OF_CATEGORIES = ("coordinator", "safety_coordinator", "admin")


@lru_cache(maxsize=64)
def _form_class(names: tuple[str, ...]) -> type[forms.Form]:
    """Four fields for the category and four for each of its sub-categories, and a new name."""
    fields: dict[str, object] = {
        "version": forms.ReadVersion(),
        "added": forms.line(_("Ny underkategori"), maxlength=rules.MAX_NAME),
    }
    for name in ("", *names):
        fields[field_name("active", name)] = BooleanField(_("Går att välja"))
        fields[field_name("days", name)] = forms.Count(_("Arbetsdagar"))
        fields[field_name("party", name)] = forms.Choice(_("Brukar få det"))
        fields[field_name("gone", name)] = BooleanField(_("Ta bort den"))
    return type("HandlingForm", (forms.Form,), fields)


@bp.get("")
@staff(*OF_CATEGORIES)
def index() -> ResponseReturnValue:
    """Every category with what is usual for it."""
    return render_template(
        "admin/categories.html",
        categories=CATEGORIES,
        book=g.book,
        parties={party.id: party.name for party in parties.all(g.db)},
    )


@bp.route("/<code>", methods=["GET", "POST"])
@staff(*OF_CATEGORIES)
def category(code: str) -> ResponseReturnValue:
    """Change one with its sub-categories, all at once; add one, or take an own one away."""
    if code not in CATEGORIES:
        raise NotFound
    names = g.book.names(code)
    form = _form(code, names)
    if form.read():
        with form.attempt():
            return _save(form, code, names)
    form.show_version(handling.book(g.db).of(code).version)
    return form.page(
        "admin/category.html",
        category=CATEGORIES[code],
        names=names,
        own=g.book.own_names(code),
        always=code == rules.ALWAYS,
        usual=lambda name: g.book.usual_days(code, name),
        field=lambda word, name: form[field_name(word, name)],
    )


def _save(form: forms.Form, code: str, names: Sequence[str]) -> ResponseReturnValue:
    """Raises Refused and Conflict as the rules do."""
    seen, kept = form["version"].data, g.book.of(code).version
    wanted = _wanted(form, code, names)
    written, event = rules.rewrite(code, wanted, read=seen, now=kept, by=g.person, at=now())
    own = g.book.own_names(code)
    removed = {name for name in own if form[field_name("gone", name)].data}
    used = fixes.of_each_sort(g.db, code) if removed else {}
    written = rules.with_one_more(rules.without(written, removed, used), form["added"].data)
    handling.save(g.db, written, event)
    name = gettext(CATEGORIES[code].name)
    flash(gettext("%(name)s är sparad.", name=name), "success")
    # Whoever has added one may want to say who gets it, or to add another.
    if form["added"].data.strip():
        return redirect(url_for("admin_handling.category", code=code), 303)
    return redirect(url_for("admin_handling.index"), 303)


def _form(code: str, names: tuple[str, ...]) -> forms.Form:
    kept: dict[str, object] = {}
    for name in ("", *names):
        rule = g.book.of(code, name)
        kept |= {
            field_name("active", name): rule.active,
            field_name("days", name): rule.days,
            field_name("party", name): rule.party_id,
        }
    form = _form_class(names)(data=kept)
    _keep_unasked(form, names, kept)
    chosen = {g.book.of(code, name).party_id for name in ("", *names)}
    known = [party for party in parties.all(g.db) if party.active or party.id in chosen]
    for name in ("", *names):
        field = form[field_name("party", name)]
        field.choices = {"": gettext("Ingen bestämd")} | {party.id: party.name for party in known}
    return form


def _keep_unasked(form: forms.Form, names: tuple[str, ...], kept: dict[str, object]) -> None:
    """One that was added after the page was opened stays as it is: the page did not show it."""
    if not form.is_submitted():
        return
    for name in names:
        if field_name("days", name) not in request.form:
            for word in ("active", "days", "party"):
                form[field_name(word, name)].data = kept[field_name(word, name)]


def _wanted(form: forms.Form, code: str, names: Sequence[str]) -> list[Handling]:
    return [
        Handling(
            code,
            name,
            active=form[field_name("active", name)].data,
            days=form[field_name("days", name)].data,
            party_id=form[field_name("party", name)].data,
        )
        for name in ("", *names)
    ]
