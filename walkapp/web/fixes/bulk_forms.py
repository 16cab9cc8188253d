"""The form of an act for many: the fields of its moves, with nothing filled in that may differ."""

from dataclasses import replace
from functools import cache

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from ...domain import fixes as rules
from ...domain.fixes import MOVES, Fix, Move
from ...domain.fixes.bulk import ASSIGN, PRIORITY, REPLAN
from ...domain.people import Person
from .. import forms
from ..clock import today
from .forms import OFFERS, MoveForm, field_of

# What one move asks for and many cannot answer with the same words.
_OWN = frozenset({"person", "remedy", "planned_action", "kept_fix"})
_TODAY = ("done_on", "checked_on", "said_on")


def asked(act: str, fixes: tuple[Fix, ...], by: dict[str, Person]) -> Move:
    """One row that asks what these fixes need: what all must have, and what some may."""
    if act == ASSIGN:
        promised = any(fix.party_id or fix.due_on for fix in fixes)
        may = ("priority", "due_on", *(("reason",) if promised else ()))
        return _row(act, must=("party",), may=may)
    if act == REPLAN:
        return _row(act, must=("due_on", "reason"), may=())
    if act == PRIORITY:
        return _row(act, must=("priority",), may=())
    rows = [rules.row_for(fix, act, by[fix.id]) for fix in fixes]
    rows = rows or [next(move for move in MOVES if move.name == act)]
    takes = [n for n in dict.fromkeys(n for row in rows for n in row.takes) if n not in _OWN]
    must = tuple(n for n in takes if all(n in row.must for row in rows))
    may = tuple(n for n in takes if n not in must)
    return replace(_row(act, must=must, may=may), targets=rows[0].targets)


def bulk_form(row: Move, fixes: tuple[Fix, ...], *, sent: bool) -> MoveForm:
    """The form, as it was sent or with the usual in the fields that are the same for all."""
    made = _form_class(row)
    usual = {name: today() for name in _TODAY if name in row.takes}
    form = made() if sent else made(formdata=None, data=usual)
    for name in row.takes:
        if name in OFFERS:
            form[name].choices = OFFERS[name](fixes[0], row)
    if row.name == ASSIGN:
        kept = {"": gettext("Som förut, annars normal")}
        form["priority"].choices = kept | form["priority"].choices
    return form


@cache
def _form_class(row: Move) -> type[MoveForm]:
    found = {name: field_of(row, name) for name in row.takes}
    if row.name == ASSIGN and "reason" in found:
        why = _("Varför flyttas de som någon redan har?")
        found["reason"] = TextAreaField(why, id="assign-reason", filters=[lambda said: said or ""])
    found["left_out"] = forms.ReadVersion()
    return type("BulkForm", (MoveForm,), found)


def _row(act: str, *, must: tuple[str, ...], may: tuple[str, ...]) -> Move:
    return Move(act, (), (), (), must, may, None)
