"""Who a person is towards one fix, and what they are told when a move is not theirs."""

from dataclasses import replace

from ..errors import N_
from ..people import Party, Person
from ..walks import Walk
from .fix import Fix
from .moves import COORDINATOR, DOER, LEADER, OUTSIDE, PARTY, RELAY

ONLY = {
    (COORDINATOR,): N_("Det här kan bara samordnaren göra."),
    (COORDINATOR, LEADER): N_("Det här kan bara samordnaren eller vandringsledaren göra."),
    (COORDINATOR, LEADER, DOER): N_(
        "Bara samordnaren eller vandringsledaren kan bekräfta att det är åtgärdat."
    ),
    (PARTY,): N_("Det här kan bara den som ansvarar för åtgärden göra."),
    (PARTY, COORDINATOR): N_("Det här kan bara den som ansvarar eller samordnaren göra."),
    (RELAY,): N_("Det här kan bara den som ansvarar för åtgärden göra."),
    (OUTSIDE,): N_("Det här kan bara den som ansvarar för åtgärden göra."),
}
# The role of whoever answers by a link; nobody who signs in has it.
BY_LINK = "by_link"


def by_link(party: Party) -> Person:
    """An outside party as it stands to the one fix its link is about."""
    return Person("", party.name, "", frozenset({BY_LINK}), party.id)


def towards(person: Person, walk: Walk | None) -> Person:
    """The person as they stand to a fix of this walk: a leader of other walks is no leader here."""
    leads = "leader" in person.roles
    if not leads or (walk is not None and person.id in walk.crew):
        return person
    return replace(person, roles=person.roles - {"leader"})


def hats(fix: Fix, person: Person, *, confirm_by_other: bool) -> frozenset[str]:
    """The hats of a person (as given by `towards`) before this fix."""
    coordinates = person.has("coordinator", "safety_coordinator")
    responsible = (
        person.has("party", "police")
        and person.party_id is not None
        and person.party_id == fix.party_id
    )
    linked = person.has(BY_LINK) and person.party_id == fix.party_id
    worn = {
        COORDINATOR: coordinates,
        LEADER: person.has("leader"),
        PARTY: responsible or (linked and fix.sent_on is None),
        RELAY: (coordinates or linked) and fix.sent_on is not None,
        OUTSIDE: linked and fix.sent_on is not None,
        DOER: responsible and not confirm_by_other,
    }
    return frozenset(hat for hat, wears in worn.items() if wears)


# Of the words meant for colleagues, those an outside party needs to do its part.
_SAID_TO_PARTY = frozenset(
    "assign plan hold resume finish replan reject_work propose_decline turn_down".split()
)


def reads_notes(person: Person, party: Party | None) -> bool:
    """Whether internal notes are for this person, who works for `party`: not for outside owners."""
    inside = person.has("coordinator", "safety_coordinator", "leader", "registrar")
    return inside or party is None or not party.external


def hears(person: Person, party: Party | None, kind: str) -> bool:
    """Whether the internal words of such an event are for this person, who works for `party`."""
    return kind in _SAID_TO_PARTY or reads_notes(person, party)


def may_add_photos(fix: Fix, person: Person) -> bool:
    """The coordinator, the leader of the walk, and the party that has the fix."""
    return bool(hats(fix, person, confirm_by_other=True) & {COORDINATOR, LEADER, PARTY})
