"""Signing in and out, delays, invitations."""

from collections.abc import Callable
from dataclasses import replace
from unittest.mock import Mock, patch

import pytest

from tests.cast import AT, a_person
from tests.web.conftest import Caller
from walkapp.domain.events import Event
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.storage import events, passwords, people, sessions
from walkapp.storage.database import Database
from walkapp.web import clock

PASSWORD = "fyra ord i rad"
LATER = "2099-01-01T00:00:00Z"
New = Callable[[], Caller]


@pytest.fixture(scope="session")
def hashed() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def anna(db: Database, hashed: str) -> Person:
    person = a_person("Anna", "leader")
    people.add(db, person, hashed)
    return person


def sign_in(browser: Caller, email: str = "anna@flen.example", password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return browser.post("/sign-in", {"email": email, "password": password})


def session_token(browser: Caller) -> str:
    cookie = browser.client.get_cookie("walkapp_session")
    return cookie.value if cookie else ""


@pytest.mark.parametrize("email", ["anna@flen.example", " ANNA@Flen.Example "])
def test_the_right_password_opens_a_session(
    caller: New, db: Database, anna: Person, email: str
) -> None:
    browser = caller()
    answer = sign_in(browser, email)
    assert (answer.status_code, answer.location) == (303, "/walks")
    assert sessions.person_of(db, session_token(browser), clock.now()) == anna
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "walkapp_session=" in c)
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert browser.get("/walks").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [("anna@flen.example", "fel"), ("nobody@flen.example", PASSWORD), ("\x00", "\ud800")],
)
def test_wrong_and_unknown_read_the_same_and_keep_the_address(
    caller: New, anna: Person, email: str, password: str
) -> None:
    answer = sign_in(caller(), email, password.encode(errors="surrogatepass").decode("latin-1"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "E-postadressen eller lösenordet stämmer inte." in page
    assert email.strip("\x00") in page and "walkapp_session" not in str(answer.headers)


def test_every_empty_field_is_named_at_once(caller: New) -> None:
    answer = sign_in(caller(), "", " ")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Skriv din e-postadress." in page and "Skriv ditt lösenord." in page


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(
    caller: New, db: Database, anna: Person
) -> None:
    people.add(db, a_person("Bo", "leader"))  # has not chosen a password
    shut_out = a_person("Cia", "leader")
    people.add(db, shut_out, passwords.hashed(PASSWORD))
    shut_out = replace(shut_out, disabled_at=AT, version=2)
    people.save(
        db, shut_out, Event(new_id(), AT, "person", shut_out.id, 2, "disable", "system", None)
    )
    for name in ("anna", "bo", "cia", "nobody"):
        with patch.object(passwords, "_HASHER", Mock(wraps=passwords._HASHER)) as hasher:
            answer = sign_in(caller(), f"{name}@flen.example", "fel")
        assert (answer.status_code, hasher.verify.call_count) == (422, 1), name


def test_a_person_shut_out_cannot_sign_in(caller: New, db: Database, anna: Person) -> None:
    out = replace(anna, disabled_at=AT, version=2)
    people.save(db, out, Event(new_id(), AT, "person", anna.id, 2, "disable", "system", None))
    assert sign_in(caller()).status_code == 422


def test_failures_bring_a_wait_that_hides_nothing_and_ends(
    caller: New, db: Database, anna: Person
) -> None:
    for email in ("anna@flen.example", "nobody@flen.example"):
        answers = [sign_in(caller(), email, "fel") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
        assert 1 <= int(answers[3].headers["Retry-After"]) <= 5
        assert "sekunder" in answers[3].get_data(as_text=True)
        assert email in answers[3].get_data(as_text=True)
    # Also the right password waits, so that guessing it during the wait tells nothing.
    assert sign_in(caller()).status_code == 429
    db.execute("UPDATE delays SET last_at = '2026-01-01T00:00:00Z'")
    assert sign_in(caller()).status_code == 303


def test_the_right_password_clears_the_failures(caller: New, db: Database, anna: Person) -> None:
    for _ in range(2):
        sign_in(caller(), password="fel")
    assert sign_in(caller()).status_code == 303
    assert [sign_in(caller(), password="fel").status_code for _ in range(3)] == [422] * 3


def test_guessing_strangers_do_not_keep_a_known_browser_out(caller: New, anna: Person) -> None:
    own = caller()
    assert sign_in(own).status_code == 303
    own.post("/sign-out")
    for _ in range(5):
        last = sign_in(caller(), password="fel")
    assert last.status_code == 429
    assert sign_in(own).status_code == 303


def test_a_made_up_known_cookie_helps_nobody(caller: New, anna: Person) -> None:
    stranger = caller()
    for _ in range(3):
        sign_in(caller(), password="fel")
    for made_up in ("x", f'["{anna.id}","aa"].sig', "WyJhIiwiYiJd.AAAA"):
        stranger.client.set_cookie("walkapp_known", made_up)
        assert sign_in(stranger).status_code == 429


def test_a_planted_session_never_survives_signing_in(
    caller: New, db: Database, anna: Person
) -> None:
    planted = caller()
    planted.client.set_cookie("walkapp_session", "planted-by-somebody")
    sign_in(planted)
    assert session_token(planted) != "planted-by-somebody"
    first = session_token(planted)
    bo = a_person("Bo", "leader")
    people.add(db, bo, passwords.hashed(PASSWORD))
    sign_in(planted, "bo@flen.example")
    assert session_token(planted) != first
    assert sessions.person_of(db, first, clock.now()) is None


def test_the_form_token_is_new_after_signing_in(caller: New, anna: Person) -> None:
    browser = caller()
    before = browser.token()
    sign_in(browser)
    stale = browser.client.post("/sign-out", data={"csrf_token": before})
    assert stale.status_code == 400
    assert browser.get("/walks").status_code == 200


def test_signing_out_ends_the_session_and_empties_the_cache(
    caller: New, db: Database, anna: Person
) -> None:
    browser = caller()
    sign_in(browser)
    token = session_token(browser)
    answer = browser.post("/sign-out")
    assert answer.status_code == 303 and answer.headers["Clear-Site-Data"] == '"cache"'
    assert sessions.person_of(db, token, clock.now()) is None
    assert session_token(browser) == ""


def test_signing_in_leads_to_the_page_that_was_asked_for(caller: New, anna: Person) -> None:
    browser = caller()
    assert browser.get("/walks/new").location == "/sign-in"
    assert sign_in(browser).location == "/walks/new"
    assert browser.get("/sign-in").location == "/walks"


@pytest.mark.parametrize(
    "remembered",
    [
        ["pages.start", {}],
        ["walks.move", {"walk_id": "x", "name": "open"}],
        ["admin_people.index", {}],
        ["no.such", {}],
        ["walks.live", {}],
        ["walks.live", {"walk_id": "x", "_external": True, "_scheme": "javascript"}],
        ["https://evil.example", {}],
        "//evil.example",
        None,
    ],
)
def test_signing_in_never_leads_outside(caller: New, anna: Person, remembered: object) -> None:
    browser = caller()
    browser.token()
    with browser.client.session_transaction() as session:
        session["after_sign_in"] = remembered
    answer = sign_in(browser)
    assert answer.location in ("/walks", "/walks/x/live")


@pytest.mark.parametrize("given", ["//evil.example", "https://evil.example", "/%0Aevil"])
def test_an_address_in_the_request_is_not_followed(caller: New, anna: Person, given: str) -> None:
    browser = caller()
    answer = browser.client.post(
        f"/sign-in?next={given}",
        data={
            "csrf_token": browser.token(),
            "email": anna.email,
            "password": PASSWORD,
            "next": given,
        },
    )
    assert answer.location == "/walks"


@pytest.mark.parametrize(
    ("roles", "home"),
    [(("admin",), "/admin"), (("registrar",), "/walks"), (("party", "admin"), "/fixes")],
)
def test_each_role_begins_at_its_work(
    caller: New, db: Database, hashed: str, roles: tuple[str, ...], home: str
) -> None:
    people.add(db, a_person("Eva", *roles), hashed)
    assert sign_in(caller(), "eva@flen.example").location == home


def test_a_hash_of_older_strength_is_made_anew(caller: New, db: Database) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    eva = a_person("Eva", "leader")
    people.add(db, eva, weak)
    assert sign_in(caller(), eva.email).status_code == 303
    kept = people.password_hash(db, eva.id)
    assert kept and kept != weak and passwords.fits(kept, PASSWORD)


def test_a_link_sets_the_first_password_once(caller: New, db: Database) -> None:
    eva = a_person("Eva", "leader")
    people.add(db, eva)
    path = f"/invitation/{people.invite(db, eva.id, LATER)}"
    browser = caller()
    assert "Hej Eva" in browser.get(path).get_data(as_text=True)
    short = browser.post(path, {"new": "kort"})
    assert short.status_code == 422 and "minst 8" in short.get_data(as_text=True)
    done = browser.post(path, {"new": PASSWORD})
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert sign_in(browser, eva.email).status_code == 303
    again = browser.post(path, {"new": "ett helt annat"})
    assert again.status_code == 404 and "redan använd" in again.get_data(as_text=True)
    assert browser.get(path).status_code == 404
    assert [line["kind"] for line in events.of(db, "person", eva.id)] == ["password"]


def test_a_made_up_link_opens_nothing(caller: New) -> None:
    answer = caller().get("/invitation/abc")
    assert answer.status_code == 404 and "för gammal" in answer.get_data(as_text=True)


def test_a_letter_composed_in_two_ways_is_the_same_password(caller: New, db: Database) -> None:
    eva = a_person("Eva", "leader")
    people.add(db, eva)
    browser = caller()
    path = f"/invitation/{people.invite(db, eva.id, LATER)}"
    browser.post(path, {"new": "pa\u030a va\u0308g hem"})
    assert sign_in(browser, eva.email, "p\u00e5 v\u00e4g hem").status_code == 303
