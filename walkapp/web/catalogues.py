"""Translations, read straight from the .po files that people edit: nothing compiled to forget."""

from contextvars import ContextVar
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, appcontext_popped, appcontext_pushed
from flask_babel import Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

FOLDER = Path(__file__).parent.parent / "translations"
# A page asks some thousand times: this is found many times faster than what stands in `g`.
_LANGUAGE: ContextVar[str] = ContextVar("language", default="")


class Catalogue(Translations):
    """One language. In gettext's format the empty text names the file's head; here it is empty."""

    def ugettext(self, message: str) -> str:
        """The message in this language, or as it is."""
        return super().ugettext(message) if message else ""


class Catalogues(Domain):  # type: ignore[misc]
    """The catalogue of the reader's language, or the Swedish of the source."""

    def get_translations(self) -> Catalogue | NullTranslations:
        """What Flask-Babel asks for on every message."""
        return catalogue(language())


def language() -> str:
    """The code of this answer's language, found out once in each."""
    return _LANGUAGE.get() or _found_out()


def _found_out() -> str:
    _LANGUAGE.set(str(get_locale()))
    return _LANGUAGE.get()


def register(app: Flask) -> None:
    """Every answer, and every mail in a context of its own, finds out its own language."""
    appcontext_pushed.connect(_forget, app)
    appcontext_popped.connect(_forget, app)


def _forget(_app: Flask) -> None:
    _LANGUAGE.set("")


def spoken(text: str) -> str:
    """What the reader's language says for a text: as gettext, without looking the language up."""
    return str(catalogue(language()).ugettext(text))


@pass_eval_context
def word(context: EvalContext, text: str, **values: object) -> str:
    """`_()` of templates, as Jinja's own, with what each language says remembered."""
    if not context.autoescape:
        return catalogue(language()).ugettext(text) % values
    return _said(language(), text) % values if values else _plain(language(), text)


@lru_cache(maxsize=4096)
def _said(spoken: str, text: str) -> Markup:
    return Markup(catalogue(spoken).ugettext(text))


@lru_cache(maxsize=4096)
def _plain(spoken: str, text: str) -> Markup:
    return _said(spoken, text) % {}


def path_of(language: str) -> Path:
    """Where a language's catalogue lies, whether or not there is one."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))


@cache
def catalogue(language: str) -> Catalogue | NullTranslations:
    """A language's messages; those marked fuzzy are left out. Read once in each process."""
    path = path_of(language)
    if language not in languages():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Catalogue(compiled)
