"""Voices on both engines: one of each phone, counted for those who decide."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, a_person
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, in_parallel, send
from walkapp.domain import fixes as fix_rules
from walkapp.domain.errors import Refused
from walkapp.domain.issues import VoiceReceipt
from walkapp.domain.people import Membership, Municipality
from walkapp.domain.walks import Walk
from walkapp.storage import devices, fixes, issues, municipality, people, review
from walkapp.storage.database import Database, Source


class Scene:
    """A walk where Bo has logged one issue, and phones that saw it too."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.walk: Walk = a_stored_walk(db)
        self.bo = a_phone(db, self.walk)
        self.issue = self.logs(self.bo)

    def logs(self, phone: Membership, **fields: Any) -> str:
        draft = a_draft(**{"category": "belysning", "lat": 59.058, "lon": 16.588, **fields})
        send(self.db, draft, self.walk, phone)
        return draft.client_id

    def says(self, phone: Membership, issue: str = "", *, state: str = "open") -> VoiceReceipt:
        walk = replace(self.walk, state=state)
        return issues.say(self.db, issue or self.issue, walk=walk, membership=phone, at=AT)

    def takes_back(self, phone: Membership, *, state: str = "open") -> VoiceReceipt:
        walk = replace(self.walk, state=state)
        return issues.take_back(self.db, self.issue, walk=walk, membership=phone, at=AT)

    def counted(self) -> int:
        return issues.voices_by_issue(self.db, self.walk.id).get(self.issue, 0)


@pytest.fixture
def scene(db: Database) -> Scene:
    return Scene(db)


def test_a_voice_is_counted_once_however_often_it_is_said(db: Database, scene: Scene) -> None:
    cia, dan = a_phone(db, scene.walk), a_phone(db, scene.walk)
    first = scene.says(cia)
    assert (first.result, first.voices, first.number, first.received_at) == ("stored", 1, 1, AT)
    assert scene.says(cia) == replace(first, result="already_stored")
    assert scene.says(dan).voices == 2
    assert scene.counted() == 2
    assert issues.voices_of(db, scene.walk.id, cia.device_id) == [scene.issue]
    assert issues.voices_of(db, scene.walk.id, scene.bo.device_id) == []


def test_twenty_at_once_are_one_row(source: Source, db: Database, scene: Scene) -> None:
    cia = a_phone(db, scene.walk)

    def once(connection: Database) -> str:
        walk, issue = scene.walk, scene.issue
        return issues.say(connection, issue, walk=walk, membership=cia, at=AT).result

    assert Counter(in_parallel(source, 20, once)) == {"stored": 1, "already_stored": 19}
    assert scene.counted() == 1


def test_what_one_logged_oneself_gets_no_voice(scene: Scene) -> None:
    with pytest.raises(Refused):
        scene.says(scene.bo)
    assert scene.counted() == 0


def test_a_voice_is_taken_back_until_review_begins(db: Database, scene: Scene) -> None:
    cia = a_phone(db, scene.walk)
    scene.says(cia)
    assert scene.takes_back(cia, state="reviewing").result == "stored_hidden"
    assert scene.counted() == 1
    assert (scene.takes_back(cia).result, scene.counted()) == ("stored", 0)
    assert scene.takes_back(cia).result == "already_stored"
    assert scene.says(cia).result == "stored"


@pytest.mark.parametrize(("state", "revoked_at"), [("reviewing", None), ("open", AT)])
def test_what_comes_too_late_is_kept_and_not_counted(
    db: Database, scene: Scene, state: str, revoked_at: str | None
) -> None:
    cia = replace(a_phone(db, scene.walk), revoked_at=revoked_at)
    receipt = scene.says(cia, state=state)
    assert (receipt.result, receipt.voices, scene.counted()) == ("stored_hidden", 0, 0)
    assert issues.voices_of(db, scene.walk.id, cia.device_id) == [scene.issue]
    assert scene.says(cia, state=state).result == "stored_hidden"
    assert scene.takes_back(cia, state=state).result == "stored_hidden"
    assert issues.voices_of(db, scene.walk.id, cia.device_id) == []


def test_a_removed_issue_loses_its_voices_and_gets_them_back(db: Database, scene: Scene) -> None:
    cia = a_phone(db, scene.walk)
    scene.says(cia)
    bo = {"walk": scene.walk, "membership": scene.bo, "at": AT}
    issues.remove(db, scene.issue, **bo)
    assert (scene.counted(), scene.says(cia).voices) == (0, 0)
    issues.restore(db, scene.issue, **bo)
    assert scene.counted() == 1


def test_its_walker_and_the_leader_read_the_count(db: Database, scene: Scene) -> None:
    scene.says(a_phone(db, scene.walk))
    other = scene.logs(a_phone(db, scene.walk))
    [mine] = issues.mine(db, scene.walk.id, scene.bo.device_id)
    assert mine.voices == 1
    found = {one.issue.client_id: one.voices for one in review.of_walk(db, scene.walk.id)}
    assert found == {scene.issue: 1, other: 0}


def test_a_fix_counts_each_phone_once_and_not_those_that_logged(db: Database, scene: Scene) -> None:
    disa = a_person("Disa", "coordinator")
    people.add(db, disa)
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    cia, dan = a_phone(db, scene.walk), a_phone(db, scene.walk)
    second = scene.logs(dan)
    for phone, issue in ((cia, scene.issue), (cia, second), (dan, scene.issue)):
        scene.says(phone, issue)
    chosen = [one.issue for one in review.of_walk(db, scene.walk.id)]
    draft = fix_rules.new_fix(chosen, walk=scene.walk, areas=[], at=AT)
    fix = fixes.create(db, draft, chosen, by=disa, at=AT)
    assert fixes.belongings(db, fix.id).voices == 1


def test_nearby_is_what_others_logged_and_may_be_shared(db: Database, scene: Scene) -> None:
    cia = a_phone(db, scene.walk)
    idea = scene.logs(scene.bo, kind="idea", place_type="park")
    for kind in ("good", "question"):
        scene.logs(scene.bo, kind=kind)
    scene.logs(cia)
    gone, held, rejected = (scene.logs(scene.bo) for _ in range(3))
    issues.remove(db, gone, walk=scene.walk, membership=scene.bo, at=AT)
    db.execute("UPDATE issues SET held = 1 WHERE client_id = :id", {"id": held})
    db.execute("UPDATE issues SET review = 'rejected' WHERE client_id = :id", {"id": rejected})
    elsewhere = a_stored_walk(db)
    send(db, a_draft(category="skrap"), elsewhere, a_phone(db, elsewhere))
    scene.says(cia)
    found = issues.nearby(db, scene.walk, cia)
    assert [one.client_id for one in found] == [idea, scene.issue]
    assert (found[0].category, found[0].place_type, found[0].voices) == ("belysning", "park", 0)
    assert (found[1].voices, found[1].lat, found[1].at) == (1, 59.058, AT)
    assert issues.nearby(db, replace(scene.walk, state="reviewing"), cia) == []
    assert issues.nearby(db, scene.walk, replace(cia, revoked_at=AT)) == []


def test_a_phone_that_left_a_voice_is_not_swept_away(db: Database, scene: Scene) -> None:
    scene.says(a_phone(db, scene.walk))
    a_phone(db, scene.walk)
    assert devices.sweep(db, "2100-01-01T00:00:00Z") == 1
    assert scene.counted() == 1
