"""The map on any page: four backgrounds, pins that differ by shape, keys instead of a mouse.

data/town.pmtiles is walkapp/demo/map.geojson as vector tiles of zoom 13 to 15, written with the
packages mapbox-vector-tile and pmtiles.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LiveServer

pytestmark = pytest.mark.browser

TILES = Path(__file__).parent / "data" / "town.pmtiles"
TEXTS = {
    "zoomIn": "Närmare",
    "zoomOut": "Längre bort",
    "close": "Stäng",
    "group": "{n} platser. Visa närmare.",
    "label": "Karta",
}
POINTS = [
    {"lat": 59.0585, "lon": 16.5845, "label": "Lampa lagad", "state": "fixed", "href": "/fix/1"},
    {"lat": 59.0585, "lon": 16.5895, "label": "Häck klipps", "state": "planned", "href": "/fix/2"},
    {"lat": 59.0565, "lon": 16.5895, "label": "Görs inte", "state": "wont_fix", "href": "/fix/3"},
]
DRAWING = {"kind": "geojson", "url": "/map/background.geojson"}
CSP = (
    "default-src 'none'; base-uri 'none'; style-src 'self'; script-src 'self';"
    " img-src 'self' blob: data: https://tiles.example; connect-src 'self' https://tiles.example"
)


@pytest.fixture
def show(page: Page, live_server: LiveServer) -> Callable[..., Page]:
    """Open a page that holds nothing but a map with this background."""

    def opened(background: dict[str, Any], drawn: bool = True, **config: Any) -> Page:
        given = {"background": {**background, "texts": TEXTS}, "points": POINTS, **config}
        sheets = ("tokens", "base", "parts")
        links = "".join(f'<link rel="stylesheet" href="/static/now/css/{it}.css">' for it in sheets)
        body = (
            f'<!doctype html><html lang="sv" data-color-scheme="auto"><title>Karta</title>{links}'
            "<main><h1>Karta</h1><div class='map' data-map hidden"
            f" data-config='{json.dumps(given)}'></div></main>"
            "<script type='module' src='/static/now/js/map.js'></script>"
        )
        page.route(
            "**/a-map",
            lambda route: route.fulfill(
                body=body,
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": CSP},
            ),
        )
        page.goto(f"{live_server.url}/a-map")
        if drawn:
            expect(page.locator(".pin-touch")).not_to_have_count(0)
        return page

    return opened


def pin(page: Page, label: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("button", name=label)


def test_the_drawing_is_drawn_marked_as_schematic_and_asks_nobody_else(
    show: Callable[..., Page], page: Page, live_server: LiveServer
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    show({**DRAWING, "attribution": "Kommunen"}, label="Karta över åtgärderna")
    expect(page.get_by_role("region", name="Karta över åtgärderna")).to_be_visible()
    for kind in ("water", "park", "street", "railway", "building"):
        expect(page.locator(f"path.draw-{kind}").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Kommunen")
    assert "Leaflet" not in page.locator(".leaflet-control-attribution").inner_text()
    assert {address.split("/")[2] for address in asked} == {live_server.url.split("/")[2]}


def test_the_same_drawing_is_dark_by_night_and_light_by_day(
    show: Callable[..., Page], page: Page
) -> None:
    show(DRAWING)
    colour = "getComputedStyle(document.querySelector('path.draw-water')).fill"
    page.emulate_media(color_scheme="dark")
    night = page.evaluate(colour)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(colour) != night


def test_pins_differ_by_shape_and_symbol(show: Callable[..., Page], page: Page) -> None:
    show(DRAWING)
    shapes = {
        name: pin(page, name).locator(".pin").get_attribute("data-shape")
        for name in ("Lampa lagad", "Häck klipps", "Görs inte")
    }
    assert shapes == {"Lampa lagad": "square", "Häck klipps": "drop", "Görs inte": "circle"}
    symbols = page.locator(".pin use").evaluate_all("uses => uses.map(use => use.href.baseVal)")
    assert len({re.sub(".*#", "", symbol) for symbol in symbols}) == 3


def test_a_pin_opens_and_closes_with_keys(show: Callable[..., Page], page: Page) -> None:
    show(DRAWING)
    pin(page, "Lampa lagad").focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Lampa lagad")
    expect(link).to_have_attribute("href", "/fix/1")
    expect(link).to_be_focused()
    expect(page.get_by_role("button", name="Stäng")).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_have_count(0)
    expect(pin(page, "Lampa lagad")).to_be_focused()


def test_pins_on_top_of_each_other_are_one_until_seen_closer(
    show: Callable[..., Page], page: Page
) -> None:
    near = [{**POINTS[0], "lat": 59.0585 + n * 0.000002, "label": f"Nummer {n}"} for n in range(4)]
    show(DRAWING, points=[*near, POINTS[1], POINTS[2]])
    group = page.get_by_role("button", name="4 platser. Visa närmare.")
    expect(group).to_have_text("4")
    group.press("Enter")  # as near as the map goes: still one place, so now their list
    expect(page.locator(".leaflet-control-zoom-in.leaflet-disabled")).to_be_attached()
    group.press("Enter")
    for n in range(4):
        expect(page.get_by_role("link", name=f"Nummer {n}")).to_be_visible()


def test_a_label_is_text_and_never_markup(show: Callable[..., Page], page: Page) -> None:
    show(DRAWING, points=[{**POINTS[0], "label": "<img src=x onerror=alert(1)>"}])
    page.locator(".pin-touch").press("Enter")
    expect(page.get_by_role("link", name="<img src=x onerror=alert(1)>")).to_be_visible()
    assert page.locator(".pin-story img").count() == 0


def test_without_a_background_there_are_a_grid_the_route_and_the_pins(
    show: Callable[..., Page], page: Page
) -> None:
    show({"kind": "none"}, route=[[59.0585, 16.5845], [59.0575, 16.587], [59.0565, 16.5895]])
    expect(page.locator(".grid-tile").first).to_be_attached()
    expect(page.locator("path.map-route")).to_be_attached()
    expect(page.locator(".leaflet-control-scale-line")).to_contain_text("m")
    assert page.locator(".pin-touch").count() == 3


def test_tiles_come_from_the_named_server_with_its_credit(
    show: Callable[..., Page], page: Page
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(path=Path(__file__).parents[2] / "static" / "icon-192.png")

    page.route("https://tiles.example/**", answer)
    tiles = {
        "kind": "tiles",
        "url": "https://tiles.example/{z}/{x}/{y}.png",
        "attribution": "© Alla",
    }
    show(tiles)
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    assert all(re.fullmatch(r"https://tiles\.example/\d+/\d+/\d+\.png", it) for it in asked)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© Alla")


def test_a_pmtiles_file_is_read_in_ranges_and_drawn(show: Callable[..., Page], page: Page) -> None:
    data, ranges = TILES.read_bytes(), []

    def answer(route: Route) -> None:
        first, last = (int(it) for it in route.request.headers["range"][6:].split("-"))
        ranges.append((first, last))
        part = data[first : last + 1]
        told = {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{len(data)}"}
        route.fulfill(status=206, body=part, headers=told)

    page.route("**/map/background.pmtiles", answer)
    show({"kind": "pmtiles", "url": "/map/background.pmtiles", "attribution": "© Alla"})
    canvas = page.locator("canvas.leaflet-tile-loaded").first
    expect(canvas).to_be_attached()
    colours = canvas.evaluate(
        """canvas => new Set(Array.from(new Uint32Array(canvas.getContext("2d")
             .getImageData(0, 0, canvas.width, canvas.height).data.buffer))).size"""
    )
    assert colours > 3 and len(ranges) > 1


def test_a_background_that_cannot_be_fetched_leaves_the_grid_and_the_pins(
    show: Callable[..., Page], page: Page
) -> None:
    show({"kind": "geojson", "url": "/map/not-there.geojson"})
    expect(page.locator(".grid-tile").first).to_be_attached()
    assert page.locator(".pin-touch").count() == 3


def test_without_leaflet_the_map_hides_and_the_page_stays(
    page: Page, show: Callable[..., Page]
) -> None:
    page.route("**/leaflet.js", lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: "leaflet.js" in request.url):
        show(DRAWING, drawn=False)
    expect(page.locator("[data-map]")).to_be_hidden()
    expect(page.get_by_role("heading", name="Karta")).to_be_visible()
