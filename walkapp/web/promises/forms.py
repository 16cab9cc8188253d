"""The forms of promises: each reads its fields into the thing they describe."""

from dataclasses import fields, replace
from typing import Any, TypeVar

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.widgets import TextInput

from ...domain import promises as rules
from ...domain.promises import Activity, Actor, Commitment, Goal, Indicator, Measurement, Promise
from ...storage import areas
from .. import forms

Thing = TypeVar("Thing", Promise, Goal, Commitment, Activity, Indicator, Measurement)


def _words(words: dict[str, str]) -> dict[str, str]:
    return {code: gettext(name) for code, name in words.items()}


def _areas() -> dict[str, str]:
    return {area.id: area.name for area in areas.all(g.db)}


class Number(forms.Degrees):
    """A number with decimals, or nothing."""

    widget = TextInput()

    def _value(self) -> str:
        """As one writes it in Swedish: 350 and 4,5."""
        if self.raw_data or self.data is None:
            return str(super()._value())
        return str(float(self.data)).removesuffix(".0").replace(".", ",")


class ThingForm(forms.Form):
    """A form whose fields are named as those of the thing."""

    version = forms.ReadVersion()

    def show(self, thing: Thing) -> None:
        """Fill the fields with what is kept."""
        for field in self:
            if hasattr(thing, field.name) and field.name != "version":
                kept = getattr(thing, field.name)
                field.data = kept.split() if field.name == "area_ids" else kept

    def written(self, thing: Thing) -> Thing:
        """The thing with what was typed."""
        names = {field.name for field in fields(thing)} - {"id", "version"}
        typed: dict[str, Any] = {f.name: f.data for f in self if f.name in names}
        if "area_ids" in typed:
            typed["area_ids"] = " ".join(typed["area_ids"] or ())
        for name in ("period", "verdict", "change", "starts", "ends"):
            if name in typed:
                typed[name] = typed[name] or ""
        return replace(thing, **typed)


class PromiseForm(ThingForm):
    """Who promises, when, and the signed paper."""

    title = forms.line(_("Vad löftet heter"), missing=_("Skriv vad löftet heter."))
    first_year = forms.Count(_("Från och med år"), render_kw={"inputmode": "numeric"})
    last_year = forms.Count(_("Till och med år"), render_kw={"inputmode": "numeric"})
    parties = forms.Choice(_("Vem lovar"), choices=lambda: _words(rules.OWNERS))
    signed_on = forms.line(_("Undertecknat den"), type="date")
    document = forms.line(_("Länk till löftet"), type="url")

    def written(self, thing: Promise) -> Promise:  # type: ignore[override]
        """The promise with what was typed; a missing year is none that exists."""
        for year in (self.first_year, self.last_year):
            year.data = year.data or 0
        return super().written(thing)


class GoalForm(ThingForm):
    """What is to be reached, where, and how it looks there."""

    text = forms.line(_("Målet är att"), missing=_("Skriv vilket målet är."))
    area_ids = forms.Choices(_("Platser"), choices=_areas)
    background = forms.lines(_("Lägesbild"))
    until = forms.line(_("Gäller till och med"))


class OfGoalForm(ThingForm):
    """A form of what may belong to one of several goals."""

    goal_id = forms.Choice(_("Vilket mål?"))

    def offer(self, book: rules.Book) -> None:
        """The goals to choose from; with one goal there is nothing to choose."""
        known = {goal.id: goal.text for goal in book.goals}
        self.goal_id.choices = {"": gettext("Inget särskilt"), **known}
        if len(known) < 2:
            del self.goal_id


class CommitmentForm(OfGoalForm):
    """What was promised, its target and the verdict."""

    owner = forms.Choice(_("Vem ansvarar"), choices=lambda: _words(rules.OWNERS))
    heading = forms.line(_("Rubrik"), missing=_("Skriv en rubrik."))
    text = forms.lines(_("Vad som lovas"))
    of_walks = BooleanField(_("Gäller det som kommer fram vid trygghetsvandringar"))
    target_kind = forms.Choice(_("Mål"), choices=lambda: _words(rules.TARGETS))
    target = forms.Count(_("Hur många"), render_kw={"inputmode": "numeric"})
    unit = forms.line(_("Av vad, eller vad som ska vara på plats"))
    period = forms.Choice(_("Varje"), choices=lambda: _words(rules.PERIODS))
    area_ids = forms.Choices(_("Platser"), choices=_areas)
    verdict = forms.Choice(
        _("Omdöme"), choices=lambda: {"": gettext("Räknas ut"), **_words(rules.VERDICTS)}
    )
    verdict_text = forms.lines(_("Kommentar till omdömet"))


class ActivityForm(ThingForm):
    """What was done. The first fields are enough for most."""

    kind = forms.Choice(_("Vad gjorde ni?"), choices=lambda: _words(rules.KINDS))
    count = forms.Count(_("Hur många gånger?"), render_kw={"inputmode": "numeric"})
    starts = forms.line(_("När?"))
    area_ids = forms.Choices(_("Var?"), choices=_areas)
    commitment_id = forms.Choice(_("Vilket åtagande?"))
    title = forms.line(_("Vad det gällde"))
    standing = forms.Choice(_("Hur det står till"), choices=lambda: _words(rules.STATUSES))
    owner = forms.Choice(_("Vems insats"))
    place = forms.line(_("Plats med egna ord"))
    time_pattern = forms.line(_("Tid på dygnet"))
    change = forms.Choice(_("Jämfört med förut"), choices=lambda: _words(rules.CHANGES))
    ends = forms.line(_("Slutade"))
    recurrence = forms.line(_("Hur ofta"))
    as_of = forms.line(_("Läget gällde"))
    target_group = forms.line(_("Målgrupp"))
    purpose = forms.line(_("Syftet är att"))
    responsible = forms.lines(_("Ansvarig"))
    lead = forms.lines(_("Leder"))
    partner = forms.lines(_("Tillsammans med"))
    member = forms.lines(_("Företrädare för"))
    helper = forms.lines(_("Har medverkat"))
    offers = forms.lines(_("Vad som erbjuds"))
    funding = BooleanField(_("Vi gav bidrag"))
    document = forms.line(_("Länk till dokument"), type="url")
    details = forms.lines(_("Egna anteckningar"))
    public = BooleanField(_("Granskad, får visas för alla"))

    def offer(self, book: rules.Book, activity: Activity) -> None:
        """What can be chosen here by this person."""
        known = {c.id: c.heading for c in book.commitments}
        self.commitment_id.choices = {"": gettext("Inget särskilt"), **known}
        owners = dict.fromkeys((activity.owner, *rules.owners_for(g.person)))
        self.owner.choices = {code: gettext(rules.OWNERS[code]) for code in owners}
        if not rules.may_write(g.person):
            del self.public

    def show(self, thing: Activity) -> None:  # type: ignore[override]
        """Fill the fields, with those who took part under their roles."""
        super().show(thing)
        self.standing.data = thing.status
        for role in rules.ROLES:
            self[role].data = "\n".join(thing.named(role))

    def written(self, thing: Activity) -> Activity:  # type: ignore[override]
        """The activity with what was typed."""
        actors = [
            Actor(role, name.strip())
            for role in rules.ROLES
            for name in self[role].data.splitlines()
            if name.strip()
        ]
        made = super().written(thing)
        status = self.standing.data or ""
        return replace(made, actors=rules.kept_actors(actors), status=status)


class IndicatorForm(OfGoalForm):
    """What is measured and how it is to be read."""

    name = forms.line(_("Vad som mäts"), missing=_("Skriv vad som mäts."))
    area_ids = forms.Choices(_("Platser"), choices=_areas)
    unit = forms.line(_("Enhet"))
    source = forms.line(_("Källa"), missing=_("Skriv varifrån siffrorna kommer."))
    wanted = forms.Choice(
        _("Önskad riktning"), choices=lambda: {"less": gettext("Minska"), "more": gettext("Öka")}
    )
    absolute = BooleanField(_("Värdena är antal"), default=True)
    definition = forms.lines(_("Vad som räknas"))
    caveat = forms.lines(_("Hur siffrorna ska läsas"))


class MeasurementForm(ThingForm):
    """One year's value; the change is computed."""

    year = forms.Count(_("År"), render_kw={"inputmode": "numeric"})
    value = Number(_("Värde"), render_kw={"inputmode": "decimal"})
    base = forms.Count(_("Antal svar eller fall som värdet bygger på"))
    note = forms.line(_("Anmärkning"))

    def written(self, thing: Measurement) -> Measurement:  # type: ignore[override]
        """The measurement with what was typed; nothing typed is no value that is allowed."""
        self.year.data = self.year.data or 0
        self.value.data = -1 if self.value.data is None else self.value.data
        return super().written(thing)
