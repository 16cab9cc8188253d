"""The plain form: words and pictures in one sending, and nothing typed is ever lost."""

import gc
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.storage import pictures
from tests.web.conftest import Caller
from walkapp.domain.ids import new_id
from walkapp.domain.photos import MAX_BYTES
from walkapp.domain.walks import Walk
from walkapp.storage import issues, rows
from walkapp.storage.blobs import NoSpace
from walkapp.storage.database import Database, sqlite3
from walkapp.storage.issues import Logged

Joined = Callable[..., Caller]
PICTURE, OTHER = pictures.jpeg(80, 60), pictures.png(80, 60)


def send(phone: Caller, walk: Walk, *pictures: bytes, **fields: Any) -> TestResponse:
    """Send the form with its files, as a browser without script does."""
    files = [
        FileStorage(BytesIO(data), f"bild{number}.jpg", name="photos")
        for number, data in enumerate(pictures)
    ]
    data = {"client_id": new_id(), "rev": "1", "kind": "problem", "photos": files, **fields}
    # Encoded here: the client would leave its temporary file for large bodies unclosed.
    boundary, body = encode_multipart({"csrf_token": phone.token(), **data})
    response: TestResponse = phone.client.post(
        f"/walks/{walk.id}/issues",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    return response


def everything(db: Database, walk: Walk) -> list[Logged]:
    return issues.for_review(db, walk.id)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} on the page"
    return unescape(found[1])


def kept_ids(page: str) -> list[str]:
    return re.findall(r'name="photo_ids" value="([^"]*)"', page)


def test_the_empty_form_has_an_id_of_its_own_each_time(phone: Caller, walk: Walk) -> None:
    pages = [phone.get(f"/walks/{walk.id}/issues/new") for _ in range(2)]
    assert {page.status_code for page in pages} == {200}
    first, second = (hidden(page.get_data(as_text=True), "client_id") for page in pages)
    assert first != second


def test_a_sent_form_leads_back_to_the_walk_with_thanks(
    phone: Caller, walk: Walk, db: Database
) -> None:
    response = send(
        phone, walk, PICTURE, OTHER, category="belysning", note="Mörkt", lat="59,058", lon="16,588"
    )
    assert (response.status_code, response.location) == (303, f"/walks/{walk.id}")
    page = phone.get(response.location).get_data(as_text=True)
    assert "Tack. Iakttagelsen är mottagen." in page
    (logged,) = everything(db, walk)
    assert (logged.issue.note, logged.issue.lat, logged.issue.category) == (
        "Mörkt",
        59.058,
        "belysning",
    )
    assert {photo.signature for photo in logged.photos} == {"jpeg", "png"}


def test_a_photo_alone_is_enough(phone: Caller, walk: Walk, db: Database) -> None:
    assert send(phone, walk, PICTURE).status_code == 303
    (logged,) = everything(db, walk)
    assert (logged.issue.category, logged.issue.note, len(logged.photos)) == (None, "", 1)


def test_a_form_sent_twice_is_one_issue_with_one_photo(
    phone: Caller, walk: Walk, db: Database
) -> None:
    same = {"client_id": new_id(), "note": "Mörkt"}
    for _ in range(3):
        assert send(phone, walk, PICTURE, **same).status_code == 303
    (logged,) = everything(db, walk)
    assert len(logged.photos) == 1


BAD = {
    "note": "x" * 4001,
    "proposal": "x" * 2001,
    "place_text": "x" * 301,
    "pole_number": "9" * 41,
    "category": "lampor",
    "kind": "fara",
    "place_type": "rymden",
}


@pytest.mark.parametrize("field", BAD)
def test_what_is_refused_comes_back_with_a_sentence_beside_it_and_all_that_was_typed(
    phone: Caller, walk: Walk, db: Database, field: str
) -> None:
    words = {
        "note": "Här är <b>mörkt</b> & kallt",
        "proposal": "Sätt upp en lampa",
        "place_text": "Vid bron",
        "pole_number": "B-17",
        "category": "belysning",
    }
    response = send(phone, walk, **{**words, field: BAD[field]})
    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 422
    assert 'role="alert"' in page
    for name, text in {**words, field: BAD[field]}.items():
        if name not in ("category", "kind", "place_type"):
            assert text in page
    if field != "category":
        assert re.search(r'value="belysning"[^>]*checked', page)
    assert everything(db, walk) == []


def test_every_fault_is_named_at_once(phone: Caller, walk: Walk) -> None:
    response = send(phone, walk, note="x" * 4001, pole_number="9" * 41, kind="fara")
    page = response.get_data(as_text=True)
    summary = page.split("error-summary", 1)[1].split("</div>", 1)[0]
    assert summary.count("<li>") == 3


def test_a_field_sent_twice_is_refused(phone: Caller, walk: Walk, db: Database) -> None:
    response = send(phone, walk, note=["ett", "två"])
    assert response.status_code == 422
    assert "ett" in response.get_data(as_text=True)
    assert everything(db, walk) == []


def test_nothing_at_all_is_asked_for_something(phone: Caller, walk: Walk) -> None:
    response = send(phone, walk, proposal="Bygg om")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Ta en bild, välj en kategori eller skriv en rad." in page
    assert "Bygg om" in page


def test_a_place_that_cannot_be_is_left_out_of_the_next_try(
    phone: Caller, walk: Walk, db: Database
) -> None:
    response = send(phone, walk, note="Mörkt", lat="991", lon="16", position_source="gps")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    names = ("client_id", "rev", "lat", "lon", "position_source")
    values = {name: hidden(page, name) for name in names}
    assert values["lat"] == values["lon"] == ""
    assert send(phone, walk, note="Mörkt", **values).status_code == 303
    assert len(everything(db, walk)) == 1


@pytest.mark.parametrize("client_id", ["", "1", "../../../etc/passwd", "<script>"])
def test_a_broken_id_is_replaced(phone: Caller, walk: Walk, db: Database, client_id: str) -> None:
    response = send(phone, walk, client_id=client_id, note="Mörkt")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert send(phone, walk, client_id=hidden(page, "client_id"), note="Mörkt").status_code == 303
    assert len(everything(db, walk)) == 1


@pytest.mark.parametrize(
    ("bad", "status", "sentence"),
    [
        (b"", 422, "Filen är tom."),
        (b"%PDF-1.7 not a picture", 422, "Filen är inte en bild"),
        (b"\xff\xd8\xff" + b"\0" * MAX_BYTES, 413, "Bilden är för stor."),
    ],
    ids=["empty", "pdf", "large"],
)
def test_a_bad_photo_costs_nothing_else(
    phone: Caller, walk: Walk, db: Database, bad: bytes, status: int, sentence: str
) -> None:
    response = send(phone, walk, PICTURE, bad, OTHER, note="Mörkt vid bron")
    page = response.get_data(as_text=True)
    assert response.status_code == status
    assert "Resten är sparat" in page and sentence in page
    assert "Mörkt vid bron" in page
    (logged,) = everything(db, walk)
    assert (logged.issue.note, len(logged.photos)) == ("Mörkt vid bron", 2)
    assert sorted(kept_ids(page)) == sorted(photo.photo_id for photo in logged.photos)


def test_a_sixth_photo_is_told_and_five_are_kept(phone: Caller, walk: Walk, db: Database) -> None:
    six = [pictures.jpeg(80, 60, seed=seed) for seed in range(6)]
    response = send(phone, walk, *six, note="Mörkt")
    assert response.status_code == 422
    assert "5 bilder" in response.get_data(as_text=True)
    (logged,) = everything(db, walk)
    assert len(logged.photos) == 5


def test_a_full_disk_keeps_the_words(
    app: Flask, phone: Caller, walk: Walk, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NoSpace

    monkeypatch.setattr(app.extensions["blobs"], "receive", full)
    response = send(phone, walk, PICTURE, note="Mörkt")
    assert response.status_code == 507
    assert "Servern har ont om plats" in response.get_data(as_text=True)
    (logged,) = everything(db, walk)
    assert (logged.issue.note, logged.photos) == ("Mörkt", ())


def test_a_busy_database_gives_the_form_back_with_what_was_typed(
    phone: Caller, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(issues, "receive", locked)
    client_id = new_id()
    response = send(phone, walk, client_id=client_id, note="Mörkt vid bron")
    page = response.get_data(as_text=True)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Mörkt vid bron" in page and hidden(page, "client_id") == client_id


def test_a_full_quota_gives_the_form_back_with_what_was_typed(
    phone: Caller, walk: Walk, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkapp.domain.issues.changes.MAX_ISSUES_PER_PHONE", 1)
    send(phone, walk, note="Ett")
    response = send(phone, walk, PICTURE, note="Mörkt vid bron")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Mörkt vid bron" in response.get_data(as_text=True)
    assert len(everything(db, walk)) == 1


def test_photos_of_a_refused_form_wait_for_the_next_try(
    phone: Caller, walk: Walk, db: Database
) -> None:
    client_id = new_id()
    first = send(phone, walk, PICTURE, OTHER, client_id=client_id, note="x" * 4001)
    page = first.get_data(as_text=True)
    assert first.status_code == 422
    kept = kept_ids(page)
    assert len(kept) == 2
    again = send(phone, walk, client_id=client_id, note="Mörkt", photo_ids=kept[:1])
    assert again.status_code == 303
    (logged,) = everything(db, walk)
    assert [photo.photo_id for photo in logged.photos] == kept[:1]


def test_changing_ones_own(phone: Caller, walk: Walk, db: Database) -> None:
    send(phone, walk, PICTURE, OTHER, note="Mörkt", category="belysning")
    (logged,) = everything(db, walk)
    edit = phone.get(f"/issues/{logged.issue.client_id}/edit")
    page = edit.get_data(as_text=True)
    assert edit.status_code == 200
    values = {name: hidden(page, name) for name in ("client_id", "rev")}
    keep = kept_ids(page)[0]
    response = send(phone, walk, **values, note="Mycket mörkt", photo_ids=[keep])
    assert response.status_code == 303
    (logged,) = everything(db, walk)
    assert (logged.issue.note, logged.issue.rev) == ("Mycket mörkt", 2)
    assert [photo.photo_id for photo in logged.photos] == [keep]


def test_two_changes_from_two_pages_keep_what_was_typed_last(
    phone: Caller, walk: Walk, db: Database
) -> None:
    client_id = new_id()
    send(phone, walk, client_id=client_id, note="Ett")
    send(phone, walk, client_id=client_id, rev="2", note="Två")
    stale = send(phone, walk, client_id=client_id, rev="2", note="Tre")
    page = stale.get_data(as_text=True)
    assert stale.status_code == 409
    assert "Tre" in page
    (logged,) = everything(db, walk)
    assert logged.issue.note == "Två"
    send(phone, walk, client_id=client_id, rev=hidden(page, "rev"), note="Tre")
    (logged,) = everything(db, walk)
    assert (logged.issue.note, logged.issue.rev) == ("Tre", 3)


def test_a_change_sent_after_review_began_waits_for_the_leader(
    phone: Caller, walk: Walk, db: Database
) -> None:
    client_id = new_id()
    send(phone, walk, client_id=client_id, note="Ett")
    with db.writing():
        db.execute("UPDATE walks SET state = 'reviewing'")
    assert phone.get(f"/issues/{client_id}/edit").status_code == 403
    assert send(phone, walk, client_id=client_id, rev="2", note="Två").status_code == 303
    (logged,) = everything(db, walk)
    assert (logged.issue.note, logged.issue.held) == ("Två", True)


def test_too_late_for_a_change_but_the_words_are_shown(
    phone: Caller, walk: Walk, db: Database
) -> None:
    client_id = new_id()
    send(phone, walk, client_id=client_id, note="Ett")
    with db.writing():
        db.execute("UPDATE walks SET state = 'reviewing'")
        db.execute("UPDATE issues SET review = 'noted'")
    assert phone.get(f"/issues/{client_id}/edit").status_code == 403
    response = send(phone, walk, client_id=client_id, rev="2", note="Två")
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "sammanställs nu" in page and "Två" in page
    (logged,) = everything(db, walk)
    assert logged.issue.note == "Ett"


def test_the_issue_of_another_phone_cannot_be_opened_or_added_to(
    phone: Caller, joined: Joined, walk: Walk, db: Database
) -> None:
    client_id = new_id()
    send(phone, walk, client_id=client_id, note="Ett")
    other = joined(walk)
    assert other.get(f"/issues/{client_id}/edit").status_code == 404
    assert other.post(f"/issues/{client_id}/remove").status_code == 404
    response = send(other, walk, PICTURE, client_id=client_id, rev="2", note="Två")
    assert response.status_code == 409
    (logged,) = everything(db, walk)
    assert (logged.issue.note, logged.photos) == ("Ett", ())


def test_removing_can_be_undone(phone: Caller, walk: Walk, db: Database) -> None:
    client_id = new_id()
    send(phone, walk, client_id=client_id, note="Ett")
    response = phone.post(f"/issues/{client_id}/remove")
    assert (response.status_code, response.location) == (303, f"/walks/{walk.id}")
    page = phone.get(response.location).get_data(as_text=True)
    assert f'action="/issues/{client_id}/restore"' in page
    assert everything(db, walk) == []
    assert phone.post(f"/issues/{client_id}/restore").status_code == 303
    assert len(everything(db, walk)) == 1


def test_a_form_that_asks_for_json_gets_a_receipt_and_no_redirect(
    phone: Caller, walk: Walk
) -> None:
    data = {"csrf_token": phone.token(), "client_id": new_id(), "note": "Mörkt"}
    accept = {"Accept": "application/json"}
    receipt = phone.client.post(f"/walks/{walk.id}/issues", data=data, headers=accept)
    assert (receipt.status_code, receipt.get_json()["result"]) == (201, "stored")
    refused = phone.client.post(
        f"/walks/{walk.id}/issues", data={**data, "kind": "fara"}, headers=accept
    )
    assert (refused.status_code, refused.get_json()["field"]) == (422, "kind")


def test_a_form_without_its_token_is_not_stored(phone: Caller, walk: Walk, db: Database) -> None:
    data = {"client_id": new_id(), "note": "Mörkt vid bron"}
    response = phone.client.post(f"/walks/{walk.id}/issues", data=data)
    assert response.status_code == 400
    assert "Mörkt vid bron" in response.get_data(as_text=True)
    assert everything(db, walk) == []


def multipart(*parts: bytes) -> bytes:
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Dis", "multipart/form-data; boundary=x"),
        (multipart(b"\r\n\r\n"), "multipart/form-data; boundary=x"),
        (b"\0" * 500, "multipart/form-data"),
        (b"a=b", "multipart/form-data; boundary=" + "b" * 500),
        (
            multipart(
                *(b'Content-Disposition: form-data; name="n%d"\r\n\r\n1' % n for n in range(5000))
            )
            + b"--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"note=" + b"%ff" * 200_000, "application/x-www-form-urlencoded"),
    ],
    ids=["empty", "cut", "no name", "no boundary", "wrong boundary", "parts", "field"],
)
def test_broken_multipart_is_a_sentence_and_no_fault(
    phone: Caller, walk: Walk, db: Database, body: bytes, kind: str
) -> None:
    response = phone.client.post(f"/walks/{walk.id}/issues", data=body, content_type=kind)
    assert response.status_code in (400, 413, 422)
    assert "</html>" in response.get_data(as_text=True)
    assert everything(db, walk) == []


# The parser leaves the half picture's temporary file to be closed when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_multipart_cut_in_a_photo_stores_nothing(phone: Caller, walk: Walk, db: Database) -> None:
    fields = {"csrf_token": phone.token(), "client_id": new_id(), "note": "Mörkt"}
    parts = [
        b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (name.encode(), value.encode())
        for name, value in fields.items()
    ]
    head = b'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
    body = multipart(*parts) + b"--x\r\n" + head + PICTURE[:200]
    response = phone.client.post(
        f"/walks/{walk.id}/issues",
        data=body,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(len(body) + 5000)},
    )
    assert response.status_code == 400
    assert everything(db, walk) == []
    gc.collect()


def test_gigabytes_are_refused_unread(phone: Caller, walk: Walk) -> None:
    response = phone.client.post(
        f"/walks/{walk.id}/issues",
        data=b"--x",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(10 * 1024**3)},
    )
    assert response.status_code == 413


HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "=1+1", "%s %(x)s",
    "' OR 1=1; --", "\u202edcba", "\x00", "\ufeff", "a\u0301" * 50, "🔦" * 50, "../../etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_on_every_page(
    phone: Caller, walk: Walk, db: Database, text: str
) -> None:
    fields = {"note": text, "proposal": text, "place_text": text[:300], "pole_number": text[:40]}
    client_id = new_id()
    assert send(phone, walk, client_id=client_id, category="annat", **fields).status_code == 303
    for path in (f"/walks/{walk.id}", f"/issues/{client_id}/edit"):
        page = phone.get(path)
        assert page.status_code == 200
        body = page.get_data(as_text=True)
        assert "<script>alert" not in body and "<img src=x" not in body
        assert ">49<" not in body


def test_rows_are_whole_after_all_that(phone: Caller, walk: Walk, db: Database) -> None:
    for text in HOSTILE:
        send(phone, walk, PICTURE, note=text, category="annat")
    loose = rows.one(
        db,
        "SELECT count(*) AS photos FROM photos p LEFT JOIN issues i ON i.client_id = p.client_id"
        " WHERE i.client_id IS NULL",
    )
    assert loose and loose["photos"] == 0
    assert [len(logged.photos) for logged in everything(db, walk)] == [1] * len(HOSTILE)
