"""Who may call a view. Every route declares it; one without is refused when the app starts.

Credentials never cross: a device view never looks at the staff session, and the other way round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who is let in.

    `kind` is public, device, outside_link, staff or pull; `roles` the staff roles, any one of them.
    """

    kind: str
    roles: frozenset[str] = frozenset()


class Undeclared(Exception):
    """A route has no policy."""


def public(view: View) -> View:
    """Anybody may call it, signed in or not."""
    return _declare(view, Policy("public"))


def device(view: View) -> View:
    """A phone that has joined some walk; the loader checks which."""
    return _declare(view, Policy("device"))


def staff(*roles: str) -> Callable[[View], View]:
    """Somebody signed in with at least one of the roles; with no roles named, anyone signed in."""
    return lambda view: _declare(view, Policy("staff", frozenset(roles)))


def pull(view: View) -> View:
    """A program with a token for one saved view; the guard finds the view and its person."""
    return _declare(view, Policy("pull"))


def outside_link(view: View) -> View:
    """Whoever holds the secret in the address, which the view's loader checks; no cookie counts."""
    return _declare(view, Policy("outside_link"))


def one_click(view: View) -> View:
    """A view that mail programs call on the reader's wish (RFC 8058), without page or form token.

    Only for what the secret in the address alone decides.
    """
    view.one_click = True  # type: ignore[attr-defined]
    return view


def is_one_click(app: Flask, endpoint: str) -> bool:
    """Whether the view of an endpoint is called so."""
    return getattr(app.view_functions[endpoint], "one_click", False) is True


def takes(most: int) -> Callable[[View], View]:
    """A view that takes in this many bytes from whoever it lets in, and not the usual limit."""

    def allow(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return allow


def most_bytes(app: Flask, endpoint: str) -> int | None:
    """How many bytes the view of an endpoint takes in; none for the usual limit."""
    most: int | None = getattr(app.view_functions[endpoint], "most_bytes", None)
    return most


def of(app: Flask, endpoint: str) -> Policy:
    """The policy of an endpoint. Raises Undeclared."""
    found = getattr(app.view_functions[endpoint], "policy", None)
    if found is None:
        known = "@public, @device, @outside_link eller @staff(…)"
        raise Undeclared(f"{endpoint} har ingen policy. Sätt {known}.")
    return found


def check_all(app: Flask) -> None:
    """Raises Undeclared for the first route that nobody decided about."""
    for rule in app.url_map.iter_rules():
        of(app, rule.endpoint)


def _declare(view: View, policy: Policy) -> View:
    view.policy = policy  # type: ignore[attr-defined]
    return view
