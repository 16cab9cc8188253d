"""What is deleted when: rules that a decision of the municipality puts in force, and never without.

Swedish archive law lets an authority delete by decision only: a rule without one deletes nothing.
"""

from dataclasses import dataclass, replace

from . import text
from .errors import N_, Conflict, Refused
from .events import Event
from .history import edit_line
from .ids import new_id
from .people import Person

SHORTEST, LONGEST = 1, 36_500  # days
MAX_DECISION = 200


@dataclass(frozen=True)
class Kind:
    """One kind of information: what goes, from when the days are counted, and a usual number."""

    title: str
    what: str
    since: str
    days: int


KINDS = {
    "walker_names": Kind(
        N_("Namn som deltagare har valt"),
        N_("Det en deltagare kallade sig tas bort från telefonen och från iakttagelserna."),
        N_("dagar efter att vandringen slutade"),
        90,
    ),
    "rejected_issues": Kind(
        N_("Iakttagelser som inte visas"),
        N_("Texten i iakttagelser som togs bort eller inte fick visas. Att de fanns står kvar."),
        N_("dagar efter att vandringen slutade"),
        365,
    ),
    "check_notes": Kind(
        N_("Anteckningar från kontroller på plats"),
        N_("Texten som skrevs vid en kontroll under en uppföljande vandring. Svaret står kvar."),
        N_("dagar efter att vandringen slutade"),
        365,
    ),
    "objections": Kind(
        N_("Vad läsare har skrivit om punkter"),
        N_("Texten från den som sa att något inte är åtgärdat. Att någon sa det står kvar."),
        N_("dagar efter att det kom in, om det inte väntar på svar"),
        365,
    ),
    "unshown_photos": Kind(
        N_("Bilder som aldrig har visats"),
        N_("Bilder som ingen har godkänt, när allt de hör till är avslutat. Filerna tas bort."),
        N_("dagar efter att åtgärden avslutades, eller vandringen om bilden inte blev en åtgärd"),
        365,
    ),
    "old_accounts": Kind(
        N_("Konton som är avstängda"),
        N_("Namn, e-postadress och lösenord. Det personen gjorde står kvar utan namn."),
        N_("dagar efter att kontot stängdes av"),
        365,
    ),
    "old_history": Kind(
        N_("Vem som gjorde vad med en avslutad åtgärd"),
        N_("Personen och den interna texten på varje rad i historiken. Vad som hände står kvar."),
        N_("dagar efter att åtgärden avslutades"),
        1825,
    ),
}


@dataclass(frozen=True)
class Rule:
    """How long one kind is kept. Without days and decision it is kept until further notice."""

    code: str
    days: int | None = None
    decision: str = ""
    version: int = 0

    @property
    def in_force(self) -> bool:
        """Whether anything is deleted by it."""
        return self.days is not None and bool(self.decision)


def change(
    rule: Rule, days: int | None, decision: str, *, read: int, by: Person, at: str
) -> tuple[Rule, Event]:
    """The rule as decided. Raises Conflict, or Refused beside the field that does not do."""
    if rule.version != read:
        raise Conflict
    decision = text.line(decision, "decision", MAX_DECISION)
    if days is not None and not SHORTEST <= days <= LONGEST:
        raise Refused(
            N_("Skriv ett antal dagar mellan %(least)s och %(most)s."),
            field="days",
            least=SHORTEST,
            most=LONGEST,
        )
    if days is not None and not decision:
        raise Refused(
            N_("Skriv vilket beslut som säger det. Utan beslut får inget tas bort."),
            field="decision",
        )
    if decision and days is None:
        raise Refused(N_("Skriv efter hur många dagar."), field="days")
    version = rule.version + 1
    changed = replace(rule, days=days, decision=decision, version=version)
    line = edit_line("retention", rule.code, version, by=by, at=at)
    return changed, replace(line, data={"days": days, "decision": decision})


def deleted(rule: Rule, count: int, *, at: str) -> Event:
    """The line that tells how much went, and by which decision."""
    data = {"count": count, "days": rule.days, "decision": rule.decision}
    return Event(
        new_id(), at, "retention", rule.code, rule.version, "deleted", "system", None, data=data
    )
