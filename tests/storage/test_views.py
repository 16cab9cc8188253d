"""Saved views and tokens in the database."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_person
from walkapp.domain import accounts
from walkapp.domain import views as rules
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.people import Person
from walkapp.domain.views import PullToken, View
from walkapp.storage import events, people, tokens, views
from walkapp.storage.database import Database

DISA, ELIN = a_person("Disa", "coordinator"), a_person("Elin", "safety_coordinator")
GUN, ADAM = a_person("Gun", "party"), a_person("Adam", "admin")
LATER = "2026-11-21T10:00:00Z"


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    for person in (DISA, ELIN, GUN, ADAM):
        people.add(db, person)


def saved(db: Database, name: str, by: Person = DISA, *, shared: bool = False) -> View:
    view = rules.new(name, "state=all", "", shared=shared, by=by, at=AT)
    views.add(db, view)
    return view


def token_for(db: Database, view: View, by: Person, secret: str = "s") -> PullToken:
    token, event = rules.new_token(view, tokens.digest(secret), "Excel", 90, by=by, at=AT)
    views.add_token(db, token, event)
    return token


def test_one_sees_ones_own_and_the_shared_by_name(db: Database) -> None:
    saved(db, "Östra"), saved(db, "Alla mörka", shared=True)
    saved(db, "Ängen", GUN)
    assert [view.name for view in views.seen_by(db, DISA)] == ["Alla mörka", "Östra"]
    assert [view.name for view in views.seen_by(db, GUN)] == ["Alla mörka", "Ängen"]


def test_a_name_is_taken_once_by_each(db: Database) -> None:
    first, second = saved(db, "Mörka"), saved(db, "Ljusa")
    saved(db, "Mörka", GUN)
    for attempt in (
        lambda: saved(db, "Mörka"),
        lambda: views.save(db, rules.change(second, "Mörka", shared=False, by=DISA)),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.field == "name"
    views.save(db, rules.change(first, "Mörka", shared=True, by=DISA))
    with pytest.raises(Conflict):
        views.save(db, rules.change(first, "Andra", shared=False, by=DISA))


def test_there_is_an_end_to_how_many(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_OWN", 1)
    monkeypatch.setattr(rules, "MOST_TOKENS", 1)
    view = saved(db, "En")
    token_for(db, view, DISA)
    with pytest.raises(Refused):
        saved(db, "Två")
    with pytest.raises(Refused):
        token_for(db, view, DISA, "t")
    assert len(views.of_view(db, view.id, DISA.id)) == 1


def test_a_token_opens_its_view_as_its_person_and_only_the_hash_is_kept(db: Database) -> None:
    view = saved(db, "Mörka")
    token = token_for(db, view, DISA, "the secret")
    assert views.opened(db, "the secret", LATER) == (view, DISA)
    assert views.opened(db, token.token_hash, LATER) is None
    [kept] = views.of_view(db, view.id, DISA.id)
    assert kept.used_at == LATER
    views.opened(db, "the secret", "2026-11-21T10:59:00Z")
    assert views.of_view(db, view.id, DISA.id)[0].used_at == LATER  # once an hour is enough
    everything = [
        str(row)
        for table in ("views", "pull_tokens", "events")
        for row in db.query(f"SELECT * FROM {table}")
    ]
    assert not [row for row in everything if "the secret" in row]
    assert [line["kind"] for line in events.of(db, "pull_token", token.id)] == ["pull_token"]
    assert events.broken_at(db) is None


def test_a_token_ends_when_it_is_over_closed_or_its_person_gone(db: Database) -> None:
    view = saved(db, "Delad", ELIN, shared=True)
    token = token_for(db, view, DISA)
    assert views.opened(db, "s", token.expires_at) is None
    assert views.opened(db, "", LATER) is None and views.opened(db, "x", LATER) is None
    views.save(db, rules.change(view, "Delad", shared=False, by=ELIN))
    assert views.opened(db, "s", LATER) is None  # no longer shared with Disa
    views.save(db, replace(view, version=3))
    assert views.opened(db, "s", LATER) is not None
    people.save(db, *accounts.disable(DISA, by=ADAM, at=AT))
    assert views.opened(db, "s", LATER) is None
    token_for(db, view, ELIN, "e")
    [elins] = views.of_view(db, view.id, ELIN.id)
    views.save_token(db, *rules.revoke(elins, by=ELIN, at=LATER))
    assert views.opened(db, "e", LATER) is None


def test_a_view_goes_with_its_tokens(db: Database) -> None:
    view, kept = saved(db, "Bort"), saved(db, "Kvar")
    token_for(db, view, DISA)
    token_for(db, kept, DISA, "k")
    views.remove(db, view)
    assert views.get(db, view.id) is None and views.opened(db, "s", LATER) is None
    assert views.opened(db, "k", LATER) == (kept, DISA)
