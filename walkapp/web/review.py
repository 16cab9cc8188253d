"""Review of a walk: every issue is linked to a fix, noted, or kept out with a reason."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..domain import people as rights
from ..domain import review as rules
from ..domain.categories import CATEGORIES, KINDS, PLACE_TYPES
from ..domain.errors import N_, NotAllowed, NotFound, Refusal
from ..domain.events import Event
from ..domain.fixes import suggest_groups
from ..domain.issues import REJECT_REASONS, REVIEW_STATES, Issue
from ..domain.photos import PROBLEMS
from ..domain.stops import Route
from ..domain.walks import Walk
from ..storage import areas, review, stops
from ..storage.review import Reviewed
from . import people
from .clock import now
from .errors import sentence
from .policy import staff

bp = Blueprint("review", __name__)
READERS = ("leader", "coordinator", "safety_coordinator", "police", "registrar")
REVIEWERS = ("leader", "coordinator", "safety_coordinator")
SHOWN = {
    "received": N_("Att gå igenom"),
    "linked": N_("Har en åtgärd"),
    "noted": N_("Noterade"),
    "rejected": N_("Visas inte"),
}


@bp.get("/walks/<walk_id>/review")
@staff(*READERS)
def index(walk_id: str) -> ResponseReturnValue:
    """All issues, those that wait first to be looked at; suggested groups on top."""
    walk = people.walk_for(g.person, walk_id)
    return _page(walk)


@bp.post("/walks/<walk_id>/review/issues/<client_id>/<decision>")
@staff(*REVIEWERS)
def decide(walk_id: str, client_id: str, decision: str) -> ResponseReturnValue:
    """Note, reject, take back, let in or edit one issue."""
    walk = people.walk_for(g.person, walk_id, to="run")
    issue = review.issue(g.db, walk.id, client_id)
    if issue is None or decision not in _DECISIONS:
        raise NotFound
    try:
        rules.check_begun(walk)
        review.save(g.db, *_DECISIONS[decision](issue))
    except Refusal as refusal:
        return _page(walk, problem=(client_id, sentence(refusal))), 422
    flash(_("Sparat."), "success")
    return redirect(_back(walk, client_id), 303)


@bp.post("/review/photos/<photo_id>")
@staff(*REVIEWERS)
def photo(photo_id: str) -> ResponseReturnValue:
    """Approve or hide a photo for the public."""
    found = review.photo(g.db, photo_id)
    if found is None:
        raise NotFound
    seen, walk_id, fix_id = found
    back = _may_review(walk_id, fix_id, photo_id)
    form = request.form
    review.save_photo(
        g.db, rules.decide_photo(seen, form.get("review", ""), form.get("alt_text", seen.alt_text))
    )
    flash(_("Sparat."), "success")
    return redirect(back, 303)


def _may_review(walk_id: str | None, fix_id: str | None, photo_id: str) -> str:
    """The page to go back to, once the right to decide is clear."""
    if walk_id:
        walk = people.walk_for(g.person, walk_id, to="run")
        return _back(walk, request.form.get("client_id", ""))
    if fix_id is None:
        raise NotFound
    fix = people.fix_for(g.person, fix_id)
    if not g.person.has("coordinator", "safety_coordinator"):
        raise NotAllowed(N_("Bara samordnare avgör vilka bilder som visas."))
    return url_for("fixes.show", fix_id=fix.id, _anchor=f"photo-{photo_id}")


def _edit(issue: Issue) -> tuple[Issue, Event]:
    text, public = request.form.get("edited_text", ""), "public" in request.form
    return rules.edit(issue, text, public, by=g.person, at=now())


def _reject(issue: Issue) -> tuple[Issue, Event]:
    return rules.reject(issue, request.form.get("reason", ""), by=g.person, at=now())


_DECISIONS = {
    "note": lambda issue: rules.note(issue, by=g.person, at=now()),
    "take-back": lambda issue: rules.take_back(issue, by=g.person, at=now()),
    "accept-held": lambda issue: rules.accept_held(issue, by=g.person, at=now()),
    "reject": _reject,
    "edit": _edit,
}


def _back(walk: Walk, client_id: str) -> str:
    show = request.form.get("show", "")
    return url_for(
        "review.index",
        walk_id=walk.id,
        show=show if show in SHOWN else None,
        _anchor=f"issue-{client_id}" if client_id else None,
    )


def _page(walk: Walk, problem: tuple[str, str] | None = None) -> str:
    everything = review.of_walk(g.db, walk.id)
    counts = {state: sum(r.issue.review == state for r in everything) for state in SHOWN}
    show = request.values.get("show", "")
    shown = [r for r in everything if not show or r.issue.review == show]
    # What waits first, and what most have seen before what one has; else as it came.
    shown.sort(key=lambda found: (found.issue.review != "received", -found.voices))
    route = stops.route(g.db, walk)
    waiting = [r.issue for r in everything if r.issue.review == "received" and not r.issue.held]
    return render_template(
        "review/index.html",
        walk=walk,
        shown=shown,
        total=len(everything),
        counts=counts,
        show=show,
        chip_links=[
            (_(name), url_for("review.index", walk_id=walk.id, show=state), show == state, count)
            for (state, name), count in zip(SHOWN.items(), counts.values(), strict=True)
        ],
        photo_reviews=rules.PHOTO_REVIEWS,
        photo_problem=lambda code: PROBLEMS.get(code, PROBLEMS["unreadable"]),
        groups=_groups(waiting),
        problem=problem,
        begun=walk.state not in ("planned", "open", "closing"),
        may_run=rights.runs_walk(g.person, walk),
        points=_points(shown, route),
        stops={stop.id: stop for stop in route.stops},
        categories=CATEGORIES,
        kinds=KINDS,
        place_types=PLACE_TYPES,
        reasons=REJECT_REASONS,
        review_states=REVIEW_STATES,
        area=areas.get(g.db, walk.area_id) if walk.area_id else None,
    )


def _groups(waiting: list[Issue]) -> list[list[Issue]]:
    return [list(group) for group in suggest_groups(waiting) if len(group) > 1]


def _points(shown: list[Reviewed], route: Route) -> list[dict[str, object]]:
    """Where each was seen; one without a position stands at its stop."""
    placed = [route.placed(found.issue) for found in shown]
    return [
        {
            "lat": issue.lat,
            "lon": issue.lon,
            "label": f"{issue.number}. {_(CATEGORIES[issue.category].name)}"
            if issue.category
            else str(issue.number),
            "state": issue.kind,
            "href": f"#issue-{issue.client_id}",
        }
        for issue in placed
        if issue.lat is not None
    ]
