"""What the thumb has to do, counted by the page: only what the browser delivered counts."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import tap_log

_COUNT = """() => {
  window.taps = 0;
  addEventListener("pointerup", (event) => (window.taps += event.isTrusted ? 1 : 0), true);
}"""
SHUTTER = 1
"""The tap in the camera, which no page sees; what the phone asks afterwards is its own."""


def counted(page: Page) -> None:
    """Begin to count in this page."""
    page.evaluate(_COUNT)


def taps(page: Page) -> int:
    """How many there were since the last time."""
    return int(page.evaluate("() => { const n = window.taps; window.taps = 0; return n; }"))


def without_photo(page: Page) -> int:
    """From the walk's page to an issue that is saved."""
    taps(page)
    tap_log(page)
    page.tap('.tile[data-category="belysning"]')
    _saved(page)
    return taps(page)


def with_photo(page: Page, picture: Path) -> int:
    """The same with a picture; leaves the card open."""
    taps(page)
    tap_log(page)
    page.tap('.tile[data-category="klotter"]')
    _take(page, 'label[for="take-photo"]', picture)
    _saved(page)
    return taps(page) + SHUTTER


def photo_first(page: Page, picture: Path) -> int:
    """From the camera button to an issue with picture and category."""
    taps(page)
    _take(page, "[data-log-camera]", picture)
    page.tap('.tile[data-category="skrap"]')
    _saved(page)
    return taps(page) + SHUTTER


def another(page: Page) -> int:
    """One more like the one whose card is open."""
    taps(page)
    page.wait_for_timeout(500)  # a second tap within that is a tremble
    page.tap("[data-another]")
    _saved(page)
    return taps(page)


def undo(page: Page) -> int:
    """Take back what was just saved."""
    taps(page)
    page.tap("[data-undo]")
    expect(page.locator("#snackbar")).to_contain_text("borttagen")
    return taps(page)


def leave(page: Page) -> None:
    """Back to the walk's page."""
    page.tap("[data-done]")


def _take(page: Page, selector: str, picture: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.tap(selector)
    chooser.value.set_files(picture)
    expect(page.locator(".preview:is([data-state=saved], [data-state=received])")).to_have_count(1)


def _saved(page: Page) -> None:
    said = "[data-saved-state]:is([data-shows^='state-saved'], [data-shows^='state-received'])"
    expect(page.locator(said)).to_have_count(1)
