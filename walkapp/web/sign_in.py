"""Signing in and out, and the one-time link that sets a first password."""

from flask import Blueprint, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _

from ..domain import accounts, text
from ..domain import passwords as rules
from ..domain.errors import N_, NotFound, Refused
from ..domain.people import Person
from ..storage import passwords, sessions
from ..storage import people as stored
from . import cookies, forms, people, signing
from .clock import now
from .policy import public

bp = Blueprint("sign_in", __name__)


class SignIn(forms.Form):
    """E-mail and password."""

    email = forms.line(
        _("E-postadress"), missing=_("Skriv din e-postadress."), autocomplete="username"
    )
    password = forms.password(
        _("Lösenord"), missing=_("Skriv ditt lösenord."), autocomplete="current-password"
    )


class FirstPassword(forms.Form):
    """A password chosen through a one-time link."""

    new = forms.password(
        _("Nytt lösenord"), missing=_("Skriv ett lösenord."), autocomplete="new-password"
    )


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The form; who is signed in already goes straight on."""
    person = people.person_of_request()
    return (
        redirect(signing.next_page(person), 303)
        if person
        else SignIn().page("sign_in/sign_in.html")
    )


@bp.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in: a new session each time, after a delay when there have been many failures."""
    form = SignIn()
    if form.read():
        with form.attempt():
            return _let_in(_checked(form.email.data, form.password.data))
    return form.page("sign_in/sign_in.html")


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session here and empty the browser's cache of this site."""
    sessions.end(g.db, request.cookies.get(people.cookie_name("session"), ""))
    session.pop("csrf_token", None)
    response = redirect(url_for("pages.start"), 303)
    cookies.forget(response, "session")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """The form where somebody invited chooses a password."""
    return FirstPassword().page("sign_in/invitation.html", invited=_invited(token))


@bp.post("/invitation/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Set the password; the link works once."""
    person, form = _invited(token), FirstPassword()
    if form.read():
        with form.attempt():
            hashed = passwords.hashed(rules.checked(form.new.data, person))
            if not stored.accept(g.db, token, hashed, accounts.password_set(person, at=now())):
                raise NotFound(GONE)
            flash(gettext("Lösenordet är sparat. Logga in med det."), "success")
            return redirect(url_for("sign_in.sign_in"), 303)
    return form.page("sign_in/invitation.html", invited=person)


GONE = N_("Länken är redan använd eller för gammal. Be den som skickade den om en ny.")


def _invited(token: str) -> Person:
    person = stored.invited(g.db, token, now())
    if person is None:
        raise NotFound(GONE)
    return person


def _checked(email: str, password: str) -> Person:
    email = text.line(email, "email", accounts.MAX_EMAIL).lower()
    password = rules.typed(password)
    person = stored.by_email(g.db, email)
    tries = signing.tries_for(email, person)
    tries.take(now())
    known = person if person and not person.disabled_at else None
    kept = stored.password_hash(g.db, known.id) if known else None
    if not passwords.fits(kept, password[: rules.LONGEST + 1]) or not known or not kept:
        raise Refused(N_("E-postadressen eller lösenordet stämmer inte."), field="password")
    tries.succeeded()
    if passwords.outdated(kept):
        stored.rehash(g.db, known.id, old=kept, new=passwords.hashed(password))
    return known


def _let_in(person: Person) -> ResponseReturnValue:
    old = request.cookies.get(people.cookie_name("session"))
    if old:
        sessions.end(g.db, old)
    token = sessions.open_session(g.db, person.id, now(), label=signing.browser_name())
    stored.choose_language(g.db, person.id, str(get_locale()))
    session.pop("csrf_token", None)
    response = redirect(signing.next_page(person), 303)
    cookies.keep(response, "session", token)
    cookies.keep(response, "known", signing.known_token(person), until=signing.known_until(now()))
    return response
