"""Triage by keyboard alone: the list, many at once, one fix, the meeting, switching it off."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import LiveServer, listen
from tests.browser.looks import clean, fits
from tests.cast import AT, a_fix, a_party, a_person
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.storage import fixes, parties, people, sessions
from walkapp.web.clock import now

pytestmark = pytest.mark.browser

PARTY = a_party("Triagebolaget")
GUN = a_person("Guntriage", "party", party=PARTY)


@pytest.fixture
def desk(
    browser: Browser, live_server: LiveServer, no_faults: list[str]
) -> Iterator[tuple[Page, list[Fix]]]:
    """A coordinator's screen with five new fixes, and no mouse."""
    made: list[Fix] = []
    mark = new_id()[-8:]  # other tests have fixes of their own on this server
    disa = a_person(f"Disa{mark}", "coordinator")
    tokens: list[str] = []

    def fill(db: Any) -> None:
        if parties.get(db, PARTY.id) is None:
            parties.add(db, PARTY)
            people.add(db, GUN)
        people.add(db, disa)
        tokens.append(sessions.open_session(db, disa.id, now()))
        for n in range(5):
            draft = a_fix(id=new_id(), number="", title=f"Lampa {n} {mark}")
            made.append(fixes.create(db, draft, by=disa, at=AT))

    live_server.change(fill)
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="sv-SE", reduced_motion="reduce"
    )
    listen(context, no_faults)
    context.add_cookies([{"name": "walkapp_session", "value": tokens[0], "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/fixes?q={mark}&sort=number")
    yield page, made
    context.close()


def keys(page: Page, *pressed: str) -> None:
    """Press one key after another, when the page that takes them is there."""
    expect(page.locator("html[data-keys-ready]")).to_be_attached()
    for key in pressed:
        page.keyboard.press(key)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there, as who has no mouse must."""
    for _ in range(120):
        if target.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab never comes there")


def mark_of(made: list[Fix]) -> str:
    return made[0].title.rsplit(" ", 1)[-1]


def standing_on(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-fix]')?.dataset.fix ?? ''"))


def test_many_are_assigned_from_the_list_and_taken_back(
    desk: tuple[Page, list[Fix]], live_server: LiveServer
) -> None:
    page, made = desk
    keys(page, "j", "j")
    assert standing_on(page) == made[3].id  # newest first
    keys(page, "k", "x", "j", "j", "x")
    expect(page.locator("[data-bulk-count]")).to_have_text("2 valda")
    clean(page)
    keys(page, "a")
    page.wait_for_url("**/fixes/bulk")
    expect(page.get_by_text("Gäller 2 åtgärder.")).to_be_visible()
    clean(page)
    fits(page)
    tab_to(page, page.locator("#assign-party"))
    page.keyboard.type("Triage")
    tab_to(page, page.get_by_role("button", name="Tilldela"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/fixes?q={mark_of(made)}&sort=number")
    expect(page.get_by_text("Klart: 2 åtgärder. Tilldela.")).to_be_visible()
    states = _states(live_server, made)
    assert [states[fix.id] for fix in made] == ["new", "new", "assigned", "new", "assigned"]
    tab_to(page, page.get_by_role("button", name="Ångra"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ångrat. 2 åtgärder är som förut.")).to_be_visible()
    assert set(_states(live_server, made).values()) == {"new"}


def test_a_range_is_ticked_with_shift(desk: tuple[Page, list[Fix]]) -> None:
    page, _made = desk
    expect(page.locator("html[data-keys-ready]")).to_be_attached()
    boxes, count = page.locator("[data-tick]"), page.locator("[data-bulk-count]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(count).to_have_text("4 valda")
    tab_to(page, boxes.nth(2))  # and without a mouse
    page.keyboard.press("Space")
    tab_to(page, boxes.nth(4))
    page.keyboard.press("Shift+Space")
    expect(count).to_have_text("1 vald")
    page.get_by_label("Alla 5 i den här vyn").check()
    expect(count).to_have_text("5 valda")


def test_one_fix_and_the_way_back(desk: tuple[Page, list[Fix]]) -> None:
    page, made = desk
    keys(page, "j", "o")
    page.wait_for_url(f"**/fixes/{made[4].id}")
    keys(page, "c")
    expect(page.locator("#comment")).to_be_focused()
    page.keyboard.type("jag söker kabeln")  # letters in a field are letters
    assert page.url.endswith(made[4].id)
    page.keyboard.press("Escape")
    keys(page, "s")
    expect(page.locator(".step-menu")).to_have_attribute("open", "")
    keys(page, "e")
    page.wait_for_url(f"**/fixes/{made[4].id}/edit")
    keys(page, "u")
    page.wait_for_url(f"**/fixes/{made[4].id}")
    keys(page, "g", "i")
    page.wait_for_url("**/fixes")
    keys(page, "/")
    expect(page.locator("#q")).to_be_focused()


def test_the_rest_of_the_keys(desk: tuple[Page, list[Fix]], live_server: LiveServer) -> None:
    page, made = desk
    here = f"?q={mark_of(made)}&sort=number"
    keys(page, "m")
    page.wait_for_url(f"**/fixes/map{here}")
    keys(page, "m")
    page.wait_for_url(f"**/fixes{here}")
    keys(page, "j", "Enter")
    page.wait_for_url(f"**/fixes/{made[4].id}")
    for key, told in {"d": made[4].title, "p": made[4].title, "s": "1 åtgärd är vald."}.items():
        page.goto(f"{live_server.url}/fixes{here}")
        keys(page, "j", key)  # for the row one stands on
        page.wait_for_url("**/fixes/bulk")
        expect(page.locator("main")).to_contain_text(told)
        clean(page)
    page.goto(f"{live_server.url}/fixes/board{here}")
    keys(page, "j", "j")
    assert standing_on(page) in {fix.id for fix in made}
    keys(page, "k", "o")
    page.wait_for_url("**/fixes/*-*")
    keys(page, "g", "m")
    page.wait_for_url("**/fixes?mine=1")


def test_assigning_and_moving_a_date_on_the_page_of_a_fix(
    desk: tuple[Page, list[Fix]], live_server: LiveServer
) -> None:
    page, _made = desk
    elin = a_person(f"Elin{new_id()[-8:]}", "coordinator")
    live_server.change(lambda db: people.add(db, elin))
    owned = {"party_id": PARTY.id, "due_on": "2099-01-01", "original_due_on": "2099-01-01"}
    for state, key, first in (
        ("assessing", "a", "#assign-party"),
        ("assigned", "a", "#appoint-person"),
        ("assigned", "d", "#replan-due_on"),
    ):
        more = owned if state == "assigned" else {}
        fix = a_fix(id=new_id(), number="", state=state, **more)
        live_server.change(lambda db, fix=fix: fixes.create(db, fix, by=elin, at=AT))
        page.goto(f"{live_server.url}/fixes/{fix.id}")
        keys(page, key)
        expect(page.locator(first)).to_be_focused()


def test_the_meeting_by_keyboard_alone(
    desk: tuple[Page, list[Fix]], live_server: LiveServer
) -> None:
    page, made = desk
    page.goto(f"{live_server.url}/fixes/meeting/{made[0].id}?q={mark_of(made)}")
    keys(page, "3", "s")
    page.wait_for_url(f"**/fixes/meeting/{made[1].id}?q={mark_of(made)}")
    keys(page, "j")
    page.wait_for_url(f"**/fixes/meeting/{made[2].id}?q={mark_of(made)}")
    keys(page, "p")
    expect(page.locator("#priority")).to_be_focused()
    page.keyboard.type("Ak")
    page.keyboard.press("Escape")
    keys(page, "7", "s")
    page.wait_for_url(f"**/fixes/meeting/{made[3].id}?q={mark_of(made)}")
    clean(page)
    placed = {fix.id: (fix.effect, fix.ease, fix.priority) for fix in _now(live_server, made)}
    assert placed[made[0].id] == (3, 3, None)
    assert placed[made[1].id] == (None, None, None)
    assert placed[made[2].id] == (1, 1, "urgent")


def test_the_list_of_keys_and_switching_them_off(
    desk: tuple[Page, list[Fix]], live_server: LiveServer
) -> None:
    page, made = desk
    keys(page, "?")
    expect(page.get_by_role("dialog", name="Kortkommandon")).to_be_visible()
    clean(page)
    page.keyboard.press("j")  # nothing happens under it
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert standing_on(page) == ""
    page.goto(f"{live_server.url}/account")
    page.get_by_role("button", name="Stäng av").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kortkommandon är avstängda.")).to_be_visible()
    page.goto(f"{live_server.url}/fixes?q={mark_of(made)}&sort=number")
    expect(page.locator("html[data-keys-ready]")).to_be_attached()
    for key in ("?", "j", "x"):
        page.keyboard.press(key)
    assert standing_on(page) == ""
    expect(page.locator("[data-keys]")).to_have_count(0)


def _now(live_server: LiveServer, made: list[Fix]) -> list[Fix]:
    found: list[Fix] = []
    live_server.change(lambda db: found.extend(fixes.with_ids(db, [fix.id for fix in made])))
    return found


def _states(live_server: LiveServer, made: list[Fix]) -> dict[str, str]:
    return {fix.id: fix.state for fix in _now(live_server, made)}
