"""What becomes of an issue that is sent: as tables of state, sender and content."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_walk, an_issue
from walkapp.domain.errors import NotAllowed
from walkapp.domain.ids import new_id
from walkapp.domain.issues import (
    Differs,
    Draft,
    Issue,
    can_change,
    edited,
    logged,
    parse,
    removed,
    repeated,
    restored,
    word_for,
)
from walkapp.domain.people import Membership
from walkapp.domain.walks import STATES, Walk

LATER = "2026-11-20T19:00:00Z"
A, B = "a" * 64, "b" * 64
WALK = a_walk()
PHONE = Membership(WALK.id, new_id(), "Bo", AT)
SHUT_OUT = replace(PHONE, revoked_at=AT)
STRANGER = Membership(WALK.id, new_id(), "Cia", AT)


def a_draft(rev: int = 1, note: str = "Mörkt") -> Draft:
    return parse({"client_id": new_id(), "rev": rev, "note": note, "photo_ids": [new_id()]})


def mine(**changes: object) -> Issue:
    return replace(an_issue(WALK, PHONE.device_id), sha256=A, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "until", "result"),
    [
        ("planned", None, "stored"),
        ("open", None, "stored"),
        ("closing", LATER, "stored_late"),
        ("closing", AT, "held_for_review"),
        ("reviewing", None, "held_for_review"),
        ("protocol_published", None, "held_for_review"),
        ("followed_up", None, "held_for_review"),
        ("cancelled", None, "held_for_review"),
    ],
)
def test_a_known_phone_is_never_turned_away(state: str, until: str | None, result: str) -> None:
    walk = replace(WALK, state=state, closing_until=until)
    issue, event = logged(
        a_draft(), walk=walk, membership=PHONE, number=7, sha256=A, at="2026-11-20T18:30:00Z"
    )
    assert (issue.result, issue.held, issue.number) == (result, result == "held_for_review", 7)
    assert (event.kind, event.by_kind, event.data["result"]) == ("logged", "device", result)


def test_what_a_shut_out_phone_sends_is_held() -> None:
    issue, _ = logged(a_draft(), walk=WALK, membership=SHUT_OUT, number=1, sha256=A, at=AT)
    assert (issue.result, issue.held) == ("held_for_review", True)


def test_the_announced_photos_are_kept() -> None:
    draft = a_draft()
    issue, _ = logged(draft, walk=WALK, membership=PHONE, number=1, sha256=A, at=AT)
    assert draft.photo_ids and tuple(issue.photo_ids.split()) == draft.photo_ids


def test_an_edit_that_says_nothing_of_photos_leaves_them() -> None:
    stored, one = mine(photo_ids=new_id()), new_id()
    silent = replace(a_draft(2), photo_ids=None)
    assert edited(stored, silent, sha256=B, at=LATER)[0].photo_ids == stored.photo_ids
    assert edited(stored, replace(silent, photo_ids=(one,)), sha256=B, at=LATER)[0].photo_ids == one
    assert edited(stored, replace(silent, photo_ids=()), sha256=B, at=LATER)[0].photo_ids == ""


@pytest.mark.parametrize("sender", [PHONE, SHUT_OUT, STRANGER])
@pytest.mark.parametrize("state", STATES)
def test_the_same_bytes_are_received_again_whoever_sends_them(
    state: str, sender: Membership
) -> None:
    walk = replace(WALK, state=state)
    result = repeated(mine(), a_draft(), walk=walk, membership=sender, sha256=A)
    assert result == "already_stored"


def test_a_repeat_of_what_the_leader_does_not_show_says_so() -> None:
    hidden = mine(review="rejected")
    result = repeated(hidden, a_draft(), walk=WALK, membership=PHONE, sha256=A)
    assert result == "stored_hidden"


def test_a_newer_edition_from_the_same_phone_takes_its_place() -> None:
    assert repeated(mine(), a_draft(2), walk=WALK, membership=PHONE, sha256=B) == "updated"


@pytest.mark.parametrize(
    ("stored", "rev", "walk", "sender"),
    [
        (mine(), 1, WALK, PHONE),
        (mine(rev=3), 2, WALK, PHONE),
        (mine(), 2, WALK, STRANGER),
        (mine(), 2, replace(WALK, id=new_id()), PHONE),
        (mine(review="noted"), 2, WALK, PHONE),
        (mine(review="linked"), 2, replace(WALK, state="reviewing"), PHONE),
        (mine(review="rejected"), 2, WALK, SHUT_OUT),
    ],
)
def test_other_content_is_a_conflict_that_names_the_kept_edition(
    stored: Issue, rev: int, walk: Walk, sender: Membership
) -> None:
    with pytest.raises(Differs) as found:
        repeated(stored, a_draft(rev), walk=walk, membership=sender, sha256=B)
    assert found.value.rev == stored.rev


@pytest.mark.parametrize(
    ("walk", "sender"), [(WALK, SHUT_OUT), (replace(WALK, state="reviewing"), PHONE)]
)
def test_a_late_edition_of_what_nobody_has_decided_about_is_held(
    walk: Walk, sender: Membership
) -> None:
    stored, late = mine(edited_text="En lampa", public=True), a_draft(2, "Två lampor")
    result = repeated(stored, late, walk=walk, membership=sender, sha256=B)
    issue, _ = edited(stored, late, sha256=B, at=LATER, held=True)
    assert (result, issue.held, issue.note) == ("held_for_review", True, "Två lampor")
    assert (issue.edited_text, issue.public, issue.review) == ("En lampa", True, "received")
    assert not edited(stored, late, sha256=B, at=LATER)[0].held
    assert edited(issue, late, sha256=B, at=LATER)[0].held


def test_an_issue_keeps_its_author_when_the_phone_is_handed_on() -> None:
    said = replace(a_draft(), author="Bo")
    for draft, author in ((said, "Bo"), (a_draft(), "Cia")):
        handed_on = replace(PHONE, name="Cia")
        issue, _ = logged(draft, walk=WALK, membership=handed_on, number=1, sha256=A, at=AT)
        assert issue.author == author
        changed = replace(a_draft(2), author="Dan")
        assert edited(issue, changed, sha256=B, at=LATER)[0].author == author


@pytest.mark.parametrize("claimed", [7, None, ["Bo"], "x" * 61, "x" * 10_000])
def test_an_author_that_cannot_be_a_name_costs_no_issue(claimed: object) -> None:
    assert parse({"client_id": new_id(), "note": "Mörkt", "author": claimed}).author == ""


def test_an_edit_leaves_the_reviewers_words_alone() -> None:
    stored = mine(edited_text="En lampa är trasig", public=True, version=4)
    issue, event = edited(stored, a_draft(2, "Två lampor"), sha256=B, at=LATER)
    assert (issue.note, issue.rev, issue.sha256, issue.version) == ("Två lampor", 2, B, 5)
    assert (issue.edited_text, issue.public) == ("En lampa är trasig", True)
    assert (issue.number, issue.received_at) == (stored.number, stored.received_at)
    assert event.data == {"rev": 2, "sha256": A}


@pytest.mark.parametrize("state", STATES)
def test_ones_own_can_be_changed_until_review_begins(state: str) -> None:
    before = state in ("planned", "open", "closing")
    assert can_change(mine(), replace(WALK, state=state), PHONE) is before


@pytest.mark.parametrize(
    ("issue", "sender"),
    [(mine(), STRANGER), (mine(), SHUT_OUT), (mine(review="linked"), PHONE)],
)
def test_others_may_not_change_it(issue: Issue, sender: Membership) -> None:
    assert not can_change(issue, WALK, sender)
    for change in (removed, restored):
        with pytest.raises(NotAllowed):
            change(issue, walk=WALK, membership=sender, at=AT)


def test_removing_leaves_a_row_that_can_be_restored() -> None:
    gone = removed(mine(), walk=WALK, membership=PHONE, at=LATER)
    assert gone is not None
    assert (gone[0].removed_at, gone[0].note, gone[1].kind) == (LATER, mine().note, "removed")
    back = restored(gone[0], walk=WALK, membership=PHONE, at=LATER)
    assert back is not None
    assert (back[0].removed_at, back[0].version, back[1].kind) == (None, 3, "restored")


def test_removing_twice_and_restoring_twice_change_nothing() -> None:
    assert removed(mine(removed_at=AT), walk=WALK, membership=PHONE, at=LATER) is None
    assert restored(mine(), walk=WALK, membership=PHONE, at=LATER) is None


@pytest.mark.parametrize(
    ("issue", "word"),
    [
        (mine(), "Mottagen"),
        (mine(held=True), "Väntar på vandringsledaren"),
        (mine(held=True, review="noted"), "Noterad i protokollet"),
        (mine(review="linked"), "Kopplad till åtgärdspunkt"),
        (mine(removed_at=AT, review="linked"), "Borttagen"),
    ],
)
def test_the_walker_reads_where_it_stands(issue: Issue, word: str) -> None:
    assert word_for(issue) == word
