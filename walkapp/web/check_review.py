"""Review of a walk that follows another: what its checks say, and what they lead to."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from ..domain import checks as check_rules
from ..domain import fixes as fix_rules
from ..domain import people as rights
from ..domain import rechecking as rules
from ..domain import review as review_rules
from ..domain.checks import Check
from ..domain.errors import N_, Conflict, NotFound, Refusal
from ..domain.fixes import labels
from ..domain.fixes.words import OUTCOMES, STATES
from ..domain.objections import may_answer
from ..domain.rechecking import Answer, Earlier, Suggested, Tally
from ..domain.walks import Walk
from ..storage import check_answers, checks, feelings, stops, walks
from . import people
from .clock import now
from .errors import sentence, status_of
from .policy import staff
from .rechecking import ICONS
from .review import READERS, REVIEWERS

bp = Blueprint("check_review", __name__)
MOST_IN_INBOX = 10


@dataclass(frozen=True)
class Weighed:
    """One earlier fix with its checks, what may follow from them, and what was decided."""

    earlier: Earlier
    checks: tuple[Check, ...]
    tally: Tally
    ways: tuple[str, ...]
    answer: Answer | None
    linked: bool


@bp.get("/walks/<walk_id>/review/checks")
@staff(*READERS)
def index(walk_id: str) -> ResponseReturnValue:
    """Every earlier fix, stop by stop, with what the phones say of it."""
    return _page(people.walk_for(g.person, walk_id))


@bp.post("/walks/<walk_id>/review/checks/<fix_id>")
@staff(*REVIEWERS)
def decide(walk_id: str, fix_id: str) -> ResponseReturnValue:
    """Confirm, send back or reopen one fix because of its checks, or note them."""
    walk = people.walk_for(g.person, walk_id, to="run")
    found = next((one for one in checks.earlier(g.db, walk) if one.fix.id == fix_id), None)
    if found is None:
        raise NotFound
    try:
        review_rules.check_begun(walk)
        _decided(walk, found)
    except Refusal as refusal:
        problem = {**request.form.to_dict(), "fix_id": fix_id, "sentence": sentence(refusal)}
        return _page(walk, problem), status_of(refusal)
    flash(_("Sparat."), "success")
    return redirect(url_for("check_review.index", walk_id=walk.id, _anchor=f"fix-{fix_id}"), 303)


@bp.app_template_global("suggested_again")
def suggested_again(fix_id: str = "") -> list[Suggested]:
    """What walks suggest to open again, of one fix or for the inbox, to those who may do so."""
    if not may_answer(g.person):
        return []
    return check_answers.suggested(g.db, fix_id=fix_id, most=MOST_IN_INBOX)


@bp.app_template_global("check_word")
def check_word(result: str) -> str:
    """What a result is called."""
    return _(check_rules.RESULTS[result])


def _decided(walk: Walk, found: Earlier) -> None:
    """Load, decide, save: the fix, its line of history and the answer in one."""
    fix, form = found.fix, request.form
    said_of_it = checks.of_walk(g.db, walk.id).get(fix.id, [])
    seen = rules.tally(said_of_it)
    if form.get("version", "") != str(fix.version):
        raise Conflict
    words = form.get("words", "")
    said = rules.Said(words, now(), g.municipality.confirm_by_other)
    move = form.get("move", "")
    by = fix_rules.towards(g.person, walk)
    after, event = rules.decided(fix, move, seen, walk=walk, by=by, said=said)
    answer = Answer(walk.id, fix.id, move, seen.verdict or "unchecked", g.person.id, said.at)
    pictures = rules.taken_photos(said_of_it, form.getlist("photo"))
    check_answers.save(g.db, answer, after, event, photo_ids=pictures)


def _page(walk: Walk, problem: dict[str, Any] | None = None) -> str:
    route = stops.route(g.db, walk)
    found = checks.earlier(g.db, walk)
    weighed = {one.earlier.fix.id: one for one in _weighed(walk, found)}
    groups = [
        (stop, [weighed[one.fix.id] for one in group])
        for stop, group in rules.by_stop(found, route)
    ]
    felt = feelings.feelings_of(g.db, walk)
    followed = walks.get(g.db, walk.follows_id) if walk.follows_id else None
    return render_template(
        "checks/review.html",
        walk=walk,
        followed=followed,
        groups=groups,
        total=len(found),
        left=sum(bool(one.ways) and one.answer is None for one in weighed.values()),
        answered=Counter(one.answer.move for one in weighed.values() if one.answer),
        photos=checks.photos_of(g.db, walk.id),
        felt=[one for one in felt if one.n],
        felt_before={
            one.stop.id: one for one in (feelings.feelings_of(g.db, followed) if followed else ())
        },
        begun=walk.state not in ("planned", "open", "closing"),
        may_run=rights.runs_walk(g.person, walk),
        problem=problem or {},
        results=check_rules.RESULTS,
        icons=ICONS,
        buttons=labels.BUTTONS | {rules.SUGGESTED: N_("Föreslå att den öppnas igen")},
        states={**STATES, **OUTCOMES},
        decimal=format_decimal,
        sentence_of=lambda one: rules.sentence(one.tally, walk),
    )


def _weighed(walk: Walk, found: list[Earlier]) -> list[Weighed]:
    said, answers = checks.of_walk(g.db, walk.id), check_answers.of_walk(g.db, walk.id)
    by, of_other = fix_rules.towards(g.person, walk), g.municipality.confirm_by_other
    followed = {
        walk_id: walks.get(g.db, walk_id or "") for walk_id in {f.fix.walk_id for f in found}
    }
    weighed = []
    for earlier in found:
        own = said.get(earlier.fix.id, [])
        seen = rules.tally(own)
        ways = rules.ways(earlier.fix, seen.verdict, by, confirm_by_other=of_other)
        sees = rights.sees_fix(g.person, earlier.fix, followed[earlier.fix.walk_id])
        answer = answers.get(earlier.fix.id)
        weighed.append(Weighed(earlier, tuple(own), seen, tuple(ways), answer, sees))
    return weighed
