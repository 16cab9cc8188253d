"""A walker with a phone: join, log with few taps, and see that it was received."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveServer, tap_log
from walkapp.domain.walks import Walk

pytestmark = pytest.mark.browser


class Taps:
    """Counts what the thumb has to do."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, selector: str) -> None:
        self.page.tap(selector)
        self.count += 1


def received(page: Page) -> None:
    expect(page.locator("[data-saved-state]")).to_contain_text("Mottagen")


def test_the_qr_code_lets_a_phone_in_and_leaves_no_secret_behind(
    page: Page, live_server: LiveServer, walk: Walk
) -> None:
    page.goto(f"{live_server.url}/join#{walk.secret}")
    expect(page.get_by_text("Koden kom med från QR-koden.")).to_be_visible()
    expect(page.get_by_label("Skriv koden")).to_be_hidden()
    assert page.url == f"{live_server.url}/join"
    expect(page.get_by_role("button", name="Gå med i vandringen")).to_be_focused()
    page.get_by_role("button", name="Gå med i vandringen").tap()
    expect(page.get_by_role("heading", name=walk.title)).to_be_visible()
    assert walk.secret not in page.content()


def test_a_typed_code_may_have_spaces_and_small_letters(
    page: Page, live_server: LiveServer, walk: Walk
) -> None:
    page.goto(f"{live_server.url}/join")
    page.get_by_label("Skriv koden").fill(f"{walk.code[:4]} {walk.code[4:]}".lower())
    page.get_by_role("button", name="Gå med i vandringen").tap()
    expect(page.get_by_role("heading", name=walk.title)).to_be_visible()


def test_a_wrong_code_is_answered_beside_the_field_and_kept(
    page: Page, live_server: LiveServer, walk: Walk
) -> None:
    page.goto(f"{live_server.url}/join")
    page.get_by_label("Skriv koden").fill("FEL2-KXD3")
    page.get_by_role("button", name="Gå med i vandringen").tap()
    field = page.get_by_label("Skriv koden")
    expect(field).to_have_value("FEL2-KXD3")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#code-error")).to_be_visible()


def test_two_taps_log_an_issue_with_its_position(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    expect(joined.locator("[data-ask-place]")).to_be_hidden()
    taps = Taps(joined)
    taps.on("[data-log]")
    expect(joined.locator("[data-place-now]")).to_contain_text("± 8 m")
    taps.on('.tile[data-category="belysning"]')
    received(joined)
    assert taps.count == 2
    (found,) = live_server.logged(walk)
    assert (found.issue.category, found.issue.kind) == ("belysning", "problem")
    assert (found.issue.lat, found.issue.lon, found.issue.accuracy) == (59.0582, 16.5885, 8)
    assert found.issue.position_source == "gps"


def test_four_taps_log_an_issue_with_a_photo(
    joined: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    taps = Taps(joined)
    taps.on("[data-log]")
    taps.on('.tile[data-category="klotter"]')
    with joined.expect_file_chooser() as chooser:
        taps.on('label[for="take-photo"]')
    assert joined.locator("#take-photo").get_attribute("capture") == "environment"
    chooser.value.set_files(picture)  # the shutter is the fourth tap
    expect(joined.locator(".preview[data-state='received']")).to_be_visible()
    received(joined)
    assert taps.count + 1 == 4
    (found,) = live_server.logged(walk)
    (photo,) = found.photos
    assert photo.signature == "jpeg" and photo.bytes < picture.stat().st_size
    assert found.issue.photo_ids == photo.photo_id


def test_a_photo_first_is_saved_before_its_category(
    joined: Page, live_server: LiveServer, walk: Walk, picture: Path
) -> None:
    taps = Taps(joined)
    with joined.expect_file_chooser() as chooser:
        taps.on("[data-log-camera]")
    chooser.value.set_files(picture)
    expect(joined.get_by_role("heading", name="Vad visar bilden?")).to_be_visible()
    received(joined)
    (found,) = live_server.logged(walk)
    assert (found.issue.category, len(found.photos)) == (None, 1)
    taps.on('.tile[data-category="skrap"]')
    expect(joined.locator("[data-saved-name]")).to_have_text("Skräp och städning")
    received(joined)
    assert taps.count + 2 == 4  # shutter and "use photo" belong to the phone
    (found,) = live_server.logged(walk)
    assert found.issue.category == "skrap"


def test_one_tap_logs_another_like_it(joined: Page, live_server: LiveServer, walk: Walk) -> None:
    tap_log(joined)
    joined.tap('.kind:has([value="good"])')
    joined.tap('.tile[data-category="vaxtlighet"]')
    received(joined)
    joined.tap("[data-done]")
    expect(joined.locator("[data-flash]")).to_contain_text(
        re.compile(r"Mottagen ✓ \d\d\.\d\d\. Tack\.")
    )
    joined.tap("[data-flash-another]")
    received(joined)
    first, second = live_server.logged(walk)
    assert first.issue.client_id != second.issue.client_id
    assert (second.issue.category, second.issue.kind) == ("vaxtlighet", "good")


def test_one_tap_undoes_and_one_puts_it_back(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    tap_log(joined)
    joined.tap('.tile[data-category="trafik"]')
    received(joined)
    joined.tap("[data-undo]")
    bar = joined.locator("#snackbar")
    expect(bar).to_contain_text("Iakttagelsen är borttagen.")
    expect(joined.locator("[data-own-rows] .row")).to_have_count(0)
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    assert live_server.logged(walk) == []
    bar.get_by_role("button", name="Ångra").tap()
    expect(joined.locator("[data-own-rows] .row")).to_have_count(1)
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    assert len(live_server.logged(walk)) == 1


def test_words_kind_and_place_type_are_saved_by_themselves(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    tap_log(joined)
    joined.tap('.tile[data-category="belysning"]')
    joined.get_by_label("Vad ser eller känner du?").fill("Lampan är släckt 💡 <b>mörkt</b>")
    joined.tap('.kind:has([value="question"])')
    joined.get_by_text("Fler uppgifter").tap()
    joined.get_by_label("Typ av plats").select_option("gangtunnel")
    joined.get_by_label("Stolpens nummer").fill("F 117")
    joined.tap("[data-done]")
    expect(joined.locator("[data-row]")).to_contain_text("Lampan är släckt 💡 <b>mörkt</b>")
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    assert found.issue.note == "Lampan är släckt 💡 <b>mörkt</b>"
    assert (found.issue.kind, found.issue.place_type) == ("question", "gangtunnel")
    assert found.issue.pole_number == "F 117"
    tap_log(joined)
    joined.tap('.tile[data-category="skyltar"]')
    received(joined)
    assert live_server.logged(walk)[1].issue.place_type == "gangtunnel"


def test_the_phones_back_button_leaves_the_panel_and_loses_nothing(
    joined: Page, live_server: LiveServer, walk: Walk
) -> None:
    tap_log(joined)
    joined.tap('.tile[data-category="annat"]')
    joined.get_by_label("Vad ser eller känner du?").fill("skrivet och inte lämnat")
    joined.go_back()
    expect(joined.locator("[data-own-rows]")).to_contain_text("skrivet och inte lämnat")
    expect(joined.locator("[data-send-state]")).to_have_text("Allt är skickat")
    (found,) = live_server.logged(walk)
    assert found.issue.note == "skrivet och inte lämnat"


def test_five_photos_are_the_most(joined: Page, picture: Path, tmp_path: Path) -> None:
    copies = [tmp_path / f"{n}.jpg" for n in range(7)]
    for copy in copies:
        copy.write_bytes(picture.read_bytes())
    tap_log(joined)
    joined.tap('.tile[data-category="annat"]')
    joined.set_input_files("#choose-photo", copies)
    expect(joined.locator(".preview")).to_have_count(5)
    expect(joined.locator("[data-photo-buttons]")).to_be_hidden()
    expect(joined.locator(".preview[data-state='received']")).to_have_count(5, timeout=30_000)
    joined.locator(".preview").first.get_by_role("button", name="Ta bort bilden").tap()
    expect(joined.locator(".preview")).to_have_count(4)
    expect(joined.locator("[data-photo-buttons]")).to_be_visible()


def test_a_file_that_is_no_picture_is_refused_in_words_and_the_issue_kept(
    joined: Page, live_server: LiveServer, walk: Walk, tmp_path: Path
) -> None:
    fake = tmp_path / "bild.jpg"
    fake.write_text("inte en bild")
    tap_log(joined)
    joined.tap('.tile[data-category="annat"]')
    joined.set_input_files("#choose-photo", fake)
    expect(joined.locator(".preview .field-error")).to_contain_text("Filen är inte en bild")
    (found,) = live_server.logged(walk)
    assert (found.issue.category, found.photos) == ("annat", ())
    joined.get_by_role("button", name="Ta bort bilden").tap()
    received(joined)
