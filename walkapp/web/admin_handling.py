"""Categories: what can be chosen, who usually gets it and how long it usually takes."""

from functools import cache

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from ..domain import handling as rules
from ..domain.categories import CATEGORIES
from ..domain.errors import NotFound
from ..domain.handling import Handling, field_name
from ..storage import handling, parties
from . import forms
from .clock import now
from .policy import staff

bp = Blueprint("admin_handling", __name__, url_prefix="/admin/categories")
OF_CATEGORIES = ("coordinator", "safety_coordinator", "admin")


@cache
def _form_class(code: str) -> type[forms.Form]:
    """Three fields for the category and three for each of its sub-categories."""
    fields: dict[str, object] = {"version": forms.ReadVersion()}
    for name in ("", *CATEGORIES[code].subcategories):
        fields[field_name("active", code, name)] = BooleanField(_("Går att välja"))
        fields[field_name("days", code, name)] = forms.Count(_("Arbetsdagar"))
        fields[field_name("party", code, name)] = forms.Choice(_("Brukar få det"))
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
    """Change one with its sub-categories, all at once."""
    if code not in CATEGORIES:
        raise NotFound
    form = _form(code)
    if form.read():
        with form.attempt():
            seen, kept = form["version"].data, g.book.of(code).version
            written = rules.rewrite(
                code, _wanted(form, code), read=seen, now=kept, by=g.person, at=now()
            )
            handling.save(g.db, *written)
            name = gettext(CATEGORIES[code].name)
            flash(gettext("%(name)s är sparad.", name=name), "success")
            return redirect(url_for("admin_handling.index"), 303)
    form.show_version(handling.book(g.db).of(code).version)
    return form.page(
        "admin/category.html",
        category=CATEGORIES[code],
        always=code == rules.ALWAYS,
        usual=lambda name: g.book.usual_days(code, name),
        field=lambda word, name: form[field_name(word, code, name)],
    )


def _form(code: str) -> forms.Form:
    kept: dict[str, object] = {}
    names = ("", *CATEGORIES[code].subcategories)
    for name in names:
        rule = g.book.of(code, name)
        kept |= {
            field_name("active", code, name): rule.active,
            field_name("days", code, name): rule.days,
            field_name("party", code, name): rule.party_id,
        }
    form = _form_class(code)(data=kept)
    chosen = {g.book.of(code, name).party_id for name in names}
    known = [party for party in parties.all(g.db) if party.active or party.id in chosen]
    for name in names:
        field = form[field_name("party", code, name)]
        field.choices = {"": gettext("Ingen bestämd")} | {party.id: party.name for party in known}
    return form


def _wanted(form: forms.Form, code: str) -> list[Handling]:
    return [
        Handling(
            code,
            name,
            active=form[field_name("active", code, name)].data,
            days=form[field_name("days", code, name)].data,
            party_id=form[field_name("party", code, name)].data,
        )
        for name in ("", *CATEGORIES[code].subcategories)
    ]
