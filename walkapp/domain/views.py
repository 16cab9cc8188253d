"""Saved views of the fixes: a question with a name, one's own or shared, and tokens to fetch it."""

from dataclasses import dataclass, replace

from . import text
from .dates import days_after
from .errors import N_, NotAllowed, Refused
from .events import Event
from .ids import new_id
from .people import Person

LAYOUTS = {"": N_("Lista"), "map": N_("Karta"), "board": N_("Tavla")}
LONGEST_NAME, LONGEST_QUERY, LONGEST_LABEL = 60, 1000, 60
MOST_OWN, MOST_TOKENS = 50, 10
# How many days a token may live.
LIVES = (30, 90, 365)
SHARERS = ("coordinator", "safety_coordinator")


@dataclass(frozen=True)
class View:
    """A question (`query`, as it stands in the address) with a name. It never changes its question.

    `layout` is a key of LAYOUTS. A shared one is offered to everybody, and each sees their own
    fixes in it.
    """

    id: str
    name: str
    query: str
    layout: str
    owner_id: str
    shared: bool
    created_at: str
    version: int = 1


@dataclass(frozen=True)
class PullToken:
    """Lets a program fetch one view as the person who made it, until a day. Only its hash is kept.

    `label` says where it is used.
    """

    id: str
    token_hash: str
    view_id: str
    person_id: str
    label: str
    created_at: str
    expires_at: str
    used_at: str | None = None
    revoked_at: str | None = None

    def holds(self, at: str) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and at < self.expires_at


def sees(person: Person, view: View) -> bool:
    """One's own, and those that are shared."""
    return view.shared or view.owner_id == person.id


def may_change(person: Person, view: View) -> bool:
    """The owner; a shared one any coordinator too, since the owner may have left."""
    return view.owner_id == person.id or (view.shared and may_share(person))


def may_share(person: Person) -> bool:
    """Whether this person may put a name into everybody's list."""
    return person.has(*SHARERS)


def new(name: str, query: str, layout: str, *, shared: bool, by: Person, at: str) -> View:
    """A view to be saved. Raises Refused with the field, NotAllowed for sharing."""
    if layout not in LAYOUTS or len(query) > LONGEST_QUERY:
        raise Refused(N_("Vyn gick inte att läsa. Ladda om sidan och spara igen."))
    _check_shared(shared, by)
    return View(new_id(), _name(name), query, layout, by.id, shared, at)


def change(view: View, name: str, *, shared: bool, by: Person) -> View:
    """The view with another name, shared or not. Raises Refused and NotAllowed."""
    check_change(view, by)
    if shared != view.shared:
        _check_shared(shared, by)
    return replace(view, name=_name(name), shared=shared, version=view.version + 1)


def check_change(view: View, by: Person) -> None:
    """Raises NotAllowed for somebody who only looks at it."""
    if not may_change(by, view):
        raise NotAllowed(N_("Bara den som har sparat vyn kan ändra den."))


def new_token(
    view: View, token_hash: str, label: str, days: int, *, by: Person, at: str
) -> tuple[PullToken, Event]:
    """A token for a view one sees, and the line of history. Raises Refused."""
    label = text.line(label, "label", LONGEST_LABEL)
    if not label:
        raise Refused(N_("Skriv var länken ska användas."), field="label")
    if days not in LIVES:
        raise Refused(N_("Välj hur länge länken ska gälla."), field="days")
    expires_at = f"{days_after(at[:10], days)}{at[10:]}"
    token = PullToken(new_id(), token_hash, view.id, by.id, label, at, expires_at)
    return token, _event(token, "pull_token", by=by, at=at)


def revoke(token: PullToken, *, by: Person, at: str) -> tuple[PullToken, Event]:
    """The token as one that opens nothing, and the line of history. Raises NotAllowed."""
    if token.person_id != by.id:
        raise NotAllowed(N_("Bara den som har gjort länken kan stänga den."))
    return replace(token, revoked_at=token.revoked_at or at), _event(
        token, "pull_token_revoked", by=by, at=at
    )


def _event(token: PullToken, kind: str, *, by: Person, at: str) -> Event:
    data = {"view": token.view_id, "until": token.expires_at[:10]}
    return Event(new_id(), at, "pull_token", token.id, 1, kind, "person", by.id, data=data)


def _name(name: str) -> str:
    kept = text.line(name, "name", LONGEST_NAME)
    if not kept:
        raise Refused(N_("Skriv vad vyn ska heta."), field="name")
    return kept


def _check_shared(shared: bool, by: Person) -> None:
    if shared and not may_share(by):
        raise NotAllowed(N_("Bara samordnaren kan dela en vy med alla."))
