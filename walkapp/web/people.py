"""Who is calling, and the loaders: no view fetches a walk or a fix by bare id."""

from flask import current_app, g, request

from ..domain import people as rules
from ..domain import walks as walk_rules
from ..domain.errors import N_, NotAllowed, NotFound
from ..domain.fixes import Fix
from ..domain.people import Device, Membership, Person
from ..domain.views import View
from ..domain.walks import Walk
from ..storage import devices, fixes, sessions, views, walks
from .clock import now

NOT_JOINED = N_("Den här telefonen är inte med i den vandringen. Gå med igen.")


def wants_json() -> bool:
    """Whether the caller asked for JSON rather than a page."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def cookie_name(word: str) -> str:
    """The name of the `device` or `session` cookie; `__Host-` binds it to https and this host."""
    prefix = "__Host-" if current_app.extensions["settings"].secure else ""
    return f"{prefix}walkapp_{word}"


def device_of_request() -> Device | None:
    """The phone that sent this, by its cookie alone."""
    token = request.cookies.get(cookie_name("device"), "")
    return devices.of_token(g.db, token, now()) if token else None


def person_of_request() -> Person | None:
    """The person signed in, by the session cookie alone."""
    token = request.cookies.get(cookie_name("session"), "")
    return sessions.person_of(g.db, token, now()) if token else None


def view_of_request() -> tuple[View, Person] | None:
    """The saved view a program asks for and as whom: `Authorization: Bearer` or `?token=`."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    token = given.strip() if kind.lower() == "bearer" else request.args.get("token", "")
    return views.opened(g.db, token, now()) if token else None


def walk_for(person: Person, walk_id: str, *, to: str = "see") -> Walk:
    """A walk this person may see, or `to="run"`. 404 to strangers, 403 to readers."""
    walk = walks.get(g.db, walk_id)
    if walk is None or not rules.sees_walk(person, walk):
        raise NotFound
    if to == "run" and not rules.runs_walk(person, walk):
        raise NotAllowed(N_("Bara de som leder vandringen kan göra det här."))
    return walk


def fix_for(person: Person, fix_id: str) -> Fix:
    """A fix this person may see; what they may do to it is decided move by move."""
    fix = fixes.get(g.db, fix_id)
    if fix is None:
        raise NotFound
    walk = walks.get(g.db, fix.walk_id) if fix.walk_id else None
    if not rules.sees_fix(person, fix, walk):
        raise NotFound
    return fix


def member_walk(walk_id: str) -> tuple[Walk, Membership]:
    """The walk this phone has joined, as it is now, and its membership (maybe revoked)."""
    membership = devices.membership(g.db, g.device.id, walk_id)
    walk = walks.get(g.db, walk_id) if membership else None
    if walk is None or membership is None:
        raise NotFound(NOT_JOINED)
    g.membership = membership  # so that the phone counts as heard, see presence
    return walk_rules.as_of(walk, now()), membership
