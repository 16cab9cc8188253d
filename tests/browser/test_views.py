"""The list beside its map, and the board by keyboard alone."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveServer
from tests.browser.looks import clean, fits
from tests.cast import AT, a_fix, a_person
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.storage import fixes, people, sessions
from walkapp.web import clock

pytestmark = pytest.mark.browser
DISA = a_person("Disavyer", "coordinator")


@pytest.fixture
def at_desk(page: Page, live_server: LiveServer) -> Page:
    """The coordinator at a wide screen."""
    with closing(live_server.source.connect()) as db:
        if people.get(db, DISA.id) is None:
            people.add(db, DISA)
        token = sessions.open_session(db, DISA.id, clock.now())
    cookie = {"name": "walkapp_session", "value": token, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.set_viewport_size({"width": 1280, "height": 800})
    return page


def made(live_server: LiveServer, title: str, lat: float | None) -> Fix:
    with closing(live_server.source.connect()) as db:
        draft = a_fix(id=new_id(), number="", title=title, category="klotter", lat=lat)
        lon = None if lat is None else 16.588
        return fixes.create(db, a_fix(**{**vars(draft), "lon": lon}), by=DISA, at=AT)


def test_the_row_one_stands_in_is_ringed_on_the_map(at_desk: Page, live_server: LiveServer) -> None:
    made(live_server, "Klottrad vägg", 59.0580)
    made(live_server, "Klottrad bänk", 59.0599)
    made(live_server, "Utan plats", None)
    at_desk.goto(f"{live_server.url}/fixes/map?category=klotter&sort=number")
    expect(at_desk.locator(".beside-map .pin")).to_have_count(2)
    expect(at_desk.locator(".beside-map .pin-word")).to_have_text(["2", "3"])  # as in the list
    ring = at_desk.locator("path.map-here")
    at_desk.get_by_role("link", name="Klottrad bänk").first.focus()
    expect(ring).to_have_count(1)
    at_desk.get_by_role("link", name="Utan plats").first.focus()
    expect(ring).to_have_count(0)
    at_desk.get_by_role("link", name="Klottrad vägg").first.hover()
    expect(ring).to_have_count(1)
    at_desk.get_by_role("button", name="Klottrad vägg").focus()
    at_desk.keyboard.press("Enter")
    at_desk.keyboard.press("Enter")  # the popup has the focus on its link
    expect(at_desk.locator("h1")).to_have_text("Klottrad vägg")


def test_a_card_opens_its_step_without_a_mouse(at_desk: Page, live_server: LiveServer) -> None:
    fix = made(live_server, "Klottrad tunnel", None)
    at_desk.goto(f"{live_server.url}/fixes/board?q=tunnel")
    at_desk.get_by_role("link", name="Klottrad tunnel").focus()
    at_desk.keyboard.press("Tab")
    expect(at_desk.locator(":focus")).to_contain_text("Börja bedöma")
    at_desk.keyboard.press("Enter")
    expect(at_desk).to_have_url(f"{live_server.url}/fixes/{fix.id}#step-assess")
    expect(at_desk.locator("#step-assess")).to_be_in_viewport()
    at_desk.set_viewport_size({"width": 360, "height": 640})
    at_desk.go_back()
    width = at_desk.evaluate("document.documentElement.scrollWidth")
    assert width <= 360


def test_a_view_is_saved_and_given_a_link_on_pages_for_everybody(
    at_desk: Page, live_server: LiveServer
) -> None:
    at_desk.goto(f"{live_server.url}/fixes/map?category=klotter&overdue=1")
    expect(at_desk.get_by_role("list", name="Avgränsat till")).to_contain_text("Försenade")
    for tried in (" ", "Sent klotter"):
        if tried == " ":
            at_desk.locator("summary", has_text="Spara som vy").click()
        at_desk.get_by_label("Vad ska vyn heta?").fill(tried)
        at_desk.get_by_role("button", name="Spara vyn").click()
        if tried == " ":
            expect(at_desk.locator("main")).to_contain_text("Skriv vad vyn ska heta.")
            clean(at_desk)
            fits(at_desk)
    at_desk.wait_for_url("**/fixes/map?category=klotter&overdue=1")
    at_desk.goto(f"{live_server.url}/fixes/views")
    at_desk.get_by_role("link", name="Filer och inställningar").first.click()
    at_desk.get_by_label("Var ska länken användas?").fill("Månadsrapporten")
    at_desk.get_by_role("button", name="Gör en länk").click()
    expect(at_desk.locator("#link-csv")).to_have_value(re.compile(r"/pull/fixes\.csv\?token="))
    clean(at_desk)
    fits(at_desk)
