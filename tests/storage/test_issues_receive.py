"""An issue is received once, however often and from wherever it is sent."""

from dataclasses import replace
from hashlib import sha256

import pytest

from tests.cast import AT
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, hash_of, in_parallel, send
from walkapp.domain.errors import TooMany
from walkapp.domain.ids import new_id
from walkapp.domain.issues import MAX_ISSUES_PER_PHONE, Differs
from walkapp.domain.people import Membership
from walkapp.domain.stops import Stop
from walkapp.domain.walks import Walk
from walkapp.storage import devices, events, issues, rows
from walkapp.storage.database import Database, Source

LATER = "2026-11-20T19:00:00Z"


@pytest.fixture
def walk(db: Database) -> Walk:
    return a_stored_walk(db)


@pytest.fixture
def bo(db: Database, walk: Walk) -> Membership:
    return a_phone(db, walk)


def how_many(db: Database, table: str) -> int:
    row = rows.one(db, f"SELECT count(*) AS rows FROM {table}")
    assert row
    return int(row["rows"])


def test_a_new_issue_is_stored_with_a_number_and_a_history_line(
    db: Database, walk: Walk, bo: Membership
) -> None:
    stop = Stop(new_id(), walk.id, 1, "Gångtunneln")
    rows.insert(db, "stops", stop)
    draft = a_draft(lat=59.058, lon=16.588, category="belysning", stop_id=stop.id, seq=4)
    receipt = send(db, draft, walk, bo)
    assert (receipt.result, receipt.number, receipt.rev) == ("stored", 1, 1)
    assert (receipt.client_id, receipt.sha256) == (draft.client_id, hash_of(draft))
    issue = issues.get(db, draft.client_id)
    assert issue
    kept = (issue.note, issue.lat, issue.category, issue.stop_id, issue.seq, issue.device_id)
    assert kept == (
        draft.note,
        59.058,
        "belysning",
        stop.id,
        4,
        bo.device_id,
    )
    (line,) = events.of(db, "issue", draft.client_id)
    assert (line["kind"], line["by_kind"], line["by_id"]) == ("logged", "device", bo.device_id)
    assert events.broken_at(db) is None


def test_numbers_count_within_the_walk_and_repeats_leave_no_gap(
    db: Database, walk: Walk, bo: Membership
) -> None:
    first, second = a_draft(), a_draft()
    other = a_stored_walk(db)
    assert send(db, first, walk, bo).number == 1
    assert send(db, first, walk, bo).number == 1
    assert send(db, second, walk, bo).number == 2
    assert send(db, a_draft(), other, a_phone(db, other)).number == 1


def test_a_repeat_gets_the_same_receipt_and_changes_nothing(
    db: Database, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    first = send(db, draft, walk, bo)
    again = send(db, draft, walk, bo, at=LATER)
    assert again == replace(first, result="already_stored")
    assert (how_many(db, "issues"), how_many(db, "events")) == (1, 1)


def test_fifty_parallel_repeats_give_one_row_and_fifty_successes(
    db: Database, source: Source, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    receipts = in_parallel(source, 50, lambda own: send(own, draft, walk, bo))
    results = sorted(receipt.result for receipt in receipts)
    assert results == ["already_stored"] * 49 + ["stored"]
    assert {receipt.number for receipt in receipts} == {1}
    assert (how_many(db, "issues"), how_many(db, "events")) == (1, 1)


def test_parallel_issues_get_one_number_each(
    db: Database, source: Source, walk: Walk, bo: Membership
) -> None:
    receipts = in_parallel(source, 20, lambda own: send(own, a_draft(), walk, bo))
    assert sorted(receipt.number for receipt in receipts) == list(range(1, 21))
    assert events.broken_at(db) is None


def test_the_same_bytes_from_a_phone_that_joined_again_succeed(
    db: Database, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    assert send(db, draft, walk, a_phone(db, walk)).result == "already_stored"


def test_other_content_under_a_taken_id_leaves_the_first_unchanged(
    db: Database, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    before = issues.get(db, draft.client_id)
    for sender, other in (
        (bo, replace(draft, note="Annat")),
        (a_phone(db, walk), replace(draft, note="Annat", rev=2)),
    ):
        with pytest.raises(Differs) as found:
            send(db, other, walk, sender)
        assert found.value.rev == 1
    assert issues.get(db, draft.client_id) == before
    assert how_many(db, "events") == 1


def test_a_newer_edition_replaces_the_words_and_its_repeat_changes_nothing(
    db: Database, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    newer = replace(draft, note="Två lampor är trasiga", rev=2)
    assert send(db, newer, walk, bo).result == "updated"
    assert send(db, newer, walk, bo).result == "already_stored"
    issue = issues.get(db, draft.client_id)
    assert issue and (issue.note, issue.rev, issue.version, issue.number) == (
        "Två lampor är trasiga",
        2,
        2,
        1,
    )
    assert [line["kind"] for line in events.of(db, "issue", draft.client_id)] == [
        "logged",
        "edited",
    ]


def test_an_edition_that_arrives_again_after_a_newer_one_is_a_repeat(
    db: Database, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    editions = [replace(draft, note=f"Lampa {rev}", rev=rev) for rev in (1, 2, 3)]
    for edition in editions:
        send(db, edition, walk, bo)
    for edition in editions:
        receipt = send(db, edition, walk, bo)
        assert (receipt.result, receipt.sha256) == ("already_stored", hash_of(edition))
    issue = issues.get(db, draft.client_id)
    assert issue and issue.note == "Lampa 3"


def test_history_names_editions_and_keeps_no_words(
    db: Database, walk: Walk, bo: Membership
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    send(db, replace(draft, note="Nytt", rev=2), walk, bo)
    line = events.of(db, "issue", draft.client_id)[-1]
    assert line["data"] == {"rev": 2, "sha256": hash_of(draft)}
    assert draft.note not in str(line)


@pytest.mark.parametrize(
    ("changes", "result", "held"),
    [
        ({"state": "planned"}, "stored", False),
        ({"state": "closing", "closing_until": LATER}, "stored_late", False),
        ({"state": "reviewing"}, "held_for_review", True),
    ],
)
def test_the_state_of_the_walk_decides_how_it_is_received(
    db: Database, changes: dict[str, str], result: str, held: bool
) -> None:
    walk = a_stored_walk(db, **changes)
    draft = a_draft()
    phone = a_phone(db, walk)
    assert send(db, draft, walk, phone).result == result
    assert send(db, draft, walk, phone).result == "already_stored"
    issue = issues.get(db, draft.client_id)
    assert issue and issue.held is held
    assert issues.count(db, walk.id) == (0 if held else 1)


def test_what_a_shut_out_phone_sends_is_held(db: Database, walk: Walk, bo: Membership) -> None:
    devices.revoke(db, bo.device_id, walk.id, AT)
    shut_out = devices.membership(db, bo.device_id, walk.id)
    assert shut_out
    assert send(db, a_draft(), walk, shut_out).result == "held_for_review"


def test_the_phones_quota_ends_with_a_sentence_and_leaves_other_phones_alone(
    db: Database, walk: Walk, bo: Membership
) -> None:
    drafts = [a_draft() for _ in range(MAX_ISSUES_PER_PHONE)]
    for draft in drafts:
        send(db, draft, walk, bo)
    with pytest.raises(TooMany) as found:
        send(db, a_draft(), walk, bo)
    assert found.value.retry_after > 0
    assert how_many(db, "issues") == MAX_ISSUES_PER_PHONE
    assert send(db, drafts[0], walk, bo).result == "already_stored"
    assert send(db, replace(drafts[0], note="Nytt", rev=2), walk, bo).result == "updated"
    assert send(db, a_draft(), walk, a_phone(db, walk)).number == MAX_ISSUES_PER_PHONE + 1


def test_announced_photos_are_missing_until_they_come(
    db: Database, walk: Walk, bo: Membership
) -> None:
    announced = [new_id(), new_id()]
    assert send(db, a_draft(photo_ids=announced), walk, bo).missing_photos == tuple(announced)


def test_hostile_text_comes_back_as_it_was_kept(db: Database, walk: Walk, bo: Membership) -> None:
    note = "'; DROP TABLE issues; -- =1+1 <b>%s :note {0} \u00e5\U0001f526 \\ \""
    draft = a_draft(note=note)
    send(db, draft, walk, bo)
    issue = issues.get(db, draft.client_id)
    assert issue and issue.note == note == draft.note


def test_a_plain_hash_is_what_the_receipt_echoes(db: Database, walk: Walk, bo: Membership) -> None:
    stated = sha256(b"the raw body").hexdigest()
    receipt = issues.receive(db, a_draft(), walk=walk, membership=bo, sha256=stated, at=AT)
    assert receipt.sha256 == stated
