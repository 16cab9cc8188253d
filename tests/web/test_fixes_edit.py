"""Editing the words and the place of a fix through its form."""

from collections.abc import Callable

import pytest

from tests.cast import AT, an_area
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ADAM,
    ANNA,
    CIA,
    DISA,
    GUN,
    HANS,
    ROLF,
    forms_of,
    settle,
    standing,
    words,
)
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Fix
from walkapp.domain.people import Person
from walkapp.storage import areas, fixes
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]
AREA = an_area("Resecentrum")


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)
    areas.add(db, AREA)


def edit_form(browser: Caller, fix: Fix) -> dict[str, str]:
    page = browser.get(f"/fixes/{fix.id}/edit").get_data(as_text=True)
    (form,) = [form for form in forms_of(page) if "title" in form.fields]
    return form.fields


def sent(browser: Caller, fix: Fix, fields: dict[str, str], **typed: str):  # type: ignore[no-untyped-def]
    return browser.client.post(f"/fixes/{fix.id}/edit", data={**fields, **typed})


def test_a_form_sent_as_it_stands_changes_nothing(db: Database, signed_in: SignedIn) -> None:
    fix = standing(
        db,
        "planned",
        public_text="Två rader\n<b>mörkt</b> & trist",
        internal_note='Säg "hej"',
        subcategory="trasig lampa",
        place_type="gangtunnel",
        place_text="Vid stationen",
        lat=59.058,
        lon=16.588,
        area_id=AREA.id,
        priority="high",
        visibility="public_coarse",
    )
    disa = signed_in(DISA)
    fields = edit_form(disa, fix)
    answer = sent(disa, fix, fields)
    assert answer.status_code == 422 and "Inget är ändrat." in answer.get_data(as_text=True)
    assert fixes.get(db, fix.id) == fix


def test_every_field_is_saved_with_a_line_of_history(db: Database, signed_in: SignedIn) -> None:
    fix, anna = standing(db), signed_in(ANNA)
    typed = {
        "title": "Mörk tunnel",
        "public_text": "Det är mörkt.",
        "internal_note": "Ring först.",
        "category": "klotter",
        "subcategory": "klotter",
        "place_type": "gangtunnel",
        "place_text": "Vid stationen",
        "lat": "59,05",
        "lon": "16.5",
        "area_id": AREA.id,
        "priority": "high",
        "visibility": "public_coarse",
    }
    assert sent(anna, fix, edit_form(anna, fix), **typed).status_code == 303
    after = fixes.get(db, fix.id)
    assert after and after.version == 2
    wanted = {**typed, "lat": 59.05, "lon": 16.5}
    assert {name: getattr(after, name) for name in typed} == wanted
    line = fixes.history(db, fix.id)[-1]
    assert (line["kind"], line["by_name"], line["data"]["changed"]) == (
        "edit",
        "Anna",
        sorted(typed),
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"public_text": "a" * 4001}, "public_text"),
        ({"category": "väder"}, "category"),
        ({"subcategory": "klotter"}, "subcategory"),
        ({"area_id": "nonsense"}, "area_id"),
        ({"visibility": ""}, "visibility"),
        ({"visibility": "hidden"}, "reason"),
        ({"lat": "norr", "lon": "16"}, "lat"),
        ({"lat": "91", "lon": "16"}, "lat"),
        ({"lat": "nan", "lon": "16"}, "lat"),
        ({"lat": "59"}, "lat"),
    ],
)
def test_a_refusal_names_its_field_and_keeps_the_words(
    db: Database, signed_in: SignedIn, typed: dict[str, str], field: str
) -> None:
    fix, disa = standing(db), signed_in(DISA)
    answer = sent(disa, fix, edit_form(disa, fix), **{"internal_note": "Kvar", **typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in page
    assert "Kvar" in page
    assert fixes.get(db, fix.id) == fix


def test_a_subcategory_goes_with_its_old_category(db: Database, signed_in: SignedIn) -> None:
    fix, disa = standing(db, subcategory="trasig lampa"), signed_in(DISA)
    assert sent(disa, fix, edit_form(disa, fix), category="klotter").status_code == 303
    after = fixes.get(db, fix.id)
    assert after and (after.category, after.subcategory) == ("klotter", "")


def test_a_late_edit_keeps_its_words_and_shows_what_changed(
    db: Database, signed_in: SignedIn
) -> None:
    fix, disa = standing(db), signed_in(DISA)
    fields = edit_form(disa, fix)
    fixes.save(db, *rules.apply(fix, "assess", by=DISA, at=AT))
    late = sent(disa, fix, fields, title="Min rubrik")
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Bedömningen började" in words(page)
    (form,) = [form for form in forms_of(page) if "title" in form.fields]
    assert (form.fields["title"], form.fields["version"]) == ("Min rubrik", "2")
    assert sent(disa, fix, form.fields).status_code == 303
    after = fixes.get(db, fix.id)
    assert after and (after.title, after.state) == ("Min rubrik", "assessing")


@pytest.mark.parametrize(
    ("person", "status"),
    [(DISA, 200), (ANNA, 200), (GUN, 403), (ROLF, 403), (ADAM, 403), (HANS, 403), (CIA, 404)],
    ids=lambda value: getattr(value, "name", value),
)
def test_who_may_edit(db: Database, signed_in: SignedIn, person: Person, status: int) -> None:
    fix, browser = standing(db, "planned"), signed_in(person)
    page = browser.get(f"/fixes/{fix.id}").get_data(as_text=True)
    assert (f"/fixes/{fix.id}/edit" in page) == (status == 200)
    assert browser.get(f"/fixes/{fix.id}/edit").status_code == status
    answer = browser.post(f"/fixes/{fix.id}/edit", {"version": "1", "title": "Ny"})
    assert answer.status_code == (303 if status == 200 else status)
    after = fixes.get(db, fix.id)
    assert after and (after.title == "Ny") == (status == 200)
