"""Forms: what was typed is kept, and a rule's refusal is shown beside its field.

Lengths and other rules live in domain; a form only knows how to read its fields. The guard in
security.py has checked the form token before a view is called.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from flask import make_response, render_template
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import (
    Field,
    FloatField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from ..domain.errors import Conflict, Refused, TooMany
from .errors import sentence


class Form(FlaskForm):  # type: ignore[misc]
    """A form that carries refusals back to the person who typed."""

    status = 200
    retry_after = 0

    class Meta:
        csrf = False

    @contextmanager
    def attempt(self) -> Generator[None, None, None]:
        """Turn a refusal inside the block into a sentence on the form; then show the page again."""
        try:
            yield
        except (Refused, Conflict, TooMany) as refusal:
            field = self._fields.get(refusal.field or "")
            if field is None:
                self.form_errors.append(sentence(refusal))
            else:
                field.errors = [*field.errors, sentence(refusal)]
            if isinstance(refusal, Conflict):
                self.status = 409
            if isinstance(refusal, TooMany):
                self.status, self.retry_after = 429, refusal.retry_after

    def read(self) -> bool:
        """Whether a form was sent and its fields could be read."""
        return bool(self.validate_on_submit())

    def show_version(self, version: int) -> None:
        """Let the next save name the version the page now shows."""
        self["version"].data = version
        self["version"].raw_data = None

    def page(self, template: str, **given: Any) -> Response:
        """The page with the form: 200, or 422, 409 or 429 with the sentences."""
        status = 422 if self.errors and self.status == 200 else self.status
        page = make_response(render_template(template, form=self, **given), status)
        if self.retry_after:
            page.headers["Retry-After"] = str(self.retry_after)
        return page


def _text(value: str | None) -> str:
    return value or ""


def line(label: str, *, missing: str = "", **attributes: Any) -> StringField:
    """A field of one line; `attributes` go to the input.

    `missing` is the sentence when nothing was typed: all of a form's are said at once.
    """
    return StringField(
        label, _must(missing), filters=[_text], render_kw=_asked(missing, attributes)
    )


def lines(label: str, **attributes: Any) -> TextAreaField:
    """A field of several lines."""
    return TextAreaField(label, filters=[_text], render_kw=attributes)


def password(label: str, *, missing: str, autocomplete: str) -> PasswordField:
    """A password, for the browser's own keeper to fill in."""
    attributes = _asked(missing, {"autocomplete": autocomplete})
    return PasswordField(label, _must(missing), filters=[_text], render_kw=attributes)


def _must(missing: str) -> list[DataRequired]:
    return [DataRequired(missing)] if missing else []


def _asked(missing: str, attributes: dict[str, Any]) -> dict[str, Any]:
    return {**attributes, "required": True} if missing else attributes


class Choice(SelectField):  # type: ignore[misc]
    """One of a list, given as {value: words}. The empty value stands for none."""

    def __init__(self, label: str, **given: Any) -> None:
        no_such = _("Välj något som finns i listan.")
        super().__init__(label, coerce=_or_none, invalid_choice_message=no_such, **given)


class _Box(CheckboxInput):  # type: ignore[misc]
    """One box of several. That one of them must be ticked does not mean that each must."""

    validation_attrs = ("disabled",)


class Choices(SelectMultipleField):  # type: ignore[misc]
    """Any number of a list, given as {value: words}, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = _Box()

    def __init__(self, label: str, *, missing: str = "", **given: Any) -> None:
        no_such = _("Välj bland dem som finns i listan.")
        super().__init__(label, _must(missing), invalid_choice_message=no_such, **given)


def _or_none(value: str | None) -> str | None:
    return value or None


def nobody() -> dict[str, str]:
    """The empty choice, first in a list."""
    return {"": gettext("Ingen vald")}


class Degrees(FloatField):  # type: ignore[misc]
    """Half a position, filled in by the map; empty without it."""

    widget = HiddenInput()

    def process_formdata(self, given: list[str]) -> None:
        self.data = _number(self, given, float)


class Count(IntegerField):  # type: ignore[misc]
    """A number of something, or nothing."""

    def process_formdata(self, given: list[str]) -> None:
        number = _number(self, given, int)
        self.data = None if number is None else int(number)


class ReadVersion(IntegerField):  # type: ignore[misc]
    """The version a person saw before changing; a missing one counts as never seen."""

    widget = HiddenInput()

    def process_formdata(self, given: list[str]) -> None:
        text = given[0].strip() if given else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _number(field: Field, given: list[str], kind: type[float] | type[int]) -> float | int | None:
    text = given[0].strip().replace(",", ".") if given else ""
    if not text:
        return None
    try:
        return kind(text[:40])
    except ValueError:
        raise ValueError(gettext("Skriv ett tal med siffror.")) from None
