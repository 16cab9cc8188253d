"""Answers that are no yes: what a café, a proxy, a tired or a full server says, and no answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.faults.harness import (
    HERE,
    ISSUE,
    NETWORK,
    OUTBOX,
    PHOTO,
    PORTAL,
    REJOIN,
    SERVER,
    TOO_LARGE,
    Phone,
)
from tests.cast import an_issue
from tests.faults import fault
from tests.faults.fault import PASS, Fault
from tests.faults.wire import Answer, Request
from walkapp.domain.issues import MAX_ISSUES_PER_PHONE
from walkapp.storage import rows

pytestmark = pytest.mark.browser

FULL = "Servern kan inte spara något just nu. Allt ligger sparat i telefonen"


def no_space(request: Request) -> Answer:
    """What our own server says when its disk is full."""
    nonce = request.header("X-Walkapp-Nonce")
    body = {"result": "no_space", "error": "Servern har ont om plats.", "nonce": nonce}
    return Answer(507, json.dumps(body).encode(), type="application/json")


def broken(request: Request) -> Answer:
    """What our own server says when something in it failed: signed, and yet no refusal."""
    body = {
        "result": "error",
        "error": "Något gick fel.",
        "nonce": request.header("X-Walkapp-Nonce"),
    }
    return Answer(500, json.dumps(body).encode(), type="application/json")


def test_fault_06_a_captive_portal_answers_200_with_html(phone: Phone) -> None:
    phone.proxy.decide = lambda request: Fault(answer=fault.PORTAL)
    phone.log()
    phone.told(PORTAL)
    expect(phone.card).to_have_text(HERE)
    phone.only_here(1)
    phone.reload()  # the portal's page does not take the walk's place, now or later
    expect(phone.row.filter(has_text=HERE)).to_have_count(1)
    phone.proxy.down = True
    phone.reload()
    expect(phone.page.get_by_role("heading", name=phone.walk.title)).to_be_visible()
    phone.only_here(1)
    assert phone.logged() == []
    phone.heals()
    phone.all_sent()
    phone.one()


def test_fault_07_a_captive_portal_redirects(phone: Phone) -> None:
    moved = Fault(answer=fault.REDIRECT)
    phone.proxy.decide = lambda request: moved if request.method == "POST" else PASS
    phone.log()
    phone.told(PORTAL)
    phone.only_here(1)
    assert not phone.asked("GET /login") and phone.logged() == []
    phone.heals()
    phone.received()
    phone.all_sent()
    phone.one()


def test_fault_09_faults_of_the_server(phone: Phone) -> None:
    late = Answer(504, b"<p>Gateway Timeout</p>")
    for answer in (broken, fault.BROKEN, fault.BAD_GATEWAY, late):
        phone.proxy.on(ISSUE, Fault(answer=answer))
    phone.suffers(ISSUE, Fault(answer=fault.BROKEN))
    phone.log()
    phone.told(SERVER)
    phone.until(lambda: phone.send_now() or len(phone.asked(ISSUE)) > 4)
    phone.told(SERVER)
    phone.saved()
    phone.only_here(1)
    phone.until(lambda: phone.letters()[0]["nextTry"] > 0)  # until the last tap has been answered
    assert phone.letters()[0]["attempts"] >= 1
    phone.heals()
    phone.received()
    phone.all_sent()
    phone.one()


def test_fault_10_told_to_wait(phone: Phone, snapshot: Path) -> None:
    hour = {"Retry-After": "3600"}
    phone.proxy.on(ISSUE, Fault(answer=Answer(503, b"<p>Busy</p>", headers=hour)))
    phone.proxy.on(PHOTO, Fault(answer=Answer(429, b"<p>Slow down</p>", headers=hour)))
    phone.page.clock.install()
    for wanted in (ISSUE, PHOTO):
        if wanted == ISSUE:
            phone.log()
        else:
            phone.photo(snapshot)
        phone.told(SERVER)
        before = len(phone.asked(OUTBOX))
        phone.page.clock.fast_forward("45:00")
        phone.page.wait_for_timeout(200)
        assert len(phone.asked(OUTBOX)) == before
        phone.saved()
        phone.page.clock.fast_forward("16:00")
        phone.received()
    phone.all_sent()
    phone.one(photos=1)


def test_fault_11_a_server_that_cannot_store(phone: Phone) -> None:
    phone.proxy.on(ISSUE, Fault(answer=no_space))
    phone.page.clock.install()
    phone.log()
    phone.told(FULL)
    phone.page.clock.fast_forward("04:00")
    phone.page.wait_for_timeout(200)
    assert len(phone.asked(ISSUE)) == 1
    phone.only_here(1)
    phone.page.clock.fast_forward("01:30")
    phone.received()
    phone.all_sent()
    phone.one()


def test_fault_12_too_large_for_a_proxy(phone: Phone, tmp_path: Path) -> None:
    picture = tmp_path / "stor.jpg"
    Image.effect_mandelbrot((1500, 1200), (-2, -1.5, 1, 1.5), 80).convert("RGB").save(picture)
    phone.proxy.on(PHOTO, Fault(answer=fault.TOO_LARGE))
    phone.log()
    phone.received()
    phone.photo(picture)
    phone.until(lambda: len(phone.asked(PHOTO)) == 2)
    phone.received()
    (found,) = phone.logged()
    phone.until(lambda: phone.logged()[0].photos[0].state == "clean")
    assert phone.logged()[0].photos[0].width == 1100  # made smaller, under the same id
    phone.one(photos=1)
    assert found.issue.rev == 2
    phone.done()
    phone.proxy.on(PHOTO, Fault(answer=fault.TOO_LARGE), times=3)
    phone.log("klotter")
    phone.photo(picture)  # as small as can be, and still too large: kept, and said
    expect(phone.page.locator(".preview[data-state='attention']")).to_contain_text(TOO_LARGE)
    phone.only_here(1)
    phone.done()
    phone.send_now()
    phone.all_sent()
    assert [len(it.photos) for it in phone.logged()] == [1, 1]


def test_fault_14_the_session_ended_while_offline(phone: Phone) -> None:
    phone.proxy.down = True
    phone.log()
    phone.told(NETWORK)
    phone.page.context.clear_cookies(name="walkapp_device")
    phone.proxy.down = False
    phone.send_now()
    phone.told(REJOIN)
    phone.done()
    for category in ("klotter", "skrap"):  # capture goes on, and nobody is asked for each of them
        phone.log(category)
        phone.saved()
        phone.done()
    assert sorted(it["trouble"] for it in phone.letters()) == ["", "", "login"]
    phone.reload()  # the server sends it to join, and what it holds stays in sight
    phone.only_here(3)
    phone.told(REJOIN)
    assert {it.status for it in phone.asked(ISSUE)} == {401}
    with phone.page.expect_popup() as opened:
        phone.trouble.get_by_role("link", name="Gå med igen").tap()
    again = opened.value
    again.get_by_label("Skriv koden").fill(phone.walk.code)
    again.get_by_role("button", name="Gå med i vandringen").tap()
    expect(again.get_by_role("heading", name=phone.walk.title)).to_be_visible()
    again.close()
    phone.page.bring_to_front()
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.all_sent()
    assert [it.issue.category for it in phone.logged()] == ["belysning", "klotter", "skrap"]


def test_fault_15_the_token_of_an_old_page_is_stale(
    phone: Phone, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    phone.page.context.clear_cookies(name="walkapp_form")
    phone.log()  # the outbox carries no token
    phone.received()
    cookies = phone.page.context.cookies()
    plain = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    plain.add_cookies([it for it in cookies if it["name"] == "walkapp_device"])  # type: ignore[misc]
    page = plain.new_page()
    page.goto(f"{phone.home}/issues/new")
    page.get_by_label("Vad ser eller känner du?").fill("Mörkt i tunneln")
    plain.clear_cookies(name="walkapp_form")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("heading", name="Sidan hade varit öppen länge")).to_be_visible()
    page.get_by_role("button", name="Skicka igen").click()
    expect(page.locator(".messages")).to_contain_text("Iakttagelsen är mottagen.")
    plain.close()
    assert [it.issue.note for it in phone.logged()] == ["", "Mörkt i tunneln"]


def test_fault_59_no_name_no_connection_no_certificate(phone: Phone) -> None:
    # To a page all of these are one and the same: the request fails without an answer.
    phone.page.route("**/issues", lambda route: route.abort("namenotresolved"))
    phone.log()
    phone.told(NETWORK)
    phone.page.unroute("**/issues")
    phone.proxy.down = True
    phone.send_now()
    phone.until(lambda: phone.letters()[0]["attempts"] >= 2)
    phone.told(NETWORK)
    phone.saved()
    phone.only_here(1)
    phone.proxy.down = False
    phone.received()  # by itself
    phone.all_sent()
    phone.one()


def test_fault_60_a_flood_is_told_to_stop_and_never_dropped(phone: Phone) -> None:
    flood = [an_issue(phone.walk, phone.device_id, number=100 + n) for n in range(60)]
    assert len(flood) == MAX_ISSUES_PER_PHONE
    phone.change(lambda db: [rows.insert(db, "issues", one) for one in flood])
    phone.log()
    phone.told("Telefonen har loggat 60 iakttagelser, så många som ryms i en vandring.")
    phone.saved()
    phone.only_here(1)
    assert phone.asked(ISSUE)[0].told == 429
    gone = {"id": flood[0].client_id}
    phone.change(lambda db: db.execute("DELETE FROM issues WHERE client_id = :id", gone))
    phone.send_now()
    phone.received()
    phone.all_sent()
    assert len(phone.logged()) == MAX_ISSUES_PER_PHONE
