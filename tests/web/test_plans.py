"""Planning a walk on a form, and its poster."""

import re
from collections.abc import Callable

import pytest

from tests.cast import a_person, a_walk, an_area
from tests.web.conftest import Caller
from walkapp.domain import turnout
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import areas, events, people, walks
from walkapp.storage.database import Database

SignIn = Callable[[Person], Caller]
PLAN = {
    "title": "Höstvandring",
    "day": "2030-11-20",
    "starts": "18:00",
    "ends": "20:00",
    "meeting_place": "Stationshuset",
}


@pytest.fixture
def anna(db: Database) -> Person:
    person = a_person("Anna", "leader")
    people.add(db, person)
    return person


def planned(db: Database, person: Person) -> Walk:
    (walk,) = walks.listing(db, person)
    return walk


def test_a_leader_plans_a_walk(signed_in: SignIn, db: Database, anna: Person) -> None:
    area = an_area()
    areas.add(db, area)
    more = {
        "area_id": area.id,
        "lat": "59.0581234",
        "lon": "16,588",
        "organisers": "Flens kommun",
        "text_for_walkers": "Ta med ficklampa.\r\nVi går två kilometer.",
        "purpose": "Mörkret",
        "crew": [anna.id],
    }
    browser = signed_in(anna)
    answer = browser.post("/walks/new", {**PLAN, **more})
    walk = planned(db, anna)
    assert (answer.status_code, answer.location) == (303, f"/walks/{walk.id}/live")
    assert (walk.title, walk.area_id, walk.crew) == ("Höstvandring", area.id, {anna.id})
    assert (walk.starts_at, walk.ends_at) == ("2030-11-20T17:00:00Z", "2030-11-20T19:00:00Z")
    assert (walk.lat, walk.lon, walk.participants) == (59.0581234, 16.588, None)
    assert walk.text_for_walkers == "Ta med ficklampa.\nVi går två kilometer."
    page = browser.get(answer.location).get_data(as_text=True)
    assert f"{walk.code[:4]}-{walk.code[4:]}" in page and "2 kilometer" not in page
    assert [line["kind"] for line in events.of(db, "walk", walk.id)] == ["plan"]


def test_form_light_and_who_walked_are_noted_afterwards(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    walk = a_walk(anna, state="closing")
    walks.add(db, walk)
    browser = signed_in(anna)
    page = browser.get(f"/walks/{walk.id}/live").get_data(as_text=True)
    assert "Skriv hur många som gick" in page and "Mörker" in page and "Solen går ner" in page
    typed = {
        **PLAN,
        "crew": [anna.id],
        "version": "1",
        "form": "target_group",
        "light": "dusk",
        "weather": "Regn",
        "participants": "11",
        "girls": "6",
        "boys": "5",
    }
    refused = browser.post(f"/walks/{walk.id}/edit", {**typed, "boys": "6"})
    assert refused.status_code == 422 and "fler än alla" in refused.get_data(as_text=True)
    assert browser.post(f"/walks/{walk.id}/edit", typed).status_code == 303
    kept = walks.get(db, walk.id)
    assert kept and (kept.form, kept.light, kept.weather) == ("target_group", "dusk", "Regn")
    assert turnout.read(kept.attendance) == {"girls": 6, "boys": 5}
    page = browser.get(f"/walks/{walk.id}/edit").get_data(as_text=True)
    assert re.search(r'name="girls"[^>]*value="6"', page) and "Skymning</option>" in page


def test_the_form_chooses_the_planner_as_leader(signed_in: SignIn, anna: Person) -> None:
    page = signed_in(anna).get("/walks/new").get_data(as_text=True)
    assert re.search(rf'<input[^>]*checked[^>]*value="{anna.id}"', page)


def test_the_browser_does_not_ask_that_everybody_leads(signed_in: SignIn, anna: Person) -> None:
    planner = signed_in(anna)
    signed_in(a_person("Kim", "leader"))
    page = planner.get("/walks/new").get_data(as_text=True)
    boxes = re.findall(r'<input[^>]*name="crew"[^>]*>', page)
    assert len(boxes) == 2
    assert not any("required" in box for box in boxes)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": ""}, "title", "Skriv vad vandringen ska heta."),
        ({"title": "x" * 201}, "title", "högst 200"),
        ({"day": "2030-02-31"}, "day", "datumet"),
        ({"day": "2020-01-01"}, "day", "redan varit"),
        ({"starts": "2030-03-31", "ends": "x"}, "starts", "klockslaget"),
        ({"day": "2030-03-31", "starts": "02:30", "ends": "04:00"}, "starts", "sommartiden"),
        ({"crew": []}, "crew", "minst en"),
        ({"crew": ["somebody"]}, "crew", "finns i listan"),
        ({"area_id": "nowhere"}, "area_id", "finns i listan"),
        ({"lat": "north", "lon": "16"}, "lat", "med siffror"),
        ({"lat": "nan", "lon": "16"}, "lat", "på jorden"),
        ({"lat": "59"}, "lat", "inte hel"),
        ({"participants": "1e9"}, "participants", "med siffror"),
    ],
)
def test_what_does_not_do_comes_back_with_a_sentence_and_all_that_was_typed(
    signed_in: SignIn,
    db: Database,
    anna: Person,
    changes: dict[str, object],
    field: str,
    words: str,
) -> None:
    typed = {**PLAN, "crew": [anna.id], "purpose": "Det här ska <b>stå kvar</b>", **changes}
    answer = signed_in(anna).post("/walks/new", typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and words in page
    assert f'href="#{field}' in page and "Det här ska &lt;b&gt;stå kvar&lt;/b&gt;" in page
    assert walks.listing(db, anna) == []


def test_everything_missing_is_said_at_once(signed_in: SignIn, anna: Person) -> None:
    page = signed_in(anna).post("/walks/new").get_data(as_text=True)
    for words in ("ska heta", "vilken dag", "vandringen börjar", "vandringen slutar",
                  "ni samlas", "minst en som leder"):  # fmt: skip
        assert page.count(words) >= 2  # on top and beside the field


def test_fields_that_are_not_on_the_form_change_nothing(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    sneaky = {"state": "followed_up", "code": "AAAAAAAA", "id": "x", "version": "7"}
    signed_in(anna).post("/walks/new", {**PLAN, "crew": [anna.id], **sneaky})
    walk = planned(db, anna)
    assert (walk.state, walk.version) == ("planned", 1) and walk.code != "AAAAAAAA"


def test_a_plan_is_changed_and_its_code_stays(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    browser = signed_in(anna)
    browser.post("/walks/new", {**PLAN, "crew": [anna.id]})
    walk = planned(db, anna)
    page = browser.get(f"/walks/{walk.id}/edit").get_data(as_text=True)
    for value in ("Höstvandring", "2030-11-20", "18:00", "20:00"):
        assert f'value="{value}"' in page
    changed = {**PLAN, "title": "Vårvandring", "crew": [anna.id], "version": "1"}
    assert browser.post(f"/walks/{walk.id}/edit", changed).status_code == 303
    now = planned(db, anna)
    assert (now.title, now.code, now.version) == ("Vårvandring", walk.code, 2)


def test_a_stale_plan_is_a_polite_conflict_that_keeps_the_text(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    walk = a_walk(anna)
    walks.add(db, walk)
    browser = signed_in(anna)
    first = {**PLAN, "title": "Den första", "crew": [anna.id], "version": "1"}
    assert browser.post(f"/walks/{walk.id}/edit", first).status_code == 303
    second = {**first, "title": "Den andra"}
    answer = browser.post(f"/walks/{walk.id}/edit", second)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "hunnit ändra" in page and "Den andra" in page
    assert planned(db, anna).title == "Den första"
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]  # type: ignore[index]
    again = browser.post(f"/walks/{walk.id}/edit", {**second, "version": version})
    assert again.status_code == 303 and planned(db, anna).title == "Den andra"


def test_strangers_and_readers_do_not_plan(signed_in: SignIn, db: Database, anna: Person) -> None:
    walk = a_walk(anna)
    walks.add(db, walk)
    cia, reader = signed_in(a_person("Cia", "leader")), signed_in(a_person("Rut", "registrar"))
    for browser, code in ((cia, 404), (reader, 403)):
        for path in (f"/walks/{walk.id}/edit",):
            assert browser.get(path).status_code == code
            assert browser.post(path, PLAN).status_code == code
    assert cia.get(f"/walks/{walk.id}/poster").status_code == 404
    assert reader.get(f"/walks/{walk.id}/poster").status_code == 200


def test_the_poster_has_qr_code_time_place_and_steps(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    walk = a_walk(anna)
    walks.add(db, walk)
    page = signed_in(anna).get(f"/walks/{walk.id}/poster").get_data(as_text=True)
    for words in (
        f"{walk.code[:4]}-{walk.code[4:]}",
        "19.00–21.00",
        "Vid stationshuset",
        "http://127.0.0.1:8000/join",
        "<svg",
    ):
        assert words in page
    assert page.count("<li>") >= 3
    assert walk.secret not in page  # it stands in the drawing alone


def test_the_qr_says_the_configured_address_whatever_host_was_asked(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    import segno

    walk = a_walk(anna)
    walks.add(db, walk)
    browser = signed_in(anna)
    token = browser.client.get_cookie("walkapp_session").value  # type: ignore[union-attr]
    browser.client.set_cookie("walkapp_session", token, domain="evil.example")
    asked = browser.get(f"/walks/{walk.id}/poster", base_url="http://evil.example")
    page = asked.get_data(as_text=True)
    right = segno.make(f"http://127.0.0.1:8000/join#{walk.secret}", error="m", micro=False)
    drawn = right.svg_inline(omitsize=True, border=3, dark="#0b1322", light="#fff", svgclass="qr")
    assert drawn in page and "evil.example" not in page
