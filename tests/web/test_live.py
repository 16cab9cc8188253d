"""The leader's page while a walk goes on: each phone, and the check before people part."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import a_person, a_walk, an_issue
from tests.web.conftest import Caller
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.phones import Unsent
from walkapp.domain.walks import Walk, moment, text_time
from walkapp.storage import devices, people, rows, walks
from walkapp.storage.database import Database
from walkapp.web import clock

SignIn = Callable[[Person], Caller]
LATER = "2099-01-01T00:00:00Z"


def ago(**time: float) -> str:
    return text_time(moment(clock.now()) - timedelta(**time))


@pytest.fixture
def anna(db: Database) -> Person:
    person = a_person("Anna", "leader")
    people.add(db, person)
    return person


@pytest.fixture
def walk(db: Database, anna: Person) -> Walk:
    made = a_walk(anna, starts_at=ago(hours=1))
    walks.add(db, made)
    return made


@pytest.fixture
def shown(signed_in: SignIn, anna: Person, walk: Walk) -> Callable[[], str]:
    browser = signed_in(anna)
    return lambda: " ".join(browser.get(f"/walks/{walk.id}/live").get_data(as_text=True).split())


def phone(db: Database, walk: Walk, name: str, unsent: Unsent, heard: str) -> str:
    joined_at = ago(minutes=50 - len(devices.members(db, walk.id)))  # one after another
    device, _ = devices.admit(db, walk.id, name, joined_at, expires_at=LATER)
    member = devices.membership(db, device.id, walk.id)
    assert member
    devices.heard(db, member, unsent, heard)
    return device.id


def test_nobody_is_waited_for_before_anybody_has_joined(shown: Callable[[], str]) -> None:
    assert "Innan ni går hem" not in shown()


def test_when_all_is_sent_people_may_go_home(
    db: Database, walk: Walk, shown: Callable[[], str]
) -> None:
    phone(db, walk, "Bo", Unsent(), ago(minutes=2.1))
    assert "Alla telefoner har skickat allt" in shown()
    assert "hördes för 2 minuter sedan" in shown()
    assert "Inte hörda på mer än tio minuter" not in shown()
    phone(db, walk, "Cia", Unsent(), ago(minutes=20))
    assert "Inte hörda på mer än tio minuter, men sa senast att allt var skickat: Cia." in shown()


def test_the_page_names_whose_phone_still_holds_data_and_what_to_say(
    db: Database, walk: Walk, shown: Callable[[], str]
) -> None:
    phone(db, walk, "Bo", Unsent(3, 2), ago(seconds=20))
    phone(db, walk, "Cia", Unsent(1, 0), ago(minutes=11))
    phone(db, walk, "", Unsent(0, 1), ago(minutes=11))
    phone(db, walk, "Dan", Unsent(), ago(seconds=20))
    text = shown()
    assert "Alla telefoner har skickat allt" not in text
    assert "3 av 4 telefoner har inte skickat allt." in text
    assert "3 iakttagelser och 2 bilder kvar i telefonen" in text
    assert "Den skickar. Be Bo ha walkapp framme" in text
    assert "Be Cia öppna walkapp" in text and "Be Dan" not in text
    assert "Fråga vem som gick med kl." in text and "Telefon 3" in text
    assert text.index("<strong>Cia") < text.index("<strong>Bo")


def test_announced_photos_that_have_not_come_are_waited_for(
    db: Database, walk: Walk, shown: Callable[[], str]
) -> None:
    bo = phone(db, walk, "Bo", Unsent(), ago(seconds=20))
    rows.insert(db, "issues", an_issue(walk, bo, photo_ids=f"{new_id()} {new_id()}"))
    text = shown()
    assert "1 iakttagelse · 0 av 2 bilder" in text and "2 bilder saknas" in text
    assert "2 bilder har inte kommit fram." in text


def test_namesakes_are_told_apart_and_the_shut_out_are_not_waited_for(
    db: Database, walk: Walk, shown: Callable[[], str]
) -> None:
    phone(db, walk, "Bo", Unsent(), ago(seconds=20))
    other = phone(db, walk, "Bo", Unsent(1, 0), ago(seconds=20))
    assert "Bo (telefon 2)" in shown() and "Innan ni går hem" in shown()
    devices.revoke(db, other, walk.id, clock.now())
    assert "Alla telefoner har skickat allt" in shown() and "Utestängd" in shown()


def test_a_phone_that_left_is_shown_as_gone(
    db: Database, walk: Walk, shown: Callable[[], str]
) -> None:
    bo = phone(db, walk, "Bo", Unsent(1, 1), ago(minutes=3))
    member = devices.membership(db, bo, walk.id)
    assert member
    devices.leave(db, member, clock.now())
    text = shown()
    assert "Lämnade vandringen kl." in text and "har inte skickat allt" not in text


def test_readers_see_neither_names_nor_the_check(
    signed_in: SignIn, db: Database, walk: Walk
) -> None:
    phone(db, walk, "Bosse", Unsent(1, 1), ago(minutes=3))
    text = signed_in(a_person("Rut", "registrar")).get(f"/walks/{walk.id}/live").get_data(True)
    assert "Bosse" not in text and "Innan ni går hem" not in text and "Telefon 1" not in text


def test_a_walk_that_nobody_closed_says_so(signed_in: SignIn, db: Database, anna: Person) -> None:
    walk = a_walk(anna, starts_at=ago(hours=4), ends_at=ago(hours=2))
    walks.add(db, walk)
    text = signed_in(anna).get(f"/walks/{walk.id}/live").get_data(as_text=True)
    assert "Avsluta den när alla har gått hem" in text


def test_a_full_walk_costs_few_questions(
    db: Database, walk: Walk, signed_in: SignIn, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = type(db).query

    def counting(self: Database, sql: str, params: dict[str, object] | None = None):  # type: ignore[no-untyped-def]
        asked.append(sql)
        return real(self, sql, params)

    browser = signed_in(anna)
    monkeypatch.setattr(type(db), "query", counting)
    browser.get(f"/walks/{walk.id}/live")
    few = len(asked)
    for number in range(12):
        bo = phone(db, walk, f"Bo {number}", Unsent(1, 1), ago(seconds=20))
        rows.insert(db, "issues", an_issue(walk, bo, number=number, photo_ids=new_id()))
    asked.clear()
    browser.get(f"/walks/{walk.id}/live")
    assert len(asked) == few
