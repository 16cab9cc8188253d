"""What the outbox of somebody who works sends: work planned, begun, paused, done or sent back.

The same form and the same decision as on the page; only the answer is another. Photos follow.
"""

from dataclasses import replace
from typing import Any

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import Unauthorized

from ...domain import fixes as rules
from ...domain.errors import N_, Conflict, Refusal, Refused
from ...domain.fixes import MOVES_BY_LETTER, Fix, FixLetter
from ...domain.fixes.words import OUTCOMES, STATES
from ...domain.ids import checked_id
from ...domain.photos import MAX_BYTES, TooLarge
from ...storage import fixes, photos
from ...storage.fixes import Kept
from ...storage.photos import Upload
from .. import letters, outbox, people
from ..blobs import blobs
from ..clock import now, show_moment
from ..policy import staff
from .blueprint import WORKERS
from .forms import letter_form
from .moving import acting, check_may_add_photos, decided
from .past import history_since
from .showing import may_make

bp = Blueprint("fix_letters", __name__, url_prefix="/fixes")


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal in the words of the receipt table, or a page with the sentence."""
    return outbox.refuse(refusal)


@bp.post("/<fix_id>/outbox")
@staff(*WORKERS)
def receive(fix_id: str) -> ResponseReturnValue:
    """Carry out the move of one letter; a repeat gets its receipt, also when all has moved on."""
    _check_writer()
    body, digest = outbox.read_body()
    before = fixes.letter_like(g.db, fix_id, g.person.id, digest)
    if before:
        return outbox.answer_fix("already_stored", before)
    people.fix_for(g.person, fix_id)
    letter = rules.parse_letter(letters.read(body))
    if letter.fix_id != fix_id:
        raise rules.unreadable("client_id")
    try:
        return outbox.answer_fix(*_carried_out(letter, digest))
    except Conflict as conflict:
        before = fixes.letter_like(g.db, fix_id, g.person.id, digest)  # twice at the same moment
        if before:
            return outbox.answer_fix("already_stored", before)
        return outbox.refuse(conflict, client_id=fix_id, current=_current(letter))


@bp.put("/<fix_id>/photos/<photo_id>")
@staff(*WORKERS)
def receive_photo(fix_id: str, photo_id: str) -> ResponseReturnValue:
    """Take in the bytes of one photo from after the work."""
    _check_writer()
    fix = people.fix_for(g.person, fix_id)
    check_may_add_photos(fix)
    upload = Upload(
        "after",
        fix_id=fix.id,
        person_id=g.person.id,
        photo_id=checked_id(photo_id, "photo_id"),
        sha256=outbox.stated_digest() or "",
    )
    if (request.content_length or 0) > MAX_BYTES:
        raise TooLarge
    receipt = photos.receive_upload(g.db, blobs(), request.stream, upload, at=now())
    if receipt.result == "stored" and not _is_announced(fix.id, receipt.photo_id):
        fixes.tell(g.db, rules.photos_added(fix, "after", 1, by=g.person, at=now()))
    return outbox.answer_photo(receipt, fix.id)


def _carried_out(letter: FixLetter, digest: str) -> tuple[str, Kept]:
    """Load, decide, save, as a form does. Raises Conflict when the fix has changed meanwhile."""
    fix = people.fix_for(g.person, letter.fix_id)
    row = rules.row_for(
        fix, letter.move, acting(fix), confirm_by_other=g.municipality.confirm_by_other
    )
    if letter.version != fix.version and not _is_next(letter, fix):
        raise Conflict
    form = letter_form(fix, row, letter)
    if not form.read():
        name, sentences = next(iter(form.errors.items()))
        raise Refused(sentences[0], field=name)
    after, event = decided(fix, row, form)
    if letter.photo_ids:
        coming = {"photos": len(letter.photo_ids), "photo_ids": list(letter.photo_ids)}
        event = replace(event, data={**event.data, **coming})
    kept = Kept(letter.op_id, fix.id, g.person.id, digest, after.version, event.at)
    earlier = fixes.save_letter(g.db, after, event, kept)
    return ("already_stored", earlier) if earlier else ("stored", kept)


def _is_next(letter: FixLetter, fix: Fix) -> bool:
    """Whether all that has changed since is what the same person said just before."""
    before = fixes.letter_of(g.db, letter.after) if letter.after else None
    return before is not None and (before.fix_id, before.person_id, before.version) == (
        fix.id,
        g.person.id,
        fix.version,
    )


def _current(letter: FixLetter) -> dict[str, Any]:
    """What the fix says now and what happened meanwhile, for both texts to be read side by side."""
    fix = people.fix_for(g.person, letter.fix_id)
    return {
        "state": fix.outcome or fix.state,
        "state_words": _(OUTCOMES[fix.outcome] if fix.outcome else STATES[fix.state]),
        "version": fix.version,
        "done_text": fix.done_text,
        "planned_action": fix.planned_action,
        "news": [
            {
                "line": line["line"],
                "by": line["by_name"] or "",
                "when": show_moment(line["at"]),
                "text": line["public_text"] or "",
            }
            for line in history_since(fix, letter.version)
        ],
        "may": may_make(fix, letter.move),
        "moves": [name for name in MOVES_BY_LETTER if may_make(fix, name)],
    }


def _check_writer() -> None:
    """What one person wrote leaves the phone in that person's name, or waits."""
    if request.args.get("by", g.person.id) != g.person.id:
        raise Unauthorized(N_("Det här skrev någon annan. Det skickas när den personen loggar in."))


def _is_announced(fix_id: str, photo_id: str) -> bool:
    """Whether history already says, with a move, that this photo is coming."""
    past = fixes.history(g.db, fix_id)
    return any(photo_id in line["data"].get("photo_ids", ()) for line in past)
