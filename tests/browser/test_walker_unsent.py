"""When sending fails: everything stays on the screen, is said plainly, and goes later, once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveServer, far_away, tap_log
from tests.browser.faults.harness import SEND_NOW
from walkapp.domain.walks import Walk

pytestmark = pytest.mark.browser

ISSUES = "**/walks/*/issues"
WAITING = "Allt ligger sparat i telefonen"


@pytest.fixture
def live_server(live_server: LiveServer) -> Iterator[LiveServer]:
    """The server at the end of a network that can be lost."""
    with far_away(live_server) as server:
        yield server


def log(page: Page, category: str = "belysning") -> None:
    tap_log(page)
    page.tap(f'.tile[data-category="{category}"]')


def trouble(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("[data-trouble]:visible")


def test_without_network_it_is_kept_said_and_sent_when_the_network_is_back(
    joined: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    joined.wait_for_selector("[data-walk][data-ready=yes]", state="attached")
    live_server.lose_network(joined.context)
    log(joined)
    joined.set_input_files("#take-photo", picture)
    expect(trouble(joined)).to_contain_text(WAITING)
    expect(joined.locator("[data-saved-state]")).to_have_text("Sparad i telefonen")
    expect(joined.locator(".preview img")).to_be_visible()
    joined.tap("[data-done]")
    expect(joined.locator("[data-send-state]")).to_have_text("1 finns bara i den här telefonen")
    expect(joined.locator("[data-row]")).to_contain_text("Sparad i telefonen")
    assert live_server.logged(walk) == []
    live_server.find_network(joined.context)  # the browser tells the page that it is online
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    expect(joined.locator("[data-row]")).to_contain_text("Mottagen")
    (found,) = live_server.logged(walk)
    assert (found.issue.rev, len(found.photos)) == (2, 1)


def test_several_can_be_logged_while_nothing_gets_through(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    joined.wait_for_selector("[data-walk][data-ready=yes]", state="attached")
    live_server.lose_network(joined.context)
    for category in ("belysning", "klotter", "skrap"):
        log(joined, category)
        expect(trouble(joined)).to_contain_text(WAITING)
        joined.tap("[data-done]")
    expect(joined.locator("[data-send-state]")).to_have_text("3 finns bara i den här telefonen")
    live_server.find_network(joined.context)
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    assert [found.issue.category for found in live_server.logged(walk)] == [
        "belysning",
        "klotter",
        "skrap",
    ]


def test_logging_goes_on_when_the_network_goes_before_the_whole_page_has_come(
    joined: Page,
    browser: Browser,
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
    walk: Walk,
) -> None:
    given = {**browser_context_args, "service_workers": "block"}
    with browser.new_context(**given, storage_state=joined.context.storage_state()) as fresh:
        page = fresh.new_page()
        page.route("**/walk/settle.js", lambda route: route.abort())
        page.goto(f"{live_server.url}/walks/{walk.id}")
        for category in ("belysning", "klotter"):
            log(page, category)
            page.tap("[data-done]")
        page.unroute("**/walk/settle.js")
        expect(page.locator("[data-row]")).to_have_count(2)
        expect(page.locator("[data-send-state]")).to_have_text("Allt är skickat")
    assert len(live_server.logged(walk)) == 2


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("a proxy's refusal", {"status": 413, "content_type": "text/html", "body": "too big"}),
        ("an empty answer", {"status": 204, "body": ""}),
    ],
)
def test_only_our_own_receipt_is_a_yes(
    joined: Page, live_server: LiveServer, walk: Walk, name: str, answer: dict[str, object]
) -> None:
    joined.route(ISSUES, lambda route: route.fulfill(**answer))
    log(joined)
    expect(trouble(joined)).to_contain_text(WAITING)
    expect(trouble(joined).get_by_role("button", name="Skicka nu")).to_be_visible()
    joined.unroute(ISSUES)
    joined.evaluate(SEND_NOW)  # it may be leaving by itself just now
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    expect(trouble(joined)).to_have_count(0)
    assert len(live_server.logged(walk)) == 1, name


def test_our_refusal_is_shown_and_the_words_are_still_there_to_mend(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    log(joined, "annat")
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    note = joined.get_by_label("Vad ser eller känner du?")
    note.fill("ö" * 4001)
    note.blur()
    expect(trouble(joined)).to_contain_text("Texten är för lång.")
    assert len(note.input_value()) == 4001
    note.fill("ö" * 4000)
    note.blur()
    expect(trouble(joined)).to_have_count(0)
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    (found,) = live_server.logged(walk)
    assert len(found.issue.note) == 4000


def test_leaving_with_something_unsent_loses_nothing_and_so_asks_nothing(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    asked: list[str] = []
    joined.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    joined.route(ISSUES, lambda route: route.abort())
    log(joined)
    expect(trouble(joined)).to_contain_text(WAITING)
    joined.goto(f"{live_server.url}/privacy")
    joined.unroute(ISSUES)
    joined.goto(f"{live_server.url}/walks/{walk.id}")
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    assert asked == [] and len(live_server.logged(walk)) == 1


def test_an_edit_that_meets_another_edit_is_kept_as_an_issue_of_its_own(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    log(joined)
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    (found,) = live_server.logged(walk)
    body = {
        "client_id": found.issue.client_id,
        "rev": 2,
        "category": "belysning",
        "note": "Andra fliken",
    }
    other = joined.context.new_page()
    other.goto(f"{live_server.url}/walks/{walk.id}")
    status = other.evaluate(
        """([path, body]) => fetch(path, {method: "POST", body, headers: {
             "Content-Type": "application/json", "X-Walkapp": "1", Accept: "application/json"}})
             .then((response) => response.status)""",
        [f"/walks/{walk.id}/issues", json.dumps(body)],
    )
    assert status == 200
    note = joined.get_by_label("Vad ser eller känner du?")
    note.fill("Första fliken")
    note.blur()
    expect(joined.locator("[data-forked]")).to_be_visible()
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    assert note.input_value() == "Första fliken"
    notes = {found.issue.note for found in live_server.logged(walk)}
    assert notes == {"Andra fliken", "Första fliken"}


def test_when_it_is_decided_about_the_change_waits_for_the_leader_as_an_issue_of_its_own(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    log(joined)
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    id = {"id": walk.id}
    live_server.change(
        lambda db: [
            db.execute("UPDATE walks SET state = 'reviewing' WHERE id = :id", id),
            db.execute("UPDATE issues SET review = 'noted' WHERE walk_id = :id", id),
        ]
    )
    note = joined.get_by_label("Vad ser eller känner du?")
    note.fill("För sent")
    note.blur()
    expect(joined.locator("[data-forked]")).to_be_visible()
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    first, second = live_server.logged(walk)
    assert (first.issue.note, second.issue.note) == ("", "För sent")
    assert second.issue.held and not first.issue.held
