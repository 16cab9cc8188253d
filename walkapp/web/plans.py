"""Planning a walk, and the poster that invites to it."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import Field

from ..domain import people as rights
from ..domain import planning, turnout
from ..domain import stops as stop_rules
from ..domain.daylight import LIGHTS
from ..domain.walks import FORMS, Walk
from ..storage import areas, checks, stops, walks
from ..storage import people as stored
from . import clock, forms, people, qr
from .clock import now
from .policy import staff

bp = Blueprint("plans", __name__)
ELSEWHERE = ("crew", "version", "form", "light")
PLANNERS = ("leader", "coordinator", "safety_coordinator")
READERS = (*PLANNERS, "police", "registrar")


class PlanForm(forms.Form):
    """A plan as its fields are drawn."""

    title = forms.line(_("Vad heter vandringen?"), missing=_("Skriv vad vandringen ska heta."))
    purpose = forms.lines(_("Syfte"))
    area_id = forms.Choice(_("Område"))
    follows_id = forms.Choice(_("Följer upp en tidigare vandring"))
    day = forms.line(_("Dag"), missing=_("Välj vilken dag ni går."))
    starts = forms.line(_("Börjar"), missing=_("Skriv när vandringen börjar."))
    ends = forms.line(_("Slutar"), missing=_("Skriv när vandringen slutar."))
    meeting_place = forms.line(_("Var samlas ni?"), missing=_("Skriv var ni samlas."))
    lat, lon = forms.Degrees(_("Latitud")), forms.Degrees(_("Longitud"))
    organisers = forms.line(_("Arrangörer"))
    text_for_walkers = forms.lines(_("Text till dem som går"))
    crew = forms.Choices(_("Vem leder?"), missing=_("Välj minst en som leder vandringen."))
    form = forms.Choice(_("Hur går ni?"))
    light = forms.Choice(_("Ljus"))
    weather = forms.line(_("Väder"))
    participants = forms.Count(_("Hur många gick?"))
    women, men = forms.Count(_("Kvinnor")), forms.Count(_("Män"))
    girls, boys = forms.Count(_("Flickor")), forms.Count(_("Pojkar"))
    seniors, officials = forms.Count(_("Äldre")), forms.Count(_("Tjänstepersoner"))
    police, politicians = forms.Count(_("Poliser")), forms.Count(_("Politiker"))
    version = forms.ReadVersion()

    @property
    def groups(self) -> list[Field]:
        """The numbers of those who walked, group by group."""
        return [self[name] for name in turnout.GROUPS]

    def given(self) -> planning.Plan:
        """What was typed."""
        counts = {field.name: field.data for field in self.groups}
        names = (field.name for field in self if field.name not in (*counts, *ELSEWHERE))
        return planning.Plan(
            **{name: self[name].data for name in names},
            crew=frozenset(self.crew.data or ()),
            form=self.form.data or "led",
            light=self.light.data or "",
            attendance=turnout.kept(counts),
        )


@bp.route("/walks/new", methods=["GET", "POST"])
@staff(*PLANNERS)
def new() -> ResponseReturnValue:
    """Plan a walk; whoever plans it leads it unless somebody else is chosen."""
    asked = {"crew": [g.person.id], "follows_id": request.args.get("follows")}
    form = _with_choices(PlanForm(data=asked), None)
    if form.read():
        with form.attempt():
            walk, event = planning.plan(form.given(), by=g.person.id, at=now())
            walks.add(g.db, walk, event)
            _take_stops(walk)
            flash(
                gettext("Vandringen är planerad. Skriv ut affischen eller dela koden."), "success"
            )
            return _shown_to(walk)
    return form.page("walks/new.html")


@bp.route("/walks/<walk_id>/edit", methods=["GET", "POST"])
@staff(*PLANNERS)
def edit(walk_id: str) -> ResponseReturnValue:
    """Change the plan."""
    walk = people.walk_for(g.person, walk_id, to="run")
    form = _with_choices(PlanForm(data=_typed(walk)), walk)
    if form.read():
        with form.attempt():
            version = form.version.data
            changed, event = planning.change(
                walk,
                form.given(),
                read=version,
                by=g.person.id,
                at=now(),
                checked=checks.any_of(g.db, walk.id),
            )
            walks.save(g.db, changed, event)
            _take_stops(changed)
            flash(gettext("Vandringen är sparad."), "success")
            return _shown_to(changed)
    form.show_version(walk.version)
    return form.page("walks/edit.html", walk=walk)


@bp.get("/walks/<walk_id>/poster")
@staff(*READERS)
def poster(walk_id: str) -> ResponseReturnValue:
    """One A4 with QR, code, time, place and three steps."""
    walk = people.walk_for(g.person, walk_id)
    return render_template(
        "walks/poster.html",
        walk=walk,
        route=stops.route(g.db, walk),
        qr=qr.drawing(walk),
        address=qr.address(walk).partition("#")[0],
    )


def _with_choices(form: PlanForm, walk: Walk | None) -> PlanForm:
    """The lists to choose from; what a walk has now stays in the list whatever has changed."""
    leaders = stored.with_role(g.db, *PLANNERS)
    leaders += stored.named(g.db, walk.crew if walk else frozenset())
    form.crew.choices = {person.id: person.name for person in leaders}
    form.area_id.choices = forms.nobody() | {area.id: area.name for area in areas.all(g.db)}
    before = min(now(), walk.starts_at) if walk else now()
    found = walks.to_follow(g.db, g.person, before, but=walk.id if walk else "")
    followed = walks.get(g.db, walk.follows_id) if walk and walk.follows_id else None
    found += [followed] if followed and followed.id not in {one.id for one in found} else []
    form.follows_id.choices = {"": gettext("Nej, en ny vandring")} | {
        one.id: f"{one.title}, {clock.show_date(one.starts_at)}" for one in found
    }
    form.form.data = form.form.data or "led"
    form.form.choices = {code: gettext(name) for code, name in FORMS.items()}
    worked_out = {"": gettext("Räknas ut av dag, tid och plats")}
    form.light.choices = worked_out | {
        code: gettext(name).capitalize() for code, name in LIGHTS.items()
    }
    return form


def _take_stops(walk: Walk) -> None:
    """The stops of the walk it follows, so that before and after are asked at the same places."""
    followed = walks.get(g.db, walk.follows_id) if walk.follows_id else None
    if followed is None:
        return
    route, earlier = stops.route(g.db, walk), stops.route(g.db, followed)
    taken = stop_rules.repeated(route, earlier, by=g.person.id, at=now())
    if taken:
        stops.save(g.db, *taken)


def _typed(walk: Walk) -> dict[str, object]:
    starts, ends = clock.local(walk.starts_at), clock.local(walk.ends_at)
    return {
        **{name: getattr(walk, name) for name in PlanForm()._fields if hasattr(walk, name)},
        **turnout.read(walk.attendance),
        "day": starts.date().isoformat(),
        "starts": starts.strftime("%H:%M"),
        "ends": ends.strftime("%H:%M"),
        "crew": list(walk.crew),
    }


def _shown_to(walk: Walk) -> Response:
    """The walk's own page, or the list for somebody who has just given the walk away."""
    if rights.sees_walk(g.person, walk):
        return redirect(url_for("walks.live", walk_id=walk.id), 303)
    return redirect(url_for("walks.index"), 303)
