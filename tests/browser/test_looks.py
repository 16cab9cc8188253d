"""The looks themselves: what they have to find on a page, and a page they find nothing on."""

import pytest
from playwright.sync_api import Page

from tests.browser.looks import clean, clean_colours, fits

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="sv"><head><title>Rader</title>
<meta name="viewport" content="width=device-width">
<style>body {{ background: #fff; color: #111 }} a {{ color: #05c }} .weak {{ color: #999 }}
</style>
</head><body><main><h1>Rader</h1><ul>{rows}</ul>{more}</main></body></html>"""
ROWS = "<li class='row'><p>En rad</p></li>" * 12


def test_a_good_page_is_clean(page: Page) -> None:
    page.set_content(PAGE.format(rows=ROWS, more="<label>Namn <input></label>"))
    clean(page)
    clean_colours(page)
    fits(page)


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        (ROWS + "<li class='row weak'><p>Svag</p></li>", ""),
        (ROWS + "<li class='row'><p class='weak'>Svag</p></li>", ""),
        (ROWS, "<div class='weak'><section><div>Svag</div></section></div>"),
        (
            ROWS,
            "<p>Läs hela <a href='/' style='text-decoration: none; color: #333'>texten</a> nu.</p>",
        ),
        (ROWS, "<label>Namn <input class='weak' value='Bo'></label>"),
    ],
    ids=["a row", "a word in a row", "from above", "a link like its text", "a field"],
)
def test_weak_colours_are_found(page: Page, rows: str, more: str) -> None:
    page.set_content(PAGE.format(rows=rows, more=more))
    with pytest.raises(AssertionError, match="color-contrast|link-in-text-block"):
        clean_colours(page)
    with pytest.raises(AssertionError, match="color-contrast|link-in-text-block"):
        clean(page)


@pytest.mark.parametrize("more", ["<input>", "<img src=''>", "<button></button>"])
def test_what_has_no_name_is_found(page: Page, more: str) -> None:
    page.set_content(PAGE.format(rows=ROWS, more=more))
    with pytest.raises(AssertionError):
        clean(page)


def test_a_page_that_goes_sideways_is_found(page: Page) -> None:
    page.set_content(PAGE.format(rows=ROWS, more="<pre>" + "x" * 90 + "</pre>"))
    with pytest.raises(AssertionError):
        fits(page)
