"""Swedish is the source; a language with a catalogue is offered beside it.

The reader's choice comes first, then the browser's, then Swedish.
"""

from babel import Locale
from flask import Blueprint, Flask, g, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, format_decimal, get_locale

from ..storage import people as stored
from . import clock, people, sentences
from .catalogues import Catalogues, languages, word
from .catalogues import register as forget_between_answers
from .policy import public


def _own_name(code: str) -> str:
    return _upper_first(str(Locale.parse(code).get_language_name(code)))


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


LANGUAGES = {code: _own_name(code) for code in ("sv", *languages())}
bp = Blueprint("language", __name__)


def register(app: Flask) -> None:
    """Translations, and the filters that show dates and times."""
    app.config["BABEL_DEFAULT_LOCALE"] = "sv"
    babel = Babel(app, locale_selector=chosen)
    babel.domain_instance = Catalogues()
    forget_between_answers(app)
    app.register_blueprint(bp)
    app.jinja_env.globals.update(languages=LANGUAGES, _=word)
    app.context_processor(_of_the_page)
    app.jinja_env.filters.update(
        date=clock.show_date,
        time=clock.show_time,
        moment=clock.show_moment,
        weekday=clock.show_weekday,
        month=clock.show_month,
        decimal=format_decimal,
        upper_first=_upper_first,
        written=sentences.written,
        word_of=sentences.word_of,
    )


def _of_the_page() -> dict[str, str]:
    locale = get_locale()
    return {"locale": str(locale), "direction": locale.text_direction}


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
        person = people.person_of_request()
        if person:
            stored.choose_language(g.db, person.id, language)
    path = request.form.get("back", "/")
    # Only a path of our own: scheme, host and control characters never pass.
    safe = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return redirect(path if safe and "\\" not in path else "/", 303)
