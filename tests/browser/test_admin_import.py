"""From a file with a fault to a fix that finds its party: an administrator and a coordinator.

Every step is a real form on a phone-sized screen, and every page on the way is looked at with
axe-core in both colour schemes.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import LiveServer, listen
from tests.browser.visitors import PASSWORD, Visitor
from tests.cast import AT, a_fix, a_party, a_person
from walkapp.domain.ids import new_id
from walkapp.storage import assets, fixes, parties, passwords, people

pytestmark = pytest.mark.browser

HEAD = "nummer;lat;lon;ansvarig\n"
GOOD = HEAD + "S-1;59,05801;16,58801;\nS-2;59,059;16,59;Stationens skötsel\n"
BAD = HEAD + "S-1;59,05801;16,58801;\nS-2;norr om bron;16,59;Stationens skötsel\n"
MakeVisitor = Callable[[], Visitor]


@pytest.fixture
def visitor(
    browser: Browser,
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
    no_faults: list[str],
) -> Iterator[MakeVisitor]:
    """A phone nobody has used before, each time it is called."""
    opened = []

    def make() -> Visitor:
        context = browser.new_context(**browser_context_args)
        listen(context, no_faults)
        opened.append(context)
        return Visitor(context, live_server.url, no_faults)

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def fix_id(live_server: LiveServer) -> str:
    """A dark place that waits for its party; the people and the party who will meet it."""
    ada, disa = a_person("Adaimport", "admin"), a_person("Disaimport", "coordinator")
    made = a_fix(id=new_id(), number="", state="assessing", lat=59.058, lon=16.588)

    def add(db: Any) -> None:
        parties.add(db, a_party("Stationens skötsel"))
        for person in (ada, disa):
            people.add(db, person, passwords.hashed(PASSWORD))
        fixes.create(db, made, by=disa, at=AT)

    live_server.change(add)
    return made.id


def test_from_a_faulty_file_to_the_party_that_is_suggested(
    visitor: MakeVisitor, live_server: LiveServer, fix_id: str, tmp_path: Path
) -> None:
    ada = visitor()
    ada.signs_in("adaimport@flen.example", "Inställningar")
    ada.tap("Läsa in")
    ada.meets("Läsa in")
    _choose(ada, tmp_path, BAD)
    expect(ada.page.get_by_text("Filen kan inte läsas in än")).to_be_visible()
    expect(ada.page.get_by_role("row").filter(has_text="S-2")).to_contain_text("norr om bron")
    expect(ada.page.get_by_role("button", name="Läs in")).to_have_count(0)
    ada.tap("Välj en annan fil")
    ada.meets("Läsa in")
    _choose(ada, tmp_path, GOOD)
    expect(ada.page.get_by_role("row").filter(has_text="S-2")).to_contain_text("Ny")
    live_server.change(lambda db: _is_empty(db))
    ada.tap("Läs in")
    ada.meets("Läsa in")
    ada.told("2 nya, 0 ändrade")

    _draws_the_yard(ada)
    ada.go("/admin/parties", "Ansvariga parter")
    ada.tap("Stationens skötsel")
    ada.meets("Stationens skötsel")
    ada.page.get_by_label("Stationens gård").check()
    ada.tap("Spara parten")
    ada.meets("Ansvariga parter")

    disa = visitor()
    disa.signs_in("disaimport@flen.example", "Vandringar")
    disa.go(f"/fixes/{fix_id}", "Trasig lampa i gångtunneln")
    assign = disa.page.locator("#step-assign")
    expect(assign.locator("option:checked").first).to_have_text("Stationens skötsel")
    expect(assign).to_contain_text("Platsen ligger i området Stationens gård")
    expect(disa.page.get_by_text("S-1 (1 m)")).to_be_visible()
    assign.get_by_role("button", name="Tilldela").tap()
    disa.meets("Trasig lampa i gångtunneln")
    disa.told("Sparat")
    expect(disa.page.locator("main")).to_contain_text("Stationens skötsel")


def _choose(ada: Visitor, folder: Path, rows: str) -> None:
    """Choose a register of lamp posts and come to what it would do."""
    file = folder / "lampor.csv"
    file.write_text(rows, encoding="cp1252")  # as Excel saves it
    ada.page.get_by_label("Lyktstolpe").check()
    ada.page.get_by_label("Fil", exact=True).set_input_files(file)
    ada.tap("Visa vad som skulle hända")
    ada.meets("lampor.csv")


def _is_empty(db: Any) -> None:
    assert assets.counts(db) == {}


def _draws_the_yard(ada: Visitor) -> None:
    """An outline round the middle of the map, by buttons alone."""
    ada.go("/admin/areas/new", "Lägg till område")
    page = ada.page
    page.get_by_label("Namn", exact=True).fill("Stationens gård")
    page.locator("[data-outline] .leaflet-container").wait_for()
    for moves in (("uppåt", "åt vänster"), ("åt höger",) * 2, ("nedåt",) * 2, ("åt vänster",) * 2):
        for way in moves:
            page.get_by_role("button", name=f"Flytta {way}").tap()
        page.get_by_role("button", name="Sätt hörn").tap()
    expect(page.locator("[data-outline-said]")).to_have_text("4 hörn")
    page.get_by_label("Används bara för att hitta den ansvariga").check()
    ada.looks()
    ada.tap("Spara området")
    ada.meets("Områden")
    expect(page.get_by_text("Bara för att hitta den ansvariga")).to_be_visible()
