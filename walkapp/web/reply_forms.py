"""What an outside owner can answer: a form for each, and what it is called."""

from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField

from . import forms


class AnswerForm(forms.Form):
    """The version of the fix that was on the screen; each answer adds its own fields."""

    version = forms.ReadVersion()


class Finish(AnswerForm):
    """It is done."""

    done_text = forms.lines(_("Vad gjorde ni?"))
    done_on = forms.line(_("Blev klart den"))
    photos = MultipleFileField(_("Lägg till bilder efteråt"))


class Start(AnswerForm):
    """Work goes on."""


class Plan(AnswerForm):
    """It will be done by a day."""

    planned_action = forms.lines(_("Vad ska göras? Vi planerar att …"))
    due_on = forms.line(_("Klart senast"))
    reason = forms.lines(_("Varför ändras datumet?"))


class Replan(AnswerForm):
    """It will be done by another day."""

    due_on = forms.line(_("Klart senast"))
    reason = forms.lines(_("Varför ändras datumet?"))
    planned_action = forms.lines(_("Vad ska göras? Vi planerar att …"))


class Bounce(AnswerForm):
    """It is somebody else's."""

    reason = forms.lines(_("Varför är det inte ert?"))
    whose = forms.line(_("Vems är det i stället?"))


class Decline(AnswerForm):
    """They will not do it."""

    proposed_reason = forms.lines(_("Vi gör det inte, därför att …"))


FORMS: dict[str, type[AnswerForm]] = {
    "finish": Finish,
    "start": Start,
    "plan": Plan,
    "replan": Replan,
    "bounce": Bounce,
    "propose_decline": Decline,
}
LABELS = {
    "finish": _("Klart"),
    "start": _("Pågår"),
    "plan": _("Planerat till"),
    "replan": _("Nytt datum"),
    "bounce": _("Inte vårt"),
    "propose_decline": _("Vi gör det inte"),
}
