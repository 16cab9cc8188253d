"""The cookies of phones and of staff: hidden from scripts, on this host alone."""

from datetime import UTC, datetime

from flask import current_app
from werkzeug.wrappers import Response

from ..domain.walks import moment
from .people import cookie_name


def keep(response: Response, word: str, token: str, *, until: str | None = None) -> None:
    """Give the browser the cookie `device`, `session` or `known`, until a UTC time or it closes."""
    left = None if until is None else int((moment(until) - datetime.now(UTC)).total_seconds())
    response.set_cookie(
        cookie_name(word),
        token,
        max_age=left,
        path="/",
        secure=current_app.extensions["settings"].secure,
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response, word: str) -> None:
    """Take the cookie back."""
    response.delete_cookie(
        cookie_name(word),
        path="/",
        secure=current_app.extensions["settings"].secure,
        httponly=True,
        samesite="Lax",
    )
