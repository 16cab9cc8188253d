"""Ending mails from the mail itself: a page with a button, and the one click of RFC 8058.

The address is signed and names whose mails of which kind; nobody signs in. Opening it changes
nothing, since mail scanners open every link.
"""

from flask import Blueprint, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from ..domain.errors import N_, NotFound
from ..domain.notices import KINDS, kinds_for
from ..storage import notices, people, walker_news
from .policy import one_click, outside_link

bp = Blueprint("leave_mails", __name__)


def leaving_address(reader_kind: str, reader_id: str, kind: str) -> str:
    """The address that ends such mails to this reader; a kind of notices, or `digest` for all."""
    key = _signer().dumps([reader_kind, reader_id, kind])
    return url_for("leave_mails.ask", key=key, _external=True)


@bp.get("/unsubscribe/<key>")
@outside_link
def ask(key: str) -> ResponseReturnValue:
    """What would end, and the button."""
    whose, _who, kind = _read(key)
    return render_template(
        "mail_leave/ask.html", key=key, whose=whose, choice=_of(kind), done=False
    )


@bp.post("/unsubscribe/<key>")
@one_click
@outside_link
def leave(key: str) -> ResponseReturnValue:
    """End them. Twice is as once."""
    whose, who, kind = _read(key)
    if whose == "walker":
        walker_news.forget_one(g.db, who)
    else:
        _end(who, kind)
    return render_template("mail_leave/ask.html", key=key, whose=whose, choice=_of(kind), done=True)


def _end(who: str, kind: str) -> None:
    person = people.get(g.db, who)
    if person is None:
        raise NotFound(UNKNOWN)
    kinds = kinds_for(person) if kind == "digest" else [kind]
    kept = notices.choices(g.db, person.id)
    wanted = {one: "off" for one in kinds if kind != "digest" or kept.get(one, "daily") == "daily"}
    notices.choose(g.db, person.id, wanted)


def _of(kind: str) -> str:
    return KINDS[kind].choice if kind in KINDS else ""


UNKNOWN = N_("Länken stämmer inte. Kontrollera att hela adressen kom med från brevet.")


def _read(key: str) -> tuple[str, str, str]:
    try:
        whose, who, kind = _signer().loads(key)
    except (BadSignature, ValueError, TypeError):
        raise NotFound(UNKNOWN) from None
    return str(whose), str(who), str(kind)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="end mails")
