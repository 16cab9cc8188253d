"""Parties, areas and the municipality on plain pages."""

import re
from collections.abc import Callable

import pytest

from tests.cast import a_party, a_person, an_area
from tests.web.conftest import Caller
from walkapp.domain.people import Person
from walkapp.storage import areas, municipality, parties
from walkapp.storage.database import Database

SignIn = Callable[[Person], Caller]
SQUARE = '{"type":"Polygon","coordinates":[[[16.5,59.0],[16.6,59.0],[16.6,59.1],[16.5,59.0]]]}'


@pytest.fixture
def admin(signed_in: SignIn) -> Caller:
    return signed_in(a_person("Ada", "admin"))


def test_the_first_page_shows_what_each_may_look_after(signed_in: SignIn, admin: Caller) -> None:
    words = "parties areas categories replies days-off import"
    duties = {f"/admin/{word}" for word in words.split()}
    people = {"/admin/people", "/admin/municipality", "/admin/mails"}
    weeding = {"/admin/retention"}

    def shown(browser: Caller) -> set[str]:
        page = browser.get("/admin").get_data(as_text=True).split("<main")[1]
        return set(re.findall(r'href="(/admin/[\w-]+)"', page))

    assert shown(admin) == duties | people | weeding
    assert shown(signed_in(a_person("Siv", "safety_coordinator"))) == duties | people
    assert shown(signed_in(a_person("Bo", "coordinator"))) == duties
    assert shown(signed_in(a_person("Rolf", "registrar"))) == weeding
    assert signed_in(a_person("Cia", "leader")).get("/admin").status_code == 403


def test_a_party_is_added_changed_and_closed(admin: Caller, db: Database) -> None:
    added = {
        "name": " Gata  och park ",
        "kind": "kommunal_enhet",
        "email": "Gata@Flen.example",
        "phone": "0157-1",
        "active": "y",
    }
    assert admin.post("/admin/parties/new", added).status_code == 303
    (party,) = parties.all(db)
    assert (party.name, party.email) == ("Gata och park", "gata@flen.example")
    assert (party.external, party.active) == (False, True)
    changed = {**added, "name": "Gatuenheten", "external": "y", "version": "1"}
    del changed["active"]
    assert admin.post(f"/admin/parties/{party.id}", changed).status_code == 303
    (party,) = parties.all(db)
    assert (party.name, party.external, party.active) == ("Gatuenheten", True, False)
    assert "Gatuenheten" in admin.get("/admin/parties").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Skriv vad parten heter."),
        ({"name": "x" * 101}, "högst 100"),
        ({"kind": "kingdom"}, "finns i listan"),
        ({"kind": ""}, "finns i listan"),
        ({"email": "inte en adress"}, "e-postadress"),
        ({"name": "Upptagen"}, "heter så"),
    ],
)
def test_a_party_that_does_not_do_comes_back_as_typed(
    admin: Caller, db: Database, changes: dict[str, str], words: str
) -> None:
    parties.add(db, a_party("Upptagen"))
    typed = {"name": "Ny", "kind": "annan", "phone": "<i>1</i>", **changes}
    answer = admin.post("/admin/parties/new", typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and words in page and "&lt;i&gt;1&lt;/i&gt;" in page
    assert len(parties.all(db)) == 1


def test_a_stale_party_keeps_what_was_typed(admin: Caller, db: Database) -> None:
    party = a_party()
    parties.add(db, party)
    path, typed = f"/admin/parties/{party.id}", {"kind": "annan", "version": "1"}
    admin.post(path, {**typed, "name": "Först"})
    answer = admin.post(path, {**typed, "name": "Sist"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and 'value="Sist"' in page and "står kvar" in page
    assert parties.all(db)[0].name == "Först"


def test_an_area_gets_an_outline(admin: Caller, db: Database) -> None:
    feature = f'{{"type":"Feature","properties":{{"a":1}},"geometry":{SQUARE}}}'
    typed = {"name": "Sveaparken", "polygon": feature}
    assert admin.post("/admin/areas/new", typed).status_code == 303
    (area,) = areas.all(db)
    assert area.polygon == SQUARE
    assert admin.get(f"/admin/areas/{area.id}").status_code == 200
    bare = {"name": "Svea", "polygon": "", "version": "1"}
    assert admin.post(f"/admin/areas/{area.id}", bare).status_code == 303
    assert areas.all(db)[0].polygon is None
    assert "Bara ett namn" in admin.get("/admin/areas").get_data(as_text=True)


def test_an_outline_that_does_not_do_comes_back_as_pasted(admin: Caller, db: Database) -> None:
    answer = admin.post("/admin/areas/new", {"name": "Torget", "polygon": '{"type":"Point"}'})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Polygon" in page and "&#34;Point&#34;" in page
    assert areas.all(db) == []


def test_an_area_has_a_name_of_its_own(admin: Caller, db: Database) -> None:
    areas.add(db, an_area("Centrum"))
    answer = admin.post("/admin/areas/new", {"name": "Centrum"})
    assert answer.status_code == 422 and "heter så" in answer.get_data(as_text=True)


def test_the_municipality_is_changed(admin: Caller, db: Database) -> None:
    typed = {
        "name": "Flens kommun",
        "short_name": "Flen",
        "danger_phone": "0157-43 00 01",
        "contact_email": "trygghet@flen.example",
        "lat": "59.058",
        "lon": "16.588",
        "version": "1",
        "number_prefix": "HACK",
        "demo": "y",
    }
    assert admin.post("/admin/municipality", typed).status_code == 303
    kept = municipality.get(db)
    assert (kept.danger_phone, kept.confirm_by_other) == ("0157-43 00 01", False)
    assert (kept.lat, kept.number_prefix, kept.demo) == (59.058, "FLEN", False)
    stale = admin.post("/admin/municipality", typed)
    assert stale.status_code == 409
    wrong = admin.post("/admin/municipality", {**typed, "version": "2", "contact_email": "x"})
    assert wrong.status_code == 422 and "e-postadress" in wrong.get_data(as_text=True)


@pytest.mark.parametrize("path", ["parties/x", "areas/x", "parties/%00", "people/x"])
def test_what_is_not_there_is_not_found(admin: Caller, path: str) -> None:
    assert admin.get(f"/admin/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/admin/parties", {"coordinator", "safety_coordinator", "admin"}),
        ("/admin/areas/new", {"coordinator", "safety_coordinator", "admin"}),
        ("/admin/municipality", {"safety_coordinator", "admin"}),
        ("/admin/people", {"safety_coordinator", "admin"}),
    ],
)
def test_every_page_is_for_its_roles_alone(
    signed_in: SignIn, caller: Callable[[], Caller], path: str, roles: set[str]
) -> None:
    for role in ("leader", "coordinator", "safety_coordinator", "party", "police", "admin"):
        code = signed_in(a_person(role, role)).get(path).status_code
        assert code == (200 if role in roles else 403), role
    assert caller().get(path).location == "/sign-in"
