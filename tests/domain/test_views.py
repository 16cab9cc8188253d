"""Saved views and tokens: who sees, who changes, who shares, how long a token lives."""

import pytest

from tests.cast import AT, a_person
from walkapp.domain import views as rules
from walkapp.domain.errors import NotAllowed, Refused
from walkapp.domain.people import ROLES, Person
from walkapp.domain.views import View

DISA, ELIN = a_person("Disa", "coordinator"), a_person("Elin", "safety_coordinator")
GUN, HANS = a_person("Gun", "party"), a_person("Hans", "party")


def a_view(owner: Person = GUN, *, shared: bool = False) -> View:
    return View("v", "Tunnlar", "category=belysning", "", owner.id, shared, AT)


@pytest.mark.parametrize("role", ROLES)
def test_only_coordinators_share(role: str) -> None:
    person = a_person("Någon", role)
    own = rules.new("Mitt", "", "", shared=False, by=person, at=AT)
    assert own.owner_id == person.id and not own.shared
    if role in ("coordinator", "safety_coordinator"):
        assert rules.new("Allas", "", "map", shared=True, by=person, at=AT).shared
        return
    with pytest.raises(NotAllowed):
        rules.new("Allas", "", "", shared=True, by=person, at=AT)
    with pytest.raises(NotAllowed):
        rules.change(own, "Mitt", shared=True, by=person)


def test_who_sees_and_who_changes() -> None:
    own, shared = a_view(GUN), a_view(DISA, shared=True)
    table = [(own, GUN, True, True), (own, DISA, False, False), (own, HANS, False, False)]
    table += [(shared, DISA, True, True), (shared, ELIN, True, True), (shared, GUN, True, False)]
    for view, person, sees, changes in table:
        assert rules.sees(person, view) is sees, person.name
        assert rules.may_change(person, view) is changes, person.name
    with pytest.raises(NotAllowed):
        rules.change(shared, "Nytt", shared=True, by=GUN)


def test_another_name_is_a_new_version_of_the_same_question() -> None:
    changed = rules.change(a_view(), "  Mörka \n tunnlar ", shared=False, by=GUN)
    assert (changed.name, changed.version, changed.query) == (
        "Mörka tunnlar",
        2,
        "category=belysning",
    )


@pytest.mark.parametrize(
    ("name", "query", "layout", "field"),
    [
        ("", "", "", "name"),
        (" \t", "", "", "name"),
        ("x" * 61, "", "", "name"),
        ("Namn", "", "spreadsheet", None),
        ("Namn", "q=" + "x" * 1000, "", None),
    ],
)
def test_what_cannot_be_saved_says_why(
    name: str, query: str, layout: str, field: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        rules.new(name, query, layout, shared=False, by=GUN, at=AT)
    assert refused.value.field == field


def test_a_token_lives_as_long_as_was_chosen() -> None:
    token, event = rules.new_token(a_view(), "h", "Månadsrapport", 30, by=GUN, at=AT)
    assert token.expires_at == "2026-12-20T18:00:00Z"
    assert token.holds("2026-12-20T17:59:59Z") and not token.holds("2026-12-20T18:00:00Z")
    assert (event.kind, event.data) == ("pull_token", {"view": "v", "until": "2026-12-20"})
    assert "Månadsrapport" not in str(event)
    closed, told = rules.revoke(token, by=GUN, at="2026-11-21T00:00:00Z")
    assert not closed.holds("2026-11-21T00:00:00Z") and told.kind == "pull_token_revoked"
    with pytest.raises(NotAllowed):
        rules.revoke(token, by=DISA, at=AT)


@pytest.mark.parametrize(("label", "days"), [("", 30), ("Excel", 7), ("Excel", 10_000)])
def test_a_token_needs_a_place_and_an_end(label: str, days: int) -> None:
    with pytest.raises(Refused) as refused:
        rules.new_token(a_view(), "h", label, days, by=GUN, at=AT)
    assert refused.value.field == ("days" if label else "label")
