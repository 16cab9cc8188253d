"""People, parties and areas as they are kept."""

import threading
from dataclasses import replace

import pytest

from tests.cast import AT, a_party, a_person, an_area
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.events import Event
from walkapp.domain.ids import new_id
from walkapp.domain.people import Municipality, Person
from walkapp.storage import areas, events, municipality, parties, people, sessions
from walkapp.storage.database import Database, Source

LATER = "2026-11-27T18:00:00Z"


def an_event(thing_id: str, version: int = 1, word: str = "person") -> Event:
    return Event(new_id(), AT, word, thing_id, version, "edit", "system", None)


def changed(person: Person, **changes: object) -> tuple[Person, Event]:
    new = replace(person, version=person.version + 1, **changes)  # type: ignore[arg-type]
    return new, an_event(person.id, new.version)


def test_a_person_comes_back_as_saved(db: Database) -> None:
    party = a_party()
    parties.add(db, party)
    anna = a_person("Anna", "leader", "coordinator", party=party)
    people.add(db, anna)
    assert people.get(db, anna.id) == anna
    assert people.by_email(db, " ANNA@flen.example ") == anna
    assert people.by_email(db, "nobody@flen.example") is None


def test_names_sort_in_swedish_and_the_disabled_are_left_out(db: Database) -> None:
    for name in ("Örjan", "Åsa", "Zäta", "Ärla", "anders"):
        people.add(db, a_person(name))
    zata = people.by_email(db, "zäta@flen.example")
    assert zata
    people.save(db, *changed(zata, disabled_at=AT))
    assert [p.name for p in people.all(db)] == ["anders", "Zäta", "Åsa", "Ärla", "Örjan"]
    assert [p.name for p in people.all(db, working=True)] == ["anders", "Åsa", "Ärla", "Örjan"]


def test_only_those_with_the_role_are_listed(db: Database) -> None:
    anna, bo, cia = a_person("Anna", "leader"), a_person("Bo", "party"), a_person("Cia", "admin")
    for person in (anna, bo, cia):
        people.add(db, person)
    assert people.with_role(db, "leader", "admin") == [anna, cia]
    assert people.named(db, [bo.id, cia.id]) == [bo, cia]


def test_a_stale_save_is_a_conflict_and_leaves_no_history(db: Database) -> None:
    anna = a_person("Anna", "leader")
    people.add(db, anna)
    people.save(db, *changed(anna, name="Anna A"))
    with pytest.raises(Conflict):
        people.save(db, *changed(anna, roles=frozenset({"admin"})))
    kept = people.get(db, anna.id)
    assert kept and kept.name == "Anna A" and kept.roles == {"leader"}
    assert len(events.of(db, "person", anna.id)) == 1


@pytest.mark.parametrize("change", [{"disabled_at": AT}, {"roles": frozenset({"party"})}])
def test_losing_a_role_or_being_disabled_ends_every_session(
    db: Database, change: dict[str, object]
) -> None:
    anna = a_person("Anna", "leader")
    people.add(db, anna)
    token = sessions.open_session(db, anna.id, AT)
    assert sessions.person_of(db, token, AT) == anna
    people.save(db, *changed(anna, **change))
    assert sessions.person_of(db, token, AT) is None


def test_a_new_name_keeps_the_session(db: Database) -> None:
    anna = a_person("Anna", "leader")
    people.add(db, anna)
    token = sessions.open_session(db, anna.id, AT)
    people.save(db, *changed(anna, name="Anna A"))
    assert sessions.person_of(db, token, AT) is not None


def test_an_address_belongs_to_one_person(db: Database) -> None:
    anna, bo = a_person("Anna"), a_person("Bo")
    people.add(db, anna)
    people.add(db, bo)
    with pytest.raises(Refused, match="används redan") as refused:
        people.save(db, *changed(bo, email=anna.email))
    assert refused.value.field == "email"
    with pytest.raises(Refused):
        people.add(db, replace(a_person("Cia"), email=anna.email))
    assert people.get(db, bo.id) == bo and len(people.all(db)) == 2
    assert events.of(db, "person", bo.id) == []


@pytest.mark.parametrize("change", [{"disabled_at": AT}, {"roles": frozenset({"leader"})}])
def test_the_last_administrator_is_kept(db: Database, change: dict[str, object]) -> None:
    anna, bo = a_person("Anna", "admin"), a_person("Bo", "admin")
    people.add(db, anna)
    people.add(db, bo)
    people.save(db, *changed(anna, **change))
    with pytest.raises(Refused, match="minst en administratör"):
        people.save(db, *changed(bo, **change))
    assert people.get(db, bo.id) == bo


def test_two_administrators_cannot_remove_each_other_at_once(source: Source, db: Database) -> None:
    anna, bo = a_person("Anna", "admin"), a_person("Bo", "admin")
    people.add(db, anna)
    people.add(db, bo)
    refused: list[Refused] = []

    def remove(person: Person) -> None:
        mine = source.connect()
        try:
            people.save(mine, *changed(person, disabled_at=AT))
        except Refused as refusal:
            refused.append(refusal)
        mine.close()

    threads = [threading.Thread(target=remove, args=(person,)) for person in (anna, bo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1 and len(people.with_role(db, "admin")) == 1


def test_a_link_works_once(db: Database) -> None:
    anna = a_person("Anna")
    people.add(db, anna)
    token = people.invite(db, anna.id, LATER)
    assert people.invited(db, token, AT) == anna
    assert people.waiting(db, AT) == {anna.id}
    assert people.accept(db, token, "hash", an_event(anna.id))
    assert people.password_hash(db, anna.id) == "hash"
    assert people.invited(db, token, AT) is None
    assert not people.accept(db, token, "another", an_event(anna.id))
    assert people.password_hash(db, anna.id) == "hash"
    assert people.waiting(db, AT) == frozenset()


def test_a_link_runs_out_and_a_new_one_replaces_it(db: Database) -> None:
    anna = a_person("Anna")
    people.add(db, anna)
    first = people.invite(db, anna.id, LATER)
    second = people.invite(db, anna.id, LATER)
    assert people.invited(db, first, AT) is None
    assert people.invited(db, second, AT) == anna
    assert people.invited(db, second, LATER) is None
    assert people.sweep(db, AT) == 0
    assert people.sweep(db, LATER) == 1


def test_the_link_of_a_disabled_person_opens_nothing(db: Database) -> None:
    anna = a_person("Anna")
    people.add(db, anna)
    token = people.invite(db, anna.id, LATER)
    people.save(db, *changed(anna, disabled_at=AT))
    assert people.invited(db, token, AT) is None


def test_a_new_password_ends_sessions_and_links(db: Database) -> None:
    anna = a_person("Anna")
    people.add(db, anna, "old")
    session = sessions.open_session(db, anna.id, AT)
    link = people.invite(db, anna.id, LATER)
    people.change_password(db, anna.id, "new", an_event(anna.id))
    assert people.password_hash(db, anna.id) == "new"
    assert sessions.person_of(db, session, AT) is None
    assert people.invited(db, link, AT) is None


def test_a_rehash_never_undoes_a_newer_password(db: Database) -> None:
    anna = a_person("Anna")
    people.add(db, anna, "newer")
    people.rehash(db, anna.id, old="old", new="old again")
    assert people.password_hash(db, anna.id) == "newer"
    people.rehash(db, anna.id, old="newer", new="newer again")
    assert people.password_hash(db, anna.id) == "newer again"


def test_parties_and_areas_come_back_and_conflict(db: Database) -> None:
    party, area = a_party("Ängens bostäder", external=True), an_area("Centrum")
    parties.add(db, party, an_event(party.id, word="party"))
    areas.add(db, area)
    assert parties.get(db, party.id) == party and areas.get(db, area.id) == area
    closed = replace(party, active=False, version=2)
    parties.save(db, closed, an_event(party.id, 2, "party"))
    assert parties.all(db) == [closed] and parties.all(db, active=True) == []
    renamed = replace(area, name="Torget", version=2)
    areas.save(db, renamed, an_event(area.id, 2, "area"))
    assert areas.all(db) == [renamed]
    with pytest.raises(Refused, match="heter så"):
        parties.add(db, a_party(party.name))
    with pytest.raises(Refused, match="heter så"):
        areas.add(db, an_area("Torget"))
    with pytest.raises(Conflict):
        parties.save(db, closed, an_event(party.id, 2, "party"))
    with pytest.raises(Conflict):
        areas.save(db, renamed, an_event(area.id, 2, "area"))


def test_there_is_one_municipality(db: Database) -> None:
    with pytest.raises(municipality.NotStarted):
        municipality.get(db)
    flen = Municipality("Flens kommun", "Flen", "FLEN")
    municipality.save(db, flen)
    newer = replace(flen, danger_phone="0157-43 00 00", version=2)
    municipality.save(db, newer, an_event("1", 2, "municipality"))
    assert municipality.get(db) == newer
    with pytest.raises(Conflict):
        municipality.save(db, replace(flen, version=2))
