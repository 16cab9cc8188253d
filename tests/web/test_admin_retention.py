"""The rules of what is deleted, for the registrar and the administrator."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cast import a_person
from tests.web.conftest import Caller
from tests.web.fixes_desk import own_form, words
from walkapp.domain.people import Person
from walkapp.domain.retention import KINDS
from walkapp.storage import people, retention
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database
from walkapp.web.clock import now

SignIn = Callable[[Person], Caller]
RULE = "/admin/retention/old_accounts"


@pytest.fixture
def registrar(signed_in: SignIn) -> Caller:
    return signed_in(a_person("Rolf", "registrar"))


def page(browser: Caller, path: str) -> str:
    return str(browser.get(path).get_data(as_text=True))


def send(browser: Caller, **typed: object):  # type: ignore[no-untyped-def]
    form = own_form(page(browser, RULE))
    return browser.client.post(RULE, data={**form.fields, **typed})


def test_a_rule_from_decision_to_what_has_gone(
    registrar: Caller, db: Database, tmp_path: Path
) -> None:
    old = Person("0190", "Olle", "olle@flen.example", disabled_at="2020-01-01T00:00:00Z")
    people.add(db, old)
    assert words(page(registrar, "/admin/retention")).count("Sparas tills vidare") == len(KINDS)
    assert "skulle 1 poster tas bort inom en timme" in words(page(registrar, RULE))
    assert send(registrar, days="365", decision="KS § 88").status_code == 303
    listed = words(page(registrar, "/admin/retention"))
    assert "365 dagar efter att kontot stängdes av KS § 88" in listed
    assert retention.sweep(db, Blobs(tmp_path / "photos"), now()) == 1
    assert "1 borttagna · KS § 88" in words(page(registrar, "/admin/retention"))
    history = words(page(registrar, RULE))
    assert "1 borttagna, KS § 88" in history and "365 dagar, KS § 88 (Rolf)" in history


def test_half_a_rule_comes_back(registrar: Caller, db: Database) -> None:
    answer = send(registrar, days="30")
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Utan beslut får inget tas bort" in shown
    assert 'value="30"' in shown and not retention.all(db)["old_accounts"].in_force


def test_a_stale_rule_keeps_what_was_typed(registrar: Caller, db: Database) -> None:
    form = own_form(page(registrar, RULE))
    send(registrar, days="365", decision="KS § 88")
    late = registrar.client.post(RULE, data={**form.fields, "days": "9", "decision": "X"})
    assert late.status_code == 409 and 'value="9"' in late.get_data(as_text=True)
    assert retention.all(db)["old_accounts"].days == 365


def test_the_rules_are_for_registrar_and_administrator(signed_in: SignIn) -> None:
    for role in ("leader", "coordinator", "safety_coordinator", "party", "police", "admin"):
        browser = signed_in(a_person(role, role))
        for path in ("/admin/retention", RULE):
            assert browser.get(path).status_code == (200 if role == "admin" else 403), role


def test_no_such_rule(registrar: Caller) -> None:
    assert registrar.get("/admin/retention/x").status_code == 404
