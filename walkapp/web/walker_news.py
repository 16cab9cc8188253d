"""A walker gives an address for news, confirms it from the mail, and takes it back."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from ..domain import walker_news as rules
from ..domain.errors import N_, NotFound, TooMany
from ..domain.people import Membership
from ..domain.walker_news import WalkerAddress
from ..domain.walks import Walk
from ..storage import attempts, walker_news
from . import forms, own_fixes, people
from .clock import now
from .policy import device, outside_link

bp = Blueprint("walker_news", __name__)


class News(forms.Form):
    """Where news shall go."""

    email = forms.line(
        _("Din e-postadress"), missing=_("Skriv din e-postadress."), autocomplete="email"
    )


@bp.get("/walks/<walk_id>/news")
@device
def ask(walk_id: str) -> ResponseReturnValue:
    """How one's own issues stand, and where news about them goes."""
    return _page(News(), *people.member_walk(walk_id))


@bp.post("/walks/<walk_id>/news")
@device
def give(walk_id: str) -> ResponseReturnValue:
    """Keep an address; a mail to it asks whether it is right."""
    walk, membership = people.member_walk(walk_id)
    form = News()
    if form.read():
        with form.attempt():
            at = now()
            address = rules.given(form.email.data, membership.device_id, walk.id, at)
            _slow_down(address, at)
            walker_news.keep(g.db, replace(address, language=str(get_locale())))
            flash(gettext("Nästan klart. Öppna brevet vi skickar och bekräfta."), "success")
            return redirect(url_for("walker_news.ask", walk_id=walk.id), 303)
    return _page(form, walk, membership)


@bp.post("/walks/<walk_id>/news/remove")
@device
def remove(walk_id: str) -> ResponseReturnValue:
    """Take the address away."""
    walk, membership = people.member_walk(walk_id)
    walker_news.forget(g.db, membership.device_id, walk.id)
    flash(gettext("Adressen är borttagen hos oss."), "success")
    return redirect(url_for("walker_news.ask", walk_id=walk.id), 303)


@bp.route("/news/<news_key>", methods=["GET", "POST"])
@outside_link
def confirm(news_key: str) -> ResponseReturnValue:
    """The button from the mail: opening the page changes nothing, pressing confirms."""
    address = _read(news_key)
    if request.method == "POST":
        walker_news.confirm(g.db, address.id, now())
    done = request.method == "POST" or address.confirmed_at is not None
    return render_template("walker_news/confirm.html", key=news_key, address=address, done=done)


def confirming_address(address: WalkerAddress) -> str:
    """The address of the page with the button; good for this one as long as it is kept."""
    key = _signer().dumps([address.id, address.email])
    return url_for("walker_news.confirm", news_key=key, _external=True)


UNKNOWN = N_("Länken gäller inte längre. Skriv adressen en gång till på vandringens sida.")


def _read(key: str) -> WalkerAddress:
    try:
        address_id, email = _signer().loads(key)
    except (BadSignature, ValueError, TypeError):
        raise NotFound(UNKNOWN) from None
    address = walker_news.get(g.db, str(address_id))
    if address is None or address.email != email:
        raise NotFound(UNKNOWN)
    return address


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="confirm address")


def _slow_down(address: WalkerAddress, at: str) -> None:
    """So that nobody fills a stranger's mailbox. Raises TooMany."""
    hashed = hashlib.sha256(address.email.encode()).hexdigest()[:32]
    keys: dict[str, Callable[[int], int]] = {
        f"news phone {address.device_id}": rules.phone_wait,
        f"news address {hashed}": rules.address_wait,
    }
    wait = attempts.take(g.db, keys, at)
    if wait:
        raise TooMany(
            N_("Vi har redan skickat brev. Vänta en stund innan du försöker igen."),
            retry_after=wait,
        )


def _page(form: News, walk: Walk, membership: Membership) -> ResponseReturnValue:
    own = walker_news.standing(g.db, membership.device_id, walk.id)
    return form.page(
        "walker_news/ask.html",
        walk=walk,
        address=walker_news.of_phone(g.db, membership.device_id, walk.id),
        own=[own_fixes.shown(one) for one in own],
    )
