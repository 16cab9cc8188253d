"""Generated sentences in the reader's language."""

from collections.abc import Mapping

from flask_babel import ngettext
from markupsafe import Markup, escape

from ..domain.errors import N_
from ..domain.reports import Sentence, joined
from . import clock
from .catalogues import language, spoken

# Values that are words of ours; the others are what people typed.
_CODED = ("hold_reason", "hold_because", "party")
_WRITTEN = ("planned_action", "done_text", "remaining", "outcome_text")


def say(sentence: Sentence) -> str:
    """The sentence translated, its words too, lists as `a, b och c`."""
    if not sentence.text:
        return ""
    values = {key: _word(value) for key, value in sentence.values.items()}
    if sentence.plural:
        return ngettext(
            sentence.text, sentence.plural, sentence.number, **{**values, "n": sentence.number}
        )
    text = spoken(sentence.text)
    return text % values if values else text


def listed(sentences: list[Sentence]) -> str:
    """Several short ones as one sentence, with commas between."""
    text = ", ".join(say(sentence) for sentence in sentences)
    return f"{text}." if text else ""


def tell(text: str, values: Mapping[str, str]) -> Markup:
    """How a fix stands: days, months and codes' names in the reader's language.

    What people wrote is left in Swedish and marked so, for a screen reader to say it right.
    """
    facts = {name: _fact(name, value) for name, value in values.items()}
    return escape(spoken(text)) % facts


def written(text: str) -> str:
    """What people wrote: in Swedish, and marked so on a page in another language."""
    if not text or language() == "sv":
        return text
    return Markup('<span lang="sv">{}</span>').format(text)


def word_of(name: str) -> str:
    """A name that is ours or that the municipality has typed: translated if it is known.

    Unlike `_()` in a template it is no sentence of ours, so it is escaped like all that is typed.
    """
    return spoken(name) if name else ""


def _fact(name: str, value: str) -> str:
    if name in _WRITTEN:
        return written(value)
    if name.endswith("_on"):
        return clock.show_date(value)
    if name.endswith("_month"):
        return clock.show_month(value)
    return spoken(value) if value and name in _CODED else value


def _word(value: object) -> object:
    if isinstance(value, tuple):
        return joined([str(_word(word)) for word in value], spoken(N_(" och ")))
    if isinstance(value, Sentence):
        return say(value)
    # The empty text is where a catalogue keeps its own head.
    return spoken(value) if value and isinstance(value, str) else value
