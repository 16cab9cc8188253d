"""Answers that are lost, cut, doubled, late or another's: in the end each thing is there once."""

import json
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.faults.harness import ISSUE, NETWORK, OUTBOX, PHOTO, RECEIPTS, SERVER, Phone
from tests.faults.fault import PASS, Fault
from tests.faults.proxy import status_of
from tests.faults.wire import Answer

pytestmark = pytest.mark.browser

GONE = "DELETE FROM issues WHERE walk_id = :walk"


def test_fault_01_answer_lost_after_commit(phone: Phone, snapshot: Path) -> None:
    phone.proxy.on(ISSUE, Fault(cut="commit"))
    phone.log()
    phone.received()  # by itself
    phone.suffers(PHOTO, Fault(cut="commit"))
    phone.photo(snapshot)
    phone.told(NETWORK)
    phone.only_here(1)
    phone.heals()
    phone.received()
    phone.all_sent()
    # 201 and then 200: the first was stored, and so was known again.
    assert [it.status for it in phone.asked(PHOTO)][:2] == [201, 200]
    assert [it.status for it in phone.asked(ISSUE)][:2] == [201, 200]
    phone.one(photos=1)


def test_fault_02_cut_in_the_middle_of_a_photo(phone: Phone, snapshot: Path) -> None:
    phone.suffers(PHOTO, Fault(cut="body"))
    phone.log()
    phone.received()
    phone.photo(snapshot)
    phone.told(NETWORK)
    phone.saved()
    expect(phone.page.locator(".preview[data-state='saved'] img")).to_be_visible()
    (found,) = phone.logged()
    assert found.photos == ()
    phone.heals()
    phone.received()
    phone.all_sent()
    assert {it.status for it in phone.asked(PHOTO)} == {None, 201}
    phone.one(photos=1)


def test_fault_03_the_same_request_five_times_at_once(phone: Phone, snapshot: Path) -> None:
    for wanted in (ISSUE, PHOTO):
        phone.proxy.on(wanted, Fault(times=5))
    phone.log()
    phone.received()
    phone.photo(snapshot)
    phone.all_sent()
    phone.received()
    for wanted in (ISSUE, PHOTO):
        phone.until(partial(five_came, phone, wanted))
        told = sorted(status_of(answer) or 0 for answer in phone.proxy.answered(wanted))
        assert (told.count(201), set(told)) == (1, {200, 201})
    phone.one(photos=1)


def five_came(phone: Phone, wanted: str) -> bool:
    return len(phone.proxy.answered(wanted)) >= 5


def test_fault_04_replayed_by_the_system(phone: Phone) -> None:
    phone.proxy.on(ISSUE, Fault(again=0.2))
    phone.log()
    phone.received()
    phone.until(lambda: len(phone.proxy.answered(ISSUE)) == 2)
    first, second = (json.loads(it.split(b"\r\n\r\n")[1]) for it in phone.proxy.answered(ISSUE))
    assert (first.pop("result"), second.pop("result")) == ("stored", "already_stored")
    assert first == second
    phone.all_sent()
    phone.one()


def test_fault_08_online_but_no_traffic(phone: Phone) -> None:
    silence = Fault(cut="before", wait_before=40)
    phone.proxy.decide = lambda request: silence if request.method == "POST" else PASS
    phone.page.clock.install()
    phone.log()
    expect(phone.card).to_contain_text("Skickas…")
    phone.note("Svart som natten")
    phone.done()
    phone.log("klotter")  # nothing waits for the network
    phone.saved()
    phone.only_here(2)
    phone.page.clock.fast_forward(31_000)
    phone.told(NETWORK)
    phone.heals()
    phone.page.clock.fast_forward(31_000)  # a new try may have met the silence meanwhile
    phone.all_sent()
    assert [it.issue.note for it in phone.logged()] == ["Svart som natten", ""]


def test_fault_57_a_proxy_alters_the_body(phone: Phone, snapshot: Path) -> None:
    phone.proxy.on(ISSUE, Fault(corrupt=True))
    phone.log()
    phone.received()  # sent again by itself
    assert [it.status for it in phone.asked(ISSUE)] == [400, 201]
    phone.suffers(PHOTO, Fault(corrupt=True))
    phone.photo(snapshot)
    flagged = phone.page.locator(".preview[data-state='attention']")
    phone.until(lambda: phone.send_now() or flagged.count() == 1)
    expect(flagged).to_contain_text("Behöver hjälp")
    expect(flagged).to_contain_text("Det som kom fram är inte det som skickades.")
    statuses = [it.status for it in phone.asked(PHOTO)]
    assert set(statuses) == {400} and len(statuses) >= 3
    phone.done()
    phone.log("klotter")
    phone.received()  # the others are not held back
    phone.done()
    phone.only_here(1)
    expect(phone.row.filter(has_text="Behöver hjälp")).to_have_count(1)
    phone.heals()
    phone.all_sent()
    first, second = phone.logged()
    assert (len(first.photos), len(second.photos)) == (1, 0)
    assert first.photos[0].sha256 == phone.pictures()[first.photos[0].photo_id]


def test_fault_58_the_answer_to_another_request(phone: Phone, snapshot: Path) -> None:
    phone.log()
    phone.received()
    phone.done()
    phone.suffers(ISSUE, Fault(other=True))
    phone.log("klotter")
    phone.told(SERVER)
    phone.only_here(1)
    assert len(phone.logged()) == 1
    phone.heals()
    phone.received()
    phone.suffers(PHOTO, Fault(other=True))
    phone.photo(snapshot)
    phone.told(SERVER)
    phone.saved()
    phone.heals()
    phone.received()
    phone.all_sent()
    assert [len(found.photos) for found in phone.logged()] == [0, 1]


def test_fault_58_an_answer_of_another_time(phone: Phone) -> None:
    phone.log()
    phone.received()
    phone.done()
    (found,) = phone.logged()
    known = {
        "result": "receipts",
        "walk_id": phone.walk.id,
        "issues": [{"client_id": found.issue.client_id, "rev": 9, "missing_photos": []}],
        "voices": [],
        "nonce": "of another time",
    }
    old = Answer(200, json.dumps(known).encode(), type="application/json")
    phone.change(lambda db: db.execute(GONE, {"walk": phone.walk.id}))
    phone.proxy.on(RECEIPTS, Fault(answer=old))
    phone.reload()
    assert len(phone.asked(RECEIPTS)) >= 1 and phone.logged() == []
    phone.log("klotter")  # when that is received, the server is asked again
    phone.until(lambda: len(phone.logged()) == 2)
    phone.all_sent()
    assert len(phone.asked(OUTBOX)) == 3
