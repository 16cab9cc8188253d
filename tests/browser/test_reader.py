"""A reader of the follow-up: without script, and with the keyboard alone."""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, LiveServer, listen
from tests.browser.looks import clean

pytestmark = pytest.mark.browser

YEAR = "Uppföljning av medborgarlöfte i Flen (demo) 2016"
FIX = "Höga buskar längs gångvägen genom Sveaparken"
NO_TRACE = "Det är inte åtgärdat"
STEPS = 150  # more than any page here has to step through
# The one that has the focus shows it, alone or by the row it fills, and lies under nothing.
_SEEN = """() => {
  const el = document.activeElement
  const frame = el.closest(".row") ?? el
  const outlined = [el, frame].some((it) => {
    const style = getComputedStyle(it)
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  })
  const box = el.getClientRects()[0]
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  const free = top && (el.contains(top) || top.contains(el))
  const fault = outlined ? (free ? "" : "covered") : "no focus seen"
  return fault && `${fault}: ${el.outerHTML.slice(0, 160)}`
}"""


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone that runs no scripts."""
    context = browser.new_context(viewport=PHONE, locale="sv-SE", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def mouseless(browser: Browser, no_faults: list[str]) -> Iterator[Page]:
    """A desk with a keyboard and nothing else."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="sv-SE", reduced_motion="reduce"
    )
    listen(context, no_faults)
    yield context.new_page()
    context.close()


def loaded(picture: Locator) -> None:
    """The picture is seen, and it came."""
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    expect(picture).not_to_have_js_property("naturalWidth", 0)


def before_and_after(of: Locator) -> None:
    """Two pictures beside each other, each with its word."""
    for word in ("Före", "Efter"):
        side = of.locator(".pair-side").filter(has_text=word)
        loaded(side.locator("img"))


def said(demo: LiveServer, words: str) -> int:
    """How many objections say just this."""
    with closing(demo.source.connect()) as db:
        asked = "SELECT count(*) AS n FROM objections WHERE words = :words"
        return int(next(iter(db.query(asked, {"words": words})))["n"])


def test_a_reader_without_script_finds_a_point_and_says_that_it_is_not_fixed(
    plain: Page, demo: LiveServer
) -> None:
    page, words = plain, "Buskarna är tillbaka vid dammen."
    page.goto(f"{demo.url}/followup")
    page.get_by_label("Plats eller ord").fill("Sveaparken")
    page.get_by_label("År").select_option("2016")
    page.get_by_role("button", name="Sök").click()
    found = page.get_by_role("list", name="Punkter")
    expect(found.get_by_role("link", name=FIX)).to_be_visible()
    page.get_by_role("link", name=YEAR).click()
    before_and_after(page.locator("article").filter(has_text=FIX).first)
    outcomes = page.get_by_role("list", name="Visa utfall")
    outcomes.get_by_role("link", name="Återstår", exact=True).click()
    expect(page).to_have_url(re.compile(r"part=remaining"))
    expect(page.locator(".story-row")).to_have_count(2)
    outcomes.get_by_role("link", name="Åtgärdat", exact=True).click()
    expect(page.locator(".story-row")).to_have_count(14)
    page.locator(".story-row").get_by_role("link", name=FIX, exact=True).click()
    expect(page.get_by_role("heading", name=FIX, level=1)).to_be_visible()
    before_and_after(page.locator("main"))
    expect(page.locator("input[type=range]")).to_have_count(0)
    page.get_by_role("link", name=NO_TRACE).click()
    page.get_by_label("Vad såg du?").fill(words)
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("heading", name=FIX, level=1)).to_be_visible()
    expect(page.locator(".messages")).to_contain_text("Tack. En person på kommunen läser det")
    assert said(demo, words) == 1


def test_what_was_promised_is_read_on_a_narrow_phone_without_going_sideways(
    plain: Page, demo: LiveServer
) -> None:
    plain.set_viewport_size({"width": 360, "height": 740})
    plain.goto(f"{demo.url}/followup/2016")
    table = plain.get_by_role("group", name="Löften och resultat")
    for words in ("Minst 2 medborgardialoger", "Uppfyllt", "Polisen"):
        box = table.locator("td", has_text=words).first.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360, words


def test_a_reader_with_the_keyboard_alone_sees_where_they_are(
    mouseless: Page, demo: LiveServer
) -> None:
    page, words = mouseless, "En gren hänger kvar över gången."
    page.goto(f"{demo.url}/followup")
    steps_to(page, page.get_by_label("Plats eller ord"))
    page.keyboard.type("Sveaparken")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=Sveaparken"))
    presses(page, page.get_by_role("link", name=YEAR))
    expect(page.get_by_role("heading", name=YEAR, level=1)).to_be_visible()
    outcomes = page.get_by_role("list", name="Visa utfall")
    presses(page, outcomes.get_by_role("link", name="Åtgärdat", exact=True))
    expect(page).to_have_url(re.compile(r"part=fixed"))
    presses(page, page.locator(".story-row").get_by_role("link", name=FIX, exact=True))
    expect(page.get_by_role("heading", name=FIX, level=1)).to_be_visible()
    slider = page.get_by_role("slider", name="Dra för att jämföra före och efter")
    steps_to(page, slider)
    was = slider.input_value()
    page.keyboard.press("ArrowRight")
    assert slider.input_value() != was
    presses(page, page.get_by_role("link", name=NO_TRACE))
    steps_to(page, page.get_by_label("Vad såg du?"))
    page.keyboard.type(words)
    clean(page)
    presses(page, page.get_by_role("button", name="Skicka"))
    expect(page.locator(".messages")).to_contain_text("Tack. En person på kommunen läser det")
    assert said(demo, words) == 1


def steps_to(page: Page, wanted: Locator) -> None:
    """Step there with Tab; what is stepped on shows it, every time."""
    expect(wanted).to_be_visible()
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.tagName")
        if at == "BODY":  # round the end, to the browser's own bar
            continue
        assert not (fault := page.evaluate(_SEEN)), (page.url, fault)
        if wanted.evaluate("el => el === document.activeElement"):
            return
    raise AssertionError(f"never came to {wanted} on {page.url}")


def presses(page: Page, wanted: Locator) -> None:
    """Step there and press it."""
    steps_to(page, wanted)
    page.keyboard.press("Enter")
