"""What a fix is called: buttons, labels and sentences for staff and public, lines of history.

A Sentence is put into the reader's language where it is shown. Its values are codes' names (to be
translated), or plain words; those whose names end in `_on` are days and in `_month` months.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..checks import RESULTS
from ..errors import N_
from .fix import Fix
from .words import (
    CHANNELS,
    HOLD_BECAUSE,
    HOLD_REASONS,
    OUTCOMES,
    PRIORITIES,
    STATES,
    WONT_FIX_REASONS,
)


@dataclass(frozen=True)
class Sentence:
    """Swedish source text with `%(name)s` places, and what goes there."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


BUTTONS = {
    "assess": N_("Börja bedöma"),
    "assign": N_("Tilldela"),
    "refer": N_("Skicka till annan part"),
    "plan": N_("Planera åtgärd"),
    "start": N_("Starta"),
    "finish": N_("Klart, kontrollera"),
    "hold": N_("Pausa"),
    "resume": N_("Återuppta"),
    "record_reply": N_("Skriv in svar"),
    "remind": N_("Skriv in påminnelse"),
    "confirm": N_("Bekräfta att det är åtgärdat"),
    "confirm_partly": N_("Avsluta: delvis åtgärdat"),
    "reject_work": N_("Skicka tillbaka till arbete"),
    "replan": N_("Ändra datum eller plan"),
    "appoint": N_("Välj handläggare"),
    "bounce": N_("Inte vårt ansvar"),
    "propose_decline": N_("Föreslå att det inte åtgärdas"),
    "turn_down": N_("Säg nej till förslaget"),
    "reroute": N_("Bedöm på nytt"),
    "close_referred": N_("Avsluta: hänvisat till annan part"),
    "decline": N_("Avsluta: åtgärdas inte"),
    "dismiss_gone": N_("Avsluta: inte längre aktuellt"),
    "mark_duplicate": N_("Avsluta: dubblett"),
    "out_of_scope": N_("Avsluta: hör inte hit"),
    "reopen": N_("Öppna igen"),
}

_PUBLIC_LABELS = {
    "new": N_("Mottagen"),
    "assessing": N_("Mottagen"),
    "assigned": N_("Hos ansvarig"),
    "referred": N_("Hos annan ansvarig: %(party)s"),
    "planned": N_("Planerad, klart senast %(due_month)s"),
    "in_progress": N_("Arbete pågår"),
    "on_hold": N_("Väntar: %(hold_reason)s"),
    "done": N_("Utfört, kontrolleras"),
}

_PUBLIC_SENTENCES = {
    "new": N_("Vi har tagit emot punkten. Nu tar vi reda på vem som är ansvarig."),
    "assessing": N_("Vi har tagit emot punkten. Nu tar vi reda på vem som är ansvarig."),
    "reopened": N_("Problemet har kommit tillbaka. Vi har öppnat punkten igen."),
    "assigned": N_("%(party)s har fått frågan och svarar senast %(due_on)s."),
    "referred": N_(
        "Det här ansvarar %(party)s för. Vi skickade det dit den %(sent_on)s"
        " och frågar igen den %(followup_on)s."
    ),
    "planned": N_(
        "%(party)s planerar att %(planned_action)s. Det ska vara klart senast %(due_on)s."
    ),
    "in_progress": N_("%(party)s arbetar med det här."),
    "on_hold": N_(
        "Det här väntar eftersom %(hold_because)s. Vi tittar på det igen den %(review_on)s."
    ),
    "done": N_("%(party)s säger att det är klart. Vi kontrollerar på plats."),
    "fixed": N_("Åtgärdat den %(done_on)s: %(done_text)s."),
    "fixed_by_word": N_("Åtgärdat den %(done_on)s enligt utföraren: %(done_text)s."),
    "partly_fixed": N_("Delvis åtgärdat: %(done_text)s. Det här återstår: %(remaining)s."),
    "wont_fix": N_("Det här åtgärdas inte. %(outcome_text)s"),
    "referred_closed": N_("%(party)s har tagit över. Följ det här: %(outcome_text)s."),
    "gone": N_("Problemet finns inte kvar."),
    "duplicate": N_("Samma sak står i en annan punkt."),
    "out_of_scope": N_("Det här hör inte till trygghetsvandringen."),
}

HISTORY = {
    "create": N_("Åtgärdspunkten skapades"),
    "edit": N_("Uppgifterna ändrades"),
    "photos": N_("Bilder lades till"),
    "comment": N_("Kommentar"),
    "split": N_("Delades upp: %(new)s skapades för resten"),
    "merge": N_("Slogs ihop med %(merged)s"),
    "take_in": N_("Fler iakttagelser lades till"),
    "undo": N_("Ångrades, och är som förut"),
    "checked": N_("Kontrollerades vid %(walk)s: %(verdict)s"),
    "suggest_reopen": N_("Föreslogs öppnas igen efter %(walk)s: %(verdict)s"),
    "assess": N_("Bedömningen började"),
    "assign": N_("Tilldelades %(party)s, klart senast %(due_on)s"),
    "refer": N_("Skickades till %(party)s den %(sent_on)s, ny fråga den %(followup_on)s"),
    "plan": N_("Planerades, klart senast %(due_on)s"),
    "start": N_("Arbetet började"),
    "finish": N_("Utfört den %(done_on)s"),
    "hold": N_("Pausades: %(hold_reason)s. Nästa titt den %(review_on)s"),
    "resume": N_("Återupptogs"),
    "record_reply": N_("Svar kom den %(said_on)s"),
    "remind": N_("Påminnelse den %(reminded_on)s, ny fråga den %(followup_on)s"),
    "nudge": N_("Den ansvariga påmindes automatiskt, före dagen att fråga igen"),
    "confirm": N_("Bekräftades som åtgärdat den %(checked_on)s"),
    "confirm_partly": N_("Avslutades som delvis åtgärdat den %(checked_on)s"),
    "reject_work": N_("Skickades tillbaka till arbete"),
    "replan": N_("Ändrades, klart senast %(due_on)s"),
    "appoint": N_("Handläggare valdes"),
    "bounce": N_("Den ansvariga svarade: inte vårt ansvar"),
    "propose_decline": N_("Den ansvariga föreslog att det inte åtgärdas"),
    "turn_down": N_("Förslaget att inte åtgärda avslogs"),
    "reroute": N_("Bedöms på nytt"),
    "close_referred": N_("Avslutades: hänvisat till annan part"),
    "decline": N_("Avslutades: åtgärdas inte"),
    "dismiss_gone": N_("Avslutades: inte längre aktuellt"),
    "mark_duplicate": N_("Avslutades: dubblett av %(kept)s"),
    "out_of_scope": N_("Avslutades: hör inte hit"),
    "reopen": N_("Öppnades igen"),
    "resend": N_("En ny länk att svara genom skickades"),
    "object": N_("En läsare säger att det inte är åtgärdat"),
    "answer_objection": N_("Någon tittade efter, och det är åtgärdat"),
}

# What an edit changed, as the history names it.
FIELDS = {
    "title": N_("rubrik"),
    "public_text": N_("det som sågs"),
    "internal_note": N_("intern anteckning"),
    "category": N_("kategori"),
    "subcategory": N_("kategori"),
    "place_type": N_("plats"),
    "place_text": N_("plats"),
    "lat": N_("plats"),
    "lon": N_("plats"),
    "area_id": N_("område"),
    "priority": N_("hur bråttom"),
    "visibility": N_("vem som ser punkten"),
    "pole_number": N_("stolpens nummer"),
    "cost_band": N_("kostnad"),
    "season": N_("årstid"),
    "effect": N_("nytta"),
    "ease": N_("hur lätt"),
}

_CODES = {
    "priority": PRIORITIES,
    "channel": CHANNELS,
    "hold_reason": HOLD_REASONS,
    "outcome_reason": WONT_FIX_REASONS,
    "outcome": OUTCOMES,
    "from": STATES,
    "to": STATES,
    "verdict": RESULTS,
}


def by_word_alone(fix: Fix) -> bool:
    """Whether nobody but the doer has said that it is fixed."""
    return fix.outcome == "fixed" and fix.done_by is not None and fix.done_by == fix.confirmed_by


def public_label(fix: Fix, party: str = "") -> Sentence:
    """The label everybody may read; `party` is the responsible party's name."""
    if by_word_alone(fix):
        return Sentence(N_("Åtgärdat enligt utföraren"))
    if fix.outcome:
        return Sentence(OUTCOMES[fix.outcome])
    return Sentence(_PUBLIC_LABELS[fix.state], _values(fix, party))


def public_sentence(fix: Fix, party: str = "") -> Sentence:
    """What happens with it, said to everybody; `party` as above."""
    return Sentence(_PUBLIC_SENTENCES[_case(fix)], _values(fix, party))


def history_line(kind: str, data: Mapping[str, Any]) -> Sentence:
    """One event of a fix as staff read it. A fact that is missing leaves its place empty."""
    known = {name: _CODES[name].get(value, "") for name, value in data.items() if name in _CODES}
    plain = {name: _words(value) for name, value in data.items() if name not in _CODES}
    places = dict.fromkeys(
        ("party", "kept", "due_on", "sent_on", "followup_on", "new", "merged"), ""
    )
    return Sentence(HISTORY.get(kind, kind), {**places, **plain, **known})


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _case(fix: Fix) -> str:
    if by_word_alone(fix):
        return "fixed_by_word"
    if fix.outcome == "referred":
        return "referred_closed"
    if fix.outcome:
        return fix.outcome
    if fix.state == "assessing" and fix.reopen_count:
        return "reopened"
    return fix.state


def _values(fix: Fix, party: str) -> dict[str, str]:
    return {
        "party": party or N_("Den ansvariga"),
        "due_month": fix.due_on or "",
        "due_on": fix.due_on or "",
        "sent_on": fix.sent_on or "",
        "followup_on": fix.followup_on or "",
        "review_on": fix.review_on or "",
        "done_on": fix.done_on or "",
        "planned_action": _phrase(fix.planned_action),
        "hold_reason": HOLD_REASONS.get(fix.hold_reason, ""),
        "hold_because": HOLD_BECAUSE.get(fix.hold_reason, ""),
        "done_text": _phrase(fix.done_text),
        "remaining": _phrase(fix.remaining),
        "outcome_text": fix.outcome_text
        if fix.outcome == "wont_fix"
        else _phrase(fix.outcome_text),
    }


def _phrase(text: str) -> str:
    """The sentence around it ends with the full stop."""
    return text.rstrip(". ")
