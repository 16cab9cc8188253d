"""Comments and mentions, splitting and merging, and what is near, through the real forms."""

from collections.abc import Callable

import pytest

from tests.cast import AT, an_issue
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ANNA,
    CIA,
    DISA,
    ELIN,
    GUN,
    HANS,
    OWNER,
    PARTY,
    ROLF,
    WALK,
    Form,
    form_to,
    forms_of,
    settle,
    standing,
    words,
)
from walkapp.domain.fixes import Fix
from walkapp.domain.issues import Issue
from walkapp.domain.people import Person
from walkapp.storage import devices, events, fixes, review, rows
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]
HERE = {"lat": 59.058, "lon": 16.588}
# Some thirty metres further north.
NEAR = {"lat": 59.05827, "lon": 16.588}


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def page_of(browser: Caller, fix: Fix) -> str:
    return str(browser.get(f"/fixes/{fix.id}").get_data(as_text=True))


def say(browser: Caller, fix: Fix, said: str, **more: str):  # type: ignore[no-untyped-def]
    form = form_to(page_of(browser, fix), f"/fixes/{fix.id}/comment")
    return browser.client.post(form.action, data={**form.fields, "comment": said, **more})


def logged(db: Database, fix: Fix | None = None, **changes: object) -> Issue:
    device, _ = devices.new_device(db, AT, "2099-01-01T00:00:00Z")
    number = len(list(db.query("SELECT 1 FROM issues"))) + 1
    given = {"number": number, "review": "linked" if fix else "received", **changes}
    issue = an_issue(WALK, device.id, **given)
    with db.writing():
        rows.insert(db, "issues", issue)
        if fix:
            link = {"f": fix.id, "c": issue.client_id}
            db.execute("INSERT INTO fix_issues (fix_id, client_id) VALUES (:f, :c)", link)
    return issue


def behind(db: Database, fix: Fix) -> set[str]:
    return set(fixes.issue_ids(db, fix.id))


def now_of(db: Database, fix: Fix) -> Fix:
    found = fixes.get(db, fix.id)
    assert found
    return found


def test_a_comment_is_a_line_of_history_with_whom_it_mentions(
    db: Database, signed_in: SignedIn
) -> None:
    fix, disa = standing(db, "planned"), signed_in(DISA)
    assert say(disa, fix, "Kan du titta, @Gun?").status_code == 303
    line = fixes.history(db, fix.id)[-1]
    assert (line["kind"], line["internal_text"], line["public_text"]) == (
        "comment",
        "Kan du titta, @Gun?",
        "",
    )
    assert line["data"] == {"mentions": [GUN.id]}
    assert now_of(db, fix) == fix
    assert "Kan du titta, @Gun?" in words(page_of(signed_in(GUN), fix))


def test_a_public_comment_names_nobody(db: Database, signed_in: SignedIn) -> None:
    fix, disa = standing(db, "planned"), signed_in(DISA)
    refused = say(disa, fix, "Tack @Gun!", audience="public")
    assert refused.status_code == 422
    assert "Tack @Gun!" in refused.get_data(as_text=True)
    assert say(disa, fix, "Lampan kommer i maj.", audience="public").status_code == 303
    line = fixes.history(db, fix.id)[-1]
    assert (line["public_text"], line["internal_text"]) == ("Lampan kommer i maj.", "")


def test_a_party_writes_to_colleagues_alone(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "planned"), signed_in(GUN)
    assert 'name="audience"' not in page_of(gun, fix)
    assert say(gun, fix, "Till alla", audience="public").status_code == 403
    assert say(gun, fix, "Stegen är trasig").status_code == 303
    for person, status in ((ROLF, 403), (CIA, 404)):
        assert signed_in(person).post(f"/fixes/{fix.id}/comment").status_code == status


def test_an_outside_owner_reads_a_comment_only_when_it_is_meant(
    db: Database, signed_in: SignedIn
) -> None:
    fix = standing(db, "planned", party_id=OWNER.id)
    disa, hans = signed_in(DISA), signed_in(HANS)
    say(disa, fix, "De brukar vara sena.")
    assert "De brukar vara sena." not in page_of(hans, fix)
    assert "Kommentar ·" not in words(page_of(hans, fix))
    say(disa, fix, "Kan ni svara, @Hans?")
    assert "Kan ni svara, @Hans?" in page_of(hans, fix)
    assert say(hans, fix, "Vi ringer.").status_code == 303
    assert "Vi ringer." in page_of(disa, fix)


@pytest.mark.parametrize("said", ["", "Hej @Kalle", "Hej @Hans"])
def test_a_mention_nobody_answers_to_is_refused(
    db: Database, signed_in: SignedIn, said: str
) -> None:
    fix = standing(db, "planned")  # Hans works for another party and does not see it
    answer = say(signed_in(DISA), fix, said)
    assert answer.status_code == 422
    assert 'id="comment-error"' in answer.get_data(as_text=True)
    assert fixes.history(db, fix.id)[-1]["kind"] == "create"


def test_a_fix_is_split_and_made_whole_again(db: Database, signed_in: SignedIn) -> None:
    fix, disa = standing(db, "planned", priority="high", **HERE), signed_in(DISA)
    stays, goes, both = (logged(db, fix) for _ in range(3))
    form = [f for f in _forms(disa, f"/fixes/{fix.id}/split") if "title" in f.fields][0]
    typed = {
        f"part-{goes.client_id}": "moves",
        f"part-{both.client_id}": "both",
        "title": "Klotter",
    }
    answer = disa.client.post(f"/fixes/{fix.id}/split", data={**form.fields, **typed})
    assert answer.status_code == 303
    new = fixes.get(db, answer.headers["Location"].rsplit("/", 1)[-1])
    assert new and (new.title, new.state, new.priority, new.lat) == (
        "Klotter",
        "assessing",
        "high",
        HERE["lat"],
    )
    assert behind(db, new) == {goes.client_id, both.client_id}
    assert behind(db, fix) == {stays.client_id, both.client_id}
    assert fixes.history(db, fix.id)[-1]["data"] == {"new": new.number, "issues": 2}
    assert events.of(db, "issue", goes.client_id)[-1]["data"] == {"fix": new.id}
    undo = next(f for f in _forms(disa, f"/fixes/{new.id}") if "/undo/" in f.action)
    assert disa.client.post(undo.action, data=undo.fields).status_code == 303
    assert behind(db, fix) == {stays.client_id, goes.client_id, both.client_id}
    gone = now_of(db, new)
    assert (gone.state, gone.outcome, gone.kept_fix_id) == ("closed", "duplicate", fix.id)
    assert behind(db, new) == set()
    kinds = [line["kind"] for line in fixes.history(db, fix.id)]
    assert kinds == ["create", "split", "undo"]
    assert events.broken_at(db) is None


def _forms(browser: Caller, path: str) -> list[Form]:
    return forms_of(browser.get(path).get_data(as_text=True))


@pytest.mark.parametrize(
    "parts", [{}, {"all": "moves"}], ids=["nothing is moved", "everything is moved"]
)
def test_parts_that_are_not_two_are_refused(
    db: Database, signed_in: SignedIn, parts: dict[str, str]
) -> None:
    fix, disa = standing(db), signed_in(DISA)
    issue = logged(db, fix)
    typed = {f"part-{issue.client_id}": parts["all"]} if parts else {}
    answer = disa.post(f"/fixes/{fix.id}/split", {"title": "Ny", "version": "1", **typed})
    assert answer.status_code == 422
    assert behind(db, fix) == {issue.client_id}


def test_a_late_split_is_a_conflict(db: Database, signed_in: SignedIn) -> None:
    fix, disa = standing(db), signed_in(DISA)
    answer = disa.post(f"/fixes/{fix.id}/split", {"title": "Ny", "version": "0"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("person", "state", "status"),
    [
        (DISA, "planned", 200),
        (ELIN, "done", 200),
        (DISA, "closed", 403),
        (ANNA, "new", 200),
        (ANNA, "planned", 403),
        (GUN, "planned", 403),
        (ROLF, "new", 403),
        (CIA, "new", 404),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_who_may_split(
    db: Database, signed_in: SignedIn, person: Person, state: str, status: int
) -> None:
    fix = standing(db, state)
    assert signed_in(person).get(f"/fixes/{fix.id}/split").status_code == status


def test_what_is_near_is_offered_and_merged_with_a_way_back(
    db: Database, signed_in: SignedIn
) -> None:
    old = standing(db, "planned", title="Mörk lykta", **HERE)
    new = standing(db, "new", **NEAR)
    far = standing(db, "new", title="Långt bort", lat=59.06, lon=16.588)
    other = standing(db, "new", title="Annan sort", category="klotter", **HERE)
    mine, theirs = logged(db, old), logged(db, new)
    disa = signed_in(DISA)
    page = page_of(disa, new)
    assert "30 meter bort" in words(page)
    assert far.title not in page and other.title not in page
    path = f"/fixes/{new.id}/merge?with={old.id}"
    form = [f for f in _forms(disa, path) if "keep" in f.fields][0]
    assert form.fields["keep"] == old.id
    answer = disa.client.post(f"/fixes/{new.id}/merge", data=form.fields)
    assert answer.status_code == 303 and answer.headers["Location"].endswith(old.id)
    gone = now_of(db, new)
    assert (gone.outcome, gone.kept_fix_id) == ("duplicate", old.id)
    assert behind(db, old) == {mine.client_id, theirs.client_id}
    assert behind(db, new) == {theirs.client_id}
    assert fixes.history(db, old.id)[-1]["data"] == {"merged": [new.number], "issues": 1}
    assert new.number in words(page_of(disa, old))
    (reviewed,) = [r for r in review.of_walk(db, WALK.id) if r.issue.client_id == theirs.client_id]
    assert [number for _, number in reviewed.fixes] == [old.number, new.number]
    undo_id = next(iter(db.query("SELECT id FROM undos")))["id"]
    assert signed_in(ELIN).post(f"/fixes/undo/{undo_id}").status_code == 404
    assert disa.post(f"/fixes/undo/{undo_id}").status_code == 303
    assert now_of(db, new).state == "new"
    assert behind(db, old) == {mine.client_id}
    assert disa.post(f"/fixes/undo/{undo_id}").status_code == 409


def test_what_was_changed_since_is_not_taken_back(db: Database, signed_in: SignedIn) -> None:
    old, new = standing(db, "planned"), standing(db, "new")
    disa = signed_in(DISA)
    given = {"with": old.id, "version": "1", "other_version": "1", "keep": old.id}
    disa.post(f"/fixes/{new.id}/merge", given)
    form = form_to(page_of(disa, new), f"/fixes/{new.id}/reopen")
    disa.client.post(form.action, data={**form.fields, "reason": "Det var två"})
    reopened = now_of(db, new)
    undo_id = next(iter(db.query("SELECT id FROM undos")))["id"]
    assert disa.post(f"/fixes/undo/{undo_id}").status_code == 303
    assert now_of(db, new) == reopened
    assert f"är kvar: {new.number}." in disa.get("/fixes").get_data(as_text=True)


def test_two_who_merge_at_once_do_it_once(db: Database, signed_in: SignedIn) -> None:
    old, new = standing(db, "planned"), standing(db, "new")
    given = {"with": old.id, "version": "1", "other_version": "1", "keep": old.id}
    assert signed_in(DISA).post(f"/fixes/{new.id}/merge", given).status_code == 303
    assert signed_in(ELIN).post(f"/fixes/{new.id}/merge", given).status_code == 409
    kinds = [line["kind"] for line in fixes.history(db, old.id)]
    assert kinds == ["create", "merge"]


def test_a_leader_cannot_merge_into_what_is_not_theirs(db: Database, signed_in: SignedIn) -> None:
    fix, hidden = standing(db, "new"), standing(db, "planned", walk_id=None, party_id=PARTY.id)
    anna = signed_in(ANNA)
    answer = anna.get(f"/fixes/{fix.id}/merge?with={hidden.number}")
    assert answer.status_code == 422
    form = form_to(page_of(anna, fix), f"/fixes/{fix.id}/mark_duplicate")
    typed = {**form.fields, "kept_fix": hidden.number}
    assert anna.client.post(form.action, data=typed).status_code == 422
    assert now_of(db, fix) == fix


def test_new_issues_are_laid_with_a_fix_that_is_there(db: Database, signed_in: SignedIn) -> None:
    with db.writing():
        db.execute("UPDATE walks SET state = 'reviewing'")
    old, closed = standing(db, "planned", **HERE), standing(db, "closed", **NEAR)
    issue, anna = logged(db, **HERE), signed_in(ANNA)
    page = anna.get(f"/walks/{WALK.id}/review/fix?issue={issue.client_id}").get_data(as_text=True)
    assert f'name="existing" value="{old.id}"' in page
    assert closed.number in page and f'name="existing" value="{closed.id}"' not in page
    form = next(form for form in forms_of(page) if "fix_id" in form.fields)
    answer = anna.client.post(form.action, data={**form.fields, "existing": old.id})
    assert answer.status_code == 303
    assert behind(db, old) == {issue.client_id}
    assert fixes.history(db, old.id)[-1]["kind"] == "take_in"
    assert now_of(db, old).version == 2
    again = anna.client.post(form.action, data={**form.fields, "existing": old.id})
    assert again.status_code == 422
    hidden = standing(db, "new", walk_id=None, **HERE)
    more = logged(db, **HERE)
    typed = {**form.fields, "issue": more.client_id, "existing": hidden.id}
    assert anna.client.post(form.action, data=typed).status_code == 404
    assert behind(db, hidden) == set()
