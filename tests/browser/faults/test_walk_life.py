"""What changes meanwhile: the server put back, a phone shut out, a walk closed or gone."""

import hashlib
import json
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.faults.harness import NETWORK, PHOTO, REJOIN, Phone
from tests.cast import a_person
from tests.faults.fault import Fault
from walkapp.domain import review
from walkapp.domain.walks import text_time
from walkapp.storage import devices, events, issues

pytestmark = pytest.mark.browser

LEADER = a_person("Anna", "walk_leader")


def in_hours(hours: int) -> str:
    return text_time(datetime.now(UTC) + timedelta(hours=hours))


def becomes(phone: Phone, state: str, closing_until: str | None = None) -> None:
    """The leader moves the walk on."""
    phone.change(
        lambda db: db.execute(
            "UPDATE walks SET state = :state, closing_until = :until WHERE id = :id",
            {"state": state, "until": closing_until, "id": phone.walk.id},
        )
    )


def offline(phone: Phone) -> None:
    """Log an issue while there is no network."""
    phone.proxy.down = True
    phone.log()
    phone.told(NETWORK)


def test_fault_13_the_server_is_put_back_to_yesterday(phone: Phone, snapshot: Path) -> None:
    phone.log()
    phone.photo(snapshot)
    phone.received()
    phone.all_sent()
    before = phone.one(photos=1)
    gone = {"id": before.issue.client_id}
    phone.change(lambda db: db.execute("DELETE FROM photos WHERE client_id = :id", gone))
    phone.change(lambda db: db.execute("DELETE FROM issues WHERE client_id = :id", gone))
    phone.reload()  # compares at the start
    phone.until(lambda: bool(phone.logged()) and len(phone.logged()[0].photos) == 1)
    phone.all_sent()
    after = phone.one(photos=1)
    assert after.issue.client_id == before.issue.client_id
    assert after.photos[0].photo_id == before.photos[0].photo_id


def test_fault_16_code_withdrawn_and_member_shut_out(phone: Phone, snapshot: Path) -> None:
    offline(phone)
    phone.photo(snapshot)
    at = in_hours(0)
    phone.change(lambda db: devices.revoke(db, phone.device_id, phone.walk.id, at))
    code = {"id": phone.walk.id, "code": "borta", "secret": "b" * 22}
    phone.change(
        lambda db: db.execute(
            "UPDATE walks SET code = :code, secret = :secret WHERE id = :id", code
        )
    )
    phone.heals()
    phone.received()
    phone.done()
    expect(phone.row).to_contain_text("Väntar på vandringsledaren")
    phone.all_sent()
    assert phone.one(photos=1).issue.held


def test_fault_17_closed_while_the_phone_was_offline(phone: Phone) -> None:
    offline(phone)
    becomes(phone, "closing", in_hours(48))
    phone.heals()
    phone.received()  # within the grace: as any other
    phone.done()
    expect(phone.row).to_contain_text("Mottagen")
    offline(phone)
    becomes(phone, "closing", in_hours(-1))
    phone.heals()
    phone.received()
    phone.done()
    expect(phone.row.filter(has_text="Väntar på vandringsledaren")).to_have_count(1)
    phone.all_sent()
    first, second = (found.issue for found in phone.logged())
    assert (first.result, first.held) == ("stored_late", False)
    assert (second.result, second.held) == ("held_for_review", True)


def test_fault_17_a_phone_nobody_knows_sends_when_the_walk_is_over(
    phone: Phone, snapshot: Path
) -> None:
    offline(phone)
    phone.photo(snapshot)
    phone.page.context.clear_cookies(name="walkapp_device")
    becomes(phone, "reviewing")
    phone.heals()
    phone.told(REJOIN)
    with phone.page.expect_popup() as opened:
        phone.trouble.get_by_role("link", name="Gå med igen").tap()
    again = opened.value
    again.get_by_label("Skriv koden").fill(phone.walk.code)
    again.get_by_role("button", name="Gå med i vandringen").tap()
    again.get_by_role("button", name="Gå med och skicka").tap()
    expect(again.get_by_role("heading", name=phone.walk.title)).to_be_visible()
    again.close()
    phone.page.bring_to_front()
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.received()
    phone.done()
    expect(phone.row).to_contain_text("Väntar på vandringsledaren")
    phone.all_sent()
    assert phone.one(photos=1).issue.held


def test_fault_18_the_walk_is_gone(phone: Phone, snapshot: Path) -> None:
    offline(phone)
    phone.photo(snapshot)
    expect(phone.page.locator(".preview[data-state='saved']")).to_be_visible()
    gone = {"id": phone.walk.id}
    phone.change(lambda db: db.execute("DELETE FROM memberships WHERE walk_id = :id", gone))
    phone.change(lambda db: db.execute("DELETE FROM walks WHERE id = :id", gone))
    phone.heals()
    phone.told("Servern har inte den här vandringen i din telefon längre. Allt ligger kvar.")
    phone.reload()  # the kept page still opens, so that the way out can be reached
    phone.only_here(1)
    phone.told("ladda ner säkerhetskopian")
    assert {it["op"] for it in phone.letters()} == {"issue.put", "photo.put"}
    phone.page.get_by_text("Säkerhetskopia", exact=True).tap()
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("button", name="Gör en säkerhetskopia").tap()
    with zipfile.ZipFile(saved.value.path()) as backup:
        told = json.loads(backup.read("backup.json"))
        (photo,) = told["photos"]
        picture = backup.read(f"photos/{photo['photo_id']}")
    assert [json.loads(it["body"])["category"] for it in told["issues"]] == ["belysning"]
    assert hashlib.sha256(picture).hexdigest() == photo["sha256"]


def test_fault_19_hidden_before_its_photo_arrives(phone: Phone, snapshot: Path) -> None:
    phone.log()
    phone.received()
    phone.suffers(PHOTO, Fault(cut="before"))
    phone.photo(snapshot)
    phone.told(NETWORK)
    issue = phone.logged()[0].issue
    becomes(phone, "reviewing")
    hidden = review.reject(issue, "test", by=LEADER, at=in_hours(0))
    phone.change(lambda db: issues.save(db, *hidden))
    phone.heals()
    phone.received()
    phone.all_sent()
    found = phone.one(photos=1)
    assert (found.issue.review, found.issue.public) == ("rejected", False)
    phone.done()
    expect(phone.row).to_contain_text("Visas inte")


def test_fault_20_edited_by_its_owner_offline_and_by_the_leader(phone: Phone) -> None:
    phone.log()
    phone.received()
    issue = phone.logged()[0].issue
    phone.proxy.down = True
    phone.note("Lampan är sönder")
    phone.told(NETWORK)
    becomes(phone, "reviewing")
    edited = review.edit(issue, "En lampa lyser inte", True, by=LEADER, at=in_hours(0))
    phone.change(lambda db: issues.save(db, *edited))
    phone.heals()
    phone.received()
    phone.all_sent()
    found = phone.one().issue
    assert (found.note, found.rev, found.held) == ("Lampan är sönder", 2, True)
    assert (found.edited_text, found.public) == ("En lampa lyser inte", True)
    with closing(phone.server.source.connect()) as db:
        history = [event["kind"] for event in events.of(db, "issue", issue.client_id)]
    assert history == ["logged", "edit", "edited"]
