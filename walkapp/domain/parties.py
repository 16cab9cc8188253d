"""What an administrator writes about a party, and the checks it passes."""

from dataclasses import dataclass, replace

from . import text
from .accounts import checked_email
from .categories import CATEGORIES
from .errors import N_, Conflict, Refused
from .events import Event
from .handling import LONGEST
from .history import add_line, edit_line
from .ids import new_id
from .people import PARTY_KINDS, Party, Person

MAX_NAME, MAX_PHONE = 100, 40


@dataclass(frozen=True)
class Given:
    """A party as typed."""

    name: str
    kind: str
    external: bool
    email: str = ""
    phone: str = ""
    active: bool = True
    days: int | None = None
    categories: tuple[str, ...] = ()
    area_ids: tuple[str, ...] = ()


def new(given: Given, *, by: Person, at: str) -> tuple[Party, Event]:
    """A new party. Raises Refused beside the field that does not do."""
    party = _written(Party(new_id(), "", "annan", False), given)
    return party, add_line("party", party.id, by=by, at=at)


def change(party: Party, given: Given, *, read: int, by: Person, at: str) -> tuple[Party, Event]:
    """The next version. `read` is the version that was seen; Conflict if it is older."""
    if party.version != read:
        raise Conflict
    changed = replace(_written(party, given), version=party.version + 1)
    return changed, edit_line("party", party.id, changed.version, by=by, at=at)


def _written(party: Party, given: Given) -> Party:
    name = text.line(given.name, "name", MAX_NAME)
    if not name:
        raise Refused(N_("Skriv vad parten heter."), field="name")
    if given.kind not in PARTY_KINDS:
        raise Refused(N_("Välj vad det är för slags part."), field="kind")
    if given.days is not None and not 0 <= given.days <= LONGEST:
        raise Refused(
            N_("Skriv ett antal arbetsdagar mellan 0 och %(most)s."), field="days", most=LONGEST
        )
    return replace(
        party,
        name=name,
        kind=given.kind,
        external=given.external,
        email=checked_email(given.email) if given.email.strip() else "",
        phone=text.line(given.phone, "phone", MAX_PHONE),
        active=given.active,
        days=given.days,
        categories=" ".join(code for code in CATEGORIES if code in given.categories),
        area_ids=" ".join(dict.fromkeys(given.area_ids)),
    )
