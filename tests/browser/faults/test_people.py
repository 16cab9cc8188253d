"""Poison, cleared data, leaving, a phone handed on, the wrong walk: no silent loss."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.faults.harness import ISSUE, NETWORK, OUTBOX, PHOTO, Phone
from tests.browser.faults.test_store import emptied
from tests.cast import a_person, a_walk
from tests.faults.fault import Fault
from walkapp.domain.walks import text_time
from walkapp.storage import issues, people, review, walks

pytestmark = pytest.mark.browser

CUT = Fault(cut="before")
MANY = 1000
KEEP = "Rensa inte webbläsarens data förrän allt är skickat."


def test_fault_50_poison_item(phone: Phone) -> None:
    phone.log("annat")
    phone.received()
    phone.note("ö" * 4001)
    phone.told("Texten är för lång.")
    phone.done()
    phone.log("klotter")
    phone.received()
    phone.done()
    phone.only_here(1)
    expect(phone.row.filter(has_text="Annat")).to_contain_text("Behöver hjälp")
    expect(phone.row.filter(has_text="Klotter")).to_contain_text("Mottagen")
    with closing(phone.server.source.connect()) as db:
        (kept,) = db.query(
            "SELECT * FROM dead_letters WHERE device_id = :id", {"id": phone.device_id}
        )
    assert len(kept["body"]) > 4001 and kept["handled_at"] is None
    # The words are still here, to be mended.
    phone.row.filter(has_text="Annat").get_by_role("button", name="Ändra").tap()
    phone.note("ö" * 4000)
    phone.received()
    phone.done()
    phone.all_sent()
    assert sorted(len(it.issue.note) for it in phone.logged()) == [0, 4000]


def test_fault_53_user_clears_site_data(phone: Phone) -> None:
    phone.log()
    phone.received()
    phone.done()
    phone.page.get_by_text("Säkerhetskopia", exact=True).tap()
    expect(phone.page.get_by_text(KEEP)).to_be_hidden()
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log("klotter")
    phone.done()
    phone.only_here(1)
    expect(phone.page.get_by_text(KEEP)).to_be_visible()
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    expect(phone.page.get_by_text(KEEP)).to_be_hidden()
    phone.open(emptied(phone))
    expect(phone.row).to_have_count(2)
    phone.all_sent()
    # With its cookie gone too the phone is a stranger, and the way back is the code.
    phone.page.context.clear_cookies()
    phone.page.goto(f"{phone.proxy.url}/join#{phone.walk.secret}")
    phone.page.get_by_role("button", name="Gå med i vandringen").tap()
    phone.ready()
    expect(phone.page.get_by_text("Gruppen har loggat 2 iakttagelser.")).to_be_visible()


def test_fault_54_leaving_with_something_unsent(phone: Phone) -> None:
    phone.log("belysning")
    phone.received()
    phone.done()
    phone.proxy.on(ISSUE, CUT, times=MANY)
    phone.log("klotter")
    phone.note("På gaveln")
    phone.done()
    phone.only_here(1)
    phone.page.get_by_role("link", name="Lämna vandringen").tap()
    phone.page.wait_for_selector("html[data-leaving=ready]")
    held = phone.page.locator("[data-leave-held]")
    expect(held).to_contain_text("Klotter")
    expect(held).to_contain_text("På gaveln")
    phone.page.get_by_role("button", name="Lämna vandringen").tap()  # refused: not without a yes
    expect(held).to_be_visible()
    assert len(phone.letters()) == 1
    phone.page.get_by_role("link", name="Tillbaka och skicka").tap()
    phone.ready()
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    phone.page.get_by_role("link", name="Lämna vandringen").tap()
    phone.page.wait_for_selector("html[data-leaving=ready]")
    expect(held).to_be_hidden()
    phone.page.get_by_role("button", name="Lämna vandringen").tap()
    phone.page.wait_for_selector("[data-left]")
    phone.page.wait_for_selector("html[data-leaving=ready]")
    assert phone.rows("issues") == [] and phone.letters() == []
    assert [it.issue.note for it in phone.logged()] == ["", "På gaveln"]


def test_fault_54_leaving_accepts_a_loss_said_in_so_many_words(phone: Phone) -> None:
    phone.proxy.on(ISSUE, CUT, times=MANY)
    phone.log("klotter")
    phone.done()
    phone.only_here(1)
    phone.page.get_by_role("link", name="Lämna vandringen").tap()
    phone.page.wait_for_selector("html[data-leaving=ready]")
    phone.page.get_by_label("Lämna ändå. Det som inte är skickat får gå förlorat.").check()
    phone.page.get_by_role("button", name="Lämna vandringen").tap()
    phone.page.wait_for_selector("[data-left]")
    phone.page.wait_for_selector("html[data-leaving=ready]")
    assert phone.letters() == [] and phone.logged() == []


def rejoin(phone: Phone, name: str) -> None:
    """The phone changes hands: somebody else says what they are called."""
    phone.page.goto(f"{phone.proxy.url}/join#{phone.walk.secret}")
    phone.page.get_by_label("Ditt förnamn").fill(name)
    phone.page.get_by_role("button", name="Gå med i vandringen").tap()
    phone.page.wait_for_url(f"**/walks/{phone.walk.id}")
    phone.ready()


def test_fault_55_phone_handed_to_another_participant(phone: Phone) -> None:
    phone.proxy.on(ISSUE, CUT, times=MANY)
    rejoin(phone, "Bo")
    phone.log("belysning")
    phone.saved()
    phone.done()
    rejoin(phone, "Cia")
    phone.only_here(1)
    phone.log("klotter")
    phone.saved()
    phone.done()
    phone.only_here(2)
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    with closing(phone.server.source.connect()) as db:
        found = review.of_walk(db, phone.walk.id)
    assert [(it.issue.category, it.author) for it in found] == [
        ("belysning", "Bo"),
        ("klotter", "Cia"),
    ]
    assert len({it.issue.device_id for it in found}) == 1


def test_fault_56_wrong_walk_joined(phone: Phone, snapshot: Path) -> None:
    right = a_walk(title="Rätt vandring")
    phone.change(lambda db: walks.add(db, right))
    phone.proxy.on(PHOTO, CUT, times=MANY)
    phone.log()
    phone.photo(snapshot)
    phone.told(NETWORK)  # the issue has come, and its picture has not
    (before,) = phone.logged()
    anna = a_person("Anna", "leader")
    anna = replace(anna, email=f"{anna.id}@flen.example")
    at = text_time(datetime.now(UTC))
    phone.change(lambda db: people.add(db, anna))
    phone.change(lambda db: issues.move(db, before.issue, right, by=anna, at=at))
    phone.done()
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    phone.reload()
    phone.all_sent()
    expect(phone.row).to_contain_text("Flyttad till en annan vandring")
    assert phone.logged() == []
    (moved,) = phone.server.logged(right)
    assert moved.issue.client_id == before.issue.client_id
    assert [it.sha256 for it in moved.photos] == list(phone.pictures().values())
