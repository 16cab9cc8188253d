"""Removing, restoring and reading issues."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, send
from walkapp.domain.errors import Conflict, NotAllowed, NotFound
from walkapp.domain.events import Event
from walkapp.domain.ids import new_id
from walkapp.domain.people import Membership
from walkapp.domain.walks import Walk
from walkapp.storage import events, issues
from walkapp.storage.database import Database

LATER = "2026-11-20T19:00:00Z"


@pytest.fixture
def walk(db: Database) -> Walk:
    return a_stored_walk(db)


@pytest.fixture
def bo(db: Database, walk: Walk) -> Membership:
    return a_phone(db, walk)


def logged(db: Database, walk: Walk, phone: Membership, **fields: object) -> str:
    draft = a_draft(**fields)
    send(db, draft, walk, phone)
    return draft.client_id


def test_a_removed_issue_leaves_the_lists_and_comes_back(
    db: Database, walk: Walk, bo: Membership
) -> None:
    kept, gone = logged(db, walk, bo), logged(db, walk, bo)
    issues.remove(db, gone, walk=walk, membership=bo, at=LATER)
    assert [one.issue.client_id for one in issues.for_review(db, walk.id)] == [kept]
    assert [one.issue.removed_at for one in issues.mine(db, walk.id, bo.device_id)] == [LATER, None]
    assert issues.count(db, walk.id) == 1
    issues.restore(db, gone, walk=walk, membership=bo, at=LATER)
    assert [one.issue.client_id for one in issues.for_review(db, walk.id)] == [kept, gone]
    kinds = [line["kind"] for line in events.of(db, "issue", gone)]
    assert kinds == ["logged", "removed", "restored"]


def test_removing_twice_is_one_removal(db: Database, walk: Walk, bo: Membership) -> None:
    client_id = logged(db, walk, bo)
    first = issues.remove(db, client_id, walk=walk, membership=bo, at=AT)
    assert issues.remove(db, client_id, walk=walk, membership=bo, at=LATER) == first
    assert len(events.of(db, "issue", client_id)) == 2


def test_a_removed_issue_sent_again_stays_removed(db: Database, walk: Walk, bo: Membership) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    issues.remove(db, draft.client_id, walk=walk, membership=bo, at=AT)
    assert send(db, draft, walk, bo).result == "already_stored"
    issue = issues.get(db, draft.client_id)
    assert issue and issue.removed_at == AT


def test_a_move_that_comes_late_undoes_nothing_newer(
    db: Database, walk: Walk, bo: Membership
) -> None:
    by: dict[str, Any] = {"walk": walk, "membership": bo, "at": AT}
    client_id = logged(db, walk, bo)
    issues.restore(db, client_id, **by, rev=3)  # the removal before it is still on its way
    assert issues.remove(db, client_id, **by, rev=2).removed_at is None
    assert issues.remove(db, client_id, **by, rev=4).removed_at == AT
    for late in (3, 4):
        assert issues.restore(db, client_id, **by, rev=late).removed_at == AT
    assert issues.restore(db, client_id, **by).removed_at is None  # a plain form has no number
    kinds = [line["kind"] for line in events.of(db, "issue", client_id)]
    assert kinds == ["logged", "restored", "removed", "restored"]
    issue = issues.get(db, client_id)
    assert issue and issue.rev == 4


def test_only_its_own_phone_may_remove_it_and_only_before_review(
    db: Database, walk: Walk, bo: Membership
) -> None:
    client_id = logged(db, walk, bo)
    for sender, at_walk in ((a_phone(db, walk), walk), (bo, replace(walk, state="reviewing"))):
        with pytest.raises(NotAllowed):
            issues.remove(db, client_id, walk=at_walk, membership=sender, at=AT)
    with pytest.raises(NotFound):
        issues.remove(db, new_id(), walk=walk, membership=bo, at=AT)
    assert len(events.of(db, "issue", client_id)) == 1


def test_a_phone_sees_its_own_and_the_leader_sees_all(
    db: Database, walk: Walk, bo: Membership
) -> None:
    cia, elsewhere = a_phone(db, walk), a_stored_walk(db)
    mine, hers = logged(db, walk, bo), logged(db, walk, cia)
    logged(db, elsewhere, a_phone(db, elsewhere))
    assert [one.issue.client_id for one in issues.mine(db, walk.id, bo.device_id)] == [mine]
    assert [one.issue.client_id for one in issues.for_review(db, walk.id)] == [mine, hers]
    assert issues.mine(db, elsewhere.id, bo.device_id) == []


def test_held_issues_reach_the_leader_but_not_the_count(db: Database) -> None:
    walk = a_stored_walk(db, state="reviewing")
    client_id = logged(db, walk, a_phone(db, walk))
    assert [one.issue.client_id for one in issues.for_review(db, walk.id)] == [client_id]
    assert issues.count(db, walk.id) == 0


def test_a_phone_is_told_everything_it_can_rely_on(
    db: Database, walk: Walk, bo: Membership
) -> None:
    announced = new_id()
    first, second = logged(db, walk, bo), logged(db, walk, bo, photo_ids=[announced])
    issues.remove(db, first, walk=walk, membership=bo, at=AT)
    known = issues.known(db, walk.id, bo.device_id)
    assert [one.receipt.client_id for one in known] == [first, second]
    assert known[1].receipt.missing_photos == (announced,)
    assert known[1].photos == {}


def test_a_stale_decision_is_a_conflict(db: Database, walk: Walk, bo: Membership) -> None:
    client_id = logged(db, walk, bo)
    read = issues.get(db, client_id)
    assert read
    issues.remove(db, client_id, walk=walk, membership=bo, at=AT)
    line = events.of(db, "issue", client_id)
    decided = replace(read, review="noted", version=read.version + 1)
    with pytest.raises(Conflict):
        issues.save(
            db, decided, Event(new_id(), AT, "issue", client_id, 2, "noted", "system", None)
        )
    assert events.of(db, "issue", client_id) == line
