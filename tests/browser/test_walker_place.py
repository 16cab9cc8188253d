"""Where it is: asked for after a tap, corrected on the map, never in the way of saving."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveServer, join, tap_log
from walkapp.domain.places import metres_between
from walkapp.domain.walks import Walk

pytestmark = pytest.mark.browser


def saved(page: Page) -> None:
    expect(page.locator("[data-saved-state]")).to_contain_text("Mottagen")


def test_the_position_is_not_asked_for_until_somebody_taps(
    page: Page, live_server: LiveServer, walk: Walk
) -> None:
    page.add_init_script(
        """window.asked = 0;
        const phone = navigator.geolocation;
        const watch = phone.watchPosition.bind(phone);
        phone.watchPosition = (...given) => (window.asked += 1, watch(...given));"""
    )
    join(page, live_server, walk)
    ask = page.locator("[data-ask-place]")
    expect(ask).to_contain_text("Med din plats hamnar det du loggar rätt på kartan.")
    assert page.evaluate("window.asked") == 0
    page.context.grant_permissions(["geolocation"])
    ask.get_by_role("button", name="Använd min plats").tap()
    expect(ask).to_be_hidden()
    assert page.evaluate("window.asked") == 1
    page.reload()  # allowed before: no question, a position ready at the tap
    expect(page.locator("[data-send-state]")).to_be_visible()
    expect(ask).to_be_hidden()
    tap_log(page)
    expect(page.locator("[data-place-now]")).to_contain_text("± 8 m")


def test_no_position_never_stops_the_save_and_words_do_instead(
    page: Page, live_server: LiveServer, walk: Walk
) -> None:
    join(page, live_server, walk)
    tap_log(page)
    page.tap('.tile[data-category="belysning"]')
    saved(page)
    expect(page.locator("[data-place-said]")).to_contain_text(
        "Välj på kartan eller beskriv platsen."
    )
    page.get_by_text("Fler uppgifter").tap()
    page.get_by_label("Beskriv platsen").fill("Utanför Storgatan 5")
    page.tap("[data-done]")
    expect(page.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    assert (found.issue.lat, found.issue.position_source) == (None, "none")
    assert found.issue.place_text == "Utanför Storgatan 5"


def test_a_position_that_comes_late_is_added(
    page: Page, live_server: LiveServer, walk: Walk
) -> None:
    join(page, live_server, walk)
    tap_log(page)
    page.tap('.tile[data-category="trafik"]')
    saved(page)
    page.context.grant_permissions(["geolocation"])
    page.tap("[data-place-use]")
    expect(page.locator("[data-place-said]")).to_have_text("Platsen är med (± 8 meter).")
    expect(page.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    assert (found.issue.lat, found.issue.position_source) == (59.0582, "gps")


@pytest.mark.parametrize(
    ("metres", "band", "said"),
    [
        (8, "good", "Platsen är med (± 8 meter)."),
        (30, "usable", "Platsen är ungefärlig (± 30 meter). Flytta den gärna på kartan."),
        (80, "check", "Platsen är osäker (± 80 meter). Titta efter på kartan."),
        (900, "set", "Platsen är mycket osäker (± 900 meter). Välj den på kartan."),
    ],
)
def test_how_sure_the_place_is_is_said_in_words(
    page: Page, live_server: LiveServer, walk: Walk, metres: int, band: str, said: str
) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 59.058, "longitude": 16.588, "accuracy": metres})
    join(page, live_server, walk)
    tap_log(page)
    expect(page.locator("[data-place-now]")).to_contain_text(f"± {metres} m")
    page.tap('.tile[data-category="belysning"]')
    place = page.locator("[data-place-said]")
    expect(place).to_have_text(said)
    expect(place).to_have_attribute("data-band", band)


def test_the_map_is_fetched_when_asked_for_and_moves_under_the_crosshair(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    fetched: list[str] = []
    joined.on("request", lambda request: fetched.append(request.url))
    tap_log(joined)
    joined.tap('.tile[data-category="utformning"]')
    saved(joined)
    assert not any("leaflet" in address or "/map/" in address for address in fetched)
    joined.get_by_role("button", name="Välj på kartan").tap()
    sheet = joined.get_by_role("dialog", name="Var är det?")
    expect(sheet.locator("path.draw-street").first).to_be_attached()
    expect(sheet.locator("path.map-accuracy")).to_be_attached()
    expect(sheet.get_by_text("Schematisk karta")).to_be_visible()
    assert all(address.startswith(live_server.url) for address in fetched if "blob:" not in address)
    for _ in range(3):
        sheet.get_by_role("button", name="Flytta uppåt").tap()
    sheet.get_by_role("button", name="Flytta åt höger").tap()
    sheet.get_by_role("button", name="Spara platsen").tap()
    expect(joined.locator("[data-place-said]")).to_have_text("Du har valt platsen på kartan.")
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    issue = found.issue
    assert (issue.position_source, issue.accuracy) == ("pin", None)
    assert (issue.gps_lat, issue.gps_lon) == (59.0582, 16.5885)
    assert issue.lat is not None and issue.lon is not None
    assert issue.lat > 59.0582 and issue.lon > 16.5885
    assert 20 < metres_between((59.0582, 16.5885), (issue.lat, issue.lon)) < 60


def test_the_map_obeys_the_keyboard(joined: Page, live_server: LiveServer, walk: Walk) -> None:
    tap_log(joined)
    joined.tap('.tile[data-category="annat"]')
    expect(joined.locator("[data-place-said]")).to_contain_text("±")  # the card comes to rest
    joined.get_by_role("button", name="Välj på kartan").tap()
    region = joined.get_by_role("region", name="Karta")
    expect(joined.locator("path.draw-street").first).to_be_attached()
    region.focus()
    joined.keyboard.press("ArrowDown")
    joined.get_by_role("button", name="Spara platsen").tap()
    expect(joined.locator("[data-place-said]")).to_have_text("Du har valt platsen på kartan.")
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    assert found.issue.lat is not None and found.issue.lat < 59.0582


def test_my_place_on_the_map_is_the_phones_again(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    tap_log(joined)
    joined.tap('.tile[data-category="annat"]')
    joined.get_by_role("button", name="Välj på kartan").tap()
    sheet = joined.get_by_role("dialog")
    expect(sheet.locator("path.draw-street").first).to_be_attached()
    sheet.get_by_role("button", name="Flytta nedåt").tap()
    sheet.get_by_role("button", name="Använd min plats").tap()
    sheet.get_by_role("button", name="Spara platsen").tap()
    expect(joined.locator("[data-place-said]")).to_have_text("Platsen är med (± 8 meter).")


@pytest.mark.browser_context_args(service_workers="block")  # or the phone itself has the map
def test_a_map_that_cannot_be_fetched_leaves_the_words(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    joined.route("**/leaflet.js", lambda route: route.abort())
    tap_log(joined)
    joined.tap('.tile[data-category="annat"]')
    joined.get_by_role("button", name="Välj på kartan").tap()
    expect(joined.get_by_text("Kartan gick inte att hämta.")).to_be_visible()
    joined.get_by_role("button", name="Avbryt").tap()
    joined.unroute("**/leaflet.js")
    joined.get_by_role("button", name="Välj på kartan").tap()
    expect(joined.locator("path.draw-street").first).to_be_attached()
