"""What must hold besides role, state and filled-in fields; each rule is a line and a sentence."""

from ..errors import N_, NotAllowed, Refused
from ..people import Person
from .fix import Fix
from .given import Given
from .moves import Move

REMINDERS_BEFORE_CLOSING = 2


def standing(
    fix: Fix, move: Move, by: Person, *, confirm_by_other: bool
) -> Refused | NotAllowed | None:
    """What stands in the way whatever is typed, or nothing."""
    own_work = fix.done_by is not None and fix.done_by == by.id
    if move.name in ("confirm", "confirm_partly") and own_work and confirm_by_other:
        return NotAllowed(
            N_("Någon annan än den som gjorde arbetet ska bekräfta att det är klart.")
        )
    asked = fix.replied or fix.reminders >= REMINDERS_BEFORE_CLOSING
    if move.name == "close_referred" and not asked:
        return Refused(
            N_("Punkten kan avslutas när parten har svarat eller när du har påmint två gånger.")
        )
    if move.name == "turn_down" and not fix.proposed_reason:
        return Refused(N_("Det finns inget förslag att svara på."))
    return None


def check(fix: Fix, move: Move, said: Given) -> None:
    """Raises Refused when the fields do not fit each other or the fix."""
    _check_party(fix, move, said)
    _check_days(fix, move, said)
    if move.name == "resume":
        if said.towards not in move.targets:
            raise Refused(N_("Välj om arbetet är planerat eller pågår."), field="towards")
        if said.towards == "planned" and not (said.planned_action or fix.planned_action):
            raise Refused(N_("Skriv vad som ska göras."), field="planned_action")
    if move.name == "close_referred" and not (said.reference or fix.reference):
        raise Refused(N_("Skriv partens ärendenummer."), field="reference")
    if said.kept_fix:
        if said.kept_fix.id == fix.id:
            raise Refused(N_("Det är samma punkt. Skriv numret på en annan."), field="kept_fix")
        if said.kept_fix.outcome == "duplicate":
            raise Refused(
                N_("%(number)s är själv en dubblett. Skriv numret på den punkt som är kvar."),
                field="kept_fix",
                number=said.kept_fix.number,
            )


def _check_party(fix: Fix, move: Move, said: Given) -> None:
    party, person = said.party, said.person
    if party and not party.active:
        raise Refused(N_("%(name)s tar inte emot fler åtgärder."), field="party", name=party.name)
    if party and move.name == "refer" and not party.external:
        raise Refused(
            N_("%(name)s hör till kommunen. Välj Tilldela i stället."),
            field="party",
            name=party.name,
        )
    holder = party.id if party else fix.party_id
    if person and (person.party_id != holder or person.disabled_at):
        raise Refused(N_("Personen arbetar inte hos den ansvariga."), field="person")


def _check_days(fix: Fix, move: Move, said: Given) -> None:
    moved = said.due_on and fix.due_on and said.due_on != fix.due_on
    if moved and not said.reason:
        raise Refused(N_("Datumet ändras. Skriv varför."), field="reason")
    if (
        said.checked_on
        and move.name.startswith("confirm")
        and said.checked_on < (fix.done_on or "")
    ):
        raise Refused(
            N_("Kontrollen kan inte vara gjord innan det blev klart."), field="checked_on"
        )
