"""What every page must be: for everybody by night and by day, and not wider than a phone."""

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Beside WCAG: of two landmarks with one name nobody can tell which is which in a list of them.
MORE_RULES = {"landmark-unique": {"enabled": True}}
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES = ["dark", "light"]
NARROWEST = 320
AXE = Axe().axe_script
# Parts that stick out although the page itself may hide it; what scrolls on its own may be wider.
_TOO_WIDE = """(width) => {
  const scrolls = (el) => el && (/auto|scroll|hidden|clip/.test(getComputedStyle(el).overflowX)
    || scrolls(el.parentElement))
  return [...document.querySelectorAll("body *")]
    .filter((el) => el.getClientRects().length && el.getBoundingClientRect().right > width + 1
      && !scrolls(el.parentElement))
    .map((el) => el.outerHTML.slice(0, 120))
}"""


def clean(page: Page, rules: Mapping[str, object] = ALL_RULES) -> None:
    """Nothing that axe-core finds under WCAG 2.2 AA, in the colours shown now."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = page.evaluate(
        "options => axe.run(document, options).then(({ violations }) => violations)",
        {
            "runOnly": rules,
            "rules": MORE_RULES if rules is ALL_RULES else {},
            "resultTypes": ["violations"],
            "preload": False,
        },
    )
    faults = [
        (it["id"], [(node["target"], node["failureSummary"]) for node in it["nodes"]])
        for it in found
    ]
    assert not faults, f"{page.url}: {faults}"


def clean_night_and_day(page: Page) -> None:
    """The same in both colour schemes; what has nothing to do with colours is asked once."""
    for scheme, rules in zip(SCHEMES, (ALL_RULES, COLOUR_RULES), strict=True):
        # What is still on its way in is fainter than it will be.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        clean(page, rules)


def fits(page: Page) -> None:
    """No sideways scrolling on the narrowest phone."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    # Not innerWidth: a phone shows a page that is too wide by zooming out, and innerWidth follows.
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROWEST, (page.url, page.evaluate(_TOO_WIDE, NARROWEST))
    if before:
        page.set_viewport_size(before)
