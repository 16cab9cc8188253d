"""Checks and feelings on both engines: which fixes are looked at again, and each said once."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, a_fix, a_person
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, in_parallel, send
from walkapp.domain import checks as rules
from walkapp.domain import rechecking
from walkapp.domain import stops as stop_rules
from walkapp.domain.checks import Check, CheckDraft
from walkapp.domain.errors import Conflict, NotFound
from walkapp.domain.feelings import FeelingDraft
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Differs
from walkapp.domain.people import Membership, Municipality
from walkapp.domain.rechecking import Answer, Said
from walkapp.domain.stops import GivenStop
from walkapp.domain.walks import Walk
from walkapp.storage import (
    check_answers,
    checks,
    devices,
    events,
    feelings,
    fixes,
    issues,
    municipality,
    people,
    stops,
)
from walkapp.storage.database import Database, Source

SIV = a_person("Siv", "coordinator")


@pytest.fixture(autouse=True)
def started(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    people.add(db, SIV)


@pytest.fixture
def before(db: Database) -> Walk:
    return a_stored_walk(db, state="followed_up")


@pytest.fixture
def walk(db: Database, before: Walk) -> Walk:
    return a_stored_walk(db, follows_id=before.id)


@pytest.fixture
def bo(db: Database, walk: Walk) -> Membership:
    return a_phone(db, walk)


def made(db: Database, walk: Walk, title: str = "Lampan", **changes: Any) -> Fix:
    draft = a_fix(id=new_id(), number="", title=title, walk_id=walk.id, **changes)
    return fixes.create(db, draft, by=SIV, at=AT)


def a_check(fix: Fix, result: str = "remains", **changes: Any) -> CheckDraft:
    told = {"client_id": new_id(), "fix_id": fix.id, "rev": 1, "result": result}
    return rules.parse({**told, **changes})


def say(db: Database, draft: CheckDraft, walk: Walk, phone: Membership) -> tuple[Check, str]:
    digest = rules.digest(draft)
    return checks.receive(db, draft, walk=walk, membership=phone, sha256=digest, at=AT)


def titles(db: Database, walk: Walk) -> list[str]:
    return [found.fix.title for found in checks.earlier(db, walk)]


def test_a_walk_looks_at_the_fixes_of_the_one_before_and_what_is_left_of_earlier_ones(
    db: Database, before: Walk, walk: Walk
) -> None:
    first = a_stored_walk(db)
    with db.writing():
        db.execute(
            "UPDATE walks SET follows_id = :f WHERE id = :id", {"f": first.id, "id": before.id}
        )
    for where in (first, before):
        name = "förr" if where is first else "nyss"
        made(db, where, f"klar {name}", state="closed", outcome="fixed")
        made(db, where, f"öppen {name}")
        made(db, where, f"dubblett {name}", state="closed", outcome="duplicate")
        made(db, where, f"intern {name}", visibility="internal")
    assert sorted(titles(db, walk)) == ["klar nyss", "öppen förr", "öppen nyss"]
    assert titles(db, first) == []
    assert titles(db, a_stored_walk(db)) == []


def test_a_fix_brings_the_stops_where_it_was_seen(db: Database, before: Walk, walk: Walk) -> None:
    route, event = stop_rules.added(stops.route(db, before), GivenStop("Tunneln"), by="anna", at=AT)
    stops.save(db, route, event)
    phone = a_phone(db, before)
    issue_id = send(db, a_draft(stop_id=route.stops[0].id), before, phone).client_id
    issue = issues.get(db, issue_id)
    assert issue
    draft = a_fix(id=new_id(), number="", walk_id=before.id)
    fixes.create(db, draft, [issue], by=SIV, at=AT)
    [found] = checks.earlier(db, walk)
    assert found.stop_ids == (route.stops[0].id,)


def test_a_repeated_letter_is_the_same_row(
    db: Database, before: Walk, walk: Walk, bo: Membership
) -> None:
    draft = a_check(made(db, before))
    first, word = say(db, draft, walk, bo)
    assert word == "stored"
    assert say(db, draft, walk, bo) == (first, "already_stored")
    newer, word = say(db, replace(draft, rev=2, result="fixed"), walk, bo)
    assert (word, newer.result) == ("updated", "fixed")
    with pytest.raises(Differs):
        say(db, replace(draft, note="Annat"), walk, bo)
    assert checks.of_walk(db, walk.id) == {draft.fix_id: [newer]}
    assert checks.mine(db, walk.id, bo.device_id) == {draft.fix_id: newer}
    assert checks.mine(db, walk.id, new_id()) == {}


def test_a_check_sent_many_times_at_once_is_one(
    source: Source, db: Database, before: Walk, walk: Walk, bo: Membership
) -> None:
    draft = a_check(made(db, before))
    words = [word for _, word in in_parallel(source, 6, lambda own: say(own, draft, walk, bo))]
    assert sorted(words) == ["already_stored"] * 5 + ["stored"]
    assert len(checks.of_walk(db, walk.id)[draft.fix_id]) == 1


def test_only_what_the_walk_looks_at_can_be_checked(
    db: Database, before: Walk, walk: Walk, bo: Membership
) -> None:
    hidden = made(db, before, visibility="internal")
    elsewhere = made(db, a_stored_walk(db))
    for fix in (hidden, elsewhere):
        with pytest.raises(NotFound):
            say(db, a_check(fix), walk, bo)
    assert not checks.any_of(db, walk.id)


def test_a_decision_moves_the_fix_and_stays_with_the_walk(
    db: Database, before: Walk, walk: Walk, bo: Membership
) -> None:
    fix = made(db, before, state="closed", outcome="fixed")
    check, _ = say(db, a_check(fix, "returned"), walk, bo)
    seen = rechecking.tally([check])
    said = Said("Har kommit tillbaka", AT)
    after, event = rechecking.decided(fix, "reopen", seen, walk=walk, by=SIV, said=said)
    answer = Answer(walk.id, fix.id, "reopen", "returned", SIV.id, AT)
    check_answers.save(db, answer, after, event)
    stored = fixes.get(db, fix.id)
    assert stored == after and stored.state == "assessing"
    assert check_answers.of_walk(db, walk.id) == {fix.id: answer}
    assert [line["kind"] for line in fixes.history(db, fix.id)][-1] == "reopen"
    with pytest.raises(Conflict):
        check_answers.save(db, replace(answer, verdict="remains"), after, event)
    assert check_answers.of_walk(db, walk.id) == {fix.id: answer}
    assert events.broken_at(db) is None


def test_a_phone_keeps_one_answer_for_each_stop_and_leaves_no_trace(
    db: Database, walk: Walk, bo: Membership
) -> None:
    route, event = stop_rules.added(stops.route(db, walk), GivenStop("Tunneln"), by="a", at=AT)
    stops.save(db, route, event)
    stop = route.stops[0]

    def feel(value: int, secret: str = "bo", counted: bool = True) -> str:
        draft = FeelingDraft(new_id(), stop.id, value)
        return feelings.receive(db, draft, walk=walk, secret=secret, counted=counted)

    assert [feel(2), feel(4), feel(1, "eva")] == ["stored"] * 3
    [found] = feelings.feelings_of(db, walk)
    assert found.counts == (1, 0, 0, 1, 0)
    assert feelings.own(db, walk, "bo") == {stop.id: 4}
    assert (feel(5, counted=False), feelings.own(db, walk, "bo")) == ("stored_hidden", {stop.id: 4})
    kept = " ".join(str(row) for row in db.query("SELECT * FROM feelings"))
    assert bo.device_id not in kept
    other = a_stored_walk(db)
    with pytest.raises(NotFound):
        draft = FeelingDraft(new_id(), stop.id, 3)
        feelings.receive(db, draft, walk=other, secret="bo", counted=True)
    assert stops.issues_at(db, walk.id) == {stop.id: 2}  # so it is not removed


def test_a_phone_that_leaves_takes_its_key_and_leaves_its_checks(
    db: Database, before: Walk, walk: Walk, bo: Membership
) -> None:
    check, _ = say(db, a_check(made(db, before)), walk, bo)
    devices.leave(db, bo, AT)
    assert checks.mine(db, walk.id, bo.device_id) == {}
    [kept] = checks.of_walk(db, walk.id)[check.fix_id]
    assert kept.device_id != bo.device_id
    devices.sweep(db, "2100-01-01T00:00:00Z")
    assert checks.get(db, check.check_id) is not None
