"""People who sign in: adding, roles, links, shutting out."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..domain import accounts as rules
from ..domain.errors import N_, Conflict, NotAllowed, NotFound, Refused
from ..domain.people import ROLES, Person
from ..domain.walks import moment, text_time
from ..storage import parties
from ..storage import people as stored
from . import forms
from .clock import now
from .errors import sentence
from .policy import staff

bp = Blueprint("admin_people", __name__, url_prefix="/admin/people")
OF_PEOPLE = ("safety_coordinator", "admin")


class PersonForm(forms.Form):
    """A person as the fields are drawn."""

    name = forms.line(_("Namn"), missing=_("Skriv vad personen heter."), autocomplete="off")
    email = forms.line(
        _("E-postadress"), missing=_("Skriv adressen att logga in med."), type="email"
    )
    roles = forms.Choices(_("Roller"), missing=_("Välj minst en roll."))
    party_id = forms.Choice(_("Arbetar för"))
    version = forms.ReadVersion()

    def given(self) -> rules.Given:
        """What was typed."""
        roles = frozenset(self.roles.data or ())
        return rules.Given(self.name.data, self.email.data, roles, self.party_id.data)


@bp.get("")
@staff(*OF_PEOPLE)
def index() -> ResponseReturnValue:
    """Everybody, those shut out last."""
    everybody = sorted(stored.all(g.db), key=lambda person: person.disabled_at is not None)
    return render_template(
        "admin/people.html",
        people=everybody,
        waiting=stored.waiting(g.db, now()),
        parties={party.id: party.name for party in parties.all(g.db)},
        roles=ROLES,
    )


@bp.route("/new", methods=["GET", "POST"])
@staff(*OF_PEOPLE)
def new() -> ResponseReturnValue:
    """Add a person and show the one-time link, this once."""
    form = _form()
    if form.read():
        with form.attempt():
            person, event = rules.new(form.given(), by=g.person, at=now())
            stored.add(g.db, person, event=event)
            return _link_page(person)
    return form.page("admin/person.html", person=None)


@bp.route("/<person_id>", methods=["GET", "POST"])
@staff(*OF_PEOPLE)
def person(person_id: str) -> ResponseReturnValue:
    """Change name, address, roles or party. A change of roles signs the person out."""
    found = _person(person_id)
    form = _form(found)
    if form.read():
        with form.attempt():
            version = form.version.data
            changed = rules.change(found, form.given(), read=version, by=g.person, at=now())
            stored.save(g.db, *changed)
            return _saved(gettext("%(name)s är sparad.", name=changed[0].name))
    form.show_version(found.version)
    return form.page("admin/person.html", person=found)


@bp.post("/<person_id>/link")
@staff(*OF_PEOPLE)
def link(person_id: str) -> ResponseReturnValue:
    """A new one-time link, for a first or a forgotten password."""
    found = _person(person_id)
    if found.disabled_at:
        return _not_done(gettext("Släpp in personen först. Sedan kan du göra en länk."))
    return _link_page(found)


@bp.post("/<person_id>/disable")
@staff(*OF_PEOPLE)
def disable(person_id: str) -> ResponseReturnValue:
    """Shut a person out at once."""
    found = _person(person_id)
    try:
        stored.save(g.db, *rules.disable(found, by=g.person, at=now()))
    except (Refused, Conflict) as refusal:
        return _not_done(sentence(refusal))
    return _saved(gettext("%(name)s är utestängd och utloggad överallt.", name=found.name))


@bp.post("/<person_id>/enable")
@staff(*OF_PEOPLE)
def enable(person_id: str) -> ResponseReturnValue:
    """Let a person in again."""
    found = _person(person_id)
    stored.save(g.db, *rules.enable(found, by=g.person, at=now()))
    return _saved(gettext("%(name)s kan logga in igen.", name=found.name))


def _form(person: Person | None = None) -> PersonForm:
    form = PersonForm(obj=person)
    form.roles.choices = {role: gettext(ROLES[role]) for role in rules.may_give(g.person)}
    own = person.party_id if person else None
    known = [party for party in parties.all(g.db) if party.active or party.id == own]
    form.party_id.choices = forms.nobody() | {party.id: party.name for party in known}
    return form


def _person(person_id: str) -> Person:
    found = stored.get(g.db, person_id)
    if found is None:
        raise NotFound
    if not rules.may_manage(g.person, found):
        raise NotAllowed(N_("Bara en administratör kan ändra en administratör."))
    return found


def _link_page(person: Person) -> ResponseReturnValue:
    expires_at = text_time(moment(now()) + rules.INVITATION_LIFE)
    token = stored.invite(g.db, person.id, expires_at)
    address = url_for("sign_in.invitation", token=token)
    base = current_app.extensions["settings"].base_url
    return render_template(
        "admin/link.html", person=person, address=f"{base}{address}", expires_at=expires_at
    )


def _saved(text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("admin_people.index"), 303)


def _not_done(text: str) -> ResponseReturnValue:
    flash(text, "danger")
    return redirect(url_for("admin_people.index"), 303)
