"""What is looked after once: parties, areas and the municipality itself."""

from dataclasses import asdict

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from ..domain import areas as area_rules
from ..domain import municipality as municipality_rules
from ..domain import parties as party_rules
from ..domain.categories import CATEGORIES
from ..domain.errors import NotFound
from ..domain.people import PARTY_KINDS, Party
from ..storage import areas, dead_letters, municipality, outbox, parties
from . import forms
from .clock import now
from .policy import staff


def _translated(words: dict[str, str]) -> dict[str, str]:
    return {code: gettext(name) for code, name in words.items()}


bp = Blueprint("admin", __name__, url_prefix="/admin")
OF_PARTIES = ("coordinator", "safety_coordinator", "admin")
OF_ALL = ("safety_coordinator", "admin")
OF_RETENTION = ("registrar", "admin")


class PartyForm(forms.Form):
    """A party as its fields are drawn."""

    name = forms.line(_("Namn"), missing=_("Skriv vad parten heter."))
    kind = forms.Choice(_("Slag"), choices=lambda: _translated(PARTY_KINDS))
    external = BooleanField(_("Utanför kommunens egen organisation"))
    email = forms.line(_("E-postadress"), type="email")
    phone = forms.line(_("Telefon"), type="tel")
    active = BooleanField(_("Kan få åtgärder"), default=True)
    days = forms.Count(_("Brukar bli klar på, i arbetsdagar"))
    categories = forms.Choices(_("Har hand om"))
    area_ids = forms.Choices(_("I områdena"))
    version = forms.ReadVersion()

    def given(self) -> party_rules.Given:
        """What was typed."""
        return party_rules.Given(
            name=self.name.data,
            kind=self.kind.data or "",
            external=self.external.data,
            email=self.email.data,
            phone=self.phone.data,
            active=self.active.data,
            days=self.days.data,
            categories=tuple(self.categories.data or ()),
            area_ids=tuple(self.area_ids.data or ()),
        )


class AreaForm(forms.Form):
    """An area as its fields are drawn."""

    name = forms.line(_("Namn"), missing=_("Skriv vad området heter."))
    polygon = forms.lines(_("Yta som GeoJSON"), spellcheck="false")
    land = BooleanField(_("Används bara för att hitta den ansvariga"))
    version = forms.ReadVersion()

    def given(self) -> area_rules.Given:
        """What was typed."""
        return area_rules.Given(self.name.data, self.polygon.data, self.land.data)


class MunicipalityForm(forms.Form):
    """The municipality as its fields are drawn."""

    name = forms.line(_("Kommunens namn"), missing=_("Skriv vad kommunen heter."))
    short_name = forms.line(_("Kort namn"), missing=_("Skriv vad kommunen heter."))
    danger_phone = forms.line(_("Telefon vid fara"), type="tel")
    contact_email = forms.line(_("E-post för frågor"), type="email")
    confirm_by_other = BooleanField(_("Någon annan än den som gjorde jobbet bekräftar"))
    review_by_other = BooleanField(_("Någon annan än den som skrev läser uppföljningen"))
    lat, lon = forms.Degrees(_("Latitud")), forms.Degrees(_("Longitud"))
    version = forms.ReadVersion()

    def given(self) -> municipality_rules.Given:
        """What was typed."""
        names = (field.name for field in self if field.name != "version")
        return municipality_rules.Given(**{name: self[name].data for name in names})


@bp.get("")
@staff(*OF_PARTIES, "registrar")
def index() -> ResponseReturnValue:
    """What there is to look after."""
    all_of_it = g.person.has(*OF_ALL)
    letters = dead_letters.count(g.db) if all_of_it else 0
    return render_template(
        "admin/index.html",
        all=all_of_it,
        parties=g.person.has(*OF_PARTIES),
        retention=g.person.has(*OF_RETENTION),
        letters=letters,
        mails=outbox.standing(g.db, now()) if all_of_it else None,
    )


@bp.get("/parties")
@staff(*OF_PARTIES)
def list_parties() -> ResponseReturnValue:
    """Every party, own units and outside owners."""
    return render_template(
        "admin/parties.html",
        parties=parties.all(g.db),
        kinds=PARTY_KINDS,
        categories=CATEGORIES,
        areas={area.id: area.name for area in areas.all(g.db, land=True)},
    )


@bp.route("/parties/new", methods=["GET", "POST"])
@staff(*OF_PARTIES)
def new_party() -> ResponseReturnValue:
    """Add a party."""
    form = _party_form()
    if form.read():
        with form.attempt():
            party, event = party_rules.new(form.given(), by=g.person, at=now())
            parties.add(g.db, party, event)
            return _saved("admin.list_parties", party.name)
    return form.page("admin/party.html", party=None)


@bp.route("/parties/<party_id>", methods=["GET", "POST"])
@staff(*OF_PARTIES)
def party(party_id: str) -> ResponseReturnValue:
    """Change a party."""
    found = parties.get(g.db, party_id)
    if found is None:
        raise NotFound
    form = _party_form(found)
    if form.read():
        with form.attempt():
            version = form.version.data
            changed = party_rules.change(found, form.given(), read=version, by=g.person, at=now())
            parties.save(g.db, *changed)
            return _saved("admin.list_parties", changed[0].name)
    form.show_version(found.version)
    return form.page("admin/party.html", party=found)


@bp.get("/areas")
@staff(*OF_PARTIES)
def list_areas() -> ResponseReturnValue:
    """Every area."""
    return render_template("admin/areas.html", areas=areas.all(g.db, land=True))


@bp.route("/areas/new", methods=["GET", "POST"])
@staff(*OF_PARTIES)
def new_area() -> ResponseReturnValue:
    """Add an area."""
    form = AreaForm()
    if form.read():
        with form.attempt():
            area, event = area_rules.new(form.given(), by=g.person, at=now())
            areas.add(g.db, area, event)
            return _saved("admin.list_areas", area.name)
    return form.page("admin/area.html", area=None)


@bp.route("/areas/<area_id>", methods=["GET", "POST"])
@staff(*OF_PARTIES)
def area(area_id: str) -> ResponseReturnValue:
    """Change an area."""
    found = areas.get(g.db, area_id)
    if found is None:
        raise NotFound
    form = AreaForm(obj=found)
    if form.read():
        with form.attempt():
            version = form.version.data
            changed = area_rules.change(found, form.given(), read=version, by=g.person, at=now())
            areas.save(g.db, *changed)
            return _saved("admin.list_areas", changed[0].name)
    form.show_version(found.version)
    return form.page("admin/area.html", area=found)


@bp.route("/municipality", methods=["GET", "POST"])
@staff(*OF_ALL)
def our_municipality() -> ResponseReturnValue:
    """Name, the number to call, who may confirm, where maps begin."""
    found = g.municipality
    form = MunicipalityForm(obj=found)
    if form.read():
        with form.attempt():
            changed = municipality_rules.change(
                found, form.given(), read=form.version.data, by=g.person, at=now()
            )
            municipality.save(g.db, *changed)
            return _saved("admin.index", changed[0].name)
    form.show_version(found.version)
    return form.page("admin/municipality.html")


def _party_form(party: Party | None = None) -> PartyForm:
    """The form, with what can be chosen; lists are kept as words with spaces between."""
    lists = ("categories", "area_ids")
    kept = (
        {**asdict(party), **{name: getattr(party, name).split() for name in lists}} if party else {}
    )
    form = PartyForm(data=kept)
    form.categories.choices = {code: gettext(c.name) for code, c in CATEGORIES.items()}
    form.area_ids.choices = {area.id: area.name for area in areas.all(g.db, land=True)}
    return form


def _saved(endpoint: str, name: str) -> ResponseReturnValue:
    flash(gettext("%(name)s är sparad.", name=name), "success")
    return redirect(url_for(endpoint), 303)
