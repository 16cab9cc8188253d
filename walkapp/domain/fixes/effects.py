"""What a move writes into the fix and into its line of history."""

from dataclasses import fields
from typing import Any

from ..categories import CATEGORIES
from ..people import Person
from .fix import Fix
from .given import Given
from .moves import RELAY, Move
from .words import REMEDY_OF_SUBCATEGORY

_UNDONE: dict[str, Any] = {"done_text": "", "done_on": None, "done_by": None, "remedy": ""}
_UNHELD: dict[str, Any] = {"hold_reason": "", "review_on": None}
# Nobody has it any more; what was promised stays in the history and, for the date, on the fix.
_RELEASED: dict[str, Any] = {
    **_UNDONE,
    **_UNHELD,
    "party_id": None,
    "person_id": None,
    "planned_action": "",
    "sent_on": None,
    "channel": "",
    "reference": "",
    "followup_on": None,
    "reminders": 0,
    "replied": False,
}
# A new round: it is neither fixed nor late by the dates of the last one.
_REOPENED: dict[str, Any] = {
    **_RELEASED,
    "outcome": None,
    "outcome_reason": "",
    "outcome_text": "",
    "remaining": "",
    "confirmed_by": None,
    "confirmed_on": None,
    "closed_at": None,
    "kept_fix_id": None,
    "refused_by": "",
    "due_on": None,
    "original_due_on": None,
}
_COLUMNS = frozenset(field.name for field in fields(Fix))
_PUBLIC = ("planned_action", "done_text", "remaining", "public_reason", "how_to_follow")
_INTERNAL = ("said_by", "checked_by", "reply", "proposed_reason", "reason", "whose")
_FACTS = tuple(
    "priority channel hold_reason outcome_reason remedy due_on sent_on followup_on reminded_on"
    " review_on said_on done_on checked_on reference".split()
)


def taken(fix: Fix, move: Move, said: Given, by: Person) -> dict[str, Any]:
    """The columns a move changes, apart from state, outcome and version."""
    changes = _cleared(fix, move)
    for name in move.takes:
        value = getattr(said, name)
        if name in _COLUMNS and value:
            changes[name] = value
    if said.due_on:
        changes["original_due_on"] = fix.original_due_on or said.due_on
    if said.said_by:
        changes["replied"] = True
    return changes | _special(fix, move, said, by)


def _cleared(fix: Fix, move: Move) -> dict[str, Any]:
    if move.name == "reopen":
        return {**_REOPENED, "reopen_count": fix.reopen_count + 1}
    if move.name in ("bounce", "reroute"):
        return dict(_RELEASED)
    if move.name == "reject_work":
        return dict(_UNDONE)
    return dict(_UNHELD) if fix.state == "on_hold" and move.targets else {}


def _special(fix: Fix, move: Move, said: Given, by: Person) -> dict[str, Any]:
    match move.name:
        case "assign":
            person = said.person.id if said.person else None
            return {"party_id": said.party and said.party.id, "person_id": person}
        case "refer":
            return {"party_id": said.party and said.party.id}
        case "appoint":
            return {"person_id": said.person and said.person.id}
        case "bounce":
            return {
                "bounce_reason": said.reason,
                "bounce_whose": said.whose,
                "refused_by": _refused(fix),
            }
        case "finish":
            # The outside party did it, so the coordinator who wrote it down may check it.
            doer = None if RELAY in move.by else by.id or None
            remedy = usual_remedy(fix) if said.remedy is None else said.remedy
            return {"done_by": doer, "remedy": remedy}
        case "confirm" | "confirm_partly":
            return {"confirmed_by": by.id, "confirmed_on": said.checked_on}
        case "remind":
            return {"reminders": fix.reminders + 1}
        case "turn_down":
            return {"proposed_reason": "", "outcome_reason": ""}
        case "mark_duplicate":
            return {"kept_fix_id": said.kept_fix and said.kept_fix.id}
        case "decline" | "dismiss_gone" | "out_of_scope":
            return {"outcome_text": said.public_reason}
        case "close_referred":
            return {"outcome_text": said.how_to_follow}
    return {}


def _refused(fix: Fix) -> str:
    """Those that have said no before, and the party that has it now, which is the latest."""
    before = [party_id for party_id in fix.refused_by.split() if party_id != fix.party_id]
    return " ".join([*before, fix.party_id or ""]).strip()


def usual_remedy(fix: Fix) -> str:
    """The phrase that most often tells what was done about such a fix, or nothing."""
    category = CATEGORIES.get(fix.category)
    usual = category.remedies[0] if category and category.remedies else ""
    return REMEDY_OF_SUBCATEGORY.get(fix.subcategory, usual)


def outer_words(said: Given) -> str:
    """What everybody may read of it in the history."""
    return next((getattr(said, name) for name in _PUBLIC if getattr(said, name)), "")


def inner_words(said: Given) -> str:
    """What stays inside, one line for each thing said."""
    return "\n".join(getattr(said, name) for name in _INTERNAL if getattr(said, name))


def facts(fix: Fix, after: Fix, move: Move, said: Given) -> dict[str, Any]:
    """The codes, days and names of parties that the history page shows."""
    found: dict[str, Any] = {"from": fix.state, "to": after.state}
    found |= {name: getattr(said, name) for name in _FACTS if getattr(said, name)}
    if said.party:
        found["party"] = said.party.name
    if said.kept_fix:
        found["kept"] = said.kept_fix.number
    if after.due_on != fix.due_on and fix.due_on:
        found["due_before"] = fix.due_on
    if after.outcome:
        found["outcome"] = after.outcome
    return found
