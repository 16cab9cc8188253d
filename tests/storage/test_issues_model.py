"""Any order of sending, repeating, changing, removing and reviewing, held against a plain model."""

from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import AT
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, hash_of, send
from walkapp.domain.errors import NotAllowed
from walkapp.domain.issues import Differs, Draft
from walkapp.domain.people import Membership
from walkapp.domain.walks import Walk
from walkapp.storage import events, issues
from walkapp.storage.database import Database

IDS = [f"01890a5d-ac96-774b-bcce-b30209{number:06x}" for number in range(3)]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["send", "send", "send", "remove", "restore", "review"]),
        st.integers(0, 1),  # which phone
        st.integers(0, 2),  # which issue
        st.integers(1, 3),  # which edition
        st.sampled_from(["mörkt", "ljust"]),
    ),
    max_size=25,
)


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


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_order_ends_as_the_model_says(
    db: Database, steps: list[tuple[str, int, int, int, str]]
) -> None:
    walk = a_stored_walk(db)
    phones = [a_phone(db, walk), a_phone(db, walk)]
    model, own_ids = Model(), {name: a_draft().client_id for name in IDS}
    for step, phone, which, rev, note in steps:
        client_id = own_ids[IDS[which]]
        if step == "review":
            walk, model.reviewing = replace(walk, state="reviewing"), True
        elif step == "send":
            draft = a_draft(client_id=client_id, rev=rev, note=note)
            assert result_of(db, draft, walk, phones[phone]) == model.send(phone, draft)
        elif client_id in model.kept:
            away = step == "remove"
            moved = model.move(phone, client_id, away=away)
            assert is_moved(db, client_id, walk, phones[phone], away=away) is moved
    held_against(db, walk, model)


def result_of(db: Database, draft: Draft, walk: Walk, phone: Membership) -> str:
    try:
        return send(db, draft, walk, phone).result
    except Differs:
        return "conflict"


def is_moved(db: Database, client_id: str, walk: Walk, phone: Membership, *, away: bool) -> bool:
    act = issues.remove if away else issues.restore
    try:
        act(db, client_id, walk=walk, membership=phone, at=AT)
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
        versions = [line["version"] for line in events.of(db, "issue", client_id)]
        assert versions == list(range(1, issue.version + 1))
    listed = {one.issue.client_id for one in issues.for_review(db, walk.id)}
    assert listed == {one for one, kept in model.kept.items() if not kept.removed}
    numbers = [one.issue.number for one in issues.for_review(db, walk.id)]
    assert set(numbers) <= set(range(1, len(model.kept) + 1))
