"""The list of walks, the leader's page and the moves."""

from collections.abc import Callable

import pytest

from tests.cast import a_person, a_walk
from tests.web.conftest import Caller
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import devices, events, people, walks
from walkapp.storage.database import Database

SignIn = Callable[[Person], Caller]
SOON = {"starts_at": "2090-11-20T18:00:00Z", "ends_at": "2090-11-20T20:00:00Z"}


@pytest.fixture
def anna(db: Database) -> Person:
    person = a_person("Anna", "leader")
    people.add(db, person)
    return person


@pytest.fixture
def walk(db: Database, anna: Person) -> Walk:
    made = a_walk(anna)
    walks.add(db, made)
    return made


def test_each_sees_the_walks_that_are_theirs(
    signed_in: SignIn, db: Database, anna: Person, walk: Walk
) -> None:
    for browser, seen in (
        (signed_in(anna), True),
        (signed_in(a_person("Bo", "coordinator")), True),
        (signed_in(a_person("Cia", "leader")), False),
        (signed_in(a_person("Pia", "police")), False),
        (signed_in(a_person("Ada", "admin")), False),
    ):
        assert (walk.title in browser.get("/walks").get_data(as_text=True)) is seen
        code = browser.get(f"/walks/{walk.id}/live").status_code
        assert code == 200 if seen else code in (403, 404)


def test_an_empty_list_says_what_to_do_next(signed_in: SignIn, anna: Person) -> None:
    page = signed_in(anna).get("/walks").get_data(as_text=True)
    assert "Ingen vandring är planerad" in page and 'href="/walks/new"' in page
    page = signed_in(a_person("Ada", "admin")).get("/walks").get_data(as_text=True)
    assert 'href="/admin/people"' in page and 'href="/walks/new"' not in page


@pytest.mark.parametrize("page", ["2", "99", "-1", "x", ""])
def test_earlier_walks_come_page_by_page(
    signed_in: SignIn, db: Database, anna: Person, page: str
) -> None:
    for n in range(21):
        walks.add(db, a_walk(anna, title=f"Vandring {n:02}", state="reviewing",
                             starts_at=f"2026-01-{n + 1:02}T18:00:00Z"))  # fmt: skip
    shown = signed_in(anna).get(f"/walks?page={page}").get_data(as_text=True)
    assert ("Vandring 00" in shown) is (page in ("2", "99"))
    assert ("Vandring 20" in shown) is (page not in ("2", "99"))


def test_the_leaders_page_counts_and_shows_the_code(
    signed_in: SignIn, db: Database, anna: Person, walk: Walk
) -> None:
    devices.admit(db, walk.id, "Bo", walk.starts_at, expires_at="2099-01-01T00:00:00Z")
    page = signed_in(anna).get(f"/walks/{walk.id}/live").get_data(as_text=True)
    for words in (f"{walk.code[:4]}-{walk.code[4:]}", "<svg", "<dd>1</dd>", "Bo"):
        assert words in page


def test_a_reader_sees_figures_but_no_moves_and_no_names(
    signed_in: SignIn, db: Database, walk: Walk
) -> None:
    devices.admit(db, walk.id, "Bosse", walk.starts_at, expires_at="2099-01-01T00:00:00Z")
    page = signed_in(a_person("Rut", "registrar")).get(f"/walks/{walk.id}/live?do=close")
    text = page.get_data(as_text=True)
    assert "<dd>1</dd>" in text and "Bosse" not in text and "Avsluta vandringen" not in text


@pytest.mark.parametrize(
    ("state", "name", "then"),
    [
        ("planned", "open", "open"),
        ("planned", "cancel", "cancelled"),
        ("open", "close", "closing"),
        ("closing", "open", "open"),
        ("closing", "review", "reviewing"),
        ("reviewing", "follow-up", "followed_up"),
    ],
)
def test_a_move_says_what_follows_and_then_does_it(
    signed_in: SignIn, db: Database, anna: Person, state: str, name: str, then: str
) -> None:
    walk = a_walk(anna, state=state, **SOON)
    walks.add(db, walk)
    browser = signed_in(anna)
    asked = browser.get(f"/walks/{walk.id}/live?do={name}").get_data(as_text=True)
    assert f'action="/walks/{walk.id}/{name}"' in asked
    assert browser.post(f"/walks/{walk.id}/{name}").status_code == 303
    kept = walks.get(db, walk.id)
    assert kept and kept.state == then
    assert [line["kind"] for line in events.of(db, "walk", walk.id)] == [name]


def test_a_move_that_does_not_fit_is_refused_with_a_sentence(
    signed_in: SignIn, db: Database, anna: Person
) -> None:
    walk = a_walk(anna, state="followed_up")
    walks.add(db, walk)
    answer = signed_in(anna).post(f"/walks/{walk.id}/open")
    assert answer.status_code == 422
    assert "Vandringen har läget Uppföljd" in answer.get_data(as_text=True)
    assert walks.get(db, walk.id) == walk


def test_a_new_code_replaces_the_old_at_once(
    signed_in: SignIn, db: Database, anna: Person, walk: Walk
) -> None:
    browser = signed_in(anna)
    assert "slutar gälla direkt" in browser.get(f"/walks/{walk.id}/live?do=rotate-code").get_data(
        as_text=True
    )
    browser.post(f"/walks/{walk.id}/rotate-code")
    kept = walks.get(db, walk.id)
    assert kept and kept.code != walk.code and kept.secret != walk.secret
    page = browser.get(f"/walks/{walk.id}/live").get_data(as_text=True)
    assert f"{kept.code[:4]}-{kept.code[4:]}" in page


def test_a_phone_is_shut_out_of_its_walk_alone(
    signed_in: SignIn, db: Database, anna: Person, walk: Walk
) -> None:
    device, _ = devices.admit(db, walk.id, "Bo", walk.starts_at, expires_at=walk.ends_at)
    other = a_walk(anna)
    walks.add(db, other)
    browser = signed_in(anna)
    path = f"devices/{device.id}/revoke"
    assert browser.post(f"/walks/{other.id}/{path}").status_code == 404
    assert browser.post(f"/walks/{walk.id}/{path}").status_code == 303
    member = devices.membership(db, device.id, walk.id)
    assert member and member.revoked_at


@pytest.mark.parametrize("name", ["open", "close", "review", "cancel", "rotate-code", "follow-up"])
def test_strangers_and_readers_move_nothing(
    signed_in: SignIn, db: Database, walk: Walk, name: str
) -> None:
    for person, codes in (
        (a_person("Cia", "leader"), {404}),
        (a_person("Rut", "registrar"), {403}),
        (a_person("Ada", "admin"), {403}),
    ):
        assert signed_in(person).post(f"/walks/{walk.id}/{name}").status_code in codes
    assert walks.get(db, walk.id) == walk


@pytest.mark.parametrize("walk_id", ["x", "%00", "01a205b3-0c8b-723c-9c4a-5c17f370e16f"])
def test_an_unknown_walk_is_not_found(signed_in: SignIn, anna: Person, walk_id: str) -> None:
    assert signed_in(anna).get(f"/walks/{walk_id}/live").status_code == 404


def test_an_unknown_move_is_not_found(signed_in: SignIn, anna: Person, walk: Walk) -> None:
    assert signed_in(anna).post(f"/walks/{walk.id}/explode").status_code in (404, 405)
