"""Checks of earlier fixes and feelings about stops, as walkers send them: form and outbox alike."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from ..domain import checks as rules
from ..domain import feelings as feeling_rules
from ..domain.checks import Check
from ..domain.errors import N_, Conflict, NotFound, Refusal, Refused
from ..domain.ids import checked_id
from ..domain.people import Membership
from ..domain.photos import MAX_BYTES, TooLarge
from ..domain.walks import Walk
from ..storage import checks, feelings, photos
from ..storage.photos import Upload
from . import letters, outbox, people, walker_page
from .blobs import blobs
from .clock import now
from .errors import sentence, status_of
from .policy import device
from .security import from_outbox

bp = Blueprint("checks", __name__)
_SAVED = {
    "held_for_review": N_("Tack. Vandringsledaren avgör om kontrollen kommer med."),
    "updated": N_("Ändringen är sparad."),
}
_UNKNOWN = N_("Punkten finns inte bland dem som ska kontrolleras.")


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal in the words of the receipt table, or a page with the sentence."""
    return outbox.refuse(refusal)


@bp.post("/walks/<walk_id>/checks")
@device
def receive(walk_id: str) -> ResponseReturnValue:
    """Take in what a walker saw of an earlier fix."""
    walk, membership = people.member_walk(walk_id)
    if not from_outbox():
        return _from_form(walk, membership)
    body, digest = outbox.read_body()
    draft = rules.parse(letters.read(body))
    check, result = _kept(draft, walk, membership, digest)
    return outbox.answer_said(
        result,
        client_id=check.check_id,
        sha256=digest,
        rev=check.rev,
        received_at=check.received_at,
    )


@bp.put("/checks/<check_id>/photos/<photo_id>")
@device
def receive_photo(check_id: str, photo_id: str) -> ResponseReturnValue:
    """Take in the bytes of one photo of a check that is here."""
    check = checks.get(g.db, check_id)
    if check is None or check.device_id != g.device.id:
        raise NotFound(_UNKNOWN)
    people.member_walk(check.walk_id)
    if (request.content_length or 0) > MAX_BYTES:
        raise TooLarge
    upload = _upload(check, checked_id(photo_id, "photo_id"), outbox.stated_digest() or "")
    receipt = photos.receive_upload(g.db, blobs(), request.stream, upload, at=now())
    return outbox.answer_photo(receipt, check.check_id)


@bp.post("/walks/<walk_id>/feelings")
@device
def feel(walk_id: str) -> ResponseReturnValue:
    """Take in how safe a stop feels, without anybody's name or phone."""
    walk, membership = people.member_walk(walk_id)
    body, digest = outbox.read_body() if from_outbox() else (b"", "")
    draft = feeling_rules.parse(letters.read(body) if body else request.form)
    secret = request.cookies.get(people.cookie_name("device"), "")
    counted = rules.can_change(walk, membership)
    result = feelings.receive(g.db, draft, walk=walk, secret=secret, counted=counted)
    if from_outbox():
        return outbox.answer_said(result, client_id=draft.client_id, sha256=digest)
    flash(gettext("Tack. Ditt svar är mottaget."), "success")
    return redirect(url_for("walks.walker", walk_id=walk.id, _anchor="route-title"), 303)


def _kept(
    draft: rules.CheckDraft, walk: Walk, membership: Membership, digest: str
) -> tuple[Check, str]:
    try:
        return checks.receive(
            g.db, draft, walk=walk, membership=membership, sha256=digest, at=now()
        )
    except NotFound:  # not the 404 of a walk that is gone: that would ask the phone to join again
        raise Refused(_UNKNOWN, field="fix_id") from None


def _from_form(walk: Walk, membership: Membership) -> ResponseReturnValue:
    """What the plain form says, or the page again with what was typed and why it did not do."""
    given: dict[str, Any] = request.form.to_dict()
    try:
        draft = rules.parse(given)
        check, result = _kept(draft, walk, membership, rules.digest(draft))
        _add_pictures(check)
    except (Refused, Conflict) as refusal:
        problem = {**given, "sentence": sentence(refusal)}
        page = walker_page.given(walk, membership, problem=problem)
        return render_template("walks/walk.html", **page), status_of(refusal)
    flash(gettext(_SAVED.get(result, N_("Tack. Kontrollen är mottagen."))), "success")
    anchor = f"earlier-{check.fix_id}"
    return redirect(url_for("walks.walker", walk_id=walk.id, _anchor=anchor), 303)


def _add_pictures(check: Check) -> None:
    files: list[FileStorage] = [f for f in request.files.getlist("photos") if f.filename]
    for file in files:
        photos.receive_upload(g.db, blobs(), file.stream, _upload(check, None, None), at=now())


def _upload(check: Check, photo_id: str | None, sha256: str | None) -> Upload:
    return Upload(
        "check",
        client_id=check.check_id,
        device_id=check.device_id,
        photo_id=photo_id,
        sha256=sha256,
    )
