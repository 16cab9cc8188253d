"""When sending fails: everything stays on the screen, is said plainly, and goes later, once."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LiveServer
from walkapp.domain.walks import Walk
from walkapp.storage import devices

pytestmark = pytest.mark.browser

ISSUES = "**/walks/*/issues"
FAILED = "Det gick inte att skicka. Inget är borta. Försök igen."


def log(page: Page, category: str = "belysning") -> None:
    page.tap("[data-log]")
    page.tap(f'.tile[data-category="{category}"]')


def trouble(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("[data-trouble]:visible")


def test_without_network_it_is_kept_said_and_sent_when_the_network_is_back(
    joined: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    joined.context.set_offline(True)
    log(joined)
    joined.set_input_files("#take-photo", picture)
    expect(trouble(joined)).to_contain_text(FAILED)
    expect(joined.locator("[data-saved-state]")).to_have_text("Inte skickad än")
    expect(joined.locator(".preview img")).to_be_visible()
    joined.tap("[data-done]")
    expect(joined.locator("[data-send-state]")).to_have_text("1 inte skickad")
    expect(joined.locator("[data-row]")).to_contain_text("Inte skickad än")
    assert live_server.logged(walk) == []
    joined.context.set_offline(False)  # the browser tells the page that it is online
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    expect(joined.locator("[data-row]")).to_contain_text("Mottagen")
    (found,) = live_server.logged(walk)
    assert (found.issue.rev, len(found.photos)) == (2, 1)


def test_several_can_be_logged_while_nothing_gets_through(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    joined.context.set_offline(True)
    for category in ("belysning", "klotter", "skrap"):
        log(joined, category)
        expect(trouble(joined)).to_contain_text(FAILED)
        joined.tap("[data-done]")
    expect(joined.locator("[data-send-state]")).to_have_text("3 inte skickade")
    joined.context.set_offline(False)
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    assert [found.issue.category for found in live_server.logged(walk)] == [
        "belysning",
        "klotter",
        "skrap",
    ]


def test_a_lost_answer_is_asked_for_again_and_nothing_is_stored_twice(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    answers = iter([True, False])

    def lose_the_first(route: Route) -> None:
        response = route.fetch()
        if next(answers, False):
            route.abort()
        else:
            route.fulfill(response=response)

    joined.route(ISSUES, lose_the_first)
    log(joined)
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen", timeout=15_000)
    assert len(live_server.logged(walk)) == 1


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        (
            "a café's sign-in page",
            {"status": 200, "content_type": "text/html", "body": "<h1>Logga in"},
        ),
        ("a fault of the server", {"status": 500, "body": ""}),
        ("a proxy's refusal", {"status": 413, "content_type": "text/html", "body": "too big"}),
        ("an empty answer", {"status": 204, "body": ""}),
        ("somebody else's receipt", {"status": 201, "json": {"result": "stored", "nonce": "x"}}),
    ],
)
def test_only_our_own_receipt_is_a_yes(
    joined: Page, live_server: LiveServer, walk: Walk, name: str, answer: dict[str, object]
) -> None:
    joined.route(ISSUES, lambda route: route.fulfill(**answer))
    log(joined)
    expect(trouble(joined)).to_contain_text(FAILED)
    joined.unroute(ISSUES)
    trouble(joined).get_by_role("button", name="Försök igen").tap()
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    expect(trouble(joined)).to_have_count(0)
    assert len(live_server.logged(walk)) == 1, name


def test_a_redirect_to_the_join_page_is_not_followed_and_not_a_yes(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    moved = {"status": 303, "headers": {"Location": f"{live_server.url}/join"}}
    joined.route(ISSUES, lambda route: route.fulfill(**moved))
    log(joined)
    expect(trouble(joined)).to_contain_text(FAILED)


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


def test_a_phone_that_is_no_longer_known_is_asked_to_join_again(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    joined.context.clear_cookies(name="walkapp_device")
    log(joined)
    expect(trouble(joined)).to_contain_text("Gå med i vandringen igen.")
    with joined.expect_popup() as opened:
        trouble(joined).get_by_role("link", name="Gå med igen").tap()
    again = opened.value
    again.get_by_label("Skriv koden").fill(walk.code)
    again.get_by_role("button", name="Gå med i vandringen").tap()
    expect(again.get_by_role("heading", name=walk.title)).to_be_visible()
    again.close()
    trouble(joined).get_by_role("button", name="Försök igen").tap()
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    assert len(live_server.logged(walk)) == 1


def test_a_phone_that_was_shut_out_is_received_and_held(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    live_server.change(
        lambda db: [
            devices.revoke(db, member.device_id, walk.id, "2026-11-20T18:00:00Z")
            for member in devices.members(db, walk.id)
        ]
    )
    log(joined)
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    (found,) = live_server.logged(walk)
    assert found.issue.held
    joined.tap("[data-done]")
    expect(joined.locator("[data-row]")).to_contain_text("Väntar på vandringsledaren")


def test_leaving_with_something_unsent_asks_first(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    asked: list[str] = []
    joined.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    joined.context.set_offline(True)
    log(joined)
    expect(trouble(joined)).to_contain_text(FAILED)
    joined.evaluate("location.href = '/privacy'")
    expect(trouble(joined)).to_contain_text(FAILED)
    joined.wait_for_function("document.querySelector('[data-saved-state]').textContent")
    assert asked == ["beforeunload"]
    joined.context.set_offline(False)
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    joined.goto(f"{live_server.url}/privacy")
    assert asked == ["beforeunload"]


def test_an_edit_that_meets_another_edit_is_told_and_can_be_sent_again(
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
    expect(trouble(joined)).to_be_visible()
    assert note.input_value() == "Första fliken"
    trouble(joined).get_by_role("button", name="Försök igen").tap()
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    (found,) = live_server.logged(walk)
    assert (found.issue.note, found.issue.rev) == ("Första fliken", 3)


def test_when_review_has_begun_the_change_is_refused_with_the_reason(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    log(joined)
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    live_server.change(
        lambda db: db.execute(
            "UPDATE walks SET state = 'reviewing' WHERE id = :id", {"id": walk.id}
        )
    )
    note = joined.get_by_label("Vad ser eller känner du?")
    note.fill("För sent")
    note.blur()
    expect(trouble(joined)).to_contain_text(re.compile("sammanställs"))
    assert note.input_value() == "För sent"
