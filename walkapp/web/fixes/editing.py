"""Changing what a fix says: title, texts, place, area, priority, visibility."""

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ...domain import fixes as rules
from ...domain.categories import CATEGORIES, PLACE_TYPES
from ...domain.errors import N_, Conflict, NotAllowed
from ...domain.fixes import Edit, Fix
from ...domain.fixes.words import (
    COST_BANDS,
    EASES,
    EFFECTS,
    PRIORITIES,
    SEASONS,
    VISIBILITIES,
)
from ...storage import areas, fixes
from .. import forms, people
from ..clock import now
from ..policy import staff
from .blueprint import EDITORS, bp
from .moving import acting, address_after
from .past import history_since
from .suggesting import things_near


class EditForm(forms.Form):
    """The words and the place of a fix as its fields are drawn."""

    title = forms.line(_("Rubrik"), required=True)
    public_text = forms.lines(_("Det här sågs"))
    internal_note = forms.lines(_("Intern anteckning"))
    category = forms.Choice(_("Kategori"))
    subcategory = forms.Choice(_("Närmare bestämt"))
    place_type = forms.Choice(_("Slags plats"))
    place_text = forms.line(_("Plats i ord"))
    lat, lon = forms.Degrees(_("Latitud")), forms.Degrees(_("Longitud"))
    area_id = forms.Choice(_("Område"))
    priority = forms.Choice(_("Hur bråttom är det?"))
    pole_number = forms.line(_("Stolpens nummer"), maxlength=40)
    cost_band = forms.Choice(_("Ungefärlig kostnad"))
    season = forms.Choice(_("När på året går det att göra?"))
    effect = forms.Choice(_("Vad ger det?"))
    ease = forms.Choice(_("Hur lätt är det?"))
    visibility = forms.Choice(_("Vem ser punkten?"))
    reason = forms.lines(_("Varför döljs den?"))
    version = forms.ReadVersion()

    def wanted(self, fix: Fix) -> Edit:
        """What was typed. A sub-category left standing goes with its old category."""
        values = {field.name: field.data for field in self if field.name != "version"}
        for name in ("category", "subcategory", "visibility", "cost_band", "season"):
            values[name] = values[name] or ""
        for name in ("effect", "ease"):
            values[name] = int(values[name]) if values[name] else None
        values.setdefault("pole_number", fix.pole_number)
        if values["category"] != fix.category and values["subcategory"] == fix.subcategory:
            values["subcategory"] = ""
        return Edit(**values)


@bp.route("/<fix_id>/edit", methods=["GET", "POST"])
@staff(*EDITORS)
def edit(fix_id: str) -> ResponseReturnValue:
    """The form, and saving it. A late save shows what has changed and keeps the words."""
    fix = people.fix_for(g.person, fix_id)
    if not rules.may_edit(acting(fix)):
        raise NotAllowed(N_("Bara samordnaren och vandringsledaren kan ändra uppgifterna."))
    form = _form(fix)
    seen = form.version.data
    with form.attempt():
        if form.is_submitted() and seen != fix.version:
            raise Conflict
        if form.read():
            after, event = rules.edit(fix, form.wanted(fix), by=acting(fix), at=now(), book=g.book)
            fixes.save(g.db, after, event)
            flash(gettext("Uppgifterna är sparade."), "success")
            return redirect(address_after(after), 303)
    fix = people.fix_for(g.person, fix_id)
    news = history_since(fix, seen) if form.status == 409 else []
    form.show_version(fix.version)
    return form.page("fixes/edit.html", fix=fix, news=news, posts=things_near(fix))


def _form(fix: Fix) -> EditForm:
    form = EditForm(obj=fix)
    for level in (form.effect, form.ease):
        level.data = str(level.data) if level.data else None
    known = g.book.categories(keep=fix.category)
    form.category.choices = {code: gettext(category.name) for code, category in known.items()}
    form.subcategory.choices = _subcategories(form.category.data, fix.subcategory)
    form.place_type.choices = forms.nobody() | _words(PLACE_TYPES)
    form.area_id.choices = forms.nobody() | {area.id: area.name for area in areas.all(g.db)}
    form.priority.choices = forms.nobody() | _words(PRIORITIES)
    form.visibility.choices = _words(VISIBILITIES)
    form.cost_band.choices = forms.nobody() | _words(COST_BANDS)
    form.season.choices = {"": gettext("När som helst")} | _words(SEASONS)
    form.effect.choices = forms.nobody() | _levels(EFFECTS)
    form.ease.choices = forms.nobody() | _levels(EASES)
    if fix.category != "belysning" and not fix.pole_number:
        del form.pole_number
    return form


def _subcategories(category: str | None, keep: str) -> dict[str, str]:
    """Those of every category when it may be changed on the same page; the rules check the pair."""
    first = g.book.subcategories(category or "", keep)
    rest = [name for other in CATEGORIES for name in g.book.subcategories(other, keep)]
    return forms.nobody() | {name: gettext(name) for name in dict.fromkeys((*first, *rest))}


def _levels(table: dict[int, str]) -> dict[str, str]:
    return {str(level): gettext(words) for level, words in table.items()}


def _words(table: dict[str, str]) -> dict[str, str]:
    return {code: gettext(words) for code, words in table.items()}
