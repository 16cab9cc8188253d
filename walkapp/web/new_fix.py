"""A new fix from one or several issues: prefilled, read through, saved."""

from dataclasses import replace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from ..domain import fixes as rules
from ..domain import review as review_rules
from ..domain.errors import N_, NotFound, Refused
from ..domain.fixes import Edit, Fix
from ..domain.fixes.words import OUTCOMES, STATES
from ..domain.ids import checked_id
from ..domain.walks import Walk
from ..storage import areas, fixes, review, stops
from ..storage.review import Reviewed
from . import people
from .clock import now, today
from .errors import sentence
from .policy import staff

bp = Blueprint("new_fix", __name__)
REVIEWERS = ("leader", "coordinator", "safety_coordinator")


class NewFixForm(FlaskForm):  # type: ignore[misc]
    """What the reviewer may change before the fix is made."""

    title = StringField(lazy_gettext("Rubrik"))
    public_text = TextAreaField(lazy_gettext("Det här sågs"))
    category = SelectField(lazy_gettext("Kategori"), validate_choice=False)
    place_text = StringField(lazy_gettext("Plats"))
    area_id = SelectField(lazy_gettext("Område"), validate_choice=False)
    internal_note = TextAreaField(lazy_gettext("Intern anteckning"))
    fix_id = HiddenField()


@bp.get("/walks/<walk_id>/review/fix")
@staff(*REVIEWERS)
def form(walk_id: str) -> ResponseReturnValue:
    """The form, filled with what the walkers said."""
    walk = people.walk_for(g.person, walk_id, to="run")
    chosen = _chosen(walk, request.args.getlist("issue"))
    draft = _draft(walk, chosen)
    return _page(walk, chosen, _form(obj=draft, fix_id=draft.id))


@bp.post("/walks/<walk_id>/review/fix")
@staff(*REVIEWERS)
def create(walk_id: str) -> ResponseReturnValue:
    """Make the fix, link its issues and decide which of their photos may be shown."""
    walk = people.walk_for(g.person, walk_id, to="run")
    chosen = _chosen(walk, request.form.getlist("issue"))
    if request.form.get("existing"):
        return _add_to(people.fix_for(g.person, request.form["existing"]), walk, chosen)
    typed = _form()
    fix_id = checked_id(typed.fix_id.data or "", "fix_id")
    if fixes.get(g.db, fix_id):  # the button was pressed twice
        return redirect(url_for("fixes.show", fix_id=people.fix_for(g.person, fix_id).id), 303)
    try:
        fix = rules.filled(replace(_draft(walk, chosen), id=fix_id), _wanted(typed, walk, chosen))
        saved = fixes.create(g.db, fix, [r.issue for r in chosen], by=g.person, at=now())
    except Refused as refusal:
        field = typed[refusal.field] if refusal.field in typed else typed.title
        field.errors = [*field.errors, sentence(refusal)]
        return _page(walk, chosen, typed), 422
    _decide_photos(chosen)
    flash(_("Åtgärd %(number)s är skapad.", number=saved.number), "success")
    return redirect(url_for("review.index", walk_id=walk.id, show="received"), 303)


def _add_to(fix: Fix, walk: Walk, chosen: list[Reviewed]) -> ResponseReturnValue:
    """The issues turned out to be about a fix that is there already."""
    by = rules.towards(g.person, walk)
    fixes.take_in(g.db, fix, [r.issue for r in chosen], by=by, at=now())
    _decide_photos(chosen)
    flash(_("Iakttagelserna är kopplade till %(number)s.", number=fix.number), "success")
    return redirect(url_for("review.index", walk_id=walk.id, show="received"), 303)


def _near(draft: Fix) -> list[fixes.Near]:
    """What may be the same thing already, also from earlier walks."""
    seen = fixes.Filter(g.person, today(), category=draft.category)
    return fixes.near(g.db, seen, draft.lat, draft.lon)


def _chosen(walk: Walk, client_ids: list[str]) -> list[Reviewed]:
    review_rules.check_begun(walk)
    wanted = set(client_ids)
    found = [r for r in review.of_walk(g.db, walk.id) if r.issue.client_id in wanted]
    if not found:
        raise Refused(N_("Välj minst en iakttagelse."))
    if len(found) != len(wanted):
        raise NotFound
    return found


def _draft(walk: Walk, chosen: list[Reviewed]) -> Fix:
    route = stops.route(g.db, walk)
    issues = [route.placed(found.issue) for found in chosen]
    return rules.new_fix(issues, walk=walk, areas=areas.all(g.db), at=now())


def _form(**given: object) -> NewFixForm:
    made = NewFixForm(**given)
    offered = g.book.categories(keep=made.category.data)
    made.category.choices = [(code, _(known.name)) for code, known in offered.items()]
    known = [(area.id, area.name) for area in areas.all(g.db)]
    made.area_id.choices = [("", _("Inget område")), *known]
    return made


def _wanted(typed: NewFixForm, walk: Walk, chosen: list[Reviewed]) -> Edit:
    draft = _draft(walk, chosen)
    return Edit(
        title=typed.title.data or "",
        public_text=typed.public_text.data or "",
        internal_note=typed.internal_note.data or "",
        category=typed.category.data or "",
        subcategory="",
        place_type=draft.place_type,
        place_text=typed.place_text.data or "",
        lat=draft.lat,
        lon=draft.lon,
        area_id=typed.area_id.data or None,
        priority=None,
        visibility="public",
        pole_number=draft.pole_number,
    )


def _decide_photos(chosen: list[Reviewed]) -> None:
    shown = set(request.form.getlist("show_photo"))
    for photo in (photo for found in chosen for photo in found.photos):
        wanted = "approved" if photo.photo_id in shown else "hidden"
        found = review.photo(g.db, photo.photo_id)
        if found and found[0].review != wanted and photo.state == "clean":
            decided = review_rules.decide_photo(found[0], wanted, photo.alt_text)
            review.save_photo(g.db, decided)


def _page(walk: Walk, chosen: list[Reviewed], form: NewFixForm) -> str:
    return render_template(
        "review/new_fix.html",
        walk=walk,
        chosen=chosen,
        form=form,
        near=_near(_draft(walk, chosen)),
        states=STATES,
        outcomes=OUTCOMES,
        shown=request.form.getlist("show_photo"),
        sent=request.method == "POST",
    )
