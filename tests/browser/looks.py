"""What every page must be: for everybody by night and by day, and not wider than a phone."""

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
BY_ITSELF = {name: {"enabled": False} for name in COLOUR_RULES["values"]}
SCHEMES = ["dark", "light"]
NARROWEST = 320
AXE = Axe().axe_script
# Everything with words of its own, or to write in. Of those that are built alike, all the way up,
# the first three: no sheet of ours colours a fourth row otherwise, and axe takes long over each.
_COLOURED = """(() => {
  const named = (a) => /^(class|style)$/.test(a.name)
    || !/^(id|for|name|value|href|src)$/.test(a.name) && a.value.length < 20
  const built = new WeakMap()
  const kind = (el) => {
    if (el && !built.has(el)) {
      const own = [...el.attributes].filter(named).map((a) => a.name + "=" + a.value)
      built.set(el, `${kind(el.parentElement)}>${el.tagName} ${own.sort().join(" ")}`)
    }
    return el ? built.get(el) : ""
  }
  const count = {}
  return [...document.querySelectorAll("body *")].filter((el) =>
    (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)
      || [...el.childNodes].some((it) => it.nodeType === Node.TEXT_NODE && it.data.trim()))
    && (count[kind(el)] = (count[kind(el)] || 0) + 1) <= 3)
})()"""
# Parts that stick out although the page itself may hide it; what scrolls on its own may be wider.
_TOO_WIDE = """(width) => {
  const scrolls = (el) => el && (/auto|scroll|hidden|clip/.test(getComputedStyle(el).overflowX)
    || scrolls(el.parentElement))
  return [...document.querySelectorAll("body *")]
    .filter((el) => el.getClientRects().length && el.getBoundingClientRect().right > width + 1
      && !scrolls(el.parentElement))
    .map((el) => el.outerHTML.slice(0, 120))
}"""


def clean(page: Page) -> None:
    """Nothing that axe-core finds under WCAG 2.2 AA, in the colours shown now."""
    _clean(page, "document", {"runOnly": ALL_RULES, "rules": BY_ITSELF})
    clean_colours(page)


def clean_colours(page: Page) -> None:
    """Text can be told from what is behind it, in the colours shown now."""
    _clean(page, _COLOURED, {"runOnly": COLOUR_RULES})


def _clean(page: Page, looked_at: str, rules: Mapping[str, object]) -> None:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = page.evaluate(
        f"options => axe.run({looked_at}, options).then(({{ violations }}) => violations)",
        {**rules, "resultTypes": ["violations"], "preload": False},
    )
    faults = [
        (it["id"], [(node["target"], node["failureSummary"]) for node in it["nodes"]])
        for it in found
    ]
    assert not faults, f"{page.url}: {faults}"


def clean_night_and_day(page: Page) -> None:
    """The same in both colour schemes; what has nothing to do with colours is asked once."""
    for scheme, look in zip(SCHEMES, (clean, clean_colours), strict=True):
        # What is still on its way in is fainter than it will be.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        look(page)


def fits(page: Page) -> None:
    """No sideways scrolling on the narrowest phone."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    # Not innerWidth: a phone shows a page that is too wide by zooming out, and innerWidth follows.
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROWEST, (page.url, page.evaluate(_TOO_WIDE, NARROWEST))
    if before:
        page.set_viewport_size(before)
