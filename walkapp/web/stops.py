"""The stops of a walk, as its leader puts them in order. Everything works without script."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField

from ..domain import stops as rules
from ..domain.errors import Conflict, Refused
from ..domain.stops import GivenStop, Route
from ..storage import stops
from . import forms, people, route_map
from .clock import now
from .errors import sentence, status_of
from .policy import staff

bp = Blueprint("stops", __name__)
PLANNERS = ("leader", "coordinator", "safety_coordinator")


class StopForm(forms.Form):
    """A stop as its fields are drawn."""

    name = forms.line(_("Vad heter stoppet?"), missing=_("Skriv vad stoppet heter."))
    prompt = forms.lines(_("Titta efter"))
    lat, lon = forms.Degrees(_("Latitud")), forms.Degrees(_("Longitud"))
    off_map = BooleanField(_("Ta bort platsen från kartan"))
    version = forms.ReadVersion()

    def given(self) -> GivenStop:
        """What was typed."""
        lat, lon = (None, None) if self.off_map.data else (self.lat.data, self.lon.data)
        return GivenStop(self.name.data, self.prompt.data, lat, lon)


@bp.route("/walks/<walk_id>/stops", methods=["GET", "POST"])
@staff(*PLANNERS)
def index(walk_id: str) -> ResponseReturnValue:
    """The stops in order, and a form for one more."""
    route = _route(walk_id)
    form = StopForm()
    if form.read():
        with form.attempt():
            stops.save(g.db, *rules.added(route, form.given(), by=g.person.id, at=now()))
            flash(gettext("Stoppet är tillagt."), "success")
            return _back(walk_id, "add")
    return form.page("walks/stops.html", **_given(route))


@bp.route("/walks/<walk_id>/stops/<stop_id>", methods=["GET", "POST"])
@staff(*PLANNERS)
def edit(walk_id: str, stop_id: str) -> ResponseReturnValue:
    """Change one stop."""
    route = _route(walk_id)
    stop = route.stop(stop_id)
    form = StopForm(obj=stop)
    if form.read():
        with form.attempt():
            version = form.version.data
            changed = rules.changed(
                route, stop_id, form.given(), read=version, by=g.person.id, at=now()
            )
            stops.save(g.db, *changed)
            flash(gettext("Stoppet är sparat."), "success")
            return _back(walk_id, f"stop-{stop_id}")
    form.show_version(route.walk.version)
    return form.page("walks/stop.html", stop=stop, **_given(route))


@bp.post("/walks/<walk_id>/stops/<stop_id>/<any(up, down):way>")
@staff(*PLANNERS)
def move(walk_id: str, stop_id: str, way: str) -> ResponseReturnValue:
    """One place earlier or later."""
    route = _route(walk_id)
    try:
        stops.save(g.db, *rules.moved(route, stop_id, way, by=g.person.id, at=now()))
    except (Refused, Conflict) as refusal:
        return _problem(walk_id, refusal)
    return _back(walk_id, f"stop-{stop_id}")


@bp.post("/walks/<walk_id>/stops/<stop_id>/remove")
@staff(*PLANNERS)
def remove(walk_id: str, stop_id: str) -> ResponseReturnValue:
    """Take a stop out of the route, once the page has asked."""
    route = _route(walk_id)
    issues = stops.issues_at(g.db, walk_id).get(stop_id, 0)
    try:
        stops.save(g.db, *rules.removed(route, stop_id, issues=issues, by=g.person.id, at=now()))
    except (Refused, Conflict) as refusal:
        return _problem(walk_id, refusal)
    flash(gettext("Stoppet är borttaget."), "success")
    return _back(walk_id, "stops")


def _route(walk_id: str) -> Route:
    return stops.route(g.db, people.walk_for(g.person, walk_id, to="run"))


def _back(walk_id: str, anchor: str) -> Response:
    return redirect(url_for("stops.index", walk_id=walk_id, _anchor=anchor), 303)


def _problem(walk_id: str, refusal: Refused | Conflict) -> tuple[str, int]:
    shown = _given(_route(walk_id))
    page = render_template(
        "walks/stops.html", form=StopForm(formdata=None), problem=sentence(refusal), **shown
    )
    return page, status_of(refusal)


def _given(route: Route) -> dict[str, object]:
    asked = request.args.get("remove", "")
    return {
        "walk": route.walk,
        "route": route,
        "route_map": route_map.drawn(route),
        "issues_at": stops.issues_at(g.db, route.walk.id),
        "asked": next((stop for stop in route.stops if stop.id == asked), None),
        "full": len(route.stops) >= rules.MAX_STOPS,
        "most": rules.MAX_STOPS,
        "centre": _centre(route),
    }


def _centre(route: Route) -> list[float] | None:
    """Where the map of a new stop begins: at the one before."""
    known = route.line()
    if known:
        return list(known[-1])
    lat, lon = g.municipality.lat, g.municipality.lon
    return [lat, lon] if lat is not None else None
