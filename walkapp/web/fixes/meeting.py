"""The prioritisation meeting: the matrix of all, and one screen for each fix."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from ...domain.categories import CATEGORIES, PLACE_TYPES
from ...domain.errors import Conflict
from ...domain.fixes import Fix, Given, Move
from ...domain.fixes.bulk import Terms
from ...domain.fixes.placing import Placed, matrix, place
from ...domain.fixes.words import COST_BANDS, EASES, EFFECTS, PRIORITIES, SEASONS, STATES
from ...domain.places import said_once
from ...storage import areas, fixes, parties
from .. import forms, people
from ..clock import now, today
from ..policy import staff
from .asking import address, question, wanted
from .blueprint import EDITORS, bp
from .forms import OFFERS
from .moving import acting

MOST = 500
# Nothing said: what nobody has decided about yet.
_USUAL = {"unassigned": "1"}
_ROW = Move("assign", (), (), (), (), (), None)


class PlaceForm(forms.Form):
    """What the meeting decides about one fix."""

    cell = forms.Choice(_("Nytta och hur lätt det är"))
    priority = forms.Choice(_("Hur bråttom är det?"))
    party = forms.Choice(_("Ansvarig"))
    due_on = forms.line(_("Klart senast"))
    cost_band = forms.Choice(_("Ungefärlig kostnad"))
    season = forms.Choice(_("När på året går det att göra?"))
    version = forms.ReadVersion()

    def said(self) -> Placed:
        """What was typed, as the rule takes it."""
        effect, _dash, ease = (self.cell.data or "").partition("-")
        party = parties.get(g.db, self.party.data) if self.party.data else None
        given = Given(party=party, priority=self.priority.data or "", due_on=self.due_on.data or "")
        return Placed(
            int(effect) if effect else None,
            int(ease) if ease else None,
            self.priority.data,
            self.cost_band.data or "",
            self.season.data or "",
            given if party else None,
        )


@bp.get("/matrix")
@staff(*EDITORS)
def matrix_of() -> ResponseReturnValue:
    """Effect against ease of the fixes the address asks for."""
    found = _asked()
    return render_template(
        "fixes/matrix.html",
        cells=matrix(found),
        loose=[fix for fix in found if not (fix.effect and fix.ease)],
        count=len(found),
        most=MOST,
        effects=EFFECTS,
        eases=EASES,
        states=STATES,
        question=_question(),
        first=_first(found),
    )


@bp.route("/meeting/<fix_id>", methods=["GET", "POST"])
@staff(*EDITORS)
def meeting(fix_id: str) -> ResponseReturnValue:
    """One fix on the screen: place it, say how urgent, give it to somebody, go on."""
    fix = people.fix_for(g.person, fix_id)
    form, found = _form(fix), [one.id for one in _asked()]
    before, after = _neighbours(found, fix.id)
    with form.attempt():
        if form.read():
            if form.version.data != fix.version:
                raise Conflict
            _save(fix, form)
            onward = request.form.get("next", "")
            target = _address(onward) if len(onward) == 36 else _matrix_address()
            return redirect(target, 303)
    fix = people.fix_for(g.person, fix_id)
    form.show_version(fix.version)
    area = areas.get(g.db, fix.area_id) if fix.area_id else None
    return form.page(
        "fixes/meeting.html",
        fix=fix,
        place=found.index(fix.id) + 1 if fix.id in found else 0,
        count=len(found),
        before=_address(before) if before else "",
        after=_address(after) if after else "",
        after_id=after,
        back=_matrix_address(),
        party=parties.get(g.db, fix.party_id) if fix.party_id else None,
        where=said_once(fix.place_text, area.name if area else ""),
        belongings=fixes.belongings(g.db, fix.id),
        **_WORDS,
    )


_WORDS: dict[str, Any] = {
    "effects": EFFECTS,
    "eases": EASES,
    "states": STATES,
    "categories": CATEGORIES,
    "place_types": PLACE_TYPES,
}


def _asked() -> list[Fix]:
    asked = wanted(g.person, MultiDict(_question()), today())
    return fixes.all_of(g.db, asked, MOST)


def _question() -> dict[str, str]:
    return question(request.args) or _USUAL


def _first(found: list[Fix]) -> str:
    """Where the meeting begins: with the first that is not placed yet."""
    loose = [fix for fix in found if not (fix.effect and fix.ease)]
    chosen = (loose or found)[:1]
    return _address(chosen[0].id) if chosen else ""


def _neighbours(found: list[str], fix_id: str) -> tuple[str, str]:
    """The one before and the one after; after the last there is none."""
    if fix_id not in found:
        return "", next(iter(found), "")
    at = found.index(fix_id)
    return (found[at - 1] if at else "", found[at + 1] if at + 1 < len(found) else "")


def _address(fix_id: str) -> str:
    return address(question(request.args), "fixes.meeting", fix_id=fix_id)


def _matrix_address() -> str:
    return address(question(request.args), "fixes.matrix_of")


def _form(fix: Fix) -> PlaceForm:
    cell = f"{fix.effect}-{fix.ease}" if fix.effect and fix.ease else None
    kept = {name: getattr(fix, name) for name in ("priority", "cost_band", "season")}
    form = PlaceForm(data={**kept, "cell": cell})
    cells = {f"{effect}-{ease}": "" for effect in EFFECTS for ease in EASES}
    form.cell.choices = {"": "", **cells}
    form.priority.choices = forms.nobody() | {c: gettext(w) for c, w in PRIORITIES.items()}
    form.party.choices = {**OFFERS["party"](fix, _ROW), "": gettext("Avgörs inte nu")}
    form.cost_band.choices = forms.nobody() | {c: gettext(w) for c, w in COST_BANDS.items()}
    anytime = {"": gettext("När som helst")}
    form.season.choices = anytime | {c: gettext(w) for c, w in SEASONS.items()}
    return form


def _save(fix: Fix, form: PlaceForm) -> None:
    terms = Terms(now(), today(), g.book, g.municipality.confirm_by_other)
    change = place(fix, form.said(), by=acting(fix), terms=terms)
    if not change.events:
        return
    undo = fixes.opened("meeting", g.person, terms.at)
    fixes.save_all(g.db, undo, [change])
    said = gettext("%(number)s är sparad.", number=fix.number)
    flash(said, f"undo:{url_for('fixes.undo', undo_id=undo.id)}")
