"""The outbox's side of the conversation: JSON in, a receipt or a refusal out, never a redirect."""

import hashlib
from dataclasses import asdict
from typing import Any

from flask import jsonify, make_response, request
from werkzeug.wrappers import Response

from ..domain import issues as rules
from ..domain.errors import N_, Conflict, NotAllowed, NotFound, Refusal, Refused, TooMany
from ..domain.issues import Differs, Issue, Receipt, VoiceReceipt
from ..domain.people import Membership
from ..domain.phones import Phone
from ..domain.photos import TooLarge, WrongBytes
from ..domain.walks import Walk
from ..storage import issues
from ..storage.fixes import Kept
from ..storage.photos import PhotoReceipt
from . import errors, letters, people
from .clock import now
from .security import from_outbox

MAX_ISSUE_BYTES = 16 * 1024
MOST_MOVES = 1_000_000  # the database counts further, and nobody that far
_STATUS = {"stored": 201, "stored_late": 201, "held_for_review": 202}
_UNKNOWN = dict.fromkeys(("fix_letters.receive", "fix_letters.receive_photo"), "unknown_fix")
_UNKNOWN |= dict.fromkeys(
    (
        "checks.feel",
        "checks.receive",
        "issues.receive",
        "issues.receipts",
        "leaving.leave",
        "voices.nearby",
        "voices.say",
        "voices.take_back",
    ),
    "unknown_walk",
)


class TooLong(Refused):
    """A letter of more bytes than any needs (HTTP 413)."""

    def __init__(self) -> None:
        super().__init__(N_("Det som skickades är för långt. Korta texten."))
        self.limit = MAX_ISSUE_BYTES


def asked() -> bool:
    """Whether the caller waits for a receipt and not for a page."""
    return from_outbox() or people.wants_json()


def receive(walk: Walk, membership: Membership) -> Response:
    """Store the issue in the request's JSON body and answer with its receipt.

    What is refused is kept as a dead letter before the refusal goes on its way.
    """
    body = _body()
    _checked_digest(body)
    at = now()
    try:
        return answer(letters.take(body, walk, membership, at=at))
    except (Refused, Conflict) as refusal:
        letters.keep(body, membership, str(refusal), at=at)
        raise


def answer(receipt: Receipt) -> Response:
    """The receipt of an issue."""
    told = {
        "client_id": receipt.client_id,
        "sha256": receipt.sha256,
        "rev": receipt.rev,
        "number": receipt.number,
        "received_at": receipt.received_at,
        "missing_photos": list(receipt.missing_photos),
    }
    return _json(_STATUS.get(receipt.result, 200), receipt.result, **told)


def answer_photo(receipt: PhotoReceipt, client_id: str) -> Response:
    """The receipt of a photo."""
    return _json(
        _STATUS.get(receipt.result, 200),
        receipt.result,
        photo_id=receipt.photo_id,
        client_id=client_id,
        sha256=receipt.sha256,
        received_at=receipt.received_at,
    )


def answer_move(issue: Issue, result: str, digest: str) -> Response:
    """The receipt of a removal or of its undoing; `digest` is that of what was sent."""
    return answer(rules.receipt(issue, result, digest, issue.photo_ids.split()))


def answer_known(walk: Walk, known: list[issues.Known], **more: Any) -> Response:
    """Everything the phone can rely on, for it to compare with what it has.

    `more` is what it has said of others' issues, of earlier fixes and of stops.
    """
    told = [
        {
            "client_id": one.receipt.client_id,
            "sha256": one.receipt.sha256,
            "rev": one.receipt.rev,
            "number": one.receipt.number,
            "received_at": one.receipt.received_at,
            "missing_photos": list(one.receipt.missing_photos),
            "photos": one.photos,
            "held": one.held,
            "hidden": one.hidden,
        }
        for one in known
    ]
    life = {"state": walk.state, "closing_until": walk.closing_until}
    return _json(200, "receipts", walk_id=walk.id, walk=life, issues=told, **more)


def answer_voice(receipt: VoiceReceipt, digest: str) -> Response:
    """The receipt of a voice, or of its taking back; `digest` is that of what was sent."""
    told = {**asdict(receipt), "sha256": digest, "rev": 0, "missing_photos": []}
    return _json(_STATUS.get(receipt.result, 200), told.pop("result"), **told)


def answer_nearby(walk: Walk, found: list[issues.Nearby]) -> Response:
    """What other phones have logged, for this one to say that it has seen it too."""
    return _json(200, "nearby", walk_id=walk.id, issues=[asdict(one) for one in found])


def answer_said(result: str, **told: Any) -> Response:
    """The receipt of anything that is known by what is told of it."""
    return _json(_STATUS.get(result, 200), result, **told)


def answer_left(walk: Walk, phone: Phone) -> Response:
    """That a phone has left, and what stays here of it."""
    return _json(200, "left", walk_id=walk.id, issues=phone.issues, photos=phone.photos)


def answer_fix(result: str, letter: Kept) -> Response:
    """The receipt of a move that came as a letter; the same for a repeat."""
    return _json(
        _STATUS.get(result, 200),
        result,
        op_id=letter.op_id,
        client_id=letter.fix_id,
        sha256=letter.sha256,
        version=letter.version,
        received_at=letter.at,
    )


def refuse(refusal: Refusal, **told: Any) -> Response:
    """A refusal with the word the phone acts on; to a browser a page with the sentence.

    `told` is what the phone is told besides.
    """
    status, result = _kind(refusal)
    extra = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    sentence = errors.sentence(refusal)
    if not asked():
        return errors.answer(status, sentence, field=refusal.field, **extra)
    more: dict[str, Any] = dict(told)
    if isinstance(refusal, Differs):
        more["rev"] = refusal.rev
    if isinstance(refusal, TooLarge | TooLong):
        more["limit"] = refusal.limit
    response = _json(status, result, error=sentence, field=refusal.field, **more)
    response.headers.update(extra)
    return response


def stated_digest() -> str | None:
    """The hash the sender states, in lower case."""
    return request.headers.get("X-Content-SHA256", "").strip().lower() or None


def body_digest() -> str:
    """The hash of the request's body. Raises WrongBytes when the sender states another."""
    return read_body()[1]


def read_body() -> tuple[bytes, str]:
    """The request's body and its hash. Raises WrongBytes when the sender states another."""
    body = _body()
    return body, _checked_digest(body)


def move() -> tuple[str, int | None]:
    """The body's hash and the phone's number for a move, if it gives one that is a number.

    Raises WrongBytes when the sender states another hash.
    """
    body = _body()
    digest = _checked_digest(body)
    try:
        said = letters.read(body)
    except Refused:
        said = None
    rev = said.get("rev") if isinstance(said, dict) else None
    return digest, rev if type(rev) is int and 0 < rev < MOST_MOVES else None


def _kind(refusal: Refusal) -> tuple[int, str]:
    if isinstance(refusal, TooLong):
        return 413, "too_large"
    if isinstance(refusal, WrongBytes):
        return 400, "bad_digest"
    if isinstance(refusal, NotFound):
        return 404, _UNKNOWN.get(request.endpoint or "", "unknown_issue")
    if isinstance(refusal, NotAllowed):
        return 403, "not_allowed"
    status = errors.status_of(refusal)
    return status, errors.RESULTS.get(status, "error")


def _body() -> bytes:
    if (request.content_length or 0) > MAX_ISSUE_BYTES:
        raise TooLong
    body = request.get_data(cache=False)
    if len(body) > MAX_ISSUE_BYTES:
        raise TooLong
    return body


def _checked_digest(body: bytes) -> str:
    digest = hashlib.sha256(body).hexdigest()
    if stated_digest() not in (None, digest):
        raise WrongBytes
    return digest


def _json(status: int, result: str, **told: Any) -> Response:
    nonce = request.headers.get("X-Walkapp-Nonce", "")[:100]
    return make_response(jsonify({"result": result, **told, "nonce": nonce}), status)
