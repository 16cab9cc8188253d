"""Two tabs, the home screen: one sender, one truth, and each its own count."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import listen
from tests.browser.faults.harness import HERE, ISSUE, OUTBOX, Phone
from tests.faults.fault import Fault

pytestmark = pytest.mark.browser

CUT = Fault(cut="before")
MANY = 1000
WAIT = "Vänta tills allt är skickat. Hemskärmen kan ha ett eget minne"

# As the home screen opens it: Chromium's own way to say so is not within a test's reach.
_STANDALONE = """(() => {
  const asked = window.matchMedia;
  window.matchMedia = (query) => query.includes("standalone") ? { matches: true } : asked(query);
})()"""


@pytest.fixture
def home_screen(
    browser: Browser, browser_context_args: dict[str, Any], no_faults: list[str]
) -> Iterator[BrowserContext]:
    """An app on the home screen: a memory of its own, opened without the browser around it."""
    context = browser.new_context(**browser_context_args)
    context.add_init_script(_STANDALONE)
    listen(context, no_faults)
    yield context
    context.close()


def test_fault_26_two_tabs_open(phone: Phone) -> None:
    other = replace(phone, page=phone.page.context.new_page())
    other.open()
    phone.proxy.down = True
    phone.log("belysning")
    phone.done()
    other.log("klotter")
    other.done()
    for tab in (phone, other):
        tab.only_here(2)
        expect(tab.row).to_have_count(2)
        expect(tab.row).to_contain_text([HERE, HERE])
    # The same issue, open in both, changed in both.
    for tab in (phone, other):
        tab.row.filter(has_text="Belysning").get_by_role("button", name="Ändra").tap()
    phone.note("Trasig")
    other.page.locator('[name="kind"][value="idea"]').check(force=True)
    for tab in (phone, other):
        tab.done()
    phone.proxy.decide = lambda request: Fault(wait_after=0.1)
    phone.proxy.down = False
    for tab in (phone, other):
        tab.trouble.get_by_role("button", name="Skicka nu").evaluate("(button) => button.click()")
    for tab in (phone, other):
        tab.all_sent()
    lamp, paint = sorted(phone.logged(), key=lambda found: found.issue.category or "")
    assert (lamp.issue.note, lamp.issue.kind, paint.issue.category) == ("Trasig", "idea", "klotter")
    # Two senders would each have sent the same letter: it would be known already.
    phone.proxy.settle()
    assert [it.status for it in phone.asked(ISSUE) if it.status] == [201, 201]


def test_fault_27_tab_and_home_screen_app(phone: Phone, home_screen: BrowserContext) -> None:
    phone.log("belysning")
    phone.received()
    phone.done()
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log("klotter")
    phone.done()
    phone.only_here(1)
    home_screen.add_cookies(phone.page.context.cookies())  # type: ignore[arg-type]
    app = replace(phone, page=home_screen.new_page())
    app.open()
    expect(app.page.locator("[data-emptied] p:visible")).to_contain_text(
        "från hemskärmen, som har ett eget minne. Det som servern har tagit emot finns i listan."
    )
    expect(app.row).to_have_count(1)
    app.all_sent()
    app.log("skrap")
    app.done()
    app.only_here(1)
    phone.only_here(1)
    phone.proxy.clear()
    for each in (phone, app):
        each.send_now()
        each.all_sent()
    found = sorted(str(it.issue.category) for it in phone.logged())
    assert found == ["belysning", "klotter", "skrap"]


def test_fault_28_installed_after_issues_were_logged(
    phone: Phone, home_screen: BrowserContext
) -> None:
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log()
    phone.done()
    phone.only_here(1)
    phone.page.get_by_text("Lägg vandringen på hemskärmen").tap()
    expect(phone.page.get_by_text(WAIT)).to_be_visible()
    how = phone.page.locator("[data-install-how]")
    expect(how).to_be_hidden()
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    expect(how).to_be_visible()
    expect(phone.page.get_by_text(WAIT)).to_be_hidden()
    # iOS copies the cookie, and nothing else, when it puts the page on the home screen.
    home_screen.add_cookies(phone.page.context.cookies())  # type: ignore[arg-type]
    app = replace(phone, page=home_screen.new_page())
    app.open()
    expect(app.row).to_contain_text("Mottagen")
    expect(app.page.locator("[data-install]")).to_be_hidden()
    app.log("klotter")
    app.received()
    assert len(phone.logged()) == 2
