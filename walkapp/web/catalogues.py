"""Translations, read straight from the .po files that people edit: nothing compiled to forget."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

FOLDER = Path(__file__).parent.parent / "translations"


class Catalogue(Translations):
    """One language. In gettext's format the empty text names the file's head; here it is empty."""

    def ugettext(self, message: str) -> str:
        """The message in this language, or as it is."""
        return super().ugettext(message) if message else ""


class Catalogues(Domain):  # type: ignore[misc]
    """The catalogue of the reader's language, or the Swedish of the source."""

    def get_translations(self) -> Catalogue | NullTranslations:
        """What Flask-Babel asks for on every message."""
        return catalogue(str(get_locale()))


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
