"""Generated sentences in the reader's language."""

from flask_babel import gettext, ngettext

from ..domain.reports import Sentence, joined


def say(sentence: Sentence) -> str:
    """The sentence translated, its words too, lists as `a, b och c`."""
    values = {key: _word(value) for key, value in sentence.values.items()}
    if sentence.plural:
        return ngettext(
            sentence.text, sentence.plural, sentence.number, **{**values, "n": sentence.number}
        )
    return gettext(sentence.text, **values)


def listed(sentences: list[Sentence]) -> str:
    """Several short ones as one sentence, with commas between."""
    text = ", ".join(say(sentence) for sentence in sentences)
    return f"{text}." if text else ""


def _word(value: object) -> object:
    if isinstance(value, tuple):
        return joined([gettext(str(word)) for word in value], gettext(" och "))
    return gettext(value) if isinstance(value, str) else value
