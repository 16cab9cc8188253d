"""The walker's pages by night and by day: reachable for everybody, light to carry, all in view."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import ROOT, LiveServer, tap_log
from tests.browser.looks import SCHEMES, clean, fits
from walkapp.domain.walks import Walk
from walkapp.web.static import without_comments

pytestmark = pytest.mark.browser
SMALL = {"width": 360, "height": 640}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_joining_is_for_everybody(
    page: Page, live_server: LiveServer, walk: Walk, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/join")
    clean(page)
    page.get_by_label("Skriv koden").fill("FEL2-KXD3")
    page.get_by_role("button", name="Gå med i vandringen").tap()
    expect(page.locator("#code-error")).to_be_visible()
    clean(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_logging_is_for_everybody(
    joined: Page, live_server: LiveServer, walk: Walk, picture: Path, scheme: str
) -> None:
    joined.emulate_media(color_scheme=scheme)
    clean(joined)
    tap_log(joined)
    clean(joined)
    joined.tap('.tile[data-category="belysning"]')
    joined.set_input_files("#take-photo", picture)
    expect(joined.locator(".preview[data-state='received']")).to_be_visible()
    joined.get_by_text("Fler uppgifter").tap()
    clean(joined)
    joined.get_by_role("button", name="Välj på kartan").tap()
    expect(joined.locator("path.draw-street").first).to_be_attached()
    clean(joined)
    joined.get_by_role("button", name="Avbryt").tap()
    joined.tap("[data-done]")
    expect(joined.locator("[data-row]")).to_be_visible()
    clean(joined)
    joined.context.set_offline(True)
    joined.tap("[data-flash-another]")
    expect(joined.locator("[data-trouble]:visible")).to_be_visible()
    clean(joined)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_plain_form_is_for_everybody(
    joined: Page, live_server: LiveServer, walk: Walk, scheme: str
) -> None:
    joined.emulate_media(color_scheme=scheme)
    joined.route("**/plain.js", lambda route: route.abort())
    joined.goto(f"{live_server.url}/walks/{walk.id}/issues/new")
    clean(joined)
    joined.get_by_role("button", name="Skicka").tap()
    expect(joined.locator("[data-error-summary]")).to_be_visible()
    clean(joined)


def test_twelve_tiles_are_in_view_on_a_small_phone(joined: Page) -> None:
    joined.set_viewport_size(SMALL)
    tap_log(joined)
    tiles = joined.locator("[data-tiles] .tile")
    expect(tiles).to_have_count(12)
    for tile in tiles.all():
        box = tile.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= SMALL["height"]
        assert box["height"] >= 56 and box["width"] >= 56


def test_nothing_is_wider_than_a_small_phone(joined: Page) -> None:
    fits(joined)
    tap_log(joined)
    fits(joined)
    joined.tap('.tile[data-category="tillganglighet"]')
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    fits(joined)


def test_icons_that_script_puts_in_are_read_from_the_page_itself(joined: Page) -> None:
    """A browser reads a whole sprite again for each icon that points into a file."""
    tap_log(joined)
    expect(joined.locator("#icon-smartphone")).to_be_attached()
    joined.tap('.tile[data-category="vaxtlighet"]')
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")  # nothing is redrawn
    put_in = joined.locator(":is([data-saved-icon], [data-saved-state]) use")
    expect(put_in).to_have_count(2)
    for use in put_in.all():
        assert (use.get_attribute("href") or "").startswith("#icon-")
        assert use.evaluate("use => use.getBBox().width") > 0


def test_what_a_thumb_must_hit_is_large_enough(joined: Page) -> None:
    tap_log(joined)
    joined.tap('.tile[data-category="belysning"]')
    expect(joined.locator("[data-saved-state]")).to_contain_text("Mottagen")
    for control in joined.locator(
        ".capture :is(button, .file-label, .segment, summary):visible"
    ).all():
        box = control.bounding_box()
        assert box and box["height"] >= 48, control.inner_text()


def test_the_capture_script_and_the_map_stay_light(joined: Page) -> None:
    script = ROOT / "static" / "js"
    vendor = ROOT / "static" / "vendor"
    capture = [script / "walk.js", *(script / "capture").glob("*.js"), vendor / "idb-8.0.4/idb.js"]
    map_too = [script / "walk" / "place.js", *(script / "map").glob("*.js")]
    assert weight(capture) <= 25_000
    assert weight([*capture, *map_too, vendor / "leaflet-1.9.4/leaflet.js"]) <= 75 * 1024


def test_the_first_walk_page_is_light_to_fetch(
    joined: Page, browser: Browser, live_server: LiveServer, walk: Walk
) -> None:
    fresh = browser.new_context(storage_state=joined.context.storage_state())
    page = fresh.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{live_server.url}/walks/{walk.id}", wait_until="networkidle")
    # The worker fetches the offline files afterwards, in peace, and what the page asks for then
    # comes out of the phone itself: neither is the first page's.
    first = [a for a in answers if not a.from_service_worker and not a.request.service_worker]
    carried = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in first}
    fresh.close()
    assert sum(carried.values()) <= 60 * 1024, carried


def weight(paths: list[Path]) -> int:
    """As sent: our own scripts go without their comments."""
    return sum(len(gzip.compress(without_comments(path.read_text()).encode(), 9)) for path in paths)
