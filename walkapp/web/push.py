"""Notices in the browser: asked for here, and what they say when they are sent."""

import json
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ..domain import push as rules
from ..domain.errors import N_, Refused
from ..domain.mails import Mail
from ..domain.push import Subscription
from ..domain.walks import moment
from ..storage import notices, push
from . import signing
from .clock import now
from .mails import staff as mails
from .mails.message import NotNeeded
from .policy import staff

bp = Blueprint("push", __name__, url_prefix="/account/push")
MOST_LINES = 4


@dataclass(frozen=True)
class Message:
    """One message, ready to go to one browser."""

    to: Subscription
    body: bytes
    topic: str


def public_key() -> str:
    """What browsers are told when they are asked; empty where notices are not offered."""
    settings = current_app.extensions["settings"]
    offered = settings.offline and settings.push_services and settings.smtp
    if not offered:
        return ""
    from .. import webpush  # brings the cryptography, which a start does without

    return webpush.Sender.of(settings.secret_key, settings.mail_from).public_key


@bp.post("")
@staff()
def subscribe() -> ResponseReturnValue:
    """A browser says where it can be reached: JSON as the browser itself writes it."""
    if not public_key():
        raise Refused(N_("Aviseringar används inte här."))
    words = _words(request.get_json(silent=True))
    services = current_app.extensions["settings"].push_services
    found = rules.subscribed(*words, by=g.person, services=services)
    push.keep(g.db, replace(found, label=signing.browser_name(), created_at=now()))
    flash(gettext("Aviseringar visas i den här webbläsaren."), "success")
    return {"result": "kept"}, 201


def _words(said: Any) -> list[str]:
    """The address and the two keys. Raises Refused when they are not there."""
    keys = said.get("keys") if isinstance(said, dict) else None
    if isinstance(keys, dict):
        words = [said.get("endpoint"), keys.get("p256dh"), keys.get("auth")]
        if all(isinstance(word, str) for word in words):
            return words
    raise Refused(rules.ODD)


@bp.post("/forget")
@staff()
def forget() -> ResponseReturnValue:
    """No more notices there, chosen by its id."""
    push.forget(g.db, request.form.get("browser", ""), person_id=g.person.id)
    flash(gettext("Aviseringarna är avstängda där."), "success")
    return redirect(url_for("account.account", _anchor="push"), 303)


def written(mail: Mail, at: str) -> Message:
    """What a row of the outbox says, as things stand now. Raises NotNeeded."""
    to = push.get(g.db, mail.reader_id)
    if to is None:
        raise NotNeeded(gettext("Webbläsaren visar inga aviseringar längre."))
    if moment(at) - moment(mail.at) > rules.LIFE:
        raise NotNeeded(gettext("Aviseringen blev för gammal."))
    person = mails.reader(to.person_id)
    items = mails.items(notices.pushed(g.db, mail.object_id), person)
    if not items:
        raise NotNeeded(gettext("Personen ser inte åtgärden längre."))
    return Message(to, json.dumps(_said(items), ensure_ascii=False).encode(), _topic(items))


def _said(items: list[mails.Item]) -> dict[str, str]:
    lines = [f"{item.fix.number} {item.fix.title}" for item in items[:MOST_LINES]]
    if len(items) == 1:
        [item] = items
        address, place = url_for("fixes.show", fix_id=item.fix.id), item.place
        return {
            "title": item.heading,
            "body": "\n".join(filter(None, (*lines, place))),
            "address": address,
        }
    return {
        "title": ngettext("%(num)s nyhet om åtgärder", "%(num)s nyheter om åtgärder", len(items)),
        "body": "\n".join(lines),
        "address": url_for("fixes.index"),
    }


def _topic(items: list[mails.Item]) -> str:
    """At most 32 letters: news about one fix take each other's place, and lists likewise."""
    return items[0].fix.id.replace("-", "")[:32] if len(items) == 1 else "list"
