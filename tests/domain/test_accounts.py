"""Accounts: who manages whom, delays, passwords."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_party, a_person
from walkapp.domain import accounts, passwords
from walkapp.domain.accounts import Given
from walkapp.domain.errors import Conflict, NotAllowed, Refused
from walkapp.domain.people import ROLES, Person

ADMIN, SAFETY = a_person("Anna", "admin"), a_person("Siv", "safety_coordinator")
BO = a_person("Bo", "leader")
GIVEN = Given(" Eva  Ek ", "EVA@flen.example ", frozenset({"leader"}))


def test_a_new_person_is_written_tidily_and_remembered() -> None:
    person, event = accounts.new(GIVEN, by=ADMIN, at=AT)
    assert (person.name, person.email, person.roles) == ("Eva Ek", "eva@flen.example", {"leader"})
    assert (event.word, event.kind, event.by_id) == ("person", "add", ADMIN.id)
    assert "eva" not in str(event.data).lower()
    _, first = accounts.new(replace(GIVEN, roles=frozenset({"admin"})), by=None, at=AT)
    assert (first.by_kind, first.by_id) == ("system", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"email": "eva"}, "email"),
        ({"email": "eva@"}, "email"),
        ({"email": "eva@flen.example\nbcc: x"}, "email"),
        ({"email": "a@b@c"}, "email"),
        ({"email": "eva@.example"}, "email"),
        ({"email": "x" * 250 + "@a.se"}, "email"),
        ({"roles": frozenset()}, "roles"),
        ({"roles": frozenset({"king"})}, "roles"),
        ({"roles": frozenset({"party"})}, "party_id"),
    ],
)
def test_what_does_not_do_is_refused_beside_its_field(
    changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        accounts.new(replace(GIVEN, **changes), by=ADMIN, at=AT)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize("by", [SAFETY, BO])
def test_only_an_administrator_touches_an_administrator(by: Person) -> None:
    assert not accounts.may_manage(by, ADMIN)
    for act in (
        lambda: accounts.change(ADMIN, GIVEN, read=1, by=by, at=AT),
        lambda: accounts.disable(ADMIN, by=by, at=AT),
        lambda: accounts.enable(ADMIN, by=by, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_safety_coordinator_cannot_make_an_administrator() -> None:
    assert accounts.may_give(ADMIN) == tuple(ROLES)
    assert "admin" not in accounts.may_give(SAFETY)
    raised = replace(GIVEN, roles=frozenset({"leader", "admin"}))
    with pytest.raises(Refused):
        accounts.new(raised, by=SAFETY, at=AT)
    with pytest.raises(Refused):
        accounts.change(BO, raised, read=1, by=SAFETY, at=AT)


def test_a_change_names_the_version_it_read() -> None:
    party = a_party()
    given = Given("Bo", "bo@flen.example", frozenset({"party"}), party.id)
    changed, event = accounts.change(BO, given, read=1, by=SAFETY, at=AT)
    assert (changed.id, changed.version, changed.party_id) == (BO.id, 2, party.id)
    assert event.version == 2
    with pytest.raises(Conflict):
        accounts.change(changed, given, read=1, by=SAFETY, at=AT)


def test_people_are_shut_out_and_let_in_but_not_by_themselves() -> None:
    out, event = accounts.disable(BO, by=ADMIN, at=AT)
    assert out.disabled_at == AT and event.kind == "disable"
    back, event = accounts.enable(out, by=ADMIN, at=AT)
    assert back.disabled_at is None and event.kind == "enable" and back.roles == BO.roles
    with pytest.raises(Refused, match="dig själv"):
        accounts.disable(ADMIN, by=ADMIN, at=AT)


def test_at_most_a_hundred_passwords_can_be_tried_against_one_account_in_a_day() -> None:
    seconds = tries = 0
    while seconds < 24 * 3600:
        tries += 1
        seconds += accounts.account_wait(tries)
    assert tries <= 100


def test_waits_begin_after_a_few_mistakes_and_grow() -> None:
    waits = [accounts.account_wait(failures) for failures in range(20)]
    assert waits[:3] == [0, 0, 0] and waits == sorted(waits) and waits[-1] == 1200
    waits = [accounts.address_wait(failures) for failures in range(60)]
    assert not any(waits[:30]) and waits == sorted(waits) and waits[-1] == 60


@pytest.mark.parametrize(
    "password", ["vandra-tryggt", "fyra ord i rad", "åäö åäö å", "x7!k2?ab", "\u0061\u030aaaabbcc"]
)
def test_long_enough_and_not_obvious_is_enough(password: str) -> None:
    assert passwords.checked(password, BO) == passwords.typed(password)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("kort123", "minst 8"),
        ("x" * 129, "högst 128"),
        ("password1", "gissa"),
        ("Lösenord123!", "gissa"),
        ("WALKAPP2026", "gissa"),
        ("bo@flen.example", "gissa"),
        ("12345678", "gissa"),
        ("aaaaaaaaaaaa", "gissa"),
        ("Sommaren2026", "gissa"),
    ],
)
def test_short_long_and_obvious_passwords_are_refused(password: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        passwords.checked(password, BO)
    assert refused.value.field == "new"


def test_ones_own_name_is_obvious() -> None:
    eva = replace(BO, name="Eva Ekström", email="e.ekstrom@flen.example")
    for password in ("Ekström2026", "EvaEkström1", "e.ekstrom99"):
        with pytest.raises(Refused, match="gissa"):
            passwords.checked(password, eva)
