"""A walk that follows another: planned, checked by phones with and without script, and decided."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.backups import a_backup, a_photo, saved
from tests.cast import AT, a_fix, a_person, a_walk
from tests.storage import pictures
from tests.storage.test_cleaner import Stamp
from tests.web.conftest import Caller
from tests.web.sending import HERE, an_issue_body, letter, put_photo
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.stops import Stop
from walkapp.domain.walks import Walk
from walkapp.storage import checks, feelings, fixes, issues, photos, rows, stops, walks
from walkapp.storage.cleaner import clean_waiting
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]
ANNA, CIA = a_person("Anna", "leader"), a_person("Cia", "leader")
SIV = a_person("Siv", "coordinator")
PICTURE = pictures.jpeg(80, 60)


@dataclass
class Scene:
    """A walk that follows another, a fix of the first, and a phone in the second."""

    db: Database
    before: Walk
    walk: Walk
    fix: Fix
    stop: Stop
    phone: Caller

    @property
    def path(self) -> str:
        return f"/walks/{self.walk.id}/checks"

    def said(self, **fields: Any) -> dict[str, Any]:
        return {
            "client_id": new_id(),
            "fix_id": self.fix.id,
            "rev": 1,
            "result": "remains",
            **fields,
        }

    def say(self, **fields: Any) -> tuple[dict[str, Any], TestResponse]:
        body = self.said(**fields)
        return body, letter(self.phone, self.path, body)

    def page(self) -> str:
        return self.phone.get(f"/walks/{self.walk.id}").get_data(as_text=True)

    def becomes(self, state: str) -> None:
        with self.db.writing():
            self.db.execute(
                "UPDATE walks SET state = :s WHERE id = :id", {"s": state, "id": self.walk.id}
            )


@pytest.fixture
def scene(db: Database, signed_in: SignedIn, joined: Callable[..., Caller]) -> Scene:
    signed_in(ANNA), signed_in(SIV)
    before = a_walk(title="Vårvandringen", state="followed_up")
    walks.add(db, before)
    walk = a_walk(ANNA, title="Höstvandringen", follows_id=before.id)
    phone = joined(walk)
    draft = a_fix(id=new_id(), number="", walk_id=before.id, state="done", done_by=CIA.id)
    signed_in(CIA)
    fix = fixes.create(db, draft, by=SIV, at=AT)
    stop = Stop(new_id(), walk.id, 1, "Tunneln")
    rows.insert(db, "stops", stop)
    return Scene(db, before, walk, fix, stop, phone)


def test_a_leader_plans_a_walk_that_follows_another_and_gets_its_stops(
    scene: Scene, signed_in: SignedIn
) -> None:
    rows.insert(scene.db, "stops", Stop(new_id(), scene.before.id, 1, "Torget", "Ljuset?"))
    siv = signed_in(SIV)
    assert "Vårvandringen" in siv.get("/walks/new").get_data(as_text=True)
    given = {"title": "Vintervandringen", "day": "2089-01-12", "starts": "17.00", "ends": "19.00"}
    given |= {"meeting_place": "Torget", "crew": SIV.id, "follows_id": scene.before.id}
    made = siv.post("/walks/new", given)
    walk_id = made.headers["Location"].split("/")[2]
    walk = walks.get(scene.db, walk_id)
    assert walk and walk.follows_id == scene.before.id
    [stop] = stops.route(scene.db, walk).stops
    assert (stop.name, stop.prompt) == ("Torget", "Ljuset?")
    assert "Följer upp Vårvandringen" in siv.get(f"/walks/{walk_id}/live").get_data(as_text=True)
    assert siv.post("/walks/new", {**given, "follows_id": walk_id}).status_code == 422  # to come
    cia = signed_in(CIA)
    stranger = cia.post("/walks/new", {**given, "crew": CIA.id})
    assert stranger.status_code == 422  # she does not see that walk


def test_the_walk_it_follows_stays_once_somebody_has_checked(
    scene: Scene, signed_in: SignedIn
) -> None:
    scene.say()
    given = {"title": "X", "day": "2089-01-12", "starts": "17.00", "ends": "19.00"}
    given |= {"meeting_place": "Torget", "crew": ANNA.id, "version": "1", "follows_id": ""}
    answer = signed_in(SIV).post(f"/walks/{scene.walk.id}/edit", given)
    assert answer.status_code == 422
    assert "redan kontrollerat" in answer.get_data(as_text=True)


def test_a_letter_gets_a_receipt_and_the_same_for_a_repeat(scene: Scene) -> None:
    body, first = scene.say(note="Hål i asfalten")
    assert first.status_code == 201
    assert first.json is not None and first.json["result"] == "stored"
    assert (first.json["client_id"], first.json["nonce"]) == (body["client_id"], "n-1")
    again = letter(scene.phone, scene.path, body)
    assert (again.status_code, again.json["result"]) == (200, "already_stored")  # type: ignore[index]
    assert again.json["sha256"] == first.json["sha256"]  # type: ignore[index]
    newer = letter(scene.phone, scene.path, {**body, "rev": 2, "result": "fixed"})
    assert newer.json["result"] == "updated"  # type: ignore[index]
    [kept] = checks.of_walk(scene.db, scene.walk.id)[scene.fix.id]
    assert (kept.result, kept.rev, kept.note) == ("fixed", 2, "Hål i asfalten")
    assert "Hål i asfalten" in scene.page()
    assert fixes.get(scene.db, scene.fix.id) == scene.fix  # a walker changes no fix


def test_what_does_not_do_is_refused_with_a_sentence_and_a_field(scene: Scene) -> None:
    _, answer = scene.say(result="great")
    assert (answer.status_code, answer.json["field"]) == (422, "result")  # type: ignore[index]
    _, answer = scene.say(fix_id=new_id())
    assert (answer.status_code, answer.json["result"]) == (422, "rejected")  # type: ignore[index]
    stranger = f"/walks/{scene.before.id}/checks"
    answer = letter(scene.phone, stranger, scene.said())
    assert (answer.status_code, answer.json["result"]) == (404, "unknown_walk")  # type: ignore[index]


def test_what_comes_after_review_has_begun_waits(scene: Scene) -> None:
    scene.becomes("reviewing")
    _, answer = scene.say()
    assert (answer.status_code, answer.json["result"]) == (202, "held_for_review")  # type: ignore[index]


def test_the_plain_form_does_the_same_and_keeps_what_was_typed(scene: Scene) -> None:
    page = scene.page()
    assert "Det som sågs förra gången" in page and scene.fix.title in page
    wrong = scene.phone.post(scene.path, {**scene.said(result=""), "note": "Mörkt"})
    assert wrong.status_code == 422
    assert "Välj hur det ser ut nu." in wrong.get_data(as_text=True)
    assert "Mörkt</textarea>" in wrong.get_data(as_text=True)
    given = {**scene.said(), "photos": (BytesIO(PICTURE), "bild.jpg")}
    sent = scene.phone.post(scene.path, given, content_type="multipart/form-data")
    assert sent.status_code == 303
    [kept] = checks.of_walk(scene.db, scene.walk.id)[scene.fix.id]
    [photo] = checks.photos_of(scene.db, scene.walk.id)[kept.check_id]
    assert (photo.kind, photo.fix_id, photo.review) == ("check", None, "pending")
    assert "1 av 1 är kontrollerade" in scene.page()


def put(scene: Scene, check_id: str, photo_id: str, phone: Caller | None = None) -> TestResponse:
    path = f"/checks/{check_id}/photos/{photo_id}"
    told = {"X-Content-SHA256": sha256(PICTURE).hexdigest(), "Accept": "application/json"}
    headers = {**HERE, "X-Walkapp": "1", **told}
    browser = (phone or scene.phone).client
    return browser.put(path, data=PICTURE, headers=headers, content_type="image/jpeg")


def test_a_photo_belongs_to_the_check_until_the_leader_takes_it_over(
    app: Flask, scene: Scene, joined: Callable[..., Caller], signed_in: SignedIn
) -> None:
    photo_id = new_id()
    body, _ = scene.say(result="fixed", photo_ids=[photo_id])
    assert put(scene, body["client_id"], photo_id, joined(scene.walk)).status_code == 404
    assert put(scene, body["client_id"], photo_id).status_code == 201
    clean_waiting(scene.db, app.extensions["blobs"], Stamp(), lambda: AT)
    anna = signed_in(ANNA)
    assert anna.get(f"/review/photos/{photo_id}/480.jpg").status_code == 200
    assert signed_in(CIA).get(f"/review/photos/{photo_id}/480.jpg").status_code == 404
    scene.becomes("reviewing")
    given = {"move": "confirm", "version": "1", "words": "", "photo": photo_id}
    path = f"/walks/{scene.walk.id}/review/checks/{scene.fix.id}"
    assert anna.post(path, given).status_code == 303
    photo = photos.get(scene.db, photo_id)
    assert photo and (photo.kind, photo.fix_id, photo.review) == ("after", scene.fix.id, "pending")
    again = put(scene, body["client_id"], photo_id)  # the receipt was lost on its way
    assert (again.status_code, again.json["result"]) == (200, "already_stored")  # type: ignore[index]
    fix = fixes.get(scene.db, scene.fix.id)
    assert fix and (fix.state, fix.outcome, fix.confirmed_by) == ("closed", "fixed", ANNA.id)


def test_nobody_decides_before_review_nor_on_a_version_that_has_passed(
    scene: Scene, signed_in: SignedIn
) -> None:
    scene.say(result="fixed")
    anna, path = signed_in(ANNA), f"/walks/{scene.walk.id}/review/checks/{scene.fix.id}"
    early = anna.post(path, {"move": "confirm", "version": "1"})
    assert early.status_code == 422
    scene.becomes("reviewing")
    assert anna.post(path, {"move": "confirm", "version": "0"}).status_code == 409
    assert anna.post(path, {"move": "reject_work", "version": "1"}).status_code == 422
    assert signed_in(CIA).post(path, {"move": "confirm", "version": "1"}).status_code == 404
    assert fixes.get(scene.db, scene.fix.id) == scene.fix


def test_the_leader_sees_what_the_phones_say_and_the_doer_does_not_confirm(
    scene: Scene, signed_in: SignedIn, joined: Callable[..., Caller]
) -> None:
    scene.say(result="fixed", note="Lampan lyser")
    letter(joined(scene.walk), scene.path, scene.said(result="fixed"))
    scene.becomes("reviewing")
    path = f"/walks/{scene.walk.id}/review/checks"
    page = signed_in(ANNA).get(path).get_data(as_text=True)
    assert "Lampan lyser" in page and "Åtgärdat: 2" in page
    assert 'value="confirm"' in page and "1 punkt väntar på ditt beslut." in page
    with scene.db.writing():
        scene.db.execute("UPDATE fixes SET done_by = :anna", {"anna": ANNA.id})
    page = signed_in(ANNA).get(path).get_data(as_text=True)
    assert 'value="confirm"' not in page and 'value="note"' in page
    noted = signed_in(ANNA).post(
        f"{path}/{scene.fix.id}", {"move": "note", "version": "1", "words": "Lyser"}
    )
    assert noted.status_code == 303
    page = signed_in(SIV).get(f"/fixes/{scene.fix.id}").get_data(as_text=True)
    assert "Kontrollerades vid Höstvandringen: Åtgärdat" in page


def test_what_a_leader_suggests_to_open_again_is_shown_to_the_coordinator_until_answered(
    scene: Scene, signed_in: SignedIn
) -> None:
    with scene.db.writing():
        scene.db.execute(
            "UPDATE fixes SET state = 'closed', outcome = 'fixed', closed_at = :at", {"at": AT}
        )
    scene.say(result="returned")
    scene.becomes("reviewing")
    path = f"/walks/{scene.walk.id}/review/checks/{scene.fix.id}"
    given = {"version": "1", "words": "Släckt igen"}
    anna, siv = signed_in(ANNA), signed_in(SIV)
    assert anna.post(path, {**given, "move": "reopen"}).status_code == 422
    heading = "En vandring såg att det inte är åtgärdat"
    assert heading not in siv.get("/fixes").get_data(as_text=True)
    assert anna.post(path, {**given, "move": "suggest"}).status_code == 303
    for address in ("/fixes", f"/fixes/{scene.fix.id}"):
        assert heading in siv.get(address).get_data(as_text=True)
        assert heading not in signed_in(CIA).get(address).get_data(as_text=True)
    assert siv.post(path, {**given, "move": "reopen"}).status_code == 303
    assert heading not in siv.get("/fixes").get_data(as_text=True)
    fix = fixes.get(scene.db, scene.fix.id)
    assert fix and (fix.state, fix.reopen_count) == ("assessing", 1)


def test_an_earlier_picture_is_shown_to_the_phones_of_the_walk_once_approved(
    app: Flask, scene: Scene, joined: Callable[..., Caller]
) -> None:
    eva = joined(scene.before)
    body, photo_id = an_issue_body(), new_id()
    letter(eva, f"/walks/{scene.before.id}/issues", body)
    put_photo(eva, body["client_id"], photo_id, PICTURE)
    clean_waiting(scene.db, app.extensions["blobs"], Stamp(), lambda: AT)
    assert issues.get(scene.db, body["client_id"])
    link = {"fix": scene.fix.id, "issue": body["client_id"]}
    with scene.db.writing():
        scene.db.execute("INSERT INTO fix_issues VALUES (:fix, :issue)", link)
    address = f"/photos/{photo_id}/480.jpg"
    assert scene.phone.get(address).status_code == 404
    assert address not in scene.page()
    with scene.db.writing():
        scene.db.execute("UPDATE photos SET review = 'approved'")
    assert scene.phone.get(address).status_code == 200
    assert address in scene.page()
    assert joined(a_walk()).get(address).status_code == 404


@pytest.mark.parametrize("to", ["import", "backup"])
def test_checks_in_a_backup_file_are_taken_in_once(
    scene: Scene, signed_in: SignedIn, to: str
) -> None:
    brings = scene.phone if to == "import" else signed_in(ANNA)
    first, photo_id = new_id(), new_id()
    known, _ = scene.say(note="Som den skickades", observed_at="2026-11-20T18:00:00Z")
    again = saved({**known, "observed_at": None})  # with other bytes, as of what was said last
    fresh = saved(scene.said(client_id=first, result="fixed", photo_ids=[photo_id]))
    elsewhere = saved(scene.said(fix_id=new_id()))
    picture = a_photo(first, PICTURE, photo_id)
    file = a_backup(scene.walk, [], [picture], checks=[again, fresh, elsewhere])
    path = f"/walks/{scene.walk.id}/{to}"

    def bring() -> dict[str, Any]:
        given = {"file": (BytesIO(file), "vandring.zip"), "csrf_token": brings.token()}
        answer = brings.client.post(path, data=given, headers={"Accept": "application/json"})
        told: dict[str, Any] = answer.get_json()
        return told

    told = bring()
    assert (told["issues"], told["checks"], told["photos"], told["already"]) == (0, 1, 1, 1)
    (left,) = told["left"]
    assert (left["kind"], left["label"]) == ("check", "Kontroll 3 i filen")
    assert "inte tittar på" in left["sentence"]
    kept = {it.check_id: it for it in checks.of_walk(scene.db, scene.walk.id)[scene.fix.id]}
    assert {it: kept[it].result for it in kept} == {known["client_id"]: "remains", first: "fixed"}
    [photo] = checks.photos_of(scene.db, scene.walk.id)[first]
    assert (photo.photo_id, photo.kind) == (photo_id, "check")
    told = bring()
    assert (told["checks"], told["photos"], told["already"]) == (0, 0, 3)
    assert kept == {it.check_id: it for it in checks.of_walk(scene.db, scene.walk.id)[scene.fix.id]}


def test_how_safe_a_stop_feels_is_told_by_letter_or_form(scene: Scene) -> None:
    path = f"/walks/{scene.walk.id}/feelings"
    told = {"client_id": new_id(), "stop_id": scene.stop.id, "value": 2}
    answer = letter(scene.phone, path, told)
    assert (answer.status_code, answer.json["client_id"]) == (201, told["client_id"])  # type: ignore[index]
    assert scene.phone.post(path, {**told, "value": "4"}).status_code == 303
    [found] = feelings.feelings_of(scene.db, scene.walk)
    assert found.counts == (0, 0, 0, 1, 0)
    assert 'value="4" aria-pressed="true"' in scene.page()
    assert letter(scene.phone, path, {**told, "value": 9}).status_code == 422
    assert letter(scene.phone, path, {**told, "stop_id": new_id()}).status_code == 404
    scene.becomes("followed_up")
    assert "Hur tryggt känns det här?" not in scene.page()
    late = letter(scene.phone, path, {**told, "value": 1})
    assert late.json["result"] == "stored_hidden"  # type: ignore[index]
    [found] = feelings.feelings_of(scene.db, scene.walk)
    assert found.counts == (0, 0, 0, 1, 0)


def test_the_phone_is_told_what_the_server_has_of_it(
    scene: Scene, joined: Callable[..., Caller]
) -> None:
    body, _ = scene.say()
    told = {"client_id": new_id(), "stop_id": scene.stop.id, "value": 2}
    letter(scene.phone, f"/walks/{scene.walk.id}/feelings", told)
    for phone, said, felt in (
        (scene.phone, {body["client_id"]: 1}, {scene.stop.id: 2}),
        (joined(scene.walk), {}, {}),
    ):
        answer = phone.get(f"/walks/{scene.walk.id}/receipts").json
        assert (answer["checks"], answer["feelings"]) == (said, felt)


def test_a_walk_that_follows_none_shows_nothing_of_it(scene: Scene, signed_in: SignedIn) -> None:
    with scene.db.writing():
        scene.db.execute("UPDATE walks SET follows_id = NULL")
    assert "data-recheck" not in scene.page()
    page = signed_in(ANNA).get(f"/walks/{scene.walk.id}/review/checks").get_data(as_text=True)
    assert "Vandringen följer inte upp någon annan" in page
