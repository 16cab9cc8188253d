"""What signing in takes: delays against guessing, browsers known from before, where to go next."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app, g, request, session, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.routing import BuildError

from ..domain import accounts, joining
from ..domain.errors import N_, TooMany
from ..domain.people import Person
from ..domain.walks import moment, text_time
from ..storage import attempts
from . import policy
from .people import cookie_name

_KNOWN_FOR = timedelta(days=180)
# Where each role begins when no page was asked for; the first that fits.
_HOMES = (
    (("leader", "coordinator", "safety_coordinator", "police", "registrar"), "walks.index"),
    (("party",), "fixes.index"),
    (("admin",), "admin.index"),
)
# Browsers and systems as their users call them; the first found in the user agent counts.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
             ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Tries:
    """The keys one sign-in counts against. A known browser has a key of its own.

    So strangers who guess at an account, or from the same town hall, cannot keep its owner out.
    """

    account: str
    address: str | None

    def take(self, at: str) -> None:
        """Count one try. Raises TooMany with the seconds to wait."""
        keys: dict[str, Callable[[int], int]] = {self.account: accounts.account_wait}
        if self.address:
            keys[self.address] = accounts.address_wait
        wait = attempts.take(g.db, keys, at)
        if wait:
            raise TooMany(
                N_("Vänta %(seconds)s sekunder och försök sedan igen."),
                retry_after=wait,
                seconds=wait,
            )

    def succeeded(self) -> None:
        """The password was right: the account's failures are forgotten."""
        attempts.forget(g.db, self.account)
        if self.address:
            attempts.give_back(g.db, self.address)


def tries_for(email: str, person: Person | None) -> Tries:
    """The keys of this try; alike for addresses that exist and those that do not."""
    known = request.cookies.get(cookie_name("known"), "")
    if person and _known_person(known) == person.id:
        return Tries(f"sign-in known {_short_hash(known)}", None)
    address = joining.origin(request.remote_addr or "")
    return Tries(f"sign-in account {_short_hash(email)}", f"sign-in address {address}")


def known_token(person: Person) -> str:
    """The signed cookie that says: this person has signed in from this browser before."""
    return str(_signer().dumps([person.id, secrets.token_hex(8)]))


def _known_person(token: str) -> str | None:
    try:
        person_id, _random = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(person_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known browser")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:32]


def browser_name() -> str:
    """`Chrome · Android`, for the list of places where a person is signed in."""
    agent = request.user_agent.string
    tables = (_BROWSERS, _SYSTEMS)
    found = (next((name for mark, name in table if mark in agent), "") for table in tables)
    return " · ".join(part for part in found if part)


def next_page(person: Person) -> str:
    """The staff page that was asked for before signing in, or where the person's work begins.

    Only an endpoint's name and its arguments are remembered, never an address.
    """
    endpoint, arguments = _remembered()
    if endpoint and _lets_in(person, endpoint):
        try:
            return url_for(endpoint, **arguments)
        except BuildError:
            pass  # the page is no longer there
    return home(person)


def home(person: Person) -> str:
    """The page where the person's work begins."""
    for roles, endpoint in _HOMES:
        if person.has(*roles):
            return url_for(endpoint)
    return url_for("account.account")


def _remembered() -> tuple[str, dict[str, Any]]:
    given = session.pop("after_sign_in", None)
    if not isinstance(given, list) or len(given) != 2 or not isinstance(given[1], dict):
        return "", {}
    arguments = {key: value for key, value in given[1].items() if not key.startswith("_")}
    return str(given[0]), arguments


def _lets_in(person: Person, endpoint: str) -> bool:
    if endpoint not in current_app.view_functions:
        return False
    rule = policy.of(current_app, endpoint)
    gets = any("GET" in (url.methods or ()) for url in current_app.url_map.iter_rules(endpoint))
    return gets and rule.kind == "staff" and (not rule.roles or person.has(*rule.roles))


def known_until(at: str) -> str:
    """How long a browser is known after a sign-in."""
    return text_time(moment(at) + _KNOWN_FOR)
