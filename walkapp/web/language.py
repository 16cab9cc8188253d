"""Swedish is the source; a language with a catalogue is offered beside it.

The reader's choice comes first, then the browser's, then Swedish.
"""

from pathlib import Path

from flask import Blueprint, Flask, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale

from . import clock
from .policy import public

_CATALOGUES = Path(__file__).parent.parent / "translations"
_NAMES = {"sv": "Svenska", "en": "English"}
LANGUAGES = {
    code: name
    for code, name in _NAMES.items()
    if code == "sv" or (_CATALOGUES / code / "LC_MESSAGES" / "messages.mo").is_file()
}
bp = Blueprint("language", __name__)


def register(app: Flask) -> None:
    """Translations, and the filters that show dates and times."""
    app.config["BABEL_DEFAULT_LOCALE"] = "sv"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=chosen)
    app.register_blueprint(bp)
    app.jinja_env.globals["languages"] = LANGUAGES
    app.context_processor(lambda: {"locale": str(get_locale())})
    app.jinja_env.filters.update(
        date=clock.show_date,
        time=clock.show_time,
        moment=clock.show_moment,
        weekday=clock.show_weekday,
        month=clock.show_month,
    )


def chosen() -> str:
    """The language of this answer."""
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(list(LANGUAGES)) or "sv"


@bp.post("/language")
@public
def choose() -> ResponseReturnValue:
    """Keep the reader's choice in the form cookie and go back to the page."""
    language = request.form.get("language", "")
    if language in LANGUAGES:
        session.permanent = True
        session["language"] = language
    path = request.form.get("back", "/")
    # Only a path of our own: scheme, host and control characters never pass.
    safe = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return redirect(path if safe and "\\" not in path else "/", 303)
