"""Any order of sending, repeating, changing, removing and reviewing, held against a plain model.

The steps are those of several phones: puts, replays, stale editions that come late, the same letter
four times at once, photos before and after their issue, other bytes under a known id.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import AT
from tests.storage import pictures
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, hash_of, in_parallel, send
from walkapp.domain.errors import Conflict, NotAllowed
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Draft
from walkapp.domain.people import Membership
from walkapp.domain.walks import Walk
from walkapp.storage import events, issues, photos
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database, Source
from walkapp.storage.photos import Upload

# How many sequences on each engine; MODEL_SEQUENCES asks for more.
SEQUENCES = int(os.environ.get("MODEL_SEQUENCES", "60"))
AT_ONCE = 4
PHONES, ISSUES = 3, 3
PICTURES = [pictures.jpeg(80, 60), pictures.jpeg(80, 60, seed=2)]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["send", "send", "send", "at once", "photo", "photo", "remove", "restore", "review"]
        ),
        st.integers(0, PHONES - 1),
        st.integers(0, ISSUES - 1),
        st.integers(1, 3),  # which edition
        st.integers(0, 1),  # which words, or which picture
    ),
    max_size=25,
)
WORDS = ["mörkt", "ljust"]


@dataclass
class Kept:
    """What must be true of one issue."""

    phone: int
    draft: Draft
    sent: set[str] = field(default_factory=set)
    removed: bool = False


@dataclass
class Model:
    """What a careful secretary with one notebook would have."""

    reviewing: bool = False
    kept: dict[str, Kept] = field(default_factory=dict)
    photos: dict[str, int] = field(default_factory=dict)

    def send(self, phone: int, draft: Draft) -> str:
        seen, digest = self.kept.get(draft.client_id), hash_of(draft)
        if seen is None:
            self.kept[draft.client_id] = Kept(phone, draft, {digest})
            return "held_for_review" if self.reviewing else "stored"
        if digest in seen.sent:
            return "already_stored"
        if seen.phone != phone or draft.rev <= seen.draft.rev:
            return "conflict"
        seen.draft = draft
        seen.sent.add(digest)
        return "held_for_review" if self.reviewing else "updated"

    def move(self, phone: int, client_id: str, *, away: bool) -> bool:
        seen = self.kept[client_id]
        if seen.phone != phone or self.reviewing:
            return False
        seen.removed = away
        return True

    def photo(self, photo_id: str, picture: int) -> str:
        if photo_id not in self.photos:
            self.photos[photo_id] = picture
            return "stored"
        return "already_stored" if self.photos[photo_id] == picture else "conflict"


@dataclass
class World:
    """A walk with its phones, and the ids they use."""

    db: Database
    source: Source
    blobs: Blobs
    walk: Walk
    phones: list[Membership]
    ids: list[str]
    photo_ids: dict[tuple[int, int], str] = field(default_factory=dict)
    model: Model = field(default_factory=lambda: Model())

    def step(self, kind: str, phone: int, which: int, rev: int, chosen: int) -> None:
        """Do one thing on both sides; they must agree."""
        client_id = self.ids[which]
        if kind == "review":
            self.walk, self.model.reviewing = replace(self.walk, state="reviewing"), True
        elif kind == "photo":
            self.photo(phone, which, chosen)
        elif kind in ("send", "at once"):
            draft = a_draft(client_id=client_id, rev=rev, note=WORDS[chosen])
            self.send(phone, draft, AT_ONCE if kind == "at once" else 1)
        elif client_id in self.model.kept:
            away = kind == "remove"
            moved = self.model.move(phone, client_id, away=away)
            assert is_moved(self, client_id, phone, away=away) is moved

    def send(self, phone: int, draft: Draft, times: int) -> None:
        def once(db: Database) -> str:
            return answer(lambda: send(db, draft, self.walk, self.phones[phone]).result)

        found = in_parallel(self.source, times, once) if times > 1 else [once(self.db)]
        assert sorted(found) == sorted(self.model.send(phone, draft) for _ in range(times))

    def photo(self, phone: int, which: int, chosen: int) -> None:
        # Each phone sends pictures of its own ids, to an issue it owns or that is not there yet.
        seen = self.model.kept.get(self.ids[which])
        if seen and seen.phone != phone:
            return
        photo_id = self.photo_ids.setdefault((phone, which), new_id())
        upload = Upload(
            "issue",
            client_id=self.ids[which],
            device_id=self.phones[phone].device_id,
            photo_id=photo_id,
        )
        stream = BytesIO(PICTURES[chosen])
        found = answer(
            lambda: photos.receive_upload(self.db, self.blobs, stream, upload, at=AT).result
        )
        assert found == self.model.photo(photo_id, chosen)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "photos")


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_any_order_ends_as_the_model_says(
    db: Database, source: Source, blobs: Blobs, steps: list[tuple[str, int, int, int, int]]
) -> None:
    walk = a_stored_walk(db)
    phones = [a_phone(db, walk) for _ in range(PHONES)]
    world = World(db, source, blobs, walk, phones, [new_id() for _ in range(ISSUES)])
    for step in steps:
        world.step(*step)
    held_against(db, walk, world.model)
    for photo_id, picture in world.model.photos.items():
        kept = photos.get(db, photo_id)
        assert kept and blobs.original(photo_id, kept.sha256).read_bytes() == PICTURES[picture]


def answer(call: Callable[[], str]) -> str:
    try:
        return call()
    except Conflict:
        return "conflict"


def is_moved(world: World, client_id: str, phone: int, *, away: bool) -> bool:
    act = issues.remove if away else issues.restore
    try:
        act(world.db, client_id, walk=world.walk, membership=world.phones[phone], at=AT)
    except NotAllowed:
        return False
    return True


def held_against(db: Database, walk: Walk, model: Model) -> None:
    for client_id, kept in model.kept.items():
        issue = issues.get(db, client_id)
        assert issue
        assert (issue.note, issue.rev, issue.removed_at is not None) == (
            kept.draft.note,
            kept.draft.rev,
            kept.removed,
        )
        past = events.of(db, "issue", client_id)
        versions = [line["version"] for line in past if line["kind"] != "photo"]
        assert versions == list(range(1, issue.version + 1))
    listed = {one.issue.client_id for one in issues.for_review(db, walk.id)}
    assert listed == {one for one, kept in model.kept.items() if not kept.removed}
    numbers = [one.issue.number for one in issues.for_review(db, walk.id)]
    assert set(numbers) <= set(range(1, len(model.kept) + 1))
