"""Making two fixes of one, and one of two, each with a way back."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ...domain import fixes as rules
from ...domain.categories import CATEGORIES, KINDS, PLACE_TYPES
from ...domain.errors import N_, Conflict, NotAllowed, NotFound, Refused
from ...domain.fixes import Change, Fix, Given, Split
from ...domain.fixes.words import OUTCOMES, STATES
from ...storage import fixes
from .. import forms, people
from ..clock import now
from ..policy import staff
from .blueprint import EDITORS, bp
from .moving import acting

STAYS, MOVES, BOTH = "stays", "moves", "both"


class SplitForm(forms.Form):
    """What the other part is called."""

    title = forms.line(_("Rubrik för den nya åtgärden"), maxlength=200)
    public_text = forms.lines(_("Det här sågs"), maxlength=4000)
    version = forms.ReadVersion()


class MergeForm(forms.Form):
    """The versions of the two that were on the screen."""

    version = forms.ReadVersion()
    other_version = forms.ReadVersion()


@dataclass(frozen=True)
class Pair:
    """Two fixes that may be about the same thing, with their pictures and issues."""

    here: Fix
    other: Fix


@bp.route("/<fix_id>/split", methods=["GET", "POST"])
@staff(*EDITORS)
def split(fix_id: str) -> ResponseReturnValue:
    """Choose which issues go to the new fix, name it, and make it."""
    fix = people.fix_for(g.person, fix_id)
    if not rules.may_divide(fix, acting(fix)):
        raise NotAllowed(N_("Den här åtgärden kan du inte dela upp."))
    form = SplitForm(data={"title": fix.title, "public_text": fix.public_text})
    with form.attempt():
        if form.read():
            if form.version.data != fix.version:
                raise Conflict
            new, undo_id = fixes.split(g.db, fix, _parts(form), by=acting(fix), at=now())
            said = gettext("%(number)s är skapad för resten.", number=new.number)
            flash(said, f"undo:{url_for('fixes.undo', undo_id=undo_id)}")
            return redirect(url_for("fixes.show", fix_id=new.id), 303)
    form.show_version(people.fix_for(g.person, fix_id).version)
    return form.page(
        "fixes/split.html",
        fix=fix,
        issues=fixes.belongings(g.db, fix.id).issues,
        chosen=lambda issue: request.form.get(f"part-{issue.client_id}", STAYS),
        parts={STAYS: gettext("Stannar här"), MOVES: gettext("Flyttas"), BOTH: gettext("I båda")},
        kinds=KINDS,
        place_types=PLACE_TYPES,
    )


@bp.route("/<fix_id>/merge", methods=["GET", "POST"])
@staff(*EDITORS)
def merge(fix_id: str) -> ResponseReturnValue:
    """Look at two fixes side by side and let one of them be about both."""
    fix = people.fix_for(g.person, fix_id)
    other = _other(fix)
    if other is None:
        return _ask_which(fix)
    pair, form = Pair(fix, other), MergeForm()
    kept, gone = _kept(pair)
    with form.attempt():
        if form.read():
            if (form.version.data, form.other_version.data) != (fix.version, other.version):
                raise Conflict
            return merged(kept, gone)
    return render_template(
        "fixes/merge.html",
        form=form,
        pair=pair,
        kept=kept,
        belongings={one.id: fixes.belongings(g.db, one.id) for one in (fix, other)},
        able={one.id: _obstacle(one) is None for one in (fix, other)},
        states=STATES,
        outcomes=OUTCOMES,
        categories=CATEGORIES,
    ), 422 if form.errors and form.status == 200 else form.status


def merged(kept: Fix, gone: Fix) -> ResponseReturnValue:
    """Close one as a duplicate of the other, which takes over its issues."""
    change = duplicate(gone, kept)
    undo = fixes.opened("merge", g.person, now())
    fixes.merge(g.db, kept, (change,), undo, by=acting(kept))
    said = gettext("%(gone)s är ihopslagen med %(kept)s.", gone=gone.number, kept=kept.number)
    flash(said, f"undo:{url_for('fixes.undo', undo_id=undo.id)}")
    return redirect(url_for("fixes.show", fix_id=kept.id), 303)


def duplicate(gone: Fix, kept: Fix) -> Change:
    """The one that goes, closed as a duplicate. Raises as the move does."""
    after, event = rules.apply(
        gone, "mark_duplicate", by=acting(gone), given=Given(kept_fix=kept), at=now()
    )
    return Change(gone, after, (event,))


def _parts(form: SplitForm) -> Split:
    said = {
        name.removeprefix("part-"): value
        for name, value in request.form.items()
        if name.startswith("part-")
    }
    return Split(
        form.title.data or "",
        form.public_text.data or "",
        moved=frozenset(key for key, value in said.items() if value == MOVES),
        shared=frozenset(key for key, value in said.items() if value == BOTH),
    )


def _other(fix: Fix) -> Fix | None:
    """The fix named in the address: by its id from a link, by its number when typed."""
    asked = request.values.get("with", "").strip()
    if not asked:
        return None
    found = fixes.get(g.db, asked) or fixes.by_number(g.db, asked)
    if found is None or found.id == fix.id:
        return None
    try:
        return people.fix_for(g.person, found.id)
    except NotFound:
        return None


def _ask_which(fix: Fix) -> ResponseReturnValue:
    from .beside import near

    asked = request.values.get("with", "").strip()
    page = render_template(
        "fixes/merge_with.html",
        fix=fix,
        asked=asked,
        near=near(fix),
        states=STATES,
        outcomes=OUTCOMES,
    )
    return page, 422 if asked else 200


def _kept(pair: Pair) -> tuple[Fix, Fix]:
    """Which stays, as was chosen; else the older one that can."""
    wanted = request.form.get("keep", "")
    older, newer = sorted((pair.here, pair.other), key=lambda fix: (fix.created_at, fix.number))
    if wanted in (older.id, newer.id):
        return (older, newer) if wanted == older.id else (newer, older)
    return (older, newer) if _obstacle(newer) is None else (newer, older)


def _obstacle(gone: Fix) -> Refused | NotAllowed | None:
    found = rules.refusal_of(gone, "mark_duplicate", acting(gone))
    return found if isinstance(found, Refused | NotAllowed) else None
