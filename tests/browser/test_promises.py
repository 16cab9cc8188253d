"""An activity at the side of the road: the police write it on a phone, and take it away again."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveServer
from tests.cast import AT, a_person, an_area
from tests.domain.test_promises import a_commitment, a_goal, a_promise
from walkapp.domain import promises as rules
from walkapp.domain.people import Person
from walkapp.storage import areas, passwords, people, promises
from walkapp.storage.database import Database

WORD = "trygg-promenad-i-kväll"


def a_town(db: Database, pia: Person, siv: Person) -> None:
    """A promise with a commitment of the police, and somebody who keeps it."""
    for person in (pia, siv):
        people.add(db, person, passwords.hashed(WORD))
    area = an_area("Löftesparken")
    areas.add(db, area)
    made = a_promise(title="Årets löfte", first_year=2026, last_year=2026)
    for thing in (made, a_goal(area_ids=area.id), a_commitment()):
        promises.add(db, *rules.added(thing, by=siv, at=AT))


def test_an_activity_takes_few_taps_and_the_next_one_fewer(
    page: Page, live_server: LiveServer
) -> None:
    pia, siv = a_person("Patrullpia", "police"), a_person("Samordnarsiv", "safety_coordinator")
    live_server.change(lambda db: a_town(db, pia, siv))
    page.goto(f"{live_server.url}/sign-in")
    page.get_by_label("E-postadress").fill(pia.email)
    page.get_by_label("Lösenord").fill(WORD)
    page.locator("main").get_by_role("button", name="Logga in").tap()
    page.get_by_role("link", name="Löften").tap()
    # Foot patrol and today stand there already: a number, a place and the commitment remain.
    page.get_by_role("link", name="Ny insats").tap()
    page.get_by_label("Hur många gånger?").fill("3")
    page.get_by_label("Löftesparken").check()
    page.get_by_label("Vilket åtagande?").select_option(label="Synas mer")
    page.get_by_role("button", name="Spara insatsen").first.tap()
    patrol = "Polisen har vid tre tillfällen gått fotpatrull vid Löftesparken"
    expect(page.get_by_role("link", name=patrol)).to_be_visible()
    page.get_by_role("link", name="Ny insats").tap()
    expect(page.get_by_label("Löftesparken")).to_be_checked()
    expect(page.get_by_label("Vilket åtagande?")).to_have_value("c1")
    page.get_by_label("Hur många gånger?").fill("5")
    page.get_by_role("button", name="Spara insatsen").first.tap()
    page.get_by_role("link", name="fem tillfällen").tap()
    page.get_by_role("button", name="Ta bort").tap()
    expect(page.get_by_role("link", name="fem tillfällen")).to_be_hidden()
    page.get_by_role("button", name="Ångra").tap()
    expect(page.get_by_role("link", name="fem tillfällen")).to_be_visible()
    page.get_by_role("link", name="Tertial och år").tap()
    table = page.get_by_role("group", name="Mål och resultat")
    expect(table).to_contain_text("Sammanlagt")
    assert table.evaluate("it => it.scrollWidth <= it.clientWidth"), "a column is out of sight"
