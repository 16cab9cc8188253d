"""Promises on both engines: what is written is read again, and a stale save is a conflict."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_fix, a_person, a_walk, an_area
from tests.domain.test_promises import (
    a_commitment,
    a_goal,
    a_promise,
    an_activity,
    an_indicator,
)
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, send
from walkapp.domain import areas as area_rules
from walkapp.domain import promises as rules
from walkapp.domain import review as decisions
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.people import Municipality
from walkapp.domain.promises import Indicator, Measurement, Promise
from walkapp.domain.walks import event as walk_event
from walkapp.storage import (
    areas,
    events,
    fixes,
    issues,
    municipality,
    people,
    promise_walks,
    promises,
    public_fixes,
    review,
    walks,
)
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
    goal = a_goal(background="Mörkt.", until="2016-10")
    commitment = a_commitment(
        goal_id="g", target_kind="count", target=4, unit="dialoger", of_walks=True
    )
    activity = an_activity(commitment_id="c1", public=True, actors=[("member", "skolan")], count=2)
    indicator = an_indicator(absolute=False)
    values = [Measurement("m2", "i", 2016, 96.5), Measurement("m1", "i", 2015, 100.0, 40, "not")]
    for thing in (goal, commitment, activity, indicator, *values):
        promises.add(db, *rules.added(thing, **BY))
    book = promises.book(db, promise)
    assert (book.goals, book.commitments) == ((goal,), (commitment,))
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


def test_what_is_taken_away_is_gone_from_everywhere_until_it_comes_back(
    db: Database, promise: Promise
) -> None:
    plan = an_activity(status="planned", starts="2017")
    things = (a_goal(), a_commitment(), plan, an_indicator(), Measurement("m", "i", 2016, 3))
    for thing in things:
        promises.add(db, *rules.added(thing, **BY))
    following = a_promise(id="q", first_year=2017, last_year=2017)
    full = promises.book(db, promise)
    gone = [rules.removed(thing, read=1, **BY) for thing in things]
    for thing, event in gone:
        promises.save(db, thing, event)
    assert promises.book(db, promise) == rules.Book(promise)
    assert promises.carried(db, following) == ()
    # That of an indicator goes with it, and comes back with it.
    assert promises.removed_under(db, promise) == [thing for thing, _ in gone[:4]]
    for thing, _event in gone:
        promises.save(db, *rules.restored(thing, **BY))
    back = promises.book(db, promise)
    assert [thing.id for thing in back.goals] == [thing.id for thing in full.goals]
    assert len(back.measurements) == len(back.commitments) == 1
    assert [a.id for a in promises.carried(db, following)] == ["a"]
    promises.save(db, *rules.removed(promise, read=1, **BY))
    assert (promises.all(db), promises.of_year(db, 2016)) == ([], [])
    assert [p.id for p in promises.removed_ones(db)] == ["p"]
    assert promises.carried(db, following) == ()


def test_a_value_does_not_come_back_beside_another_of_its_year(
    db: Database, promise: Promise
) -> None:
    promises.add(db, *rules.added(an_indicator(), **BY))
    first = Measurement("m", "i", 2016, 3)
    promises.add(db, *rules.added(first, **BY))
    gone = rules.removed(first, read=1, **BY)
    promises.save(db, *gone)
    promises.add(db, *rules.added(Measurement("n", "i", 2016, 4), **BY))
    with pytest.raises(Refused, match="redan ett värde"):
        promises.save(db, *rules.restored(gone[0], **BY))
    assert promises.get(db, Indicator, "i")


def test_a_promise_begins_with_what_was_planned_for_it_or_not_at_all(
    db: Database, promise: Promise
) -> None:
    promises.add(db, *rules.added(an_activity(status="planned", starts="2017-03"), **BY))
    following = a_promise(id="q", first_year=2017, last_year=2017)
    assert [(p.id, a.id) for p, a in promises.planned_for(db, 2017)] == [("p", "a")]
    assert promises.planned_for(db, 2016) == []
    [along] = [rules.taken_over(a, following, **BY) for a in promises.carried(db, following)]
    broken = (replace(along[0], promise_id="nobody"), along[1])
    begun = rules.added(following, **BY)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        promises.add(db, *begun, [broken])
    assert promises.get(db, Promise, "q") is None
    promises.add(db, *begun, [along])
    assert [a.from_id for a in promises.book(db, following).activities] == ["a"]
    assert promises.planned_for(db, 2017) == []


def test_counts_say_what_the_rows_say(db: Database, promise: Promise) -> None:
    here, there = an_area("Resecentrum"), an_area("Centrum")
    for area in (here, there):
        areas.add(db, area)
    day = "2016-04-20T17:00:00Z"
    held = a_walk(starts_at=day, state="reviewing", participants=14)
    off = a_walk(starts_at=day, state="cancelled")
    for walk in (held, off, a_walk(starts_at="2017-04-20T17:00:00Z", state="reviewing")):
        walks.add(db, walk)
    closed = {"state": "closed", "visibility": "public", "walk_id": held.id, "area_id": here.id}
    made = [
        *({**closed, "outcome": "fixed", "remedy": "lampor lagats"} for _ in range(3)),
        {**closed, "outcome": "fixed", "remedy": "klotter sanerats", "category": "klotter"},
        {**closed, "outcome": "partly_fixed", "visibility": "public_coarse"},
        {**closed, "outcome": "fixed", "visibility": "internal"},
        {**closed, "outcome": "out_of_scope"},
        {**closed, "outcome": "duplicate"},
        {**closed, "state": "planned", "area_id": there.id},
        {**closed, "walk_id": off.id, "outcome": "gone"},
    ]
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    for changes in made:
        fixes.create(db, a_fix(**changes), by=SIV, at=AT)
    book, counted = promise_walks.with_summary(db, promises.book(db, promise))
    _rows, summary = public_fixes.of_years(db, 2016, 2016)
    names = {here.id: here.name, there.id: there.name}
    told = {"areas": names, "place": "Flen"}
    assert rules.account(book, counted, **told) == rules.account(book, summary, **told)
    same = ("parts", "remedies", "out_of_scope", "not_shown", "walks", "areas")
    assert [getattr(counted, n) for n in same] == [getattr(summary, n) for n in same]
    [walk] = book.walks
    assert (walk.participants, walk.fixes, walk.fixed, walk.slug) == (14, 6, 4, "")
    assert (walk.form, walk.light) == ("Gemensam vandring", "dagsljus")
    assert summary.forms == {"led": 1} and summary.setting == ("daylight", "")


def test_every_change_shows_in_the_counts_at_once(db: Database, promise: Promise) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    area = an_area("Centrum")
    areas.add(db, area)
    day = "2016-04-20T17:00:00Z"
    walk = a_stored_walk(db, starts_at=day, state="open", participants=14, area_id=area.id)

    def told() -> tuple[str, int | None, int, int]:
        [held] = promise_walks.with_walks(db, promises.book(db, promise)).walks
        return held.area, held.participants, held.issues, held.fixes

    assert told() == ("Centrum", 14, 0, 0)
    shown = {"state": "planned", "visibility": "public", "walk_id": walk.id}
    fixes.create(db, a_fix(**shown), by=SIV, at=AT)
    assert told() == ("Centrum", 14, 0, 1)
    draft = a_draft()
    send(db, draft, walk, a_phone(db, walk))
    assert told() == ("Centrum", 14, 1, 1)
    counted = replace(walk, participants=15, version=walk.version + 1)
    walks.save(db, counted, walk_event(counted, "edit", by=SIV.id, at=AT, data={}))
    assert told() == ("Centrum", 15, 1, 1)
    issue = issues.get(db, draft.client_id)
    assert issue
    review.save(db, *decisions.reject(issue, "personal_data", by=SIV, at=AT))
    assert told() == ("Centrum", 15, 0, 1)
    renamed = area_rules.change(area, area_rules.Given("Torget"), read=area.version, **BY)
    areas.save(db, *renamed)
    assert told() == ("Torget", 15, 0, 1)
