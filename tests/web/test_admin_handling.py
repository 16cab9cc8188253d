"""Categories, days off, and what a party looks after: plain pages, through their own forms."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from markupsafe import escape

from tests.cast import a_party, a_person, an_area
from tests.web.conftest import Caller
from tests.web.fixes_desk import DISA, form_to, own_form, settle, standing, words
from walkapp.domain.handling import field_name
from walkapp.domain.people import Person
from walkapp.storage import areas, events, handling, parties
from walkapp.storage.database import Database
from walkapp.web import clock

SignIn = Callable[[Person], Caller]
HATE, PAINT = "kränkande eller hotfullt klotter", field_name("active", "klotter")
OWN = "50 % <b>skymd</b> & trasig"  # nothing in a name may be read as code
SQUARE = '{"type":"Polygon","coordinates":[[[16.5,59.0],[16.6,59.0],[16.6,59.1],[16.5,59.0]]]}'


@pytest.fixture
def admin(signed_in: SignIn) -> Caller:
    return signed_in(a_person("Ada", "admin"))


def page(browser: Caller, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def send(browser: Caller, path: str, **typed: object):  # type: ignore[no-untyped-def]
    """Open the page, type over its fields and send what stands there; None unticks a box."""
    form = own_form(page(browser, path))
    fields = {name: value for name, value in {**form.fields, **typed}.items() if value is not None}
    return browser.client.post(path, data=fields)


def test_a_category_gets_its_own_time_and_party(admin: Caller, db: Database) -> None:
    party = a_party()
    parties.add(db, party)
    path = "/admin/categories/klotter"
    assert (
        send(admin, path, days="3", party=party.id, **{field_name("days", HATE): "1"}).status_code
        == 303
    )
    book = handling.book(db)
    assert (book.days("klotter"), book.of("klotter").party_id) == (3, party.id)
    assert book.days("klotter", HATE) == 1
    listed = words(page(admin, "/admin/categories"))
    assert "3 arbetsdagar · Gata och park" in listed
    assert 'value="3"' in page(admin, path)


def test_switching_off(admin: Caller, db: Database) -> None:
    assert send(admin, "/admin/categories/narvaro", active=None).status_code == 303
    assert send(admin, "/admin/categories/klotter", **{PAINT: None}).status_code == 303
    book = handling.book(db)
    assert "narvaro" not in book.categories()
    assert "klotter" not in book.subcategories("klotter")
    listed = words(page(admin, "/admin/categories"))
    assert "Går inte att välja" in listed and "1 underkategori avstängd" in listed
    rest = page(admin, "/admin/categories/annat")
    assert "Går att välja" not in words(rest)
    assert send(admin, "/admin/categories/annat", active=None).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("days", "många", "Skriv ett tal med siffror."),
        ("days", "751", "mellan 0 och 750"),
        (field_name("days", "eldat eller bränt"), "-1", "mellan 0 och 750"),
        ("party", "nobody", "finns i listan"),
    ],
)
def test_what_does_not_do_comes_back_as_typed(
    admin: Caller, db: Database, field: str, value: str, sentence: str
) -> None:
    answer = send(
        admin, "/admin/categories/klotter", **{field_name("days", "klotter"): "7", field: value}
    )
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422 and sentence in shown and 'value="7"' in shown
    assert handling.book(db).rules == {}


def test_a_stale_category_keeps_what_was_typed(admin: Caller, db: Database) -> None:
    path = "/admin/categories/klotter"
    form = own_form(page(admin, path))
    assert send(admin, path, days="3").status_code == 303
    answer = admin.client.post(path, data={**form.fields, "days": "9"})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 409 and 'value="9"' in shown and "står kvar" in shown
    assert handling.book(db).days("klotter") == 3
    # Saving again is now a decision made with open eyes.
    again = own_form(shown)
    assert admin.client.post(path, data=again.fields).status_code == 303
    assert handling.book(db).days("klotter") == 9


def test_an_own_subcategory_is_added_used_and_taken_away(signed_in: SignIn, db: Database) -> None:
    settle(db)
    disa, path = signed_in(DISA), "/admin/categories/belysning"
    assert send(disa, path, added=OWN).status_code == 303
    shown = page(disa, path)
    assert str(escape(OWN)) in shown and OWN not in shown
    again = send(disa, path, added=OWN.upper())
    assert again.status_code == 422 and "finns redan" in again.get_data(as_text=True)
    fix = standing(db, "assessing", category="belysning")
    assert send(disa, f"/fixes/{fix.id}/edit", subcategory=OWN).status_code == 303
    read = page(disa, f"/fixes/{fix.id}")
    assert str(escape(OWN)) in read and OWN not in read
    gone = field_name("gone", OWN)
    kept = send(disa, path, **{gone: "y"})
    assert kept.status_code == 422 and "Stäng av underkategorin" in kept.get_data(as_text=True)
    assert send(disa, f"/fixes/{fix.id}/edit", subcategory="").status_code == 303
    assert send(disa, path, **{gone: "y"}).status_code == 303
    assert handling.book(db).own_names("belysning") == []


def test_an_own_subcategory_is_of_its_category_alone(signed_in: SignIn, db: Database) -> None:
    settle(db)
    disa = signed_in(DISA)
    send(disa, "/admin/categories/belysning", added=OWN)
    fix = standing(db, "assessing", category="klotter")
    answer = send(disa, f"/fixes/{fix.id}/edit", subcategory=OWN)
    assert answer.status_code == 422 and "alternativen som visas" in answer.get_data(as_text=True)


def test_one_added_meanwhile_is_not_switched_off_by_an_older_page(
    admin: Caller, db: Database
) -> None:
    path = "/admin/categories/klotter"
    older = own_form(page(admin, path))
    send(admin, path, added=OWN)
    late = admin.client.post(path, data={**older.fields, "days": "9"})
    assert late.status_code == 409
    again = own_form(late.get_data(as_text=True))
    assert admin.client.post(path, data=again.fields).status_code == 303
    assert OWN in handling.book(db).subcategories("klotter")


def test_days_off_are_added_shown_and_taken_away(
    admin: Caller, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkapp.web.admin_days.today", lambda: "2026-11-20")
    path = "/admin/days-off"
    assert send(admin, path, day="2027-05-07", name="Klämdag").status_code == 303
    shown = words(page(admin, path))
    assert "Klämdag" in shown and "7 maj 2027" in shown
    assert "Helgdagar 2026" in shown and "Midsommarafton 19 juni 2026" in shown
    again = send(admin, path, day="2027-05-07", name="Igen")
    assert again.status_code == 422 and "finns redan" in again.get_data(as_text=True)
    weekend = send(admin, path, day="2027-05-08", name="Lördag")
    assert weekend.status_code == 422 and "redan ledig" in weekend.get_data(as_text=True)
    remove = form_to(page(admin, path), "/2027-05-07/remove")
    assert admin.client.post(remove.action, data=remove.fields).status_code == 303
    assert handling.days_off(db) == {}
    assert [line["kind"] for line in events.of(db, "day_off", "2027-05-07")] == ["add", "remove"]


def test_what_a_party_looks_after(admin: Caller, db: Database) -> None:
    areas.add(db, an_area("Centrum", SQUARE))
    areas.add(db, replace(an_area("Gården", SQUARE), land=True))
    ids = {area.name: area.id for area in areas.all(db, land=True)}
    typed = {"name": "Ljus AB", "kind": "entreprenor", "active": "y", "days": "4"}
    both = list(ids.values())
    answer = admin.post(
        "/admin/parties/new", {**typed, "categories": ["belysning"], "area_ids": both}
    )
    assert answer.status_code == 303
    (party,) = parties.all(db)
    assert (party.days, party.categories, set(party.area_ids.split())) == (
        4,
        "belysning",
        set(both),
    )
    shown = page(admin, f"/admin/parties/{party.id}")
    assert len(re.findall(r"<input checked[^>]*area_ids|area_ids[^>]*checked", shown)) == 2
    assert "Entreprenör · Belysning · Centrum, Gården" in words(page(admin, "/admin/parties"))
    none = {**typed, "version": "1", "days": ""}
    assert admin.post(f"/admin/parties/{party.id}", none).status_code == 303
    (party,) = parties.all(db)
    assert (party.days, party.categories, party.area_ids) == (None, "", "")
    wrong = admin.post(f"/admin/parties/{party.id}", {**none, "version": "2", "days": "-2"})
    assert wrong.status_code == 422 and "mellan 0 och 750" in wrong.get_data(as_text=True)


def test_land_needs_an_outline_and_stays_out_of_the_lists(admin: Caller, db: Database) -> None:
    bare = admin.post("/admin/areas/new", {"name": "Gården", "land": "y"})
    assert bare.status_code == 422 and "Rita ytan" in bare.get_data(as_text=True)
    typed = {"name": "Gården", "land": "y", "polygon": SQUARE}
    assert admin.post("/admin/areas/new", typed).status_code == 303
    assert "Bara för att hitta den ansvariga" in page(admin, "/admin/areas")
    assert areas.all(db) == []


def test_what_is_switched_off_has_no_tile(
    admin: Caller, db: Database, joined: Callable[..., Caller]
) -> None:
    from tests.cast import a_walk

    send(admin, "/admin/categories/narvaro", active=None)
    walk = a_walk(starts_at=clock.now())
    phone = joined(walk)
    for path in (f"/walks/{walk.id}", f"/walks/{walk.id}/issues/new"):
        shown = page(phone, path)
        assert 'value="belysning"' in shown or 'data-category="belysning"' in shown, path
        assert 'value="narvaro"' not in shown and 'data-category="narvaro"' not in shown, path


@pytest.mark.parametrize(
    "path", ["/admin/categories", "/admin/categories/klotter", "/admin/days-off"]
)
def test_each_page_is_for_its_roles_alone(signed_in: SignIn, path: str) -> None:
    may = {"coordinator", "safety_coordinator", "admin"}
    for role in (
        "leader",
        "coordinator",
        "safety_coordinator",
        "party",
        "police",
        "registrar",
        "admin",
    ):
        code = signed_in(a_person(role, role)).get(path).status_code
        assert code == (200 if role in may else 403), role


def test_no_such_category(admin: Caller) -> None:
    assert admin.get("/admin/categories/x").status_code == 404
