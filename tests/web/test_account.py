"""One's own account."""

from collections.abc import Callable

import pytest

from tests.cast import a_person
from tests.web.conftest import Caller
from walkapp.domain.people import Person
from walkapp.storage import passwords, people, sessions
from walkapp.storage.database import Database
from walkapp.web import clock

NOW, NEW = "fyra ord i rad", "fem helt andra ord"
SignIn = Callable[[Person], Caller]


@pytest.fixture
def anna(db: Database) -> Person:
    person = a_person("Anna", "leader", "coordinator")
    people.add(db, person, passwords.hashed(NOW))
    return person


def test_the_page_tells_who_one_is_and_where(signed_in: SignIn, db: Database, anna: Person) -> None:
    browser = signed_in(anna)
    sessions.open_session(db, anna.id, clock.now(), label="Firefox · Windows")
    page = browser.get("/account").get_data(as_text=True)
    for words in ("Vandringsledare", "Samordnare", anna.email, "Firefox · Windows", "Den här"):
        assert words in page


def test_a_new_password_ends_every_other_session(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    browser = signed_in(anna)
    elsewhere = sessions.open_session(db, anna.id, clock.now())
    answer = browser.post("/account/password", {"current": NOW, "new": NEW})
    assert answer.status_code == 303
    assert sessions.person_of(db, elsewhere, clock.now()) is None
    assert browser.get("/account").status_code == 200
    kept = people.password_hash(db, anna.id)
    assert passwords.fits(kept, NEW) and not passwords.fits(kept, NOW)


@pytest.mark.parametrize(
    ("current", "new", "words"),
    [
        ("fel", NEW, "inte ditt lösenord"),
        (NOW, "kort", "minst 8"),
        (NOW, "Anna2026", "gissa"),
        ("", "", "Skriv ett lösenord."),
    ],
)
def test_the_password_stays_when_something_is_wrong(
    signed_in: SignIn, db: Database, anna: Person, current: str, new: str, words: str
) -> None:
    browser = signed_in(anna)
    answer = browser.post("/account/password", {"current": current, "new": new})
    assert answer.status_code == 422 and words in answer.get_data(as_text=True)
    assert passwords.fits(people.password_hash(db, anna.id), NOW)


def test_guessing_the_current_password_is_slowed(signed_in: SignIn, anna: Person) -> None:
    browser = signed_in(anna)
    guess = {"current": "fel", "new": NEW}
    codes = [browser.post("/account/password", guess).status_code for _ in range(4)]
    assert codes == [422, 422, 422, 429]


def test_one_session_or_all_can_be_ended(signed_in: SignIn, db: Database, anna: Person) -> None:
    browser = signed_in(anna)
    lost = sessions.open_session(db, anna.id, clock.now(), label="Stulen")
    listed = sessions.of(db, anna.id, clock.now())
    stolen = next(session for session in listed if session.label == "Stulen")
    browser.post("/account/sessions/end", {"session": stolen.id_hash})
    assert sessions.person_of(db, lost, clock.now()) is None
    assert browser.get("/account").status_code == 200
    answer = browser.post("/account/sessions/end-all")
    assert answer.location == "/sign-in" and answer.headers["Clear-Site-Data"] == '"cache"'
    assert sessions.of(db, anna.id, clock.now()) == []


def test_nobody_ends_another_persons_session(signed_in: SignIn, db: Database, anna: Person) -> None:
    signed_in(anna)
    bo = signed_in(a_person("Bo", "leader"))
    annas = sessions.of(db, anna.id, clock.now())[0]
    bo.post("/account/sessions/end", {"session": annas.id_hash})
    assert sessions.of(db, anna.id, clock.now()) == [annas]
