"""Promises on both engines: what is written is read again, and a stale save is a conflict."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_person
from tests.domain.test_promises import a_commitment, a_promise, an_activity, an_indicator
from walkapp.domain import promises as rules
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.promises import Measurement, Promise
from walkapp.storage import events, people, promises
from walkapp.storage.database import Database

SIV = a_person("Siv", "safety_coordinator")
BY = {"by": SIV, "at": AT}


@pytest.fixture
def promise(db: Database) -> Promise:
    people.add(db, SIV)
    made, event = rules.added(a_promise(), **BY)
    promises.add(db, made, event)
    return made


def test_everything_under_a_promise_is_read_again(db: Database, promise: Promise) -> None:
    commitment = a_commitment(target_kind="count", target=4, unit="dialoger", of_walks=True)
    activity = an_activity(commitment_id="c1", public=True, actors=[("member", "skolan")], count=2)
    indicator = an_indicator(absolute=False)
    values = [Measurement("m2", "i", 2016, 96.5), Measurement("m1", "i", 2015, 100.0, 40, "not")]
    for thing in (commitment, activity, indicator, *values):
        promises.add(db, *rules.added(thing, **BY))
    book = promises.book(db, promise)
    assert book.commitments == (commitment,)
    assert book.activities == (replace(activity, created_by=SIV.id),)
    assert book.indicators == (indicator,)
    assert book.measurements == (values[1], values[0])
    assert events.broken_at(db) is None
    assert [line["kind"] for line in events.of(db, "activity", "a")] == ["add"]


def test_a_stale_save_is_a_conflict_and_leaves_no_history(db: Database, promise: Promise) -> None:
    first = rules.changed(promise, replace(promise, title="Nytt"), read=1, **BY)
    second = rules.changed(promise, replace(promise, title="Annat"), read=1, **BY)
    promises.save(db, *first)
    with pytest.raises(Conflict):
        promises.save(db, *second)
    kept = promises.get(db, Promise, promise.id)
    assert kept and kept.title == "Nytt"
    assert len(events.of(db, "promise", promise.id)) == 2


def test_a_year_has_one_value(db: Database, promise: Promise) -> None:
    promises.add(db, *rules.added(an_indicator(), **BY))
    promises.add(db, *rules.added(Measurement("m", "i", 2016, 3), **BY))
    with pytest.raises(Refused, match="redan ett värde"):
        promises.add(db, *rules.added(Measurement("n", "i", 2016, 4), **BY))


def test_promises_are_found_by_year(db: Database, promise: Promise) -> None:
    longer = a_promise(id="q", first_year=2015, last_year=2017)
    promises.add(db, *rules.added(longer, **BY))
    assert {p.id for p in promises.of_year(db, 2016)} == {"p", "q"}
    assert [p.id for p in promises.of_year(db, 2017)] == ["q"]
    assert promises.of_year(db, 2018) == []


def test_what_was_planned_is_carried_to_the_next_promise_once(
    db: Database, promise: Promise
) -> None:
    planned = an_activity("agreement", title="ett avtal", status="planned", starts="2017-03")
    later = replace(planned, id="b", starts="2018")
    for activity in (planned, later):
        promises.add(db, *rules.added(activity, **BY))
    following = a_promise(id="q", first_year=2017, last_year=2017)
    promises.add(db, *rules.added(following, **BY))
    book = promises.book(db, following)
    assert [activity.id for activity in book.carried] == ["a"]
    promises.add(db, *rules.taken_over(book.carried[0], following, **BY))
    book = promises.book(db, following)
    assert book.carried == () and [a.title for a in book.activities] == ["ett avtal"]
    assert promises.book(db, promise).carried == ()
