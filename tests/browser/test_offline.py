"""Without a network: the walk opens, what is logged stays, and leaves by itself, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveServer, far_away, tap_log
from walkapp.domain.walks import Walk

pytestmark = pytest.mark.browser


@pytest.fixture
def live_server(live_server: LiveServer) -> Iterator[LiveServer]:
    """The server at the end of a network that can be lost."""
    with far_away(live_server) as server:
        yield server


def ready(page: Page) -> None:
    """Until the page has taken care of everything, its worker and copy included."""
    page.wait_for_selector("[data-walk][data-ready=yes]", state="attached")


def log(page: Page, category: str = "belysning") -> None:
    tap_log(page)
    page.tap(f'.tile[data-category="{category}"]')


def test_the_walk_opens_and_takes_issues_with_no_network_and_sends_them_when_it_is_back(
    joined: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    ready(joined)
    live_server.lose_network(joined.context)
    joined.reload()
    ready(joined)
    expect(joined.get_by_role("heading", name=walk.title)).to_be_visible()
    log(joined)
    joined.set_input_files("#take-photo", picture)
    expect(joined.locator(".preview[data-state='saved']")).to_be_visible()
    expect(joined.locator("[data-saved-state]")).to_have_text("Sparad i telefonen")
    joined.close()  # as good as a flat battery: nothing but the disk remembers
    again = joined.context.new_page()
    again.goto(f"{live_server.url}/walks/{walk.id}")
    ready(again)
    expect(again.locator("[data-send-state]")).to_have_text("1 finns bara i den här telefonen")
    expect(again.locator("[data-row] img")).to_be_visible()
    assert live_server.logged(walk) == []
    live_server.find_network(again.context)
    expect(again.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    assert (found.issue.category, len(found.photos)) == ("belysning", 1)
    expect(again.locator("[data-row]")).to_contain_text("Mottagen")


def test_a_walk_never_opened_before_is_answered_by_the_page_that_knows_the_others(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    ready(joined)
    live_server.lose_network(joined.context)
    log(joined)
    expect(joined.locator("[data-saved-state]")).to_have_text("Sparad i telefonen")
    joined.goto(f"{live_server.url}/app")
    expect(joined.get_by_role("heading", name="Du är utan nät just nu")).to_be_visible()
    kept = joined.locator("[data-kept-walks] li")
    expect(kept).to_contain_text(walk.title)
    expect(kept).to_contain_text("1 finns bara i den här telefonen")
    kept.get_by_role("link").tap()
    expect(joined.get_by_role("heading", name=walk.title)).to_be_visible()


def test_leaving_lists_what_only_the_phone_holds_and_then_forgets_the_walk(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    ready(joined)
    joined.route("**/walks/*/issues", lambda route: route.abort())
    log(joined, "klotter")
    expect(joined.locator("[data-saved-state]")).to_have_text("Sparad i telefonen")
    joined.goto(f"{live_server.url}/walks/{walk.id}/leave")
    held = joined.locator("[data-leave-held]")
    expect(held).to_contain_text("1 iakttagelse finns bara i den här telefonen.")
    expect(held).to_contain_text("Klotter och skadegörelse")
    joined.get_by_role("button", name="Lämna vandringen").tap()
    assert joined.url.endswith("/leave"), "leaving with something unsent needs a yes"
    joined.get_by_label("Lämna ändå").check()
    joined.get_by_role("button", name="Lämna vandringen").tap()
    expect(joined.get_by_role("heading", name="Du har lämnat vandringen")).to_be_visible()
    joined.wait_for_selector("html[data-leaving=ready]", state="attached")
    left = joined.evaluate(
        """async () => {
             const db = await idb.openDB("walk");
             const names = ["issues", "outbox", "photos", "walks"];
             return [await Promise.all(names.map((name) => db.count(name))), await caches.keys()];
           }"""
    )
    assert left[0] == [0, 0, 0, 0] and not {"pages", "pictures"} & set(left[1])
