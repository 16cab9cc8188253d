"""The route on a phone: the leader orders it, the walker reads and chooses, a map draws it."""

from contextlib import closing
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveServer, join, tap_log
from tests.cast import a_person
from walkapp.domain.ids import new_id
from walkapp.domain.stops import Stop
from walkapp.domain.walks import Walk
from walkapp.storage import people, rows, sessions, stops, walks
from walkapp.web import clock

pytestmark = pytest.mark.browser

NAMES = ("Gångtunneln", "Sveaparken", "Torget")


@pytest.fixture
def route(live_server: LiveServer, walk: Walk) -> list[Stop]:
    """Three stops, a few hundred metres from each other, the first two close together."""
    north = (0.0012, 0.00122, 0.003)
    made = [
        Stop(new_id(), walk.id, n, name, "Ljuset", 59.058 + north[n - 1], 16.588)
        for n, name in enumerate(NAMES, start=1)
    ]
    live_server.change(lambda db: [rows.insert(db, "stops", stop) for stop in made])
    return made


@pytest.fixture
def anna(page: Page, live_server: LiveServer, walk: Walk) -> Page:
    """The phone of Anna, who leads the walk."""
    person = replace(a_person("Anna", "leader"), email=f"{new_id()}@flen.example")
    with closing(live_server.source.connect()) as db:
        people.add(db, person)
        db.execute(
            "INSERT INTO walk_people (walk_id, person_id) VALUES (:walk, :person)",
            {"walk": walk.id, "person": person.id},
        )
        token = sessions.open_session(db, person.id, clock.now())
    page.context.add_cookies([{"name": "walkapp_session", "value": token, "url": live_server.url}])
    return page


def stored(live_server: LiveServer, walk: Walk) -> tuple[Stop, ...]:
    with closing(live_server.source.connect()) as db:
        found = walks.get(db, walk.id)
        assert found
        return stops.route(db, found).stops


def test_a_leader_places_a_stop_and_moves_it_first(
    anna: Page, live_server: LiveServer, walk: Walk
) -> None:
    anna.goto(f"{live_server.url}/walks/{walk.id}/live")
    anna.get_by_role("link", name="Lägg till stopp").tap()
    for name in ("Torget", "Tunneln"):
        anna.get_by_label("Vad heter stoppet?").fill(name)
        if name == "Tunneln":
            anna.get_by_text("Visa stoppet på kartan").tap()
            expect(anna.locator("path.draw-street").first).to_be_attached()
            anna.get_by_role("button", name="Flytta uppåt").tap()
            expect(anna.locator('[name="lat"]')).not_to_have_value("")
        anna.get_by_role("button", name="Lägg till stoppet").tap()
        expect(anna.locator(".row-title", has_text=name)).to_be_visible()
        anna.wait_for_load_state()  # until then the page may still scroll to the form
    anna.locator(".row", has_text="Tunneln").get_by_role("button", name="Tidigare").tap()
    expect(anna.locator(".row-title").first).to_have_text("Tunneln")
    tunnel, square = stored(live_server, walk)
    assert (tunnel.name, square.name, square.lat) == ("Tunneln", "Torget", None)
    assert tunnel.lat and walk.lat and tunnel.lat > walk.lat


def test_a_walker_reads_the_route_on_the_map(
    page: Page, live_server: LiveServer, walk: Walk, route: list[Stop]
) -> None:
    join(page, live_server, walk)
    expect(page.get_by_text("Titta efter: Ljuset")).to_have_count(3)
    assert "leaflet" not in page.content()
    page.get_by_text("Visa rutten på kartan").tap()
    expect(page.locator("path.map-route")).to_be_attached()
    numbers = page.locator(".pin").all_text_contents()
    assert sorted(number for number in numbers if number) == ["1–2", "3"]


def test_the_stop_chosen_in_the_panel_reaches_the_server(
    joined: Page, live_server: LiveServer, walk: Walk, route: list[Stop]
) -> None:
    joined.reload()
    tap_log(joined)
    joined.tap('.tile[data-category="belysning"]')
    joined.get_by_label("Vid vilket stopp?").select_option(label="2. Sveaparken")
    joined.tap("[data-done]")
    expect(joined.locator("[data-row]").first).to_be_attached()
    for _ in range(100):
        logged = live_server.logged(walk)
        if logged and logged[0].issue.stop_id:
            break
        joined.wait_for_timeout(100)
    assert [found.issue.stop_id for found in live_server.logged(walk)] == [route[1].id]
