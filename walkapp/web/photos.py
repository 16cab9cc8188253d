"""Photos: taken in from the outbox, and shown to those who may see them."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from ..domain import issues as rules
from ..domain.errors import N_, NotFound, Refusal
from ..domain.ids import checked_id
from ..domain.people import Person
from ..domain.photos import MAX_BYTES, Photo, TooLarge
from ..storage import checks, issues, photos
from ..storage.photos import Upload
from . import outbox, people
from .blobs import blobs
from .clock import now
from .policy import device, staff

bp = Blueprint("photos", __name__)


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal in the words of the receipt table, or a page with the sentence."""
    return outbox.refuse(refusal)


@bp.put("/issues/<client_id>/photos/<photo_id>")
@device
def receive(client_id: str, photo_id: str) -> ResponseReturnValue:
    """Take in the bytes of one photo; it may come before its issue."""
    upload = Upload(
        "issue",
        client_id=checked_id(client_id, "client_id"),
        device_id=g.device.id,
        photo_id=checked_id(photo_id, "photo_id"),
        sha256=outbox.stated_digest() or "",
        named=True,
    )
    _check_sender(str(upload.client_id), str(upload.photo_id))
    if (request.content_length or 0) > MAX_BYTES:
        raise TooLarge
    receipt = photos.receive_upload(g.db, blobs(), request.stream, upload, at=now())
    return outbox.answer_photo(receipt, str(upload.client_id))


@bp.post("/issues/<client_id>/photos/<photo_id>/remove")
@device
def remove(client_id: str, photo_id: str) -> ResponseReturnValue:
    """Take one's own photo away from one's own issue."""
    issue, photo = issues.get(g.db, client_id), photos.get(g.db, photo_id)
    if issue is None or issue.device_id != g.device.id or not photo:
        raise NotFound(_UNKNOWN)
    walk, membership = people.member_walk(issue.phones_walk_id)
    if photo.client_id != issue.client_id:
        raise NotFound(_UNKNOWN)
    rules.check_change(issue, walk, membership)
    photos.remove(g.db, photo, issue=issue, at=now())
    flash(gettext("Bilden är borttagen."), "success")
    return redirect(url_for("walks.walker", walk_id=walk.id), 303)


@bp.get("/photos/<photo_id>/<int:size>.jpg")
@device
def own_photo(photo_id: str, size: int) -> ResponseReturnValue:
    """A phone's own picture, or an approved one of a fix its walk looks at again; when clean."""
    photo = photos.get(g.db, photo_id)
    if photo is None or not (_is_own(photo) or checks.shown_to(g.db, photo, g.device.id)):
        raise NotFound(_UNKNOWN)
    return send(photo, size)


@bp.get("/review/photos/<photo_id>/<int:size>.jpg")
@staff()
def staff_photo(photo_id: str, size: int) -> ResponseReturnValue:
    """A picture for staff who see its walk or a fix it belongs to."""
    photo = photos.get(g.db, photo_id)
    if photo is None or not _may_see(g.person, photo):
        raise NotFound(_UNKNOWN)
    return send(photo, size)


def send(photo: Photo | None, size: int, *, public: bool = False) -> Response:
    """A clean copy of 480 or 1600 pixels, in a shape no browser takes for anything but a picture.

    NotFound while it is not clean or when it was removed. It tells nothing of when it came.
    """
    names = {480: photo.sha256_480, 1600: photo.sha256_1600} if photo else {}
    name = names.get(size)
    if photo is None or photo.state != "clean" or photo.removed_at or name is None:
        raise NotFound(_UNKNOWN)
    try:
        data = blobs().clean_path(name).read_bytes()
    except FileNotFoundError:
        current_app.logger.error("clean copy %s of photo %s is gone", name, photo.photo_id)
        raise NotFound(_UNKNOWN) from None
    response = Response(data, mimetype="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{name[:12]}-{size}.jpg"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Asked for anew each time, by its tag: what somebody takes down is gone everywhere at once.
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    response.set_etag(name[:32])
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))


_UNKNOWN = N_("Bilden finns inte.")


def _check_sender(client_id: str, photo_id: str) -> None:
    """A phone adds to its own issues. One that joined again may send what its issue announced."""
    issue = issues.get(g.db, client_id)
    if issue is None:
        return
    people.member_walk(issue.phones_walk_id)
    if issue.device_id != g.device.id and photo_id not in issue.photo_ids.split():
        raise NotFound(N_("Iakttagelsen finns inte, eller hör till en annan telefon."))


def _is_own(photo: Photo) -> bool:
    if photo.device_id == g.device.id:
        return True
    issue = issues.get(g.db, photo.client_id) if photo.client_id else None
    return issue is not None and issue.device_id == g.device.id


def _may_see(person: Person, photo: Photo) -> bool:
    """Who sees the walk sees all its pictures; who sees only a fix, not those that were hidden."""
    issue = issues.get(g.db, photo.client_id) if photo.client_id else None
    walk_id = issue.walk_id if issue else checks.walk_of(g.db, photo.client_id)
    if walk_id and _sees(people.walk_for, person, walk_id):
        return True
    if issue and photo.review == "hidden":
        return False
    return any(_sees(people.fix_for, person, fix) for fix in photos.fixes_showing(g.db, photo))


def _sees(load: Callable[[Person, str], object], person: Person, object_id: str) -> bool:
    try:
        load(person, object_id)
    except NotFound:
        return False
    return True
