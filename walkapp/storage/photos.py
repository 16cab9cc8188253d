"""Photos as they arrive and as they are found again.

The order keeps what was acknowledged: bytes in the inbox and synced, then one commit, then the
answer. The rows are also the cleaner's queue (see cleaning).
"""

import uuid
from dataclasses import dataclass, replace

from ..domain import photos as rules
from ..domain.errors import N_, Conflict
from ..domain.events import Event
from ..domain.ids import new_id
from ..domain.issues import Issue
from ..domain.photos import Photo
from . import events, rows
from .blobs import Blobs, Received
from .database import Database
from .durable import Readable
from .issues.changing import held
from .photo_limits import check_room
from .pixels import formats


@dataclass(frozen=True)
class Upload:
    """Whose picture is sent, and for what: one of `client_id` (issue or check) and `fix_id`.

    `kind` is issue, check, before or after. `photo_id` is the phone's; without one it is made of
    the bytes, so that a form sent twice gives one photo. `sha256` is the hash the sender states.
    `named` says that the sender's editions name its photos: one that a later edition than the
    first does not name was taken away before it came, and is kept without being shown.
    """

    kind: str
    client_id: str | None = None
    fix_id: str | None = None
    device_id: str | None = None
    person_id: str | None = None
    photo_id: str | None = None
    sha256: str | None = None
    named: bool = False


@dataclass(frozen=True)
class PhotoReceipt:
    """What the sender may rely on: the bytes are on disk.

    `result` is stored, already_stored, or stored_hidden when its issue is not shown.
    """

    result: str
    photo_id: str
    sha256: str
    received_at: str


def receive_upload(
    db: Database, blobs: Blobs, stream: Readable, upload: Upload, *, at: str
) -> PhotoReceipt:
    """Store a picture and say so. A transaction of its own, after the bytes are safe.

    Raises Refused for an empty file, another type or one too many, TooLarge, WrongBytes for other
    bytes than stated, Conflict for other content under the same id, TooMany above the phone's
    quota, and OSError (NoSpace) when the disk is full.
    """
    received = blobs.receive(stream, rules.MAX_BYTES)
    try:
        photo = _checked(received, upload, at)
        return _store(db, blobs, received, photo, upload=upload)
    finally:
        blobs.discard(received)


def get(db: Database, photo_id: str) -> Photo | None:
    """The photo with this id."""
    row = rows.one(db, "SELECT * FROM photos WHERE photo_id = :id", id=photo_id)
    return rows.read(Photo, row) if row else None


def of_fix(db: Database, fix_id: str) -> list[Photo]:
    """The photos added to a fix, in the order they came; removed ones left out."""
    found = db.query(
        "SELECT * FROM photos WHERE fix_id = :id AND removed_at IS NULL"
        " ORDER BY received_at, photo_id",
        {"id": fix_id},
    )
    return [rows.read(Photo, row) for row in found]


def waiting(db: Database, client_id: str, device_id: str) -> list[Photo]:
    """The photos a phone has sent for an issue, there or not; removed ones left out."""
    found = db.query(
        "SELECT * FROM photos WHERE client_id = :client_id AND device_id = :device_id"
        " AND removed_at IS NULL ORDER BY received_at, photo_id",
        {"client_id": client_id, "device_id": device_id},
    )
    return [rows.read(Photo, row) for row in found]


def fixes_showing(db: Database, photo: Photo) -> list[str]:
    """The fixes on whose pages the photo stands: its own, or those made from its issue."""
    if photo.fix_id:
        return [photo.fix_id]
    found = db.query("SELECT fix_id FROM fix_issues WHERE client_id = :id", {"id": photo.client_id})
    return [row["fix_id"] for row in found]


def remove(db: Database, photo: Photo, *, issue: Issue, at: str) -> None:
    """Take a photo away from an issue, with a history line. A transaction of its own."""
    with db.writing():
        changed = db.execute(
            "UPDATE photos SET removed_at = :at, version = version + 1"
            " WHERE photo_id = :id AND removed_at IS NULL",
            {"at": at, "id": photo.photo_id},
        )
        if changed.rowcount:
            _tell(db, issue, photo, kind="photo-removed", at=at)


def _store(
    db: Database, blobs: Blobs, received: Received, photo: Photo, *, upload: Upload
) -> PhotoReceipt:
    seen = get(db, photo.photo_id)
    if seen:
        _check_same(seen, photo)
        if seen.removed_at and upload.photo_id is None:
            _take_back(db, seen, photo.received_at)
        return _again(seen)
    # Asked before the bytes are kept too, so that what is refused leaves nothing behind.
    check_room(db, photo, more=1)
    blobs.keep(received, photo.photo_id)
    receipt = _save(db, photo, named=upload.named)
    blobs.arrived.set()
    return receipt


def _save(db: Database, photo: Photo, *, named: bool) -> PhotoReceipt:
    with db.writing():
        issue = held(db, photo.client_id) if photo.client_id else None
        hidden = issue is not None and issue.review == "rejected"
        photo = replace(photo, review="hidden") if hidden else photo
        if issue and named and _taken_away(photo, issue):
            photo = replace(photo, removed_at=photo.received_at)
        if _insert_new(db, photo):
            check_room(db, photo, more=0)
            if issue:
                _tell(db, issue, photo, kind="photo", at=photo.received_at)
            result = "stored_hidden" if hidden else "stored"
            return PhotoReceipt(result, photo.photo_id, photo.sha256, photo.received_at)
        seen = get(db, photo.photo_id)
        assert seen is not None  # the same id was sent in parallel
        _check_same(seen, photo)
    return _again(seen)


def _taken_away(photo: Photo, issue: Issue) -> bool:
    """Whether a later edition than the first has come, and does not name it."""
    return issue.rev > 1 and photo.photo_id not in issue.photo_ids.split()


def _again(seen: Photo) -> PhotoReceipt:
    result = "stored_hidden" if seen.review == "hidden" else "already_stored"
    return PhotoReceipt(result, seen.photo_id, seen.sha256, seen.received_at)


def _checked(received: Received, upload: Upload, at: str) -> Photo:
    if upload.sha256 is not None and upload.sha256 != received.sha256:
        raise rules.WrongBytes
    if not received.size:
        raise rules.empty()
    signature = formats.signature(received.head)
    if signature is None:
        raise rules.wrong_type()
    owner = upload.client_id or upload.fix_id
    assert owner
    return Photo(
        photo_id=upload.photo_id or str(uuid.uuid5(uuid.UUID(owner), received.sha256)),
        client_id=upload.client_id,
        fix_id=upload.fix_id,
        kind=upload.kind,
        device_id=upload.device_id,
        person_id=upload.person_id,
        sha256=received.sha256,
        bytes=received.size,
        signature=signature,
        received_at=at,
    )


def _check_same(seen: Photo, photo: Photo) -> None:
    # One of a check belongs to a fix too once the review has taken it over.
    owners = (seen.client_id or seen.fix_id, photo.client_id or photo.fix_id)
    if seen.sha256 != photo.sha256 or owners[0] != owners[1]:
        raise Conflict(N_("En annan bild är redan sparad under samma id."))


def _insert_new(db: Database, photo: Photo) -> bool:
    row = rows.values(photo)
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    inserted = db.execute(
        f"INSERT INTO photos ({names}) VALUES ({places}) ON CONFLICT (photo_id) DO NOTHING", row
    )
    return inserted.rowcount == 1


def _take_back(db: Database, photo: Photo, at: str) -> None:
    """The same file chosen again in a form, after it was removed."""
    with db.writing():
        issue = held(db, photo.client_id) if photo.client_id else None
        check_room(db, photo, more=1)
        db.execute(
            "UPDATE photos SET removed_at = NULL, version = version + 1 WHERE photo_id = :id",
            {"id": photo.photo_id},
        )
        if issue:
            _tell(db, issue, photo, kind="photo", at=at)


def _tell(db: Database, issue: Issue, photo: Photo, *, kind: str, at: str) -> None:
    events.add(
        db,
        Event(
            new_id(),
            at,
            "issue",
            issue.client_id,
            issue.version,
            kind,
            "device",
            photo.device_id,
            data={"photo_id": photo.photo_id},
        ),
    )
