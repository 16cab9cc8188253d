"""An outside owner answers by the link in its mail, and the coordinator sees it."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from tests.mail.conftest import NIGHT, Hand, page_of, text_of
from tests.web.conftest import Caller
from tests.web.fixes_desk import DISA, ELIN, OWNER, WALK, form_to, forms_of, settle, words
from tests.web.fixes_desk import standing as standing_fix
from walkapp.domain import fixes as rules
from walkapp.domain.errors import NotAllowed
from walkapp.domain.fixes import Fix, Given
from walkapp.domain.people import Person
from walkapp.storage import fixes, outside, parties, photos
from walkapp.storage.database import Database
from walkapp.web import clock

MAIL = "drift@stationsbolaget.example"


@pytest.fixture(autouse=True)
def desk(app: object, db: Database) -> None:
    settle(db)
    db.execute("UPDATE parties SET email = :mail WHERE id = :id", {"mail": MAIL, "id": OWNER.id})


@pytest.fixture
def owner(db: Database) -> Any:
    return replace(OWNER, email=MAIL)


def referred(db: Database, channel: str = "email", again: str = "2099-01-01", **more: Any) -> Fix:
    """A fix that has just been sent to the owner."""
    place = {"lat": 59.058, "lon": 16.588, "place_text": "Stationshuset"}
    fix = standing_fix(db, "assessing", **place, **more)
    given = Given(
        party=parties.get(db, OWNER.id),
        sent_on="2026-11-20",
        channel=channel,
        reference="Ä 12",
        followup_on=again,
    )
    after, event = rules.apply(fix, "refer", by=DISA, given=given, at=NIGHT)
    fixes.save(db, after, event)
    return after


@pytest.fixture
def fix(db: Database) -> Fix:
    return referred(db)


@pytest.fixture
def link(fix: Fix, hand: Hand) -> str:
    """The path in the mail."""
    return link_in(hand)


def link_in(hand: Hand) -> str:
    [mail] = hand.works(clock.now())
    found = re.search(r"http://127\.0\.0\.1:8000(/reply/\S+)", text_of(mail))
    assert found and found[1] in page_of(mail)
    return found[1]


def now_of(db: Database, fix: Fix) -> Fix:
    found = fixes.get(db, fix.id)
    assert found
    return found


def reply(browser: Caller, link: str, name: str, **said: Any) -> Any:
    """Fill in one of the answers on the page and send it."""
    form = form_to(browser.get(link).text, f"/{name}")
    return browser.client.post(
        form.action, data={**form.fields, **said}, content_type="multipart/form-data"
    )


def test_the_mail_carries_the_place_and_a_link(fix: Fix, hand: Hand) -> None:
    [mail] = hand.works(NIGHT)
    assert hand.postman.readers == [MAIL]
    assert mail["Subject"] == f"{fix.number}: {fix.title}"
    assert "Stationshuset" in text_of(mail) and "59.05800, 16.58800" in text_of(mail)
    pictures = [part for part in mail.walk() if part.get_content_maintype() == "image"]
    assert [part["Content-ID"] for part in pictures] == ["<map>"]
    assert Image.open(io.BytesIO(pictures[0].get_content())).size == (600, 300)
    assert 'src="cid:map"' in page_of(mail)


@pytest.mark.parametrize("channel", ["phone", "letter", "form"])
def test_who_was_told_in_another_way_gets_no_mail(db: Database, hand: Hand, channel: str) -> None:
    referred(db, channel)
    assert hand.works(NIGHT) == []


def to_owner(hand: Hand, day: str) -> list[Any]:
    """What the owner gets that morning."""
    return [mail for mail in hand.works(f"2026-12-{day}T06:30:00Z") if mail["To"] == MAIL]


def test_a_silent_owner_is_reminded_once_before_the_day_to_ask_again(
    db: Database, hand: Hand, caller: Callable[[], Caller]
) -> None:
    fix = referred(db, again="2026-12-06")
    hand.works(NIGHT)
    assert to_owner(hand, "02") == []
    [mail] = to_owner(hand, "03")
    assert "En påminnelse: vi väntar fortfarande på ert svar." in text_of(mail)
    path = re.search(r"(/reply/\S+)", text_of(mail))
    assert path and caller().get(path[1]).status_code == 200
    assert [to_owner(hand, day) for day in ("04", "05", "06", "07")] == [[]] * 4
    line = fixes.history(db, fix.id)[-1]
    assert (line["kind"], line["by_kind"]) == ("nudge", "system")
    assert now_of(db, fix) == fix  # two that somebody wrote down are still asked for


@pytest.mark.parametrize("why", ["replied", "by phone", "no address", "asked just now"])
def test_who_need_not_be_reminded_is_not(db: Database, hand: Hand, why: str) -> None:
    fix = referred(db, "phone" if why == "by phone" else "email", again="2026-12-06")
    if why == "replied":
        db.execute("UPDATE fixes SET replied = 1")
    if why == "no address":
        db.execute("UPDATE parties SET email = ''")
    if why == "asked just now":
        given = Given(reminded_on="2026-12-02", followup_on="2026-12-05")
        fixes.save(db, *rules.apply(fix, "remind", by=DISA, given=given, at="2026-12-02T10:00:00Z"))
    hand.works(NIGHT)
    hand.works("2026-12-02T12:00:00Z")
    assert [to_owner(hand, day) for day in ("03", "04", "05", "06")] == [[]] * 4
    assert fixes.history(db, fix.id)[-1]["kind"] != "nudge"


def test_a_mail_that_is_tried_again_has_a_link_that_works(
    fix: Fix, hand: Hand, caller: Callable[[], Caller]
) -> None:
    hand.postman.after_data = "cut"
    [first] = hand.works(NIGHT)
    hand.postman.after_data = ""
    [second] = hand.works("2026-11-25T03:01:00Z")
    assert first["Message-ID"] == second["Message-ID"]
    for mail in (first, second):
        path = re.search(r"(/reply/\S+)", text_of(mail))
        assert path and caller().get(path[1]).status_code == 200


def test_opening_the_link_changes_nothing(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    """Mail scanners open every link, and what the page links to, many times."""
    before = now_of(db, fix), fixes.history(db, fix.id)
    scanner = caller()
    for _ in range(3):
        page = scanner.get(link)
        assert page.status_code == 200
        for address in re.findall(r'(?:href|src)="(/reply/[^"]+)"', page.text):
            assert scanner.get(address).status_code == 200
        for form in forms_of(page.text):
            assert scanner.get(form.action).status_code in (404, 405)
        assert scanner.client.head(link).status_code == 200
    assert (now_of(db, fix), fixes.history(db, fix.id)) == before


def test_the_page_shows_that_fix_alone_and_no_names(
    db: Database, link: str, caller: Callable[[], Caller]
) -> None:
    page = caller().get(link)
    text = words(page.text)
    assert OWNER.name in text and "Stationshuset" in text
    for secret in (DISA.name, ELIN.name, WALK.title, "Ä 12"):
        assert secret not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_notes_and_unapproved_photos_stay_inside(
    db: Database, hand: Hand, caller: Callable[[], Caller], app: Any
) -> None:
    fix = referred(db, internal_note="Ägaren är svår")
    with app.app_context():
        from walkapp.storage.photos import Upload
        from walkapp.web.blobs import blobs

        picture = io.BytesIO(a_picture())
        photos.receive_upload(db, blobs(), picture, Upload("before", fix_id=fix.id), at=NIGHT)
    [photo] = photos.of_fix(db, fix.id)
    db.execute("UPDATE photos SET state = 'clean', sha256_480 = 'a', sha256_1600 = 'a'")
    link = link_in(hand)
    browser = caller()
    assert "svår" not in browser.get(link).text and photo.photo_id not in browser.get(link).text
    assert browser.get(f"{link}/photos/{photo.photo_id}/480.jpg").status_code == 404


def a_picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 40)).save(kept, "JPEG")
    return kept.getvalue()


def test_done_with_a_photo_is_seen_by_the_coordinator(
    db: Database,
    fix: Fix,
    link: str,
    hand: Hand,
    caller: Callable[[], Caller],
    signed_in: Callable[[Person], Caller],
) -> None:
    browser = caller()
    sent = {"done_text": "Lampan är bytt", "photos": (io.BytesIO(a_picture()), "efter.jpg")}
    answer = reply(browser, link, "finish", **sent)
    assert answer.status_code == 303
    after = now_of(db, fix)
    assert (after.state, after.done_text, after.done_by) == ("done", "Lampan är bytt", None)
    assert [photo.kind for photo in photos.of_fix(db, fix.id)] == ["after"]
    last = fixes.history(db, fix.id)[-1]
    assert (last["by_kind"], last["by_id"]) == ("outside", None)
    page = words(signed_in(DISA).get(f"/fixes/{fix.id}").text)
    assert OWNER.name in page and "Lampan är bytt" in page
    told = db.query("SELECT reader_id FROM notices WHERE kind = 'answered'")
    assert {row["reader_id"] for row in told} == {DISA.id, ELIN.id}


def test_an_answer_sent_twice_counts_once_and_says_so(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    browser = caller()
    form = form_to(browser.get(link).text, "/finish")
    said = {**form.fields, "done_text": "Lampan är bytt"}
    assert browser.client.post(form.action, data=said).status_code == 303
    version = now_of(db, fix).version
    for again in (browser.client.post(form.action, data=said), browser.get(link)):
        assert again.status_code == 410
        assert "Klart" in words(again.text) and "redan svarat" in words(again.text)
    assert now_of(db, fix).version == version


def test_work_goes_on_and_the_link_stays(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    browser = caller()
    plan = {"planned_action": "byta lampan", "due_on": "2099-02-01"}
    assert reply(browser, link, "plan", **plan).status_code == 303
    assert now_of(db, fix).state == "planned"
    assert reply(browser, link, "start").status_code == 303
    assert now_of(db, fix).state == "in_progress"
    assert reply(browser, link, "finish", done_text="Bytt").status_code == 303
    kinds = [line["kind"] for line in fixes.history(db, fix.id)]
    assert kinds[-3:] == ["plan", "start", "finish"]


def test_a_planned_date_is_moved_with_the_reason(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    browser = caller()
    assert "/replan" not in browser.get(link).text  # nothing is planned yet
    plan = {"planned_action": "byta lampan", "due_on": "2099-02-01"}
    assert reply(browser, link, "plan", **plan).status_code == 303
    silent = reply(browser, link, "replan", due_on="2099-03-01")
    assert silent.status_code == 422 and "Skriv varför." in silent.text
    said = {"due_on": "2099-03-01", "reason": "Lampan är beställd"}
    assert reply(browser, link, "replan", **said).status_code == 303
    after = now_of(db, fix)
    assert (after.state, after.due_on, after.original_due_on) == (
        "planned",
        "2099-03-01",
        "2099-02-01",
    )
    assert after.planned_action == "byta lampan"
    last = fixes.history(db, fix.id)[-1]
    assert (last["kind"], last["by_kind"]) == ("replan", "outside")
    assert "Lampan är beställd" in last["internal_text"]
    assert caller().get(link).status_code == 200  # the link still takes answers
    told = db.query("SELECT reader_id FROM notices WHERE kind = 'answered'")
    assert {row["reader_id"] for row in told} == {DISA.id, ELIN.id}


def test_not_ours_returns_to_the_coordinator_with_whose_it_might_be(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    said = {"reason": "Vi äger bara huset", "whose": "Regionen"}
    assert reply(caller(), link, "bounce", **said).status_code == 303
    after = now_of(db, fix)
    assert (after.state, after.party_id) == ("assessing", None)
    assert (after.bounce_reason, after.bounce_whose) == ("Vi äger bara huset", "Regionen")
    told = db.query("SELECT reader_id FROM notices WHERE kind = 'bounced'")
    assert {row["reader_id"] for row in told} == {DISA.id, ELIN.id}


def test_will_not_do_it_waits_for_the_coordinator(
    db: Database,
    fix: Fix,
    link: str,
    caller: Callable[[], Caller],
    signed_in: Callable[[Person], Caller],
) -> None:
    assert reply(caller(), link, "propose_decline", proposed_reason="Huset rivs i vår").status_code
    after = now_of(db, fix)
    assert (after.state, after.proposed_reason) == ("referred", "Huset rivs i vår")
    page = signed_in(DISA).get(f"/fixes/{fix.id}").text
    assert "Huset rivs i vår" in words(page) and form_to(page, "/decline")
    assert form_to(page, "/turn_down")


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        ("finish", {"done_text": ""}, "Skriv vad som gjordes."),
        ("finish", {"done_text": "Klart", "done_on": "2098-01-01"}, "har inte varit än"),
        ("plan", {"planned_action": "byta", "due_on": "snart"}, "Skriv datumet som år"),
        ("bounce", {"reason": " "}, "Skriv varför."),
        ("propose_decline", {"proposed_reason": ""}, "Förklara för invånarna"),
    ],
)
def test_an_odd_answer_keeps_what_was_typed(
    db: Database,
    fix: Fix,
    link: str,
    caller: Callable[[], Caller],
    name: str,
    said: dict[str, str],
    sentence: str,
) -> None:
    answer = reply(caller(), link, name, **said)
    assert answer.status_code == 422 and sentence in answer.text
    kept = form_to(answer.text, f"/{name}").fields
    assert all(kept[field] == value for field, value in said.items())
    assert now_of(db, fix).version == fix.version


def test_a_fix_that_changed_meanwhile_is_read_again_first(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    browser = caller()
    form = form_to(browser.get(link).text, "/finish")
    given = Given(reminded_on="2026-11-24", followup_on="2099-03-01")
    fixes.save(db, *rules.apply(fix, "remind", by=DISA, given=given, at=NIGHT))
    sent = browser.client.post(form.action, data={**form.fields, "done_text": "Bytt"})
    assert sent.status_code == 409 and now_of(db, fix).state == "referred"
    again = form_to(sent.text, "/finish")
    assert again.fields["done_text"] == "Bytt"
    assert browser.client.post(again.action, data=again.fields).status_code == 303


def test_an_expired_link_says_so(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    browser = caller()
    form = form_to(browser.get(link).text, "/finish")
    db.execute("UPDATE outside_links SET expires_at = :at", {"at": NIGHT})
    for answer in (browser.get(link), browser.client.post(form.action, data=form.fields)):
        assert answer.status_code == 410 and "har gått ut" in words(answer.text)
        assert fix.title not in answer.text
    assert browser.get(f"{link}/map.png").status_code == 404
    assert now_of(db, fix).state == "referred"


def test_a_link_nobody_made_is_no_page(link: str, caller: Callable[[], Caller]) -> None:
    assert caller().get(link[:-2] + "xx").status_code == 404
    assert caller().get("/reply/").status_code == 404


def test_a_link_leads_to_its_own_fix_alone(
    db: Database, fix: Fix, link: str, hand: Hand, caller: Callable[[], Caller], app: Any
) -> None:
    other = referred(db)
    with app.app_context():
        from walkapp.storage.photos import Upload
        from walkapp.web.blobs import blobs

        picture = io.BytesIO(a_picture())
        photos.receive_upload(db, blobs(), picture, Upload("before", fix_id=other.id), at=NIGHT)
    db.execute("UPDATE photos SET review = 'approved', state = 'clean', sha256_480 = 'a'")
    [photo] = photos.of_fix(db, other.id)
    assert caller().get(f"{link}/photos/{photo.photo_id}/480.jpg").status_code == 404
    reply(caller(), link, "start")
    assert now_of(db, other).state == "referred"


def test_the_link_is_worth_nothing_once_the_fix_has_gone_elsewhere(
    db: Database, fix: Fix, link: str, caller: Callable[[], Caller]
) -> None:
    given = Given(reason="Fel part")
    fixes.save(db, *rules.apply(fix, "reroute", by=DISA, given=given, at=NIGHT))
    answer = caller().get(link)
    assert answer.status_code == 410 and "tagit punkten vidare" in words(answer.text)


def test_a_new_link_ends_the_old(
    db: Database,
    fix: Fix,
    link: str,
    hand: Hand,
    caller: Callable[[], Caller],
    signed_in: Callable[[Person], Caller],
) -> None:
    coordinator = signed_in(DISA)
    form = form_to(coordinator.get(f"/fixes/{fix.id}").text, "/outside-link")
    assert coordinator.client.post(form.action, data=form.fields).status_code == 303
    fresh = link_in(hand)
    assert fresh != link
    assert caller().get(link).status_code == 410 and caller().get(fresh).status_code == 200


def test_work_that_is_sent_back_brings_a_new_link(
    db: Database, fix: Fix, link: str, hand: Hand, caller: Callable[[], Caller]
) -> None:
    reply(caller(), link, "finish", done_text="Bytt")
    given = Given(reason="Den blinkar")
    fixes.save(db, *rules.apply(now_of(db, fix), "reject_work", by=DISA, given=given, at=NIGHT))
    [mail] = hand.works(clock.now())
    assert "Den blinkar" in text_of(mail)
    path = re.search(r"(/reply/\S+)", text_of(mail))
    assert path and reply(caller(), path[1], "finish", done_text="Helt ny").status_code == 303
    assert now_of(db, fix).done_text == "Helt ny"


def test_tokens_are_kept_as_hashes_alone(db: Database, link: str) -> None:
    token = link.removeprefix("/reply/")
    [row] = db.query("SELECT * FROM outside_links")
    assert token not in str(row) and outside.find(db, token)


def test_by_a_link_nobody_does_what_is_not_theirs(db: Database, fix: Fix, owner: Any) -> None:
    for name in ("confirm", "decline", "reroute", "assign", "close_referred", "turn_down"):
        with pytest.raises(NotAllowed):
            rules.apply(fix, name, by=rules.by_link(owner), given=Given(), at=NIGHT)
    with pytest.raises(NotAllowed):
        mine = replace(fix, party_id="somebody else")
        rules.apply(mine, "start", by=rules.by_link(owner), given=Given(), at=NIGHT)
