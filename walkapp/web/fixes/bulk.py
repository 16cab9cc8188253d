"""Many fixes at once: choose, see how many and which not, do it, and take it back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...domain.errors import N_, NotFound, Refusal, Refused
from ...domain.fixes import MOST_ERRANDS, Change, Fix, labels
from ...domain.fixes import bulk as rules
from ...domain.fixes.undoing import ACTS
from ...domain.fixes.words import OUTCOMES, STATES
from ...domain.people import Person
from ...storage import fixes
from ..clock import now, today
from ..errors import sentence
from ..policy import staff
from . import picking
from .blueprint import READERS, WORKERS, bp
from .bulk_forms import asked, bulk_form
from .dividing import duplicate
from .forms import MoveForm, given
from .paper import MOST_ORDERS
from .picking import Picked

LATE = N_("Någon annan har hunnit ändra den. Titta på den och välj den igen.")
Left = list[tuple[Fix, str]]


@bp.post("/bulk")
@staff(*WORKERS)
def bulk() -> ResponseReturnValue:
    """The page of an act, and doing it once it was seen how many it concerns."""
    picked = picking.picked()
    act = request.form.get("act", "")
    if not picked.fixes and not picked.late:
        flash(_("Välj minst en åtgärd först."), "warning")
        return redirect(picked.back, 303)
    if act == rules.STATE:
        return _choose_move(picked)
    if act == rules.MERGE:
        return _merge(picked)
    if act in _AT_ONCE:
        return _AT_ONCE[act](picked)
    return _change(picked, rules.known_act(act))


@bp.get("/bulk/<undo_id>")
@staff(*READERS)
def bulk_done(undo_id: str) -> ResponseReturnValue:
    """What was done, what was left and why, and the way back."""
    undo = fixes.undo_of(g.db, undo_id)
    if undo is None or undo.person_id != g.person.id:
        raise NotFound
    seen = fixes.Filter(g.person, today())
    changed = fixes.with_ids(g.db, undo.fixes, seen)
    left = {fix.id: fix for fix in fixes.with_ids(g.db, [i for i, _why in undo.left_out], seen)}
    return render_template(
        "fixes/bulk_done.html",
        undo=undo,
        act=_name(undo.act),
        changed=changed,
        left=[(left[fix_id], why) for fix_id, why in undo.left_out if fix_id in left],
        states=STATES,
        outcomes=OUTCOMES,
    )


def _print(picked: Picked) -> ResponseReturnValue:
    """A work order of each; nothing is changed."""
    ids = [fix.id for fix in picked.fixes[:MOST_ORDERS]]
    asked: dict[str, Any] = {"as": "orders", "state": "all", "fix": ids}
    return redirect(url_for("paper.view", **asked), 303)


def _into_round(picked: Picked) -> ResponseReturnValue:
    """A star on each, as many as a round holds."""
    ids = [fix.id for fix in picked.fixes[:MOST_ERRANDS]]
    fixes.star(g.db, g.person.id, ids, on=True)
    n = len(ids)
    words = ngettext("%(num)s åtgärd är med i rundan.", "%(num)s åtgärder är med i rundan.", n)
    flash(words, "success")
    return redirect(picked.back, 303)


_AT_ONCE = {"print": _print, "round": _into_round}


def _change(picked: Picked, act: str) -> ResponseReturnValue:
    by = picking.stances(picked.fixes)
    able, left = _sorted_out(picked, act, by)
    row = asked(act, tuple(able), by)
    confirmed = "confirmed" in request.form
    form = bulk_form(row, picked.fixes or picked.late, sent=confirmed)
    if confirmed and able and form.read():
        with form.attempt():
            undo = fixes.opened(act, g.person, now())
            changes, more = _decided(able, act, form, by=by)
            left += more
            if len(left) == form["left_out"].data and changes:
                return _save(picked, undo, changes, left)
            able = [change.before for change in changes]
    form["left_out"].data, form["left_out"].raw_data = len(left), None
    return form.page(
        "fixes/bulk.html",
        picked=replace(picked, fixes=tuple(able)),
        act=act,
        name=_name(act),
        row=row,
        left=left,
        most=rules.MOST,
    )


def _decided(
    able: Sequence[Fix], act: str, form: MoveForm, *, by: dict[str, Person]
) -> tuple[list[Change], Left]:
    """What becomes of each, and those that refuse what was typed.

    Raises Refused when all refuse: then it is the form that is to be mended.
    """
    said, terms = given(form, asked(act, tuple(able), by)), _terms()
    changes, refused = list[Change](), list[tuple[Fix, Refusal]]()
    for fix in able:
        try:
            changes.append(rules.decide(fix, act, said, by=by[fix.id], terms=terms))
        except Refusal as refusal:
            refused.append((fix, refusal))
    if refused and not changes and isinstance(refused[0][1], Refused):
        raise refused[0][1]
    return changes, [(fix, sentence(refusal)) for fix, refusal in refused]


def _terms() -> rules.Terms:
    return rules.Terms(now(), today(), g.book, g.municipality.confirm_by_other)


def _sorted_out(picked: Picked, act: str, by: dict[str, Person]) -> tuple[list[Fix], Left]:
    """Those that may take part, and the others with the reason."""
    able, left = list[Fix](), [(fix, _(LATE)) for fix in picked.late]
    for fix in picked.fixes:
        problem = rules.obstacle(
            fix, act, by=by[fix.id], confirm_by_other=g.municipality.confirm_by_other
        )
        if problem:
            left.append((fix, sentence(problem)))
        else:
            able.append(fix)
    return able, left


def _save(
    picked: Picked, undo: fixes.Undo, changes: Sequence[Change], left: Left
) -> ResponseReturnValue:
    """Everything that may move, in one transaction; what came too late is told."""
    told = [rules.told(change, undo.id) for change in changes]
    undo = replace(undo, left_out=tuple((fix.id, why) for fix, why in left))
    late = fixes.save_all(g.db, undo, told, late=_(LATE))
    return _done(picked, undo, len(changes) - len(late), len(left) + len(late))


def _done(picked: Picked, undo: fixes.Undo, changed: int, left: int) -> ResponseReturnValue:
    """The list again with an undo, or the page that says which were left out."""
    if left:
        return redirect(url_for("fixes.bulk_done", undo_id=undo.id, view=picked.view), 303)
    said = ngettext("Klart: %(num)s åtgärd.", "Klart: %(num)s åtgärder.", changed)
    flash(f"{said} {_name(undo.act)}.", f"undo:{url_for('fixes.undo', undo_id=undo.id)}")
    return redirect(picked.back, 303)


def _choose_move(picked: Picked) -> ResponseReturnValue:
    """Which state: each move with how many of the chosen it may take."""
    by = picking.stances(picked.fixes)
    counts = {move: len(_sorted_out(picked, move, by)[0]) for move in rules.STATE_MOVES}
    return render_template(
        "fixes/bulk_state.html",
        picked=picked,
        moves=[(move, _name(move), n) for move, n in counts.items() if n],
    )


def _merge(picked: Picked) -> ResponseReturnValue:
    """Which one stays; the others are closed as its duplicates."""
    everything = (*picked.fixes, *picked.late)
    kept = next((f for f in picked.fixes if f.id == request.form.get("keep")), None)
    if "confirmed" in request.form and kept:
        left: Left = [(fix, _(LATE)) for fix in picked.late]
        changes = list[Change]()
        for fix in picked.fixes:
            if fix.id != kept.id:
                try:
                    changes.append(duplicate(fix, kept))
                except Refusal as refusal:
                    left.append((fix, sentence(refusal)))
        undo = fixes.opened(rules.MERGE, g.person, now(), [(fix.id, why) for fix, why in left])
        told = [rules.told(change, undo.id) for change in changes]
        if told:
            late = fixes.merge(g.db, kept, told, undo, by=g.person, late=_(LATE))
            return _done(picked, undo, len(told) - len(late), len(left) + len(late))
    by = picking.stances(everything)
    able, left = _sorted_out(picked, rules.MERGE, by)
    return render_template(
        "fixes/bulk_merge.html", picked=picked, able=able, left=left, states=STATES
    )


def _name(act: str) -> str:
    return _(labels.BUTTONS.get(act) or ACTS.get(act, act))
