"""The prioritisation meeting through its forms, and templates for replies with their admin page."""

from collections.abc import Callable

import pytest

from tests.cast import AT, an_area
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ADAM,
    ANNA,
    DISA,
    ELIN,
    GUN,
    HANS,
    PARTY,
    ROLF,
    Form,
    forms_of,
    settle,
    standing,
    words,
)
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Fix
from walkapp.domain.people import Person
from walkapp.storage import areas, fixes, replies
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def place_form(browser: Caller, fix: Fix, query: str = "") -> Form:
    page = browser.get(f"/fixes/meeting/{fix.id}{query}").get_data(as_text=True)
    return next(form for form in forms_of(page) if "next" in form.fields)


def test_a_place_that_names_its_area_is_said_once(db: Database, signed_in: SignedIn) -> None:
    area = an_area("Ågården")
    areas.add(db, area)
    fix = standing(db, "new", place_text="Gången genom Ågården", area_id=area.id)
    page = words(signed_in(DISA).get(f"/fixes/meeting/{fix.id}").get_data(as_text=True))
    assert page.count("Ågården") == 1


def now_of(db: Database, fix: Fix) -> Fix:
    found = fixes.get(db, fix.id)
    assert found
    return found


def test_the_meeting_goes_through_what_nobody_has(db: Database, signed_in: SignedIn) -> None:
    disa = signed_in(DISA)
    first, second, third = (standing(db, "new") for _ in range(3))
    standing(db, "planned")
    page = disa.get("/fixes/matrix").get_data(as_text=True)
    assert f"/fixes/meeting/{first.id}" in page and "3 åtgärder, efter" in words(page)
    form = place_form(disa, first)
    assert form.fields["next"] == second.id
    typed = {"cell": "3-2", "priority": "high", "cost_band": "under_10", "season": "frost_free"}
    answer = disa.client.post(f"/fixes/meeting/{first.id}", data={**form.fields, **typed})
    assert answer.status_code == 303 and answer.headers["Location"].endswith(second.id)
    after = now_of(db, first)
    assert (after.effect, after.ease, after.priority, after.state) == (3, 2, "high", "new")
    assert (after.cost_band, after.season) == ("under_10", "frost_free")
    line = fixes.history(db, first.id)[-1]
    assert line["data"]["changed"] == ["cost_band", "ease", "effect", "priority", "season"]
    assert place_form(disa, third).fields["next"] == ""
    page = disa.get("/fixes/matrix").get_data(as_text=True)
    assert f"/fixes/meeting/{second.id}" in page.split("Börja mötet")[0].rsplit("<a", 1)[-1]


def test_a_party_chosen_in_the_meeting_has_it_at_once(db: Database, signed_in: SignedIn) -> None:
    disa, fix = signed_in(DISA), standing(db, "new")
    form = place_form(disa, fix)
    typed = {"cell": "3-3", "priority": "urgent", "party": PARTY.id, "due_on": "2027-01-31"}
    assert (
        disa.client.post(f"/fixes/meeting/{fix.id}", data={**form.fields, **typed}).status_code
        == 303
    )
    after = now_of(db, fix)
    assert (after.state, after.party_id, after.priority) == ("assigned", PARTY.id, "urgent")
    assert after.due_on == after.original_due_on == "2027-01-31"
    kinds = [line["kind"] for line in fixes.history(db, fix.id)]
    assert kinds == ["create", "edit", "assess", "assign"]
    page = disa.get("/fixes").get_data(as_text=True)
    undo = next(form for form in forms_of(page) if "/undo/" in form.action)
    disa.client.post(undo.action, data=undo.fields)
    back = now_of(db, fix)
    assert (back.state, back.party_id, back.effect, back.priority) == ("new", None, None, None)


def test_nothing_said_goes_on_without_a_line(db: Database, signed_in: SignedIn) -> None:
    disa, fix = signed_in(DISA), standing(db, "new")
    form = place_form(disa, fix)
    assert disa.client.post(f"/fixes/meeting/{fix.id}", data=form.fields).status_code == 303
    assert now_of(db, fix) == fix
    assert [line["kind"] for line in fixes.history(db, fix.id)] == ["create"]


def test_of_two_meetings_at_once_one_is_told(db: Database, signed_in: SignedIn) -> None:
    disa, fix = signed_in(DISA), standing(db, "new")
    form = place_form(disa, fix)
    fixes.save(db, *rules.apply(fix, "assess", by=ELIN, at=AT))
    typed = {**form.fields, "cell": "1-1", "season": "winter"}
    late = disa.client.post(f"/fixes/meeting/{fix.id}", data=typed)
    assert late.status_code == 409
    again = next(f for f in forms_of(late.get_data(as_text=True)) if "next" in f.fields)
    assert (again.fields["cell"], again.fields["version"]) == ("1-1", "2")
    assert disa.client.post(f"/fixes/meeting/{fix.id}", data=again.fields).status_code == 303
    assert now_of(db, fix).season == "winter"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"cell": "9-9"}, "cell"),
        ({"season": "monsun"}, "season"),
        ({"party": PARTY.id, "due_on": "i vår"}, "due_on"),
    ],
)
def test_odd_answers_change_nothing(
    db: Database, signed_in: SignedIn, typed: dict[str, str], field: str
) -> None:
    disa, fix = signed_in(DISA), standing(db, "new")
    form = place_form(disa, fix)
    answer = disa.client.post(f"/fixes/meeting/{fix.id}", data={**form.fields, **typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.get_data(as_text=True)
    assert now_of(db, fix) == fix


@pytest.mark.parametrize(
    ("person", "status"),
    [(DISA, 200), (ANNA, 200), (GUN, 403), (ROLF, 403)],
    ids=["coordinator", "leader", "party", "registrar"],
)
def test_who_takes_part(db: Database, signed_in: SignedIn, person: Person, status: int) -> None:
    fix, browser = standing(db, "new"), signed_in(person)
    assert browser.get(f"/fixes/meeting/{fix.id}").status_code == status
    assert browser.get("/fixes/matrix").status_code == status


def add_template(browser: Caller, **typed: str) -> int:
    given = {"name": "Släckt med avsikt", "text": "Lampan vid {plats} är släckt.", "active": "y"}
    answer = browser.post("/admin/replies/new", {**given, **typed})
    return int(answer.status_code)


def test_a_template_is_offered_where_it_fits(db: Database, signed_in: SignedIn) -> None:
    disa = signed_in(DISA)
    assert add_template(disa, category="belysning", state="wont_fix") == 303
    (template,) = replies.all(db)
    fix = standing(db, "new", place_text="tunneln")
    other = standing(db, "new", category="klotter")
    page = disa.get(f"/fixes/{fix.id}").get_data(as_text=True)
    assert 'data-text="Lampan vid tunneln är släckt."' in page
    assert template.name not in disa.get(f"/fixes/{other.id}").get_data(as_text=True)
    # Without script the link gives the page with the step open and the words in it.
    link = f"/fixes/{fix.id}?do=decline&template={template.id}"
    page = disa.get(link).get_data(as_text=True)
    form = next(form for form in forms_of(page) if form.action.endswith("/decline"))
    assert form.fields["public_reason"] == "Lampan vid tunneln är släckt."
    assert f"{link.split('?')[0]}?do=decline&amp;template={template.id}#step-decline" in page


def test_a_template_for_where_the_fix_is_stands_in_its_comments(
    db: Database, signed_in: SignedIn
) -> None:
    disa, fix = signed_in(DISA), standing(db, "on_hold", hold_reason="season")
    assert (
        add_template(disa, name="Väntar", text="{nummer} väntar till våren.", state="on_hold")
        == 303
    )
    (template,) = replies.all(db)
    page = disa.get(f"/fixes/{fix.id}?template={template.id}").get_data(as_text=True)
    form = next(form for form in forms_of(page) if form.action.endswith("/comment"))
    assert form.fields["comment"] == f"{fix.number} väntar till våren."


def test_a_template_is_changed_switched_off_and_kept(db: Database, signed_in: SignedIn) -> None:
    disa = signed_in(DISA)
    add_template(disa)
    (template,) = replies.all(db)
    path = f"/admin/replies/{template.id}"
    form = next(f for f in forms_of(disa.get(path).get_data(as_text=True)) if "text" in f.fields)
    late = {**form.fields}
    del form.fields["active"]
    assert disa.client.post(path, data={**form.fields, "text": "Ny text."}).status_code == 303
    (changed,) = replies.all(db)
    assert (changed.text, changed.active, changed.version) == ("Ny text.", False, 2)
    assert disa.client.post(path, data=late).status_code == 409
    fix = standing(db, "new")
    assert template.name not in disa.get(f"/fixes/{fix.id}").get_data(as_text=True)
    assert template.name in disa.get("/admin/replies").get_data(as_text=True)


@pytest.mark.parametrize(
    "typed", [{"name": " "}, {"text": ""}, {"category": "väder"}, {"state": "trött"}]
)
def test_a_template_that_does_not_do_is_refused(
    db: Database, signed_in: SignedIn, typed: dict[str, str]
) -> None:
    assert add_template(signed_in(DISA), **typed) == 422
    assert replies.all(db) == []


def test_two_templates_cannot_have_one_name(db: Database, signed_in: SignedIn) -> None:
    disa = signed_in(DISA)
    assert (add_template(disa), add_template(disa)) == (303, 422)


@pytest.mark.parametrize("person", [GUN, HANS, ANNA, ROLF], ids=lambda person: person.name)
def test_who_looks_after_templates(signed_in: SignedIn, person: Person) -> None:
    assert add_template(signed_in(person)) == 403
    assert signed_in(ADAM).get("/admin/replies").status_code == 200


@pytest.mark.parametrize("on", ["0", "1"])
def test_shortcuts_are_switched_for_oneself(db: Database, signed_in: SignedIn, on: str) -> None:
    disa = signed_in(DISA)
    assert disa.post("/account/shortcuts", {"shortcuts": on}).status_code == 303
    page = disa.get("/fixes").get_data(as_text=True)
    assert ("data-keys" in page) == (on == "1")
    assert "data-keys" in signed_in(ELIN).get("/fixes").get_data(as_text=True)
