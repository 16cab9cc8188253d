"""The forms of a round. Errands of a kind have the same ones, so each is drawn once a page."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup

from ...domain.fixes import Fix, Move, labels
from .forms import MoveForm, move_form
from .showing import Step

# What is done on the spot, in the order it usually comes.
ON_THE_SPOT = ("start", "resume", "finish", "hold", "confirm", "plan", "bounce")
# Stand for the fix in a form that is drawn once; nobody can have typed them.
_ID, _NUMBER, _VERSION = (f"{word}-{secrets.token_hex(8)}" for word in ("id", "number", "version"))


@dataclass(frozen=True)
class Act:
    """A move on the spot, with its form as HTML."""

    name: str
    label: str
    asks: int
    form: Markup


class Drawer:
    """Draws the forms of one page."""

    def __init__(self, party_names: Sequence[str] = ()) -> None:
        self._party_names = party_names
        self._drawn: dict[tuple[object, ...], Markup] = {}

    def acts(self, fix: Fix, moves: dict[str, Move], *, first: bool) -> list[Act]:
        """The moves of a fix that are made on the spot; with `first` the first is the next step."""
        names = [name for name in ON_THE_SPOT if name in moves]
        return [self._act(fix, moves[name], is_next=first and name == names[0]) for name in names]

    def _act(self, fix: Fix, move: Move, *, is_next: bool) -> Act:
        form, label = move_form(fix, move), gettext(labels.BUTTONS[move.name])
        if "towards" in form:
            form["towards"].data = "in_progress"  # whoever stands there goes on
        kind = (move.name, is_next, *_content(form))
        if kind not in self._drawn:
            step = Step(move, form, label)
            self._drawn[kind] = self._draw(replace(fix, id=_ID), step, is_next)
        words = str(self._drawn[kind]).replace(_ID, fix.id).replace(_NUMBER, fix.number.lower())
        drawn = Markup(words.replace(_VERSION, str(fix.version)))  # ids and a number, no words
        return Act(move.name, label, len(move.takes), drawn)

    def _draw(self, fix: Fix, step: Step, is_next: bool) -> Markup:
        for field in step.form:
            field.id = field.label.field_id = f"{field.id}-{_NUMBER}"
        step.form["version"].data = _VERSION
        given = {"fix": fix, "step": step, "is_next": is_next, "party_names": self._party_names}
        return Markup(render_template("fixes/_errand_form.html", **given, spots=1))


def _content(form: MoveForm) -> Iterable[object]:
    """All that makes one form look other than another, but for the fix it is about."""
    yield form.time_usual
    for field in form:
        if field.name != "version":
            yield field.name, field.data, tuple(getattr(field, "choices", None) or ())
