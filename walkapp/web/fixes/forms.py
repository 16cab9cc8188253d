"""A form for each move, made from the row of the table: its fields, words and first values."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, MultipleFileField, StringField, TextAreaField

from ...domain import people as rights
from ...domain.categories import CATEGORIES
from ...domain.dates import days_after
from ...domain.errors import N_, Refused
from ...domain.fixes import Fix, FixLetter, Given, Move
from ...domain.fixes.effects import usual_remedy
from ...domain.fixes.words import (
    CHANNELS,
    HOLD_REASONS,
    PRIORITIES,
    STATES,
    WONT_FIX_REASONS,
)
from ...domain.people import Party, Person
from ...storage import fixes, parties, people, walks
from .. import forms
from ..clock import today
from .suggesting import due, proposal, usual_time

NO_REMEDY = "-"
ASK_AGAIN_DAYS = 14


class MoveForm(forms.Form):
    """The fields of one row of the table, and the version of the fix that was on the screen.

    `proposed` says why a party is chosen to begin with, `time_usual` where the date comes from.
    """

    proposed = ""
    time_usual = ""


_DAYS = {
    "due_on": _("Klart senast"),
    "sent_on": _("Skickades den"),
    "followup_on": _("Fråga igen den"),
    "reminded_on": _("Påmindes den"),
    "review_on": _("Titta på det igen den"),
    "said_on": _("Beskedet kom den"),
    "done_on": _("Blev klart den"),
    "checked_on": _("Kontrollerades den"),
}
_LINES = {
    "reference": _("Deras ärendenummer, eller vem du skickade till"),
    "said_by": _("Vem lämnade beskedet?"),
    "checked_by": _("Vem kontrollerade?"),
    "whose": _("Vems är det i stället?"),
    "kept_fix": _("Nummer på punkten som ska vara kvar"),
}
_TEXTS = {
    "reply": _("Vad svarade de?"),
    "planned_action": _("Vad ska göras? Vi planerar att …"),
    "done_text": _("Vad gjordes?"),
    "remaining": _("Vad återstår?"),
    "public_reason": _("Motivera för invånarna"),
    "proposed_reason": _("Motivera för invånarna"),
    "how_to_follow": _("Hur kan invånarna följa det hos den andra parten?"),
}
# What a reason is a reason for; where it is not asked for it is a note for colleagues.
_REASONS = {
    "assign": _("Varför ändras datumet?"),
    "plan": _("Varför ändras datumet?"),
    "replan": _("Varför ändras datumet eller planen?"),
    "bounce": _("Varför är det inte ert?"),
    "reject_work": _("Vad är inte klart?"),
    "turn_down": _("Varför ska det åtgärdas ändå?"),
    "reroute": _("Varför ska punkten bedömas på nytt?"),
    "out_of_scope": _("Varför hör punkten inte hit?"),
    "reopen": _("Varför öppnas punkten igen?"),
}
_CHOICES = {
    "party": _("Ansvarig"),
    "person": _("Handläggare"),
    "priority": _("Hur bråttom är det?"),
    "channel": _("Hur skickades det?"),
    "hold_reason": _("Varför väntar arbetet?"),
    "outcome_reason": _("Slag av skäl"),
    "towards": _("Arbetet är nu"),
    "remedy": _("Så sammanfattas det i uppföljningen"),
}


@cache
def _form_class(move: Move) -> type[MoveForm]:
    """The fields of one row; ids carry the move's name, for a page holds several forms."""
    found = {name: field_of(move, name) for name in move.takes}
    found["version"] = forms.ReadVersion(id=f"{move.name}-version")
    if move.name == "finish":
        found["photos"] = MultipleFileField(_("Lägg till bilder efteråt"), id="finish-photos")
    if move.name == "confirm_partly":
        label = _("Skapa en ny åtgärd för det som återstår")
        found["follow_up"] = BooleanField(label, id="confirm_partly-follow_up")
    return type("RowForm", (MoveForm,), found)


def field_of(move: Move, name: str) -> Field:
    """The field for one of the things a move asks for."""
    given: dict[str, Any] = {"id": f"{move.name}-{name}"}
    if name in _CHOICES:
        return forms.Choice(_CHOICES[name], **given)
    given["filters"] = [_text]
    if name == "reason":
        return TextAreaField(_REASONS.get(move.name, _("Intern anteckning")), **given)
    if name in _TEXTS:
        return TextAreaField(_TEXTS[name], **given)
    return StringField({**_DAYS, **_LINES}[name], **given)


def _text(value: str | None) -> str:
    return value or ""


def move_form(fix: Fix, move: Move) -> MoveForm:
    """The form of a move to be filled in, with what is usual already there."""
    usual = {**_usual(fix), "version": fix.version}
    found = proposal(fix, _parties(fix, move)) if "party" in move.takes else None
    if found:
        usual["party"] = found.party.id
    if "due_on" in move.takes and not fix.due_on:
        usual["due_on"] = due(fix, found)
    names = (*move.takes, "version")
    form = _form_class(move)(formdata=None, data={name: usual.get(name) for name in names})
    form.proposed = found.reason if found else ""
    form.time_usual = usual_time(fix, found) if not fix.due_on else ""
    if move.name in ("assign", "plan") and fix.due_on is None:
        del form["reason"]  # no date has been promised, so none is changed
    return _with_choices(form, fix, move)


def sent_form(fix: Fix, move: Move) -> MoveForm:
    """The form of a move as it was sent; what was left out is empty, not usual."""
    return _with_choices(_form_class(move)(), fix, move)


def letter_form(fix: Fix, move: Move, letter: FixLetter) -> MoveForm:
    """The form of a move as the phone's outbox sent it, read and checked as one from the page."""
    typed = MultiDict({**letter.fields, "version": str(letter.version)})
    return _with_choices(_form_class(move)(formdata=typed), fix, move)


def _with_choices(form: MoveForm, fix: Fix, move: Move) -> MoveForm:
    for name in move.takes:
        if name in OFFERS:
            form[name].choices = OFFERS[name](fix, move)
    if "remedy" in form and len(form["remedy"].choices) == 1:
        del form["remedy"]
    return form


def given(form: MoveForm, move: Move) -> Given:
    """What was typed, as the rules take it. Raises Refused for a number nobody has."""
    said: dict[str, Any] = {name: form[name].data or "" for name in move.takes if name in form}
    for name, load in (("party", parties.get), ("person", people.get)):
        if name in said:
            said[name] = load(g.db, said[name]) if said[name] else None
    if "kept_fix" in said:
        said["kept_fix"] = _numbered(said["kept_fix"])
    if "remedy" in move.takes:
        chosen = said.get("remedy") or None
        said["remedy"] = "" if chosen == NO_REMEDY else chosen
    return Given(**said)


def _numbered(number: str) -> Fix | None:
    if not number.strip():
        return None
    found = fixes.by_number(g.db, number)
    walk = walks.get(g.db, found.walk_id) if found and found.walk_id else None
    if found is None or not rights.sees_fix(g.person, found, walk):
        raise Refused(
            N_("Det finns ingen åtgärd med numret %(number)s."),
            field="kept_fix",
            number=number.strip()[:40],
        )
    return found


def _usual(fix: Fix) -> dict[str, Any]:
    """What most people would fill in."""
    day = today()
    again = days_after(day, ASK_AGAIN_DAYS)
    return {
        "due_on": fix.due_on,
        "priority": fix.priority or "normal",
        "person": fix.person_id,
        "channel": fix.channel or "email",
        "reference": fix.reference,
        "followup_on": again,
        "review_on": again,
        "planned_action": fix.planned_action,
        "public_reason": fix.proposed_reason,
        "outcome_reason": fix.outcome_reason or None,
        "checked_by": g.person.name,
        "towards": "planned" if fix.planned_action else "in_progress",
        "remedy": usual_remedy(fix) or NO_REMEDY,
        **dict.fromkeys(("sent_on", "reminded_on", "said_on", "done_on", "checked_on"), day),
    }


def _words(table: dict[str, str], *, empty: bool = False) -> dict[str, str]:
    none = {"": gettext("Välj")} if empty else {}
    return none | {code: gettext(words) for code, words in table.items()}


def _parties(fix: Fix, move: Move) -> dict[str, str]:
    active: list[Party] = parties.all(g.db, active=True)
    shown = [party for party in active if party.external or move.name != "refer"]
    return {"": gettext("Välj"), **{party.id: party.name for party in shown}}


def _people(fix: Fix, move: Move) -> dict[str, str]:
    working: list[Person] = people.with_role(g.db, "party", "police")
    if move.name == "assign":
        names = {party.id: party.name for party in parties.all(g.db)}
        found = [(p.id, f"{p.name} ({names[p.party_id]})") for p in working if p.party_id]
    else:
        found = [(p.id, p.name) for p in working if p.party_id == fix.party_id]
    return {"": gettext("Ingen vald"), **dict(found)}


def _remedies(fix: Fix, move: Move) -> dict[str, str]:
    known = CATEGORIES[fix.category].remedies if fix.category in CATEGORIES else ()
    usual = usual_remedy(fix)
    phrases = dict.fromkeys((*known, *((usual,) if usual else ())))
    return {**{text: gettext(text) for text in phrases}, NO_REMEDY: gettext("Inget av dessa")}


OFFERS: dict[str, Callable[[Fix, Move], dict[str, str]]] = {
    "party": _parties,
    "person": _people,
    "priority": lambda fix, move: _words(PRIORITIES),
    "channel": lambda fix, move: _words(CHANNELS),
    "hold_reason": lambda fix, move: _words(HOLD_REASONS, empty=True),
    "outcome_reason": lambda fix, move: _words(WONT_FIX_REASONS, empty=True),
    "towards": lambda fix, move: {state: gettext(STATES[state]) for state in move.targets},
    "remedy": _remedies,
}
