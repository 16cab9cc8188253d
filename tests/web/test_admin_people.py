"""People who sign in, on plain pages."""

import re
from collections.abc import Callable

import pytest

from tests.cast import a_party, a_person
from tests.web.conftest import Caller
from walkapp.domain.people import Person
from walkapp.storage import parties, people, sessions
from walkapp.storage.database import Database
from walkapp.web import clock

SignIn = Callable[[Person], Caller]
EVA = {"name": "Eva Ek", "email": "eva@flen.example", "roles": ["leader"]}


@pytest.fixture
def ada(db: Database) -> Person:
    person = a_person("Ada", "admin")
    people.add(db, person)
    return person


@pytest.fixture
def admin(signed_in: SignIn, ada: Person) -> Caller:
    return signed_in(ada)


def link_in(answer) -> str:  # type: ignore[no-untyped-def]
    found = re.search(r'value="http://127\.0\.0\.1:8000(/invitation/[\w-]+)"',
                      answer.get_data(as_text=True))  # fmt: skip
    assert found, answer.get_data(as_text=True)
    return found[1]


def test_a_person_is_added_with_a_link_shown_once(
    admin: Caller, caller: Callable[[], Caller], db: Database
) -> None:
    answer = admin.post("/admin/people/new", EVA)
    assert answer.status_code == 200
    link = link_in(answer)
    eva = people.by_email(db, "eva@flen.example")
    assert eva and eva.roles == {"leader"} and people.password_hash(db, eva.id) is None
    assert caller().get(link).status_code == 200
    for path in ("/admin/people", f"/admin/people/{eva.id}"):
        assert link.rsplit("/")[-1] not in admin.get(path).get_data(as_text=True)
    assert "Har en länk att öppna" in admin.get("/admin/people").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "vad personen heter"),
        ({"email": "eva"}, "e-postadress"),
        ({"email": "ADA@flen.example"}, "används redan"),
        ({"roles": []}, "minst en roll"),
        ({"roles": ["king"]}, "finns i listan"),
        ({"roles": ["party"]}, "vilken part"),
        ({"party_id": "nowhere"}, "finns i listan"),
    ],
)
def test_a_person_that_does_not_do_comes_back_as_typed(
    admin: Caller, db: Database, changes: dict[str, object], words: str
) -> None:
    answer = admin.post("/admin/people/new", {**EVA, **changes})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and words in page
    assert len(people.all(db)) == 1


def test_a_change_of_roles_signs_the_person_out(admin: Caller, db: Database) -> None:
    party, bo = a_party(), a_person("Bo", "leader")
    parties.add(db, party)
    people.add(db, bo)
    token = sessions.open_session(db, bo.id, clock.now())
    typed = {"name": "Bo", "email": bo.email, "roles": ["party"], "party_id": party.id}
    assert admin.post(f"/admin/people/{bo.id}", {**typed, "version": "1"}).status_code == 303
    kept = people.get(db, bo.id)
    assert kept and (kept.roles, kept.party_id) == ({"party"}, party.id)
    assert sessions.person_of(db, token, clock.now()) is None
    assert admin.post(f"/admin/people/{bo.id}", {**typed, "version": "1"}).status_code == 409


def test_a_person_of_a_closed_party_can_still_be_changed(admin: Caller, db: Database) -> None:
    from dataclasses import replace

    party = replace(a_party(), active=False)
    parties.add(db, party)
    bo = a_person("Bo", "party", party=party)
    people.add(db, bo)
    typed = {"name": "Bosse", "email": bo.email, "roles": ["party"], "party_id": party.id}
    assert admin.post(f"/admin/people/{bo.id}", {**typed, "version": "1"}).status_code == 303


def test_shutting_out_bites_at_the_next_request(
    admin: Caller, signed_in: SignIn, db: Database
) -> None:
    bo = a_person("Bo", "leader")
    browser = signed_in(bo)
    assert browser.get("/walks").status_code == 200
    admin.post(f"/admin/people/{bo.id}/disable")
    assert browser.get("/walks").location == "/sign-in"
    assert browser.client.get("/walks", headers={"Accept": "application/json"}).status_code == 401
    admin.post(f"/admin/people/{bo.id}/enable")
    kept = people.get(db, bo.id)
    assert kept and kept.disabled_at is None
    assert browser.get("/walks").location == "/sign-in"


def test_the_last_administrator_is_kept(admin: Caller, db: Database, ada: Person) -> None:
    typed = {"name": "Ada", "email": ada.email, "roles": ["leader"], "version": "1"}
    answer = admin.post(f"/admin/people/{ada.id}", typed)
    assert answer.status_code == 422 and "minst en administratör" in answer.get_data(as_text=True)
    assert admin.post(f"/admin/people/{ada.id}/disable").status_code == 303
    assert "dig själv" in admin.get("/admin/people").get_data(as_text=True)
    assert people.get(db, ada.id) == ada


def test_a_new_link_replaces_the_old(
    admin: Caller, caller: Callable[[], Caller], db: Database
) -> None:
    first = link_in(admin.post("/admin/people/new", EVA))
    eva = people.by_email(db, "eva@flen.example")
    assert eva
    second = link_in(admin.post(f"/admin/people/{eva.id}/link"))
    assert caller().get(first).status_code == 404
    assert caller().get(second).status_code == 200
    admin.post(f"/admin/people/{eva.id}/disable")
    assert admin.post(f"/admin/people/{eva.id}/link").status_code == 303
    assert caller().get(second).status_code == 404


@pytest.mark.parametrize("act", ["", "/link", "/disable", "/enable"])
def test_a_safety_coordinator_cannot_touch_an_administrator(
    signed_in: SignIn, db: Database, ada: Person, act: str
) -> None:
    siv = signed_in(a_person("Siv", "safety_coordinator"))
    typed = {"name": "X", "email": "x@flen.example", "roles": ["leader"], "version": "1"}
    assert siv.post(f"/admin/people/{ada.id}{act}", typed).status_code == 403
    assert people.get(db, ada.id) == ada


def test_a_safety_coordinator_cannot_make_an_administrator(
    signed_in: SignIn, db: Database, ada: Person
) -> None:
    person = a_person("Siv", "safety_coordinator")
    siv = signed_in(person)
    assert siv.post("/admin/people/new", {**EVA, "roles": ["admin"]}).status_code == 422
    own = {"name": "Siv", "email": person.email, "roles": ["safety_coordinator", "admin"]}
    assert siv.post(f"/admin/people/{person.id}", {**own, "version": "1"}).status_code == 422
    kept = people.get(db, person.id)
    assert kept == person and len(people.all(db)) == 2
