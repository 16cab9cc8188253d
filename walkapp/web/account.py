"""One's own account: where one is signed in, and the password."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from ..domain import accounts
from ..domain import notices as notice_rules
from ..domain import passwords as rules
from ..domain.errors import N_, Refused
from ..domain.people import ROLES, Person
from ..storage import notices, parties, passwords, sessions, tokens
from ..storage import people as stored
from ..storage import push as subscriptions
from . import cookies, forms, people, push, signing
from .clock import now
from .policy import staff

bp = Blueprint("account", __name__)


class NewPassword(forms.Form):
    """The password of today and the one to come."""

    current = forms.password(
        _("Ditt lösenord nu"), missing=_("Skriv ditt lösenord."), autocomplete="current-password"
    )
    new = forms.password(
        _("Nytt lösenord"), missing=_("Skriv ett lösenord."), autocomplete="new-password"
    )


@bp.get("/account")
@staff()
def account() -> ResponseReturnValue:
    """Name, roles, sessions, password."""
    return _page(NewPassword())


@bp.post("/account/password")
@staff()
def change_password() -> ResponseReturnValue:
    """Set a new password; every other session ends."""
    form = NewPassword()
    if form.read():
        with form.attempt():
            _check_current(g.person, form.current.data)
            hashed = passwords.hashed(rules.checked(form.new.data, g.person))
            event = accounts.password_set(g.person, at=now())
            stored.change_password(g.db, g.person.id, hashed, event)
            flash(gettext("Lösenordet är bytt. Du är utloggad överallt utom här."), "success")
            return _signed_in_again()
    return _page(form)


@bp.post("/account/shortcuts")
@staff()
def shortcuts() -> ResponseReturnValue:
    """Switch the shortcuts of single letters on or off for oneself."""
    on = request.form.get("shortcuts") == "1"
    stored.choose_shortcuts(g.db, g.person.id, on)
    said = gettext("Kortkommandon är på.") if on else gettext("Kortkommandon är avstängda.")
    flash(said, "success")
    return redirect(url_for("account.account"), 303)


@bp.post("/account/sessions/end")
@staff()
def end_session() -> ResponseReturnValue:
    """End one of one's sessions, chosen by its hash."""
    sessions.end_one(g.db, g.person.id, request.form.get("session", ""))
    flash(gettext("Inloggningen är avslutad."), "success")
    return redirect(url_for("account.account"), 303)


@bp.post("/account/sessions/end-all")
@staff()
def end_all() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    sessions.end_all(g.db, g.person.id)
    subscriptions.forget_all(g.db, g.person.id)
    flash(gettext("Du är utloggad överallt."), "success")
    response = redirect(url_for("sign_in.sign_in"), 303)
    cookies.forget(response, "session")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.post("/account/notices")
@staff()
def choose_notices() -> ResponseReturnValue:
    """What to be told of, and how."""
    try:
        notices.choose(g.db, g.person.id, notice_rules.checked(request.form, g.person))
    except Refused:
        return _page(NewPassword(), status=422)
    flash(gettext("Dina val är sparade."), "success")
    return redirect(url_for("account.account", _anchor="notices"), 303)


def _check_current(person: Person, password: str) -> None:
    tries = signing.tries_for(person.email, person)
    tries.take(now())
    kept = stored.password_hash(g.db, person.id)
    if not passwords.fits(kept, rules.typed(password)[: rules.LONGEST + 1]):
        raise Refused(N_("Det är inte ditt lösenord."), field="current")
    tries.succeeded()


def _signed_in_again() -> Response:
    token = sessions.open_session(g.db, g.person.id, now(), label=signing.browser_name())
    response = redirect(url_for("account.account"), 303)
    cookies.keep(response, "session", token)
    return response


def _page(form: NewPassword, *, status: int = 0) -> Response:
    here = tokens.digest(request.cookies.get(people.cookie_name("session"), ""))
    page = form.page(
        "account/account.html",
        sessions=sessions.of(g.db, g.person.id, now()),
        here=here,
        roles=[gettext(ROLES[role]) for role in ROLES if role in g.person.roles],
        party=parties.get(g.db, g.person.party_id) if g.person.party_id else None,
        kinds={code: notice_rules.KINDS[code] for code in notice_rules.kinds_for(g.person)},
        hows=notice_rules.HOWS,
        chosen=notices.choices(g.db, g.person.id),
        usual=notice_rules.DEFAULT,
        browsers=subscriptions.of(g.db, g.person.id),
        push_key=push.public_key(),
    )
    page.status_code = status or page.status_code
    return page
