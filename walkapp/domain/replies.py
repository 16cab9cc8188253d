"""Templates for what is written to residents: a text that is offered, read through and changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from . import text
from .categories import CATEGORIES
from .errors import N_, Conflict, Refused
from .events import Event
from .fixes.words import OUTCOMES, STATES
from .history import add_line, edit_line
from .ids import new_id
from .people import Person

MAX_NAME, MAX_TEXT = 80, 2000
# What stands in the text, and what it becomes for a fix.
PLACES = ("{nummer}", "{rubrik}", "{plats}", "{ansvarig}", "{datum}")


@dataclass(frozen=True)
class ReplyTemplate:
    """A text for one category and for one state or outcome that a fix goes to; empty is any."""

    id: str
    name: str
    text: str
    category: str = ""
    state: str = ""
    active: bool = True
    version: int = 1


@dataclass(frozen=True)
class Given:
    """What was typed."""

    name: str
    text: str
    category: str
    state: str
    active: bool = True


def new(given: Given, *, by: Person, at: str) -> tuple[ReplyTemplate, Event]:
    """A template, and its line of history. Raises Refused with the field."""
    said = _checked(given)
    made = ReplyTemplate(new_id(), said.name, said.text, said.category, said.state, said.active)
    return made, add_line("reply_template", made.id, by=by, at=at)


def change(
    template: ReplyTemplate, given: Given, *, read: int, by: Person, at: str
) -> tuple[ReplyTemplate, Event]:
    """The template with other words. Raises Conflict, or Refused with the field."""
    if read != template.version:
        raise Conflict
    said = _checked(given)
    after = replace(
        template,
        name=said.name,
        text=said.text,
        category=said.category,
        state=said.state,
        active=said.active,
        version=template.version + 1,
    )
    return after, edit_line("reply_template", after.id, after.version, by=by, at=at)


def fitting(
    templates: Iterable[ReplyTemplate], category: str, states: Iterable[str]
) -> list[ReplyTemplate]:
    """Those that are in use for a category and any of the states, the narrowest first."""
    wanted = {"", *states}
    found = [
        one
        for one in templates
        if one.active and one.category in ("", category) and one.state in wanted
    ]
    return sorted(found, key=lambda one: (not one.category, not one.state))


def filled(template: ReplyTemplate, values: Mapping[str, str]) -> str:
    """The text with its places filled in; a place nobody knows anything for stays to be seen."""
    said = template.text
    for place in PLACES:
        if values.get(place):
            said = said.replace(place, values[place])
    return said


def _checked(given: Given) -> Given:
    name = text.line(given.name, "name", MAX_NAME)
    words = text.lines(given.text, "text", MAX_TEXT)
    if not name:
        raise Refused(N_("Skriv ett namn, så att mallen går att hitta."), field="name")
    if not words:
        raise Refused(N_("Skriv texten."), field="text")
    for value, known, field in (
        (given.category, CATEGORIES, "category"),
        (given.state, {**STATES, **OUTCOMES}, "state"),
    ):
        if value and value not in known:
            raise Refused(N_("Välj ett av alternativen som visas."), field=field)
    return replace(given, name=name, text=words)
