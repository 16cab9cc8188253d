"""A photo is received once, with exactly its bytes, and what is refused leaves nothing behind."""

import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from tests.cast import AT, a_fix
from tests.storage import pictures
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, in_parallel, send
from walkapp.domain import photos as rules
from walkapp.domain.errors import Conflict, Refused, TooMany
from walkapp.domain.ids import checked_id, new_id
from walkapp.domain.people import Membership
from walkapp.domain.photos import TooLarge, WrongBytes
from walkapp.domain.walks import Walk
from walkapp.storage import events, issues, photos, rows
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database, Source
from walkapp.storage.photos import PhotoReceipt, Upload

PICTURE = pictures.jpeg(80, 60)
OTHER = pictures.jpeg(80, 60, seed=2)
HASH = sha256(PICTURE).hexdigest()


@pytest.fixture
def walk(db: Database) -> Walk:
    return a_stored_walk(db)


@pytest.fixture
def bo(db: Database, walk: Walk) -> Membership:
    return a_phone(db, walk)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "photos")


def an_upload(phone: Membership, **given: str | None) -> Upload:
    upload = Upload("issue", client_id=new_id(), device_id=phone.device_id, photo_id=new_id())
    return replace(upload, **given)


def put(db: Database, blobs: Blobs, upload: Upload, data: bytes = PICTURE) -> PhotoReceipt:
    return photos.receive_upload(db, blobs, BytesIO(data), upload, at=AT)


def files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "photos").rglob("*") if path.is_file())


def photo_rows(db: Database) -> int:
    row = rows.one(db, "SELECT count(*) AS photos FROM photos")
    assert row
    return int(row["photos"])


def test_a_photo_is_on_disk_under_its_row(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    upload = an_upload(bo, client_id=draft.client_id, sha256=HASH)
    receipt = put(db, blobs, upload)
    assert receipt == PhotoReceipt("stored", str(upload.photo_id), HASH, AT)
    photo = photos.get(db, receipt.photo_id)
    assert photo
    told = (photo.state, photo.review, photo.signature, photo.bytes, photo.client_id)
    assert told == ("received", "pending", "jpeg", len(PICTURE), draft.client_id)
    assert blobs.original(photo.photo_id, photo.sha256).read_bytes() == PICTURE
    assert blobs.arrived.is_set()
    assert [line["kind"] for line in events.of(db, "issue", draft.client_id)] == ["logged", "photo"]


def test_a_repeat_gets_the_same_receipt(db: Database, blobs: Blobs, bo: Membership) -> None:
    upload = an_upload(bo)
    first = put(db, blobs, upload)
    later = photos.receive_upload(db, blobs, BytesIO(PICTURE), upload, at="2026-12-01T00:00:00Z")
    assert later == replace(first, result="already_stored")
    assert photo_rows(db) == 1


def test_a_repeat_after_cleaning_brings_no_original_back(
    db: Database, blobs: Blobs, bo: Membership, tmp_path: Path
) -> None:
    upload = an_upload(bo)
    put(db, blobs, upload)
    blobs.forget(str(upload.photo_id), HASH)
    assert put(db, blobs, upload).result == "already_stored"
    assert files(tmp_path) == []


def test_parallel_repeats_give_one_row_and_successes(
    db: Database, source: Source, blobs: Blobs, bo: Membership, tmp_path: Path
) -> None:
    upload = an_upload(bo)
    receipts = in_parallel(source, 16, lambda own: put(own, blobs, upload))
    results = sorted(receipt.result for receipt in receipts)
    assert results == ["already_stored"] * 15 + ["stored"]
    assert photo_rows(db) == 1
    assert files(tmp_path) == [f"{upload.photo_id}.{HASH}"]


def test_parallel_photos_with_one_id_and_other_content_keep_the_first_whole(
    db: Database, source: Source, blobs: Blobs, bo: Membership
) -> None:
    upload = an_upload(bo)
    given = iter([PICTURE, OTHER] * 8)

    def attempt(own: Database, data: bytes) -> bool:
        try:
            put(own, blobs, upload, data)
        except Conflict:
            return False
        return True

    outcomes = in_parallel(source, 16, lambda own: attempt(own, next(given)))
    assert outcomes.count(True) == 8
    photo = photos.get(db, str(upload.photo_id))
    assert photo
    kept = blobs.original(photo.photo_id, photo.sha256).read_bytes()
    assert sha256(kept).hexdigest() == photo.sha256


@pytest.mark.parametrize(
    "change", [lambda given: {}, lambda given: {"client_id": new_id()}], ids=["bytes", "issue"]
)
def test_other_content_or_another_issue_under_a_taken_id_is_a_conflict(
    db: Database,
    blobs: Blobs,
    bo: Membership,
    change: Callable[[Upload], dict[str, str]],
    tmp_path: Path,
) -> None:
    upload = an_upload(bo)
    put(db, blobs, upload)
    other = replace(upload, **change(upload))
    with pytest.raises(Conflict):
        put(db, blobs, other, OTHER if other == upload else PICTURE)
    assert files(tmp_path) == [f"{upload.photo_id}.{HASH}"]


@pytest.mark.parametrize(
    ("data", "stated", "refusal"),
    [
        (b"", None, Refused),
        (b"GIF89a" + b"\0" * 80, None, Refused),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None, Refused),
        (b"%PDF-1.7", None, Refused),
        (PICTURE[:-1], HASH, WrongBytes),
        (PICTURE, "0" * 64, WrongBytes),
        (b"\xff\xd8\xff" + b"\0" * rules.MAX_BYTES, None, TooLarge),
    ],
    ids=["empty", "gif", "svg", "pdf", "cut", "hash", "large"],
)
def test_what_is_refused_leaves_neither_row_nor_file(
    db: Database,
    blobs: Blobs,
    bo: Membership,
    tmp_path: Path,
    data: bytes,
    stated: str | None,
    refusal: type[Refused],
) -> None:
    with pytest.raises(refusal) as found:
        put(db, blobs, an_upload(bo, sha256=stated), data)
    assert type(found.value) is refusal
    assert str(found.value).endswith(".")
    assert (photo_rows(db), files(tmp_path)) == (0, [])


def test_a_broken_picture_is_taken_in_for_the_cleaner_to_judge(
    db: Database, blobs: Blobs, bo: Membership
) -> None:
    assert put(db, blobs, an_upload(bo), PICTURE[:200]).result == "stored"


def test_the_sixth_photo_of_an_issue_is_refused_and_leaves_no_file(
    db: Database, blobs: Blobs, bo: Membership, tmp_path: Path
) -> None:
    client_id = new_id()
    uploads = [an_upload(bo, client_id=client_id) for _ in range(6)]
    for upload in uploads[:5]:
        put(db, blobs, upload)
    with pytest.raises(Refused, match="5"):
        put(db, blobs, uploads[5])
    assert len(files(tmp_path)) == photo_rows(db) == 5


def test_parallel_photos_never_become_six(
    db: Database, source: Source, blobs: Blobs, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)

    def attempt(own: Database) -> bool:
        try:
            put(own, blobs, an_upload(bo, client_id=draft.client_id))
        except Refused:
            return False
        return True

    assert in_parallel(source, 12, attempt).count(True) == 5
    assert photo_rows(db) == 5


def test_a_removed_photo_makes_room_for_another(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    uploads = [an_upload(bo, client_id=draft.client_id) for _ in range(6)]
    for upload in uploads[:5]:
        put(db, blobs, upload)
    issue, photo = issues.get(db, draft.client_id), photos.get(db, str(uploads[0].photo_id))
    assert issue and photo
    photos.remove(db, photo, issue=issue, at=AT)
    photos.remove(db, photo, issue=issue, at=AT)
    assert put(db, blobs, uploads[5]).result == "stored"
    assert put(db, blobs, uploads[0]).result == "already_stored"
    shown = [one.photo_id for one in issues.with_photos(db, issue).photos]
    assert set(shown) == {upload.photo_id for upload in uploads[1:]}
    kinds = [line["kind"] for line in events.of(db, "issue", draft.client_id)]
    assert kinds.count("photo-removed") == 1


@pytest.mark.parametrize(
    ("most", "size"), [(2, rules.MAX_BYTES_PER_PHONE), (200, 2 * len(PICTURE))]
)
def test_the_phones_quota_of_photos_and_bytes(
    db: Database,
    blobs: Blobs,
    bo: Membership,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    size: int,
) -> None:
    monkeypatch.setattr(rules, "MAX_PER_PHONE", most)
    monkeypatch.setattr(rules, "MAX_BYTES_PER_PHONE", size)
    put(db, blobs, an_upload(bo))
    put(db, blobs, an_upload(bo))
    with pytest.raises(TooMany):
        put(db, blobs, an_upload(bo))
    assert photo_rows(db) == 2


def test_the_quota_is_for_each_walk_and_each_phone(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MAX_PER_PHONE", 1)
    other_walk = a_stored_walk(db)
    drafts = [a_draft(), a_draft(), a_draft()]
    cia = a_phone(db, walk)
    for draft, at_walk, phone in zip(drafts, (walk, other_walk, walk), (bo, bo, cia), strict=True):
        send(db, draft, at_walk, phone)
        assert put(db, blobs, an_upload(phone, client_id=draft.client_id)).result == "stored"


def test_a_photo_may_come_before_its_issue(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership
) -> None:
    upload = an_upload(bo)
    put(db, blobs, upload)
    draft = a_draft(client_id=upload.client_id, photo_ids=[upload.photo_id])
    assert send(db, draft, walk, bo).missing_photos == ()
    (known,) = issues.known(db, walk.id, bo.device_id)
    assert known.photos == {upload.photo_id: HASH}


def test_a_newer_edition_says_which_photos_it_has(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    first, second = (
        put(db, blobs, an_upload(bo, client_id=draft.client_id)).photo_id for _ in range(2)
    )
    missing = new_id()
    for rev, named, shown in (
        (2, (second, missing), {second}),
        (3, None, {second}),
        (4, (first, second), {first, second}),
        (5, (), set()),
    ):
        edition = replace(draft, rev=rev, photo_ids=named)
        receipt = send(db, edition, walk, bo)
        assert receipt.result == "updated"
        assert receipt.missing_photos == ((missing,) if rev in (2, 3) else ())
        issue = issues.get(db, draft.client_id)
        assert issue
        assert {one.photo_id for one in issues.with_photos(db, issue).photos} == shown


def test_a_form_sent_twice_gives_one_photo(db: Database, blobs: Blobs, bo: Membership) -> None:
    upload = an_upload(bo, photo_id=None)
    first = put(db, blobs, upload)
    assert checked_id(first.photo_id, "photo_id") == first.photo_id
    assert put(db, blobs, upload) == replace(first, result="already_stored")
    elsewhere = put(db, blobs, an_upload(bo, photo_id=None))
    assert elsewhere.photo_id != first.photo_id


def test_a_removed_photo_chosen_again_in_a_form_is_back(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    upload = an_upload(bo, client_id=draft.client_id, photo_id=None)
    photo_id = put(db, blobs, upload).photo_id
    issue, photo = issues.get(db, draft.client_id), photos.get(db, photo_id)
    assert issue and photo
    photos.remove(db, photo, issue=issue, at=AT)
    assert issues.with_photos(db, issue).photos == ()
    assert put(db, blobs, upload).photo_id == photo_id
    assert [one.photo_id for one in issues.with_photos(db, issue).photos] == [photo_id]


def test_a_fix_has_its_own_photos(db: Database, blobs: Blobs, bo: Membership) -> None:
    fix = a_fix()
    columns = {**rows.values(fix), "serial": 1}
    with db.writing():
        db.execute(
            f"INSERT INTO fixes ({', '.join(columns)})"
            f" VALUES ({', '.join(f':{name}' for name in columns)})",
            columns,
        )
    receipt = put(db, blobs, Upload("after", fix_id=fix.id, photo_id=new_id()))
    (photo,) = photos.of_fix(db, fix.id)
    assert (photo.photo_id, photo.kind, photo.client_id) == (receipt.photo_id, "after", None)


def test_a_commit_that_fails_leaves_no_row_and_a_file_for_the_sweep(
    db: Database, blobs: Blobs, bo: Membership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = an_upload(bo)

    def cut(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(photos, "_insert_new", cut)
    with pytest.raises(ConnectionError):
        put(db, blobs, upload)
    assert photo_rows(db) == 0
    assert files(tmp_path) == [f"{upload.photo_id}.{HASH}"]
    monkeypatch.undo()
    assert put(db, blobs, upload).result == "stored"


def test_no_row_is_written_when_the_bytes_could_not_be_kept(
    db: Database, blobs: Blobs, bo: Membership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplugged(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "rename", unplugged)
    with pytest.raises(OSError):
        put(db, blobs, an_upload(bo))
    assert (photo_rows(db), files(tmp_path)) == (0, [])


def test_a_photo_taken_away_before_it_came_is_kept_and_not_shown(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership
) -> None:
    draft = a_draft(photo_ids=[])
    late = replace(an_upload(bo, client_id=draft.client_id), named=True)
    early = replace(an_upload(bo, client_id=draft.client_id), named=True)
    send(db, draft, walk, bo)
    assert put(db, blobs, early).result == "stored"
    assert removed_at(db, early) is None  # a first edition may come before its pictures are made
    send(db, replace(draft, rev=2, photo_ids=(str(early.photo_id),)), walk, bo)
    assert put(db, blobs, late, OTHER).result == "stored"
    assert (removed_at(db, early), removed_at(db, late)) == (None, AT)
    send(db, replace(draft, rev=3, photo_ids=(str(late.photo_id),)), walk, bo)
    assert (removed_at(db, early), removed_at(db, late)) == (AT, None)


def removed_at(db: Database, upload: Upload) -> str | None:
    photo = photos.get(db, str(upload.photo_id))
    assert photo
    return photo.removed_at
