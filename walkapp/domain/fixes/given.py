"""What a person says with a move: one value, checked field by field."""

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any

from .. import text
from ..categories import REMEDIES
from ..dates import checked_day, past_day
from ..errors import N_, Refused
from ..people import Party, Person
from .fix import Fix
from .moves import Move
from .words import CHANNELS, HOLD_REASONS, PRIORITIES, STATES, WONT_FIX_REASONS


@dataclass(frozen=True)
class Given:
    """Everything any move may ask for; a move looks at its own fields only.

    Days are `YYYY-MM-DD`. `kept_fix` is the fix a duplicate points at. `remedy` is a phrase of the
    categories, "" for none of them, None for the usual one. `towards` is the state to resume in.
    """

    party: Party | None = None
    person: Person | None = None
    kept_fix: Fix | None = None
    priority: str = ""
    channel: str = ""
    hold_reason: str = ""
    outcome_reason: str = ""
    towards: str = ""
    remedy: str | None = None
    due_on: str = ""
    sent_on: str = ""
    followup_on: str = ""
    reminded_on: str = ""
    review_on: str = ""
    said_on: str = ""
    done_on: str = ""
    checked_on: str = ""
    reference: str = ""
    said_by: str = ""
    checked_by: str = ""
    whose: str = ""
    reply: str = ""
    reason: str = ""
    planned_action: str = ""
    done_text: str = ""
    remaining: str = ""
    public_reason: str = ""
    proposed_reason: str = ""
    how_to_follow: str = ""


MISSING = {
    "party": N_("Välj vem som är ansvarig."),
    "person": N_("Välj en person."),
    "kept_fix": N_("Skriv numret på den punkt som ska vara kvar."),
    "priority": N_("Välj hur bråttom det är."),
    "channel": N_("Välj hur det skickades."),
    "hold_reason": N_("Välj varför arbetet väntar."),
    "towards": N_("Välj om arbetet är planerat eller pågår."),
    "due_on": N_("Skriv datumet då det ska vara klart."),
    "sent_on": N_("Skriv datumet då det skickades."),
    "followup_on": N_("Skriv datumet då du frågar igen."),
    "reminded_on": N_("Skriv datumet då du påminde."),
    "review_on": N_("Skriv datumet då ni tittar på det igen."),
    "said_on": N_("Skriv datumet då beskedet kom."),
    "done_on": N_("Skriv datumet då det blev klart."),
    "checked_on": N_("Skriv datumet då platsen kontrollerades."),
    "reference": N_("Skriv deras ärendenummer, eller vem du skickade till."),
    "said_by": N_("Skriv vem som lämnade beskedet."),
    "checked_by": N_("Skriv vem som kontrollerade."),
    "reply": N_("Skriv vad de svarade."),
    "reason": N_("Skriv varför."),
    "planned_action": N_("Skriv vad som ska göras."),
    "done_text": N_("Skriv vad som gjordes."),
    "remaining": N_("Skriv vad som återstår. Det syns på webben."),
    "public_reason": N_("Förklara för invånarna varför. Det syns på webben."),
    "proposed_reason": N_("Förklara för invånarna varför. Det syns på webben om förslaget godtas."),
    "how_to_follow": N_("Skriv hur invånarna kan följa det hos den andra parten."),
}

_CODES: dict[str, Container[str]] = {
    "priority": PRIORITIES,
    "channel": CHANNELS,
    "hold_reason": HOLD_REASONS,
    "outcome_reason": WONT_FIX_REASONS,
    "towards": STATES,
    "remedy": REMEDIES,
}
_COMING = ("due_on", "followup_on", "review_on")
_PAST = ("sent_on", "reminded_on", "said_on", "done_on", "checked_on")
_LINE = {"reference": 200, "said_by": 200, "checked_by": 200, "whose": 200}
_LINES = 2000


def checked(given: Given, move: Move, at: str) -> Given:
    """The fields this move looks at, cleaned; all others empty.

    Raises Refused, with the field and its sentence, for what is missing, odd or too long.
    """
    kept = {name: _checked(name, getattr(given, name), at) for name in move.takes}
    for name in move.must:
        if not kept[name]:
            raise Refused(MISSING[name], field=name)
    return replace(Given(), **kept)


def _checked(name: str, value: Any, at: str) -> Any:
    if not isinstance(value, str) or not value.strip():
        return "" if isinstance(value, str) else value
    if name in _CODES:
        if value not in _CODES[name]:
            raise Refused(N_("Välj ett av alternativen som visas."), field=name)
        return value
    if name in _COMING:
        return checked_day(value, name)
    if name in _PAST:
        return past_day(value, name, at)
    if name in _LINE:
        return text.line(value, name, _LINE[name])
    return text.lines(value, name, _LINES)
