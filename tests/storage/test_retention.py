"""Each rule deletes what it says and nothing beside it, on both engines; none does so undecided."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cast import AT, a_fix, a_person, a_walk, an_issue
from walkapp.domain.accounts import disable
from walkapp.domain.errors import Conflict
from walkapp.domain.ids import new_id
from walkapp.domain.objections import Objection
from walkapp.domain.people import Municipality
from walkapp.domain.photos import Photo
from walkapp.domain.retention import KINDS, Rule, change
from walkapp.storage import (
    devices,
    events,
    fixes,
    housekeeping,
    municipality,
    people,
    retention,
    rows,
    walks,
)
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database

ROLF, DISA = a_person("Rolf", "registrar"), a_person("Disa", "coordinator")
LATER = "2028-01-01T00:00:00Z"  # more than a year after AT
OLD, NEW = "2026-11-20T18:00:00Z", "2027-12-01T18:00:00Z"


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "photos")


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    for person in (ROLF, DISA):
        people.add(db, person)


def decide(db: Database, code: str, days: int = 365) -> None:
    rule = retention.all(db)[code]
    changed = change(rule, days, "KS § 88", read=rule.version, by=ROLF, at=AT)
    retention.save(db, *changed)


def a_logged(db: Database, ended: str, **changes: object) -> str:
    """An issue of a walk that ended then, by a phone with a name; the issue's id."""
    walk = a_walk(ends_at=ended, starts_at=ended)
    walks.add(db, walk)
    device, _ = devices.new_device(db, AT, "2099-01-01T00:00:00Z")
    devices.join(db, device.id, walk.id, name="Bo", at=AT)
    issue = an_issue(walk, device.id, **{"author": "Bo", **changes})
    with db.writing():
        rows.insert(db, "issues", issue)
    return issue.client_id


def a_closed(db: Database, closed_at: str, *issues: str) -> str:
    draft = a_fix(id=new_id(), number="", state="closed", outcome="gone", closed_at=closed_at)
    fix = fixes.create(db, draft, by=DISA, at=AT)
    with db.writing():
        for client_id in issues:
            db.execute(
                "INSERT INTO fix_issues (fix_id, client_id) VALUES (:fix, :issue)",
                {"fix": fix.id, "issue": client_id},
            )
    return fix.id


def a_photo(db: Database, blobs: Blobs, **given: object) -> Photo:
    number = len(list(db.query("SELECT 1 FROM photos"))) + 1
    digest = f"{number:064x}"
    blank = Photo(
        new_id(), None, None, "issue", None, None, digest, 1, "jpeg", OLD, state="clean",
        sha256_480=digest, sha256_1600=digest, inbox_gone_at=OLD, review="pending",
    )  # fmt: skip
    photo = replace(blank, **given)  # type: ignore[arg-type]
    with db.writing():
        rows.insert(db, "photos", photo)
    path = blobs.clean_path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return photo


def values(db: Database, sql: str) -> list[object]:
    return sorted((next(iter(row.values())) for row in db.query(sql)), key=str)


def test_without_a_decision_nothing_goes(db: Database, blobs: Blobs) -> None:
    a_closed(db, OLD, a_logged(db, OLD, review="rejected"))
    for code in KINDS:
        assert retention.due(db, code, 30, LATER) >= 0
    assert retention.sweep(db, blobs, LATER) == 0
    assert values(db, "SELECT name FROM memberships") == ["Bo"]


def test_names_of_walkers_go_with_time(db: Database, blobs: Blobs) -> None:
    a_logged(db, OLD), a_logged(db, NEW)  # noqa: B018
    decide(db, "walker_names")
    assert retention.due(db, "walker_names", 365, LATER) == 2
    assert housekeeping.sweep(db, blobs, LATER) >= 2
    assert values(db, "SELECT name FROM memberships") == ["", "Bo"]
    assert values(db, "SELECT author FROM issues") == ["", "Bo"]
    assert values(db, "SELECT note FROM issues") == ["Lampan är trasig"] * 2
    told = events.of(db, "retention", "walker_names")[-1]
    assert told["kind"] == "deleted" and told["data"]["count"] == 2
    assert retention.sweep(db, blobs, LATER) == 0  # and is told once


def test_notes_of_checks_go_with_time(db: Database, blobs: Blobs) -> None:
    fix = a_closed(db, OLD)
    for ended, note in ((OLD, "Bo sa att Eva bor där"), (NEW, "nyss")):
        a_logged(db, ended)
        db.execute(
            "INSERT INTO checks (check_id, walk_id, fix_id, device_id, result, note, photo_ids,"
            " rev, sha256, received_at, held) SELECT :id, i.walk_id, :fix, i.device_id, 'fixed',"
            " :note, '[]', 1, '', :at, 0 FROM issues i JOIN walks w ON w.id = i.walk_id"
            " WHERE w.ends_at = :at",
            {"id": new_id(), "fix": fix, "note": note, "at": ended},
        )
    decide(db, "check_notes")
    assert retention.due(db, "check_notes", 365, LATER) == 1
    retention.sweep(db, blobs, LATER)
    assert values(db, "SELECT note FROM checks") == ["", "nyss"]
    assert values(db, "SELECT result FROM checks") == ["fixed", "fixed"]


def test_words_of_readers_go_with_time_but_not_before_somebody_has_looked(
    db: Database, blobs: Blobs
) -> None:
    closed, opened = a_closed(db, OLD), a_closed(db, "2027-12-20T18:00:00Z")
    for fix, words, at, answered in (
        (closed, "väntar", OLD, None),
        (closed, "besvarat", OLD, OLD),
        (closed, "nyss", NEW, NEW),
        (opened, "öppnades igen", OLD, None),
    ):
        said = Objection(new_id(), fix, at, words, answered, DISA.id if answered else None)
        with db.writing():
            rows.insert(db, "objections", said)
    decide(db, "objections")
    assert retention.due(db, "objections", 365, LATER) == 2
    retention.sweep(db, blobs, LATER)
    assert values(db, "SELECT words FROM objections") == ["", "", "nyss", "väntar"]


def test_words_that_are_not_shown_go_with_time(db: Database, blobs: Blobs) -> None:
    a_logged(db, OLD, review="rejected", note="elakt"), a_logged(db, OLD, note="kvar")  # noqa: B018
    a_logged(db, NEW, review="rejected", note="nyss")
    a_logged(db, OLD, removed_at=AT, note="ångrat")
    decide(db, "rejected_issues")
    assert retention.sweep(db, blobs, LATER) == 2
    assert values(db, "SELECT note FROM issues") == ["", "", "kvar", "nyss"]


def test_an_account_becomes_nobody(db: Database, blobs: Blobs) -> None:
    ada, old, new = (a_person(name, "admin") for name in ("Ada", "Olle", "Nina"))
    for person in (ada, old, new):
        people.add(db, person)
    for person, at in ((old, OLD), (new, NEW)):
        people.save(db, *disable(person, by=ada, at=at))
    decide(db, "old_accounts")
    assert retention.sweep(db, blobs, LATER) == 1
    kept = people.get(db, old.id)
    assert kept and kept.name == "Borttagen person" and "olle" not in kept.email
    assert people.get(db, new.id).name == "Nina"  # type: ignore[union-attr]
    assert people.get(db, ada.id) == ada


def test_who_did_what_is_erased_and_the_chain_holds(db: Database, blobs: Blobs) -> None:
    old, new = a_closed(db, OLD), a_closed(db, NEW)
    still = fixes.create(db, a_fix(id=new_id(), number=""), by=DISA, at=AT).id
    decide(db, "old_history")
    assert retention.sweep(db, blobs, LATER) == 1
    assert [line["by_name"] for line in events.of(db, "fix", old)] == [None]
    for fix in (new, still):
        assert [line["by_name"] for line in events.of(db, "fix", fix)] == ["Disa"]
    assert events.broken_at(db) is None
    assert retention.sweep(db, blobs, LATER) == 0


Kept = Callable[[Database, Blobs], Photo]
KEPT: dict[str, Kept] = {
    "approved": lambda db, blobs: a_photo(
        db, blobs, client_id=a_logged(db, OLD), review="approved"
    ),
    "new": lambda db, blobs: a_photo(db, blobs, client_id=a_logged(db, OLD), received_at=NEW),
    "of a new walk": lambda db, blobs: a_photo(db, blobs, client_id=a_logged(db, NEW)),
    "of an open fix": lambda db, blobs: a_photo(
        db, blobs, fix_id=fixes.create(db, a_fix(id=new_id(), number=""), by=DISA, at=AT).id
    ),
    "of a fix just closed": lambda db, blobs: a_photo(db, blobs, fix_id=a_closed(db, NEW)),
    "of an issue with such a fix": lambda db, blobs: _of_linked(db, blobs, NEW),
}


def _of_linked(db: Database, blobs: Blobs, closed_at: str) -> Photo:
    client_id = a_logged(db, OLD)
    a_closed(db, closed_at, client_id)
    return a_photo(db, blobs, client_id=client_id)


@pytest.mark.parametrize("which", KEPT)
def test_a_photo_that_may_be_needed_stays(db: Database, blobs: Blobs, which: str) -> None:
    photo = KEPT[which](db, blobs)
    decide(db, "unshown_photos")
    assert retention.sweep(db, blobs, LATER) == 0
    assert blobs.clean_path(str(photo.sha256_480)).exists()


GOES: dict[str, Kept] = {
    "hidden": lambda db, blobs: a_photo(db, blobs, client_id=a_logged(db, OLD), review="hidden"),
    "of an old fix": lambda db, blobs: a_photo(db, blobs, fix_id=a_closed(db, OLD)),
    "of an issue with an old fix": lambda db, blobs: _of_linked(db, blobs, OLD),
    "taken away": lambda db, blobs: a_photo(
        db, blobs, client_id=a_logged(db, OLD), review="approved", removed_at=AT
    ),
}


@pytest.mark.parametrize("which", GOES)
def test_a_photo_nobody_approved_goes_with_its_file(db: Database, blobs: Blobs, which: str) -> None:
    photo = GOES[which](db, blobs)
    decide(db, "unshown_photos")
    assert retention.sweep(db, blobs, LATER) == 1
    assert values(db, "SELECT photo_id FROM photos") == []
    assert not blobs.clean_path(str(photo.sha256_480)).exists()


def test_a_rule_is_saved_once(db: Database) -> None:
    decide(db, "walker_names", 90)
    decide(db, "walker_names", 60)
    kept = retention.all(db)["walker_names"]
    assert (kept.days, kept.version) == (60, 2)
    stale = change(Rule("walker_names", version=1), 30, "KS", read=1, by=ROLF, at=AT)
    with pytest.raises(Conflict):
        retention.save(db, *stale)
    again = change(Rule("walker_names"), 30, "KS", read=0, by=ROLF, at=AT)
    with pytest.raises(Conflict):
        retention.save(db, *again)
    assert retention.all(db)["walker_names"].days == 60
    assert len(events.of(db, "retention", "walker_names")) == 2
