"""Who may write what about promises (domain table of roles and rights)."""

from ..errors import N_, NotAllowed
from ..fixes import Fix
from ..people import Person
from .values import Activity


def may_write(person: Person) -> bool:
    """The safety coordinator looks after promises, commitments and indicators."""
    return person.has("safety_coordinator")


def may_log(person: Person) -> bool:
    """Who may write down an activity of their own."""
    return person.has("safety_coordinator", "police") or bool(
        person.has("party") and person.party_id
    )


def may_answer(person: Person, fix: Fix) -> bool:
    """What is about presence is answered by an activity rather than mended."""
    return fix.category == "narvaro" and may_log(person)


def may_change(person: Person, activity: Activity) -> bool:
    """The safety coordinator any, the police theirs and joint ones, a party its own."""
    return (
        may_write(person)
        or (person.has("police") and activity.owner in ("police", "joint"))
        or bool(person.has("party") and person.party_id and activity.party_id == person.party_id)
    )


def may_remove(person: Person, thing: object) -> bool:
    """Whoever may change an activity may take it away; the rest is the safety coordinator's."""
    return may_change(person, thing) if isinstance(thing, Activity) else may_write(person)


def owners_for(person: Person) -> tuple[str, ...]:
    """Whose activities somebody writes down; the first is the usual one."""
    if may_write(person):
        return ("municipality", "police", "joint")
    return ("police", "joint") if person.has("police") else ("municipality",)


def check_right(thing: object, by: Person) -> None:
    """Raises NotAllowed for somebody who may not write this."""
    if isinstance(thing, Activity):
        if not (may_log(by) and may_change(by, thing)):
            raise NotAllowed(N_("Du kan bara skriva in era egna insatser."))
    elif not may_write(by):
        raise NotAllowed(N_("Bara trygghetssamordnaren får ändra medborgarlöften."))


def word_of(thing: object) -> str:
    """What its lines of history are kept under."""
    return type(thing).__name__.lower()
