"""Without script everything works too, in one sending; and with script a tap is enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveServer, tap_log
from walkapp.domain.walks import Walk

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(
    browser: Browser,
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
    walk: Walk,
) -> Iterator[Page]:
    """A phone without script that has typed the code."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{live_server.url}/join")
    page.get_by_label("Skriv koden").fill(walk.code)
    page.get_by_role("button", name="Gå med i vandringen").click()
    expect(page.get_by_role("heading", name=walk.title)).to_be_visible()
    yield page
    context.close()


def test_everything_can_be_logged_without_script(
    plain: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    plain.get_by_role("link", name="Logga det du ser").click()
    plain.locator('.tile:has([value="belysning"])').click()
    plain.locator('.kind:has([value="idea"])').click()
    plain.get_by_label("Bilder").set_input_files(picture)
    plain.get_by_label("Vad ser eller känner du?").fill("Mörkt i tunneln")
    plain.get_by_label("Beskriv platsen").fill("Gångtunneln")
    plain.get_by_label("Typ av plats").select_option("gangtunnel")
    plain.get_by_text("Fler uppgifter").click()
    plain.get_by_label("Vad skulle göra det bättre?").fill("Ljusa väggar")
    plain.get_by_role("button", name="Skicka").click()
    expect(plain.locator(".messages")).to_contain_text("Iakttagelsen är mottagen.")
    (found,) = live_server.logged(walk)
    issue = found.issue
    assert (issue.category, issue.kind, issue.note) == ("belysning", "idea", "Mörkt i tunneln")
    assert (issue.place_text, issue.place_type) == ("Gångtunneln", "gangtunnel")
    assert issue.proposal == "Ljusa väggar"
    assert [photo.bytes for photo in found.photos] == [picture.stat().st_size]


def test_an_empty_form_says_what_is_needed(plain: Page) -> None:
    plain.get_by_role("link", name="Logga det du ser").click()
    plain.get_by_role("button", name="Skicka").click()
    expect(plain.get_by_role("alert")).to_contain_text(
        "Ta en bild, välj en kategori eller skriv en rad."
    )


def test_what_was_typed_stays_when_a_field_is_refused(plain: Page) -> None:
    plain.get_by_role("link", name="Logga det du ser").click()
    plain.locator('.tile:has([value="trafik"])').click()
    plain.get_by_label("Vad ser eller känner du?").fill("x" * 4001)
    plain.get_by_role("button", name="Skicka").click()
    expect(plain.locator("#note-error")).to_contain_text("Texten är för lång.")
    expect(plain.get_by_label("Vad ser eller känner du?")).to_have_value("x" * 4001)
    expect(plain.locator('[value="trafik"]')).to_be_checked()


def test_changing_removing_and_putting_back_without_script(
    plain: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    plain.get_by_role("link", name="Logga det du ser").click()
    plain.locator('.tile:has([value="skrap"])').click()
    plain.get_by_label("Bilder").set_input_files(picture)
    plain.get_by_role("button", name="Skicka").click()
    plain.get_by_role("link", name="Ändra").click()
    expect(plain.locator('[value="skrap"]')).to_be_checked()
    plain.get_by_label("Vad ser eller känner du?").fill("Full korg")
    plain.get_by_label("Behåll").uncheck()
    plain.get_by_role("button", name="Spara").click()
    expect(plain.locator(".messages")).to_contain_text("Ändringen är sparad.")
    (found,) = live_server.logged(walk)
    assert (found.issue.note, found.issue.rev, found.photos) == ("Full korg", 2, ())
    plain.locator("[data-row]").get_by_role("button", name="Ta bort").click()
    expect(plain.locator(".messages")).to_contain_text("Iakttagelsen är borttagen.")
    assert live_server.logged(walk) == []
    plain.locator(".messages").get_by_role("button", name="Ångra").click()
    assert len(live_server.logged(walk)) == 1


def test_what_was_removed_can_be_put_back_from_the_list_later(
    plain: Page, live_server: LiveServer, walk: Walk
) -> None:
    plain.get_by_role("link", name="Logga det du ser").click()
    plain.locator('.tile:has([value="annat"])').click()
    plain.get_by_role("button", name="Skicka").click()
    plain.locator("[data-row]").get_by_role("button", name="Ta bort").click()
    plain.goto(f"{live_server.url}/walks/{walk.id}")
    plain.get_by_text("Borttagna (1)").click()
    plain.get_by_role("button", name="Lägg tillbaka").click()
    expect(plain.locator("[data-row]")).to_have_count(1)


def test_who_has_script_is_sent_on_from_the_plain_form_to_the_panel(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    joined.goto(f"{live_server.url}/walks/{walk.id}/issues/new")
    expect(joined.get_by_role("heading", name="Vad gäller det?")).to_be_visible()
    assert joined.url == f"{live_server.url}/walks/{walk.id}"
    joined.tap('.tile[data-category="klotter"]')
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    (found,) = live_server.logged(walk)
    joined.goto(f"{live_server.url}/issues/{found.issue.client_id}/edit")
    expect(joined.get_by_role("heading", name="Ändra det du loggade")).to_be_visible()
    expect(joined.locator("[data-saved-name]")).to_have_text("Klotter och skadegörelse")


def test_editing_from_the_list_changes_the_same_issue(
    joined: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    tap_log(joined)
    joined.tap('.tile[data-category="utrustning"]')
    joined.set_input_files("#take-photo", picture)
    expect(joined.locator(".preview[data-state='received']")).to_be_visible()
    joined.reload()
    joined.locator("[data-row]").get_by_role("link", name="Ändra").tap()
    expect(joined.locator(".preview")).to_have_count(1)
    joined.get_by_label("Vad ser eller känner du?").fill("Bänken är trasig")
    joined.tap("[data-change-category]")
    joined.tap('.tile[data-category="annat"]')
    joined.get_by_role("button", name="Ta bort bilden").tap()
    joined.tap("[data-done]")
    expect(joined.locator("[data-row]")).to_contain_text("Bänken är trasig")
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    assert (found.issue.category, found.issue.note) == ("annat", "Bänken är trasig")
    assert found.photos == ()
