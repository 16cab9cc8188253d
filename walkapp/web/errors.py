"""Refusals become a page with a sentence, or JSON with the same sentence."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ..domain.errors import N_, Conflict, Gone, NotAllowed, NotFound, Refusal, Refused, TooMany
from ..domain.photos import TooLarge, WrongBytes
from ..storage.database import trouble
from . import people
from .security import from_outbox

# The first that fits counts, so the narrower ones stand first.
_STATUS: dict[type[Refusal], int] = {
    TooLarge: 413,
    WrongBytes: 400,
    Refused: 422,
    NotAllowed: 403,
    NotFound: 404,
    Gone: 410,
    Conflict: 409,
    TooMany: 429,
}

SENTENCES = {
    400: N_("Det som skickades gick inte att läsa. Gå tillbaka och försök igen."),
    401: N_("Logga in för att fortsätta."),
    403: N_("Du har inte tillgång till den här sidan."),
    404: N_("Sidan finns inte."),
    405: N_("Sidan kan inte användas så. Gå tillbaka och försök igen."),
    409: N_("Någon annan har hunnit ändra. Läs det nya och spara igen."),
    413: N_("Det var för mycket att ta emot på en gång. Skicka en bild i taget."),
    422: N_("Något i formuläret behöver ändras."),
    429: N_("Det blev många försök på kort tid. Vänta en stund och försök igen."),
    500: N_("Något gick fel hos oss. Det du hade sparat finns kvar. Försök igen om en stund."),
    503: N_("Servern är upptagen just nu. Försök igen om en stund."),
    507: N_("Servern har ont om plats. Spara bilden i telefonen och försök igen senare."),
}

BUSY_S = 5

RESULTS = {
    400: "bad_request",
    401: "login",
    403: "origin",
    404: "unknown",
    409: "conflict",
    410: "gone",
    413: "too_large",
    422: "rejected",
    429: "slow_down",
    503: "busy",
    507: "no_space",
}


def register(app: Flask) -> None:
    """Answer every refusal and every fault with a sentence."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def sentence(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language."""
    values = {
        key: gettext(value) if isinstance(value, str) else value
        for key, value in refusal.values.items()
    }
    return gettext(refusal.message, **values)


def status_of(refusal: Refusal) -> int:
    """The HTTP status that goes with a refusal."""
    return next(code for kind, code in _STATUS.items() if isinstance(refusal, kind))


@dataclass(frozen=True)
class Problem:
    """What a person reads when something could not be done, and how many seconds to wait."""

    status: int
    field: str | None
    sentence: str
    wait: int | None = None


def problem_of(error: Exception) -> Problem | None:
    """What to say about a refusal, a busy database or a full disk; none for a fault of ours."""
    if isinstance(error, Refusal):
        wait = error.retry_after if isinstance(error, TooMany) else None
        return Problem(status_of(error), error.field, sentence(error), wait)
    kind = trouble(error)
    if kind == "busy":
        return Problem(503, None, gettext(SENTENCES[503]), BUSY_S)
    return Problem(507, None, gettext(SENTENCES[507])) if kind == "full" else None


def answer(status: int, text: str, *, field: str | None = None, **headers: str) -> Response:
    """The refusal as a page, or as JSON to a caller that asked for it."""
    if people.wants_json() or from_outbox():
        body: dict[str, Any] = {
            "result": RESULTS.get(status, "error"),
            "error": text,
            "field": field,
            "nonce": request.headers.get("X-Walkapp-Nonce", ""),
        }
        response = make_response(jsonify(body), status)
    else:
        response = make_response(
            render_template("problem.html", status=status, sentence=text), status
        )
    response.headers.update(headers)
    return response


def _refusal(refusal: Refusal) -> Response:
    status = status_of(refusal)
    extra = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    return answer(status, sentence(refusal), field=refusal.field, **extra)


def _stale_form(_: CSRFError) -> Response:
    """A form from a page left open too long comes back whole, with a button to send it again."""
    if people.wants_json() or from_outbox() or not request.form:
        return answer(400, gettext(SENTENCES[400]))
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    page = render_template(
        "stale.html", fields=fields, address=request.full_path, files=bool(request.files)
    )
    return make_response(page, 400)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status in (301, 302, 303, 307, 308):
        return error.get_response()
    own = error.description if type(error).description != error.description else None
    extra = {"Retry-After": "30"} if status in (429, 503) else {}
    return answer(status, gettext(own or SENTENCES.get(status, SENTENCES[400])), **extra)


def _fault(error: Exception) -> Response:
    kind = trouble(error)
    if kind == "busy":
        return answer(503, gettext(SENTENCES[503]), **{"Retry-After": str(BUSY_S)})
    if kind == "full":
        current_app.logger.critical("nothing can be stored: %s", error)
        return answer(507, gettext(SENTENCES[507]))
    # The pattern of the address, for an address itself may hold somebody's link.
    current_app.logger.exception("%s %s", request.method, request.url_rule or request.path)
    g.person = g.municipality = None  # the page must not need more from what just failed
    return answer(500, gettext(SENTENCES[500]))
