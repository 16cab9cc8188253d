"""One walk from the plan and its QR link to the follow-up everybody reads, step by step.

Every step is a real form sent from a phone-sized screen to a server of its own, and every page on
the way is looked at with axe-core in both colour schemes (tests/browser/visitors.py).
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveServer, listen
from tests.browser.visitors import PASSWORD, Visitor
from tests.cast import a_party, a_person, an_area
from walkapp.domain.people import Person
from walkapp.storage import areas, parties, passwords, people, walks

pytestmark = pytest.mark.browser

TITLE = "Höstvandring vid stationen"
SEEN = "Lampan i gångtunneln är släckt. Det är beckmörkt på kvällen."
PRIVATE = "Lampan i gångtunneln är släckt, säger Berit på Storgatan 5. Det är beckmörkt på kvällen."
DONE = "Armaturen byttes mot en ny"
MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def visitor(
    browser: Browser,
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
    no_faults: list[str],
) -> Iterator[MakeVisitor]:
    """A phone nobody has used before, each time it is called."""
    opened = []

    def make(*permissions: str) -> Visitor:
        context = browser.new_context(**browser_context_args, permissions=[*permissions])
        listen(context, no_faults)
        opened.append(context)
        return Visitor(context, live_server.url, no_faults)

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def staff(live_server: LiveServer) -> dict[str, Person]:
    """Those who work with the walk, each with one role, as an administrator adds them."""
    road = a_party("Gata och park i resan")
    cast = {
        "leader": a_person("Anna", "leader"),
        "coordinator": a_person("Sam", "coordinator"),
        "safety_coordinator": a_person("Tove", "safety_coordinator"),
        "party": a_person("Dag", "party", party=road),
    }

    def add(db: Any) -> None:
        parties.add(db, road)
        areas.add(db, an_area("Stationsområdet"))
        for person in cast.values():
            people.add(db, person, passwords.hashed(PASSWORD))

    live_server.change(add)
    return cast


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, Path]:
    """What the walker's and the electrician's cameras saw."""
    found = {}
    for name, light in (("before", (40, 44, 60)), ("after", (255, 214, 120))):
        image = Image.new("RGB", (3000, 4000), (24, 30, 52))
        draw = ImageDraw.Draw(image)
        draw.polygon([(0, 4000), (1100, 1900), (1900, 1900), (3000, 4000)], fill=(80, 80, 84))
        draw.ellipse((1250, 500, 1750, 800), fill=light)
        found[name] = tmp_path / f"{name}.jpg"
        image.save(found[name], quality=90)
    return found


def test_from_the_qr_code_to_the_published_follow_up(
    visitor: MakeVisitor,
    live_server: LiveServer,
    staff: dict[str, Person],
    pictures: dict[str, Path],
) -> None:
    leader = visitor()
    leader.signs_in(staff["leader"].email, "Vandringar")
    walk_id = plans_and_opens(leader)
    logs_a_dark_lamp(visitor("geolocation"), live_server, walk_id, pictures["before"])
    closes_and_reviews(leader, walk_id)
    makes_a_fix(leader)

    coordinator = visitor()
    coordinator.signs_in(staff["coordinator"].email, "Vandringar")
    assigns(coordinator)
    party = visitor()
    party.signs_in(staff["party"].email, "Åtgärder")
    says_it_is_done(party, pictures["after"])
    confirms(coordinator)

    drafts(coordinator)
    publisher = visitor()
    publisher.signs_in(staff["safety_coordinator"].email, "Vandringar")
    address = publishes(publisher)
    is_read_by_anybody(visitor(), address)


def plans_and_opens(leader: Visitor) -> str:
    """The walk is on; its id."""
    page, now = leader.page, datetime.now(ZoneInfo("Europe/Stockholm"))
    page.locator(".page-actions").get_by_role("link", name="Planera en vandring").tap()
    leader.meets("Planera en vandring")
    page.get_by_label("Vad heter vandringen?").fill(TITLE)
    page.get_by_label("Dag", exact=True).fill(f"{now - timedelta(minutes=5):%Y-%m-%d}")
    page.get_by_label("Börjar").fill(f"{now - timedelta(minutes=5):%H:%M}")
    page.get_by_label("Slutar").fill(f"{now + timedelta(hours=2):%H:%M}")
    page.get_by_label("Var samlas ni?").fill("Vid stationshusets entré")
    page.get_by_label("Område").select_option(label="Stationsområdet")
    page.get_by_label("Arrangörer").fill("Flens kommun och polisen")
    leader.tap("Spara vandringen")
    leader.meets(TITLE)
    leader.told("Vandringen är planerad.")
    leader.tap("Skriv ut affisch")
    leader.meets(TITLE)
    expect(page.locator(".poster-qr svg")).to_be_visible()
    leader.tap(TITLE)
    leader.meets(TITLE)
    leader.tap("Öppna vandringen")
    leader.meets(TITLE)
    found = re.search(r"/walks/([0-9a-f-]{36})/live", page.url)
    assert found
    return found[1]


def logs_a_dark_lamp(walker: Visitor, server: LiveServer, walk_id: str, picture: Path) -> None:
    """Scan, join, two taps and a picture, and a line of words."""
    secret = ""

    def scan(db: Any) -> None:
        nonlocal secret
        walk = walks.get(db, walk_id)
        assert walk
        secret = walk.secret

    server.change(scan)
    page = walker.page
    walker.go(f"/join#{secret}", "Gå med i vandringen")
    walker.tap("Gå med i vandringen")
    walker.meets(TITLE)
    walker.tap("Logga det du ser")
    expect(page.locator("[data-place-now]")).to_contain_text("± 8 m")
    page.tap('.tile[data-category="belysning"]')
    with page.expect_file_chooser() as chooser:
        page.tap('label[for="take-photo"]')
    chooser.value.set_files(picture)
    page.get_by_label("Vad ser eller känner du?").fill(PRIVATE)
    walker.looks()
    expect(page.locator(".preview[data-state='received']")).to_be_visible()
    walker.tap("Klar")
    expect(page.locator("[data-send-state]")).to_have_text("Allt är skickat")
    walker.looks()
    expect(page.locator("[data-row]")).to_contain_text("Berit på Storgatan 5")


def closes_and_reviews(leader: Visitor, walk_id: str) -> None:
    """The walk ends; the picture and a text without names may be shown."""
    page = leader.page
    leader.go(f"/walks/{walk_id}/live", TITLE)
    leader.tap("Avsluta vandringen")
    leader.meets(TITLE)
    page.locator(".confirm").get_by_role("button", name="Avsluta vandringen").tap()
    leader.meets(TITLE)
    leader.tap("Ändra planen")
    leader.meets("Ändra vandringen")
    page.get_by_label("Hur många gick?").fill("12")
    leader.tap("Spara vandringen")
    leader.meets(TITLE)
    leader.tap("Börja sammanställa")
    leader.meets(TITLE)
    page.locator(".confirm").get_by_role("button", name="Börja sammanställa").tap()
    page.wait_for_url("**/review")
    leader.waits_for(page.locator(".review-issue img"))
    leader.meets("Gå igenom iakttagelserna")
    page.get_by_label("Beskriv bilden").fill("Mörk gångtunnel med en släckt lampa i taket")
    leader.tap("Visa för alla")
    leader.meets("Gå igenom iakttagelserna")
    fold = leader.opens("Ändra text eller visa inte")
    fold.get_by_label("Text för protokollet").fill(SEEN)
    fold.get_by_label("Får visas för alla").check()
    leader.tap("Spara texten")
    leader.meets("Gå igenom iakttagelserna")
    expect(page.locator("blockquote")).to_have_text(PRIVATE)


def makes_a_fix(leader: Visitor) -> None:
    """What was seen becomes something to do."""
    page = leader.page
    leader.tap("Gör en åtgärd")
    leader.meets("Ny åtgärd")
    page.get_by_label("Rubrik").fill("Släckt lampa i gångtunneln")
    expect(page.get_by_label("Det här sågs")).to_have_value(SEEN)
    expect(page.get_by_label("Visa bild 1")).to_be_checked()
    leader.tap("Skapa åtgärden")
    leader.meets("Gå igenom iakttagelserna")
    leader.told("är skapad")


def assigns(coordinator: Visitor) -> None:
    """The coordinator finds out whose it is."""
    page = coordinator.page
    page.locator(".site-nav").get_by_role("link", name="Åtgärder").tap()
    coordinator.meets("Åtgärder")
    coordinator.tap("Släckt lampa i gångtunneln")
    coordinator.meets("Släckt lampa i gångtunneln")
    coordinator.tap("Börja bedöma")
    coordinator.meets("Släckt lampa i gångtunneln")
    page.get_by_role("form", name="Tilldela").get_by_label("Ansvarig").select_option(
        label="Gata och park i resan"
    )
    page.get_by_role("form", name="Tilldela").get_by_role("button").tap()
    coordinator.meets("Släckt lampa i gångtunneln")
    expect(page.locator("main")).to_contain_text("Gata och park i resan")


def says_it_is_done(party: Visitor, picture: Path) -> None:
    """The party says what was done, with a picture of it."""
    page = party.page
    party.tap("Släckt lampa i gångtunneln")
    party.meets("Släckt lampa i gångtunneln")
    party.opens("Annat du kan göra")
    fold = party.opens("Klart, kontrollera")
    fold.get_by_label("Vad gjordes?").fill(DONE)
    fold.get_by_label("Lägg till bilder efteråt").set_input_files(picture)
    fold.get_by_role("button", name="Klart, kontrollera").tap()
    party.meets("Släckt lampa i gångtunneln")
    expect(page.locator("main")).to_contain_text("Utförd, ska kontrolleras")
    expect(page.locator("[data-phone]")).to_be_hidden()
    expect(page.get_by_role("button", name="Bekräfta att det är åtgärdat")).to_have_count(0)


def confirms(coordinator: Visitor) -> None:
    """Somebody other than the doer has looked, and shows the picture to everybody."""
    page = coordinator.page
    coordinator.looks()
    page.reload()
    coordinator.waits_for(page.locator("#photos .pair-side").last.locator("img"))
    coordinator.meets("Släckt lampa i gångtunneln")
    fold = coordinator.opens("Granska bilden")
    fold.get_by_label("Beskriv bilden").fill("Samma gångtunnel, nu med ljus från taket")
    fold.get_by_role("button", name="Visa för alla").tap()
    coordinator.meets("Släckt lampa i gångtunneln")
    coordinator.tap("Bekräfta att det är åtgärdat")
    coordinator.meets("Släckt lampa i gångtunneln")
    expect(page.locator(".tag[data-state='fixed']").first).to_be_visible()


def drafts(coordinator: Visitor) -> None:
    """First click: a draft to read through."""
    page = coordinator.page
    page.locator(".site-nav").get_by_role("link", name="Uppföljning").tap()
    coordinator.meets("Uppföljning")
    row = page.locator(".row", has_text=TITLE)
    row.get_by_role("button", name="Skapa utkast").tap()
    coordinator.meets(TITLE)


def publishes(publisher: Visitor) -> str:
    """Second click, by somebody who has read it: everybody may read it. Its address."""
    page = publisher.page
    page.locator(".site-nav").get_by_role("link", name="Uppföljning").tap()
    publisher.meets("Uppföljning")
    publisher.tap(TITLE)
    publisher.meets(TITLE)
    publisher.tap("Publicera")
    publisher.meets(TITLE)
    publisher.told("Uppföljningen är publicerad.")
    publisher.tap("Öppna den publicerade sidan")
    publisher.meets(TITLE)
    return page.url


def is_read_by_anybody(reader: Visitor, address: str) -> None:
    """The sentence, the figures, and the pictures before and after; no name."""
    page = reader.page
    reader.go("/followup", "Det här hände")
    reader.tap(TITLE)
    reader.meets(TITLE)
    assert page.url == address
    expect(page.locator(".headline")).to_have_text(
        "Åtgärder har genomförts efter trygghetsvandring. Exempelvis har lampor lagats."
    )
    expect(page.locator(".masthead")).to_contain_text("1 av 1 punkter är åtgärdad")
    expect(page.locator(".masthead")).to_contain_text("12 deltagare")
    expect(page.locator(".figures [data-tone='good'] dd")).to_have_text("1")
    before, after = page.locator(".pair").first.locator("img").all()
    for picture, words in ((before, "släckt lampa"), (after, "nu med ljus")):
        expect(picture).to_have_attribute("alt", re.compile(words))
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
    expect(page.locator("main")).to_contain_text(SEEN)
    assert "Berit" not in page.content()
    reader.tap("Släckt lampa i gångtunneln")
    reader.meets("Släckt lampa i gångtunneln")
    expect(page.locator("main")).to_contain_text(DONE)
    slides(page)
    reader.tap("Det är inte åtgärdat")
    reader.meets("Det är inte åtgärdat")
    page.get_by_label("Vad såg du?").fill("Lampan är släckt igen")
    reader.tap("Skicka")
    reader.meets("Släckt lampa i gångtunneln")
    reader.told("Tack.")


def slides(page: Page) -> None:
    """By the keyboard alone the picture from after is drawn over the one from before."""
    pair, slider = page.locator(".pair-sliding"), page.get_by_role("slider")
    for key, cut in (("Home", "0%"), ("ArrowRight", "1%"), ("End", "100%")):
        slider.press(key)
        assert pair.evaluate("pair => pair.style.getPropertyValue('--at')") == cut
