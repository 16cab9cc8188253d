"""Every word of the receipt table in one place, and the fault cases of a walk's life.

The numbers are those of the fault cases that a trustworthy app must survive.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.cast import a_person, a_walk
from tests.storage import pictures
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter, put_photo
from walkapp.domain import review as review_rules
from walkapp.domain import walks as walk_rules
from walkapp.domain.ids import new_id
from walkapp.domain.issues import MAX_ISSUES_PER_PHONE, Issue
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import devices, events, issues, people, photos, review, walks
from walkapp.storage.blobs import NoSpace
from walkapp.storage.database import Database, sqlite3

Joined = Callable[..., Caller]
PICTURE = pictures.jpeg(80, 60)
PAST, FUTURE = "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"


@dataclass
class Scene:
    """A walk with one phone in it, and an issue it has sent."""

    db: Database
    walk: Walk
    phone: Caller
    stranger: Caller
    patch: pytest.MonkeyPatch
    leader: Person
    body: dict[str, Any]

    def post(self, body: dict[str, Any] | bytes | None = None, **given: Any) -> TestResponse:
        return letter(self.phone, f"/walks/{self.walk.id}/issues", body or an_issue_body(), **given)

    def write(self, sql: str) -> None:
        with self.db.writing():
            self.db.execute(sql)

    def state(self, state: str, until: str | None = None) -> None:
        shown = f"'{until}'" if until else "NULL"
        self.write(f"UPDATE walks SET state = '{state}', closing_until = {shown}")

    def issue(self) -> Issue:
        found = issues.get(self.db, self.body["client_id"])
        assert found
        return found

    def decide(self, decided: tuple[Issue, Any]) -> None:
        review.save(self.db, *decided)

    def photo(self, photo_id: str | None = None, **given: Any) -> TestResponse:
        return put_photo(self.phone, self.body["client_id"], photo_id or new_id(), PICTURE, **given)

    def failing(self, name: str, error: Exception) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise error

        self.patch.setattr(issues, name, fail)


@pytest.fixture
def scene(
    db: Database, joined: Joined, caller: Callable[[], Caller], monkeypatch: pytest.MonkeyPatch
) -> Scene:
    anna = a_person("Anna", "leader")
    people.add(db, anna)
    walk = a_walk(anna)
    phone = joined(walk)
    made = Scene(db, walk, phone, caller(), monkeypatch, anna, an_issue_body())
    assert made.post(made.body).status_code == 201
    return made


def late(scene: Scene) -> TestResponse:
    scene.state("closing", FUTURE)
    return scene.post()


def held(scene: Scene) -> TestResponse:
    scene.state("closing", PAST)
    return scene.post()


def shut_out(scene: Scene) -> TestResponse:
    scene.write(f"UPDATE memberships SET revoked_at = '{PAST}'")
    return scene.post()


def nobody_closed_it(scene: Scene) -> TestResponse:
    scene.write(
        "UPDATE walks SET starts_at = '2020-01-01T18:00:00Z', ends_at = '2020-01-01T20:00:00Z'"
    )
    return scene.post()


def hidden(scene: Scene) -> TestResponse:
    scene.write("UPDATE issues SET review = 'rejected'")
    return scene.post(scene.body)


def unknown_walk(scene: Scene) -> TestResponse:
    scene.write("DELETE FROM memberships")
    return scene.post()


def rejoin(scene: Scene) -> TestResponse:
    return letter(scene.stranger, f"/walks/{scene.walk.id}/issues", an_issue_body())


def full(scene: Scene) -> TestResponse:
    for _ in range(MAX_ISSUES_PER_PHONE - 1):
        assert scene.post().status_code == 201
    return scene.post()


def busy(scene: Scene) -> TestResponse:
    scene.failing("receive", sqlite3.OperationalError("database is locked"))
    return scene.post()


def no_space(scene: Scene) -> TestResponse:
    scene.failing("receive", NoSpace())
    return scene.post()


def newer(scene: Scene, rev: int) -> TestResponse:
    return scene.post({**scene.body, "note": "Ännu mörkare", "rev": rev})


TABLE: dict[str, tuple[Callable[[Scene], TestResponse], int, str]] = {
    "new": (lambda scene: scene.post(), 201, "stored"),
    "sent again": (lambda scene: scene.post(scene.body), 200, "already_stored"),
    "newer edition": (lambda scene: newer(scene, 2), 200, "updated"),
    "other content": (lambda scene: newer(scene, 1), 409, "conflict"),
    "hidden by the leader": (hidden, 200, "stored_hidden"),
    "within the grace": (late, 201, "stored_late"),
    "after the grace": (held, 202, "held_for_review"),
    "shut out": (shut_out, 202, "held_for_review"),
    "nobody closed it": (nobody_closed_it, 202, "held_for_review"),
    "unknown walk": (unknown_walk, 404, "unknown_walk"),
    "no cookie": (rejoin, 401, "login"),
    "another site": (
        lambda scene: scene.post(headers={"Sec-Fetch-Site": "cross-site"}),
        403,
        "origin",
    ),
    "malformed": (lambda scene: scene.post(b"{"), 422, "rejected"),
    "too long": (lambda scene: scene.post(an_issue_body(note="x" * 20_000)), 413, "too_large"),
    "altered on the way": (
        lambda scene: scene.post(headers={"X-Content-SHA256": "0" * 64}),
        400,
        "bad_digest",
    ),
    "too many": (full, 429, "slow_down"),
    "busy": (busy, 503, "busy"),
    "no space": (no_space, 507, "no_space"),
}


@pytest.mark.parametrize("case", TABLE)
def test_each_word_of_the_receipt_table(scene: Scene, case: str) -> None:
    act, status, result = TABLE[case]
    answer = act(scene)
    body = answer.get_json()
    assert (answer.status_code, body["result"], body["nonce"]) == (status, result, "n-1")
    assert bool(answer.headers.get("Retry-After")) is (status in (429, 503))
    if status >= 400:
        assert body["error"].endswith(".")
    assert issues.get(scene.db, scene.body["client_id"])


def test_16_a_shut_out_phone_is_held_with_its_newer_edition(scene: Scene) -> None:
    assert shut_out(scene).get_json()["result"] == "held_for_review"
    assert newer(scene, 2).get_json()["result"] == "held_for_review"
    assert (scene.issue().held, scene.issue().note) == (True, "Ännu mörkare")


def test_17_the_leader_ends_the_grace_early_by_starting_the_review(scene: Scene) -> None:
    walk = scene.walk
    for move, result in (("close", "stored_late"), ("review", "held_for_review")):
        walk, event = walk_rules.move(walk, move, by=scene.leader.id, at=walk.starts_at)
        if move == "close":
            walk = replace(walk, closing_until=FUTURE)
        walks.save(scene.db, walk, event)
        assert scene.post().get_json()["result"] == result


def test_18_a_walk_that_is_gone_answers_so_that_the_phone_keeps_its_issues(scene: Scene) -> None:
    body = unknown_walk(scene).get_json()
    assert body["result"] == "unknown_walk" and "Gå med igen" in body["error"]


def test_19_a_photo_of_a_hidden_issue_is_taken_in_and_hidden(scene: Scene) -> None:
    scene.state("reviewing")
    scene.decide(
        review_rules.reject(scene.issue(), "offensive", by=scene.leader, at=scene.walk.starts_at)
    )
    photo_id = new_id()
    for result in ("stored_hidden", "stored_hidden"):
        answer = scene.photo(photo_id)
        assert (answer.status_code, answer.get_json()["result"]) == (200, result)
    photo = photos.get(scene.db, photo_id)
    assert photo and photo.review == "hidden"


def test_20_the_owners_words_and_the_leaders_are_both_kept(scene: Scene) -> None:
    scene.state("reviewing")
    scene.decide(
        review_rules.edit(
            scene.issue(), "Lampor är trasiga", True, by=scene.leader, at=scene.walk.starts_at
        )
    )
    answer = newer(scene, 2)
    assert (answer.status_code, answer.get_json()["rev"]) == (202, 2)
    issue = scene.issue()
    assert (issue.note, issue.rev, issue.held) == ("Ännu mörkare", 2, True)
    assert (issue.edited_text, issue.public) == ("Lampor är trasiga", True)
    assert review_rules.public_text(issue) == "Lampor är trasiga"
    history = events.of(scene.db, "issue", issue.client_id)
    assert [line["kind"] for line in history] == ["logged", "edit", "edited"]


def test_20_words_nobody_has_read_are_not_public(scene: Scene) -> None:
    scene.state("reviewing")
    scene.decide(
        review_rules.edit(scene.issue(), "", True, by=scene.leader, at=scene.walk.starts_at)
    )
    assert review_rules.public_text(scene.issue()) == "Mörkt här"
    newer(scene, 2)
    assert review_rules.public_text(scene.issue()) == ""
    scene.decide(review_rules.accept_held(scene.issue(), by=scene.leader, at=scene.walk.starts_at))
    assert review_rules.public_text(scene.issue()) == "Ännu mörkare"


def test_55_issues_keep_their_author_when_the_phone_is_handed_on(scene: Scene) -> None:
    [member] = devices.members(scene.db, scene.walk.id)
    waiting, plain = an_issue_body(author="Bo"), an_issue_body()
    devices.join(scene.db, member.device_id, scene.walk.id, name="Cia", at=scene.walk.starts_at)
    for body in (waiting, plain):
        assert scene.post(body).status_code == 201
    authors = [found.author for found in review.of_walk(scene.db, scene.walk.id)]
    assert authors == ["Bo", "Bo", "Cia"]


def test_60_a_flood_is_answered_and_never_dropped_silently(scene: Scene) -> None:
    assert full(scene).status_code == 429
    answers = [scene.post() for _ in range(5)]
    assert {answer.status_code for answer in answers} == {429}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    assert scene.post(scene.body).get_json()["result"] == "already_stored"
    assert newer(scene, 2).get_json()["result"] == "updated"
