"""Positions and clocks that cannot be believed, and thumbs that tap twice."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import tap_log
from tests.browser.faults.harness import ISSUE, NETWORK, Phone
from walkapp.domain.places import metres_between

pytestmark = pytest.mark.browser

SAID, SAME = "[data-place-said]", "[data-place-same]"
TREMBLE_MS = 500
FAR = "Telefonen säger en plats långt från vandringen. Titta efter på kartan."

# A phone's receiver in the hands of the test: tell(lat, lon, accuracy, ms ago) or refuse(code).
RECEIVER = """
  const asked = [];
  navigator.geolocation.watchPosition = (told, failed) => asked.push({ told, failed });
  navigator.geolocation.clearWatch = () => {};
  window.tell = (latitude, longitude, accuracy, ago = 0) => {
    const coords = { latitude, longitude, accuracy };
    for (const { told } of asked) told({ coords, timestamp: Date.now() - ago });
  };
  window.refuse = (code) => {
    for (const { failed } of asked) failed({ code, PERMISSION_DENIED: 1 });
  };"""


def receiver(phone: Phone) -> None:
    """Take the phone's receiver over, from the next opening of the page."""
    phone.page.add_init_script(RECEIVER)
    phone.reload()


def tell(phone: Phone, *position: float) -> None:
    """The receiver has a position."""
    phone.page.evaluate("(position) => tell(...position)", list(position))


def test_fault_42_location_denied_approximate_or_missing(phone: Phone) -> None:
    receiver(phone)
    tell(phone, 59.07, 16.60, 3000)  # approximate: a town's size
    phone.log()
    expect(phone.page.locator(SAID)).to_have_text(
        "Platsen är mycket osäker (± 3000 meter). Välj den på kartan."
    )
    phone.received()
    phone.done()
    phone.reload()
    phone.log("skrap")  # no position came
    expect(phone.page.locator(SAID)).to_contain_text("Söker din plats. Du kan logga ändå.")
    phone.received()
    phone.done()
    phone.page.evaluate("refuse(1)")
    phone.log("klotter")
    phone.received()  # until this card is drawn the one before may say the same
    expect(phone.page.locator(SAID)).to_have_text(
        "Platsen är avstängd i telefonen. Välj på kartan eller beskriv platsen."
    )
    phone.page.get_by_text("Fler uppgifter").tap()
    phone.page.get_by_label("Beskriv platsen").fill("Utanför Storgatan 5")
    phone.page.get_by_label("Beskriv platsen").blur()
    phone.page.tap(SAME)
    expect(phone.page.locator(SAID)).to_have_text("Samma plats som förra gången.")
    expect(phone.page.locator(SAME)).to_be_hidden()
    phone.received()
    phone.all_sent()
    rough, none, copied = [one.issue for one in phone.logged()]
    assert (rough.position_source, rough.accuracy) == ("gps", 3000)
    assert (none.position_source, none.lat) == ("none", None)
    assert (copied.position_source, copied.lat, copied.lon) == ("copied", rough.lat, rough.lon)
    assert copied.place_text == "Utanför Storgatan 5"


def test_fault_42_the_pin_stands_in_for_a_position(phone: Phone) -> None:
    receiver(phone)
    phone.page.evaluate("refuse(1)")
    phone.log()
    phone.page.get_by_role("button", name="Välj på kartan").tap()
    sheet = phone.page.get_by_role("dialog", name="Var är det?")
    expect(sheet.locator("path.draw-street").first).to_be_attached()
    sheet.get_by_role("button", name="Spara platsen").tap()
    expect(phone.page.locator(SAID)).to_have_text("Du har valt platsen på kartan.")
    phone.received()
    phone.all_sent()
    issue = phone.one().issue
    assert (issue.position_source, issue.gps_lat) == ("pin", None)
    assert metres_between((59.058, 16.588), (issue.lat or 0, issue.lon or 0)) < 500


def test_fault_43_stale_or_jumping_gps(phone: Phone) -> None:
    receiver(phone)
    tell(phone, 59.0582, 16.5885, 9, 40_000)  # heard of last 40 seconds ago
    phone.log()
    expect(phone.page.locator(SAID)).to_have_text("Platsen är med (± 9 meter).")
    phone.received()
    phone.done()
    for category, place in (("skrap", (0, 0)), ("klotter", (58.997, 16.205))):  # Katrineholm
        phone.reload()
        tell(phone, *place, 5)
        phone.log(category)
        said = phone.page.locator(SAID)
        expect(said).to_have_text(FAR)
        expect(said).to_have_attribute("data-band", "far")
        phone.received()
        phone.done()
    phone.all_sent()
    stale, nowhere, elsewhere = [one.issue for one in phone.logged()]
    assert 40 <= (stale.position_age or 0) < 60 and stale.accuracy == 9
    assert (nowhere.lat, nowhere.lon, nowhere.accuracy) == (0, 0, 5)
    assert (elsewhere.lat, elsewhere.accuracy) == (58.997, 5)


def test_fault_44_clock_wrong_by_years(phone: Phone) -> None:
    wrong = [datetime(2035, 5, 1, 12, tzinfo=UTC), datetime(2019, 10, 27, 0, 30, tzinfo=UTC)]
    phone.page.clock.set_system_time(wrong[0])
    phone.reload()
    phone.proxy.down = True
    for clock, category in zip(wrong, ("belysning", "skrap"), strict=True):
        phone.page.clock.set_system_time(clock)
        phone.log(category)
        phone.saved()
        phone.done()
    # The night when 02.30 comes twice: an hour later the wall clock says the same.
    phone.page.clock.set_system_time(wrong[1] + timedelta(hours=1))
    phone.log("klotter")
    phone.saved()
    phone.done()
    phone.only_here(3)
    phone.told(NETWORK)
    phone.proxy.down = False
    begun = datetime.now(UTC)
    phone.page.locator("[data-retry]:visible").tap()
    phone.all_sent()
    issues = [one.issue for one in phone.logged()]
    assert [issue.category for issue in issues] == ["belysning", "skrap", "klotter"]
    assert [issue.seq for issue in issues] == [1, 2, 3]
    claimed = [datetime.fromisoformat(issue.observed_at or "") for issue in issues]
    assert [moment.year for moment in claimed] == [2035, 2019, 2019]
    assert timedelta(minutes=59) < claimed[2] - claimed[1] < timedelta(minutes=61)
    for issue in issues:  # the server's own time stands beside the claim
        assert abs(datetime.fromisoformat(issue.received_at) - begun) < timedelta(minutes=5)


def test_fault_45_duplicate_tap(phone: Phone) -> None:
    twice = "(box) => { box.click(); box.click(); }"
    tap_log(phone.page)
    phone.page.locator('.tile[data-category="belysning"]').evaluate(twice)
    phone.received()
    phone.page.wait_for_timeout(TREMBLE_MS)  # what is meant comes later than what trembles
    phone.page.locator("[data-another]").evaluate(twice)
    phone.received()
    phone.page.locator("[data-done]").evaluate(twice)
    phone.all_sent()
    assert len(phone.logged()) == 2
    phone.proxy.down = True
    phone.log("skrap")
    phone.told(NETWORK)
    phone.proxy.down = False
    begun = len(phone.asked(ISSUE))
    phone.trouble.get_by_role("button", name="Skicka nu").evaluate(twice)
    phone.received()
    phone.all_sent()
    assert len(phone.asked(ISSUE)) - begun == 1
    assert [one.issue.category for one in phone.logged()] == ["belysning", "belysning", "skrap"]
    phone.page.locator("[data-undo]").evaluate(twice)
    expect(phone.row).to_have_count(2)
