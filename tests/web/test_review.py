"""The walk leader's review through real forms: words kept, photos decided, fixes made."""

from collections.abc import Callable

import pytest

from tests.cast import AT, a_person, a_walk, an_issue
from tests.web.conftest import Caller
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Issue
from walkapp.domain.people import Person
from walkapp.domain.photos import Photo
from walkapp.domain.walks import Walk
from walkapp.storage import devices, people, photos, review, rows, walks
from walkapp.storage.database import Database

ANNA = a_person("Anna", "leader")
CIA = a_person("Cia", "leader")


@pytest.fixture
def walk(db: Database) -> Walk:
    people.add(db, ANNA)
    made = a_walk(ANNA, state="reviewing")
    walks.add(db, made)
    return made


@pytest.fixture
def anna(signed_in: Callable[[Person], Caller], walk: Walk) -> Caller:
    return signed_in(ANNA)


def logged(db: Database, walk: Walk, **changes: object) -> Issue:
    device, _ = devices.admit(db, walk.id, "Bo", AT, expires_at="2099-01-01T00:00:00Z")
    issue = an_issue(walk, device.id, **changes)
    rows.insert(db, "issues", issue)
    return issue


def a_photo(db: Database, issue: Issue) -> Photo:
    made = Photo(
        photo_id=new_id(),
        client_id=issue.client_id,
        fix_id=None,
        kind="issue",
        device_id=issue.device_id,
        person_id=None,
        sha256="a" * 64,
        bytes=1,
        signature="jpeg",
        received_at=AT,
        state="clean",
        sha256_1600="b" * 64,
        sha256_480="c" * 64,
        width=1600,
        height=1200,
    )
    rows.insert(db, "photos", made)
    return made


def page(walk: Walk) -> str:
    return f"/walks/{walk.id}/review"


def decide(caller: Caller, walk: Walk, issue: Issue, what: str, **fields: str):  # type: ignore[no-untyped-def]
    return caller.post(f"{page(walk)}/issues/{issue.client_id}/{what}", fields)


def kept(db: Database, walk: Walk, issue: Issue) -> Issue:
    found = review.issue(db, walk.id, issue.client_id)
    assert found
    return found


def test_the_walkers_own_words_stand_beside_the_public_text(
    anna: Caller, walk: Walk, db: Database
) -> None:
    issue = logged(db, walk, note="Grannen i nian har en arg hund")
    decide(anna, walk, issue, "edit", edited_text="Otryggt vid porten", public="on")
    text = anna.get(page(walk)).get_data(as_text=True)
    assert "Grannen i nian har en arg hund" in text
    assert "Otryggt vid porten" in text
    assert kept(db, walk, issue).note == "Grannen i nian har en arg hund"


def test_too_long_a_text_is_refused_and_kept_in_the_form(
    anna: Caller, walk: Walk, db: Database
) -> None:
    issue = logged(db, walk)
    answer = decide(anna, walk, issue, "edit", edited_text="å" * 4001)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Skriv högst 4000 tecken." in text
    assert "å" * 4001 in text


def test_an_issue_is_noted_and_the_note_taken_back(anna: Caller, walk: Walk, db: Database) -> None:
    issue = logged(db, walk, kind="good")
    decide(anna, walk, issue, "note")
    assert kept(db, walk, issue).review == "noted"
    decide(anna, walk, issue, "take-back")
    assert kept(db, walk, issue).review == "received"


def test_keeping_an_issue_out_asks_for_a_reason(anna: Caller, walk: Walk, db: Database) -> None:
    issue = logged(db, walk)
    answer = decide(anna, walk, issue, "reject", reason="")
    assert answer.status_code == 422
    assert "Välj varför iakttagelsen inte ska visas." in answer.get_data(as_text=True)
    decide(anna, walk, issue, "reject", reason="personal_data")
    assert kept(db, walk, issue).review_reason == "personal_data"


def test_nothing_is_decided_while_walkers_may_still_change(
    signed_in: Callable[[Person], Caller], db: Database
) -> None:
    people.add(db, ANNA)
    walk = a_walk(ANNA, state="open")
    walks.add(db, walk)
    issue = logged(db, walk)
    answer = decide(signed_in(ANNA), walk, issue, "note")
    assert answer.status_code == 422
    assert "Börja sammanställa vandringen först." in answer.get_data(as_text=True)
    assert kept(db, walk, issue).review == "received"


def test_cia_sees_nothing_of_annas_walk(
    signed_in: Callable[[Person], Caller], walk: Walk, db: Database
) -> None:
    issue = logged(db, walk)
    cia = signed_in(CIA)
    assert cia.get(page(walk)).status_code == 404
    assert decide(cia, walk, issue, "note").status_code == 404
    assert cia.get(f"{page(walk)}/fix?issue={issue.client_id}").status_code == 404


def test_issues_close_together_are_suggested_as_one_fix(
    anna: Caller, walk: Walk, db: Database
) -> None:
    logged(db, walk, number=1)
    logged(db, walk, number=2, lat=59.0581)
    logged(db, walk, number=3, lat=59.068)
    text = anna.get(page(walk)).get_data(as_text=True)
    assert "Gör en åtgärd av alla 2" in text


def test_a_fix_is_made_of_two_issues_once_however_often_the_button_is_pressed(
    anna: Caller, walk: Walk, db: Database
) -> None:
    one, two = logged(db, walk, number=1), logged(db, walk, number=2, note="Släckt igen")
    shown, hidden = a_photo(db, one), a_photo(db, two)
    address = f"{page(walk)}/fix"
    asked = anna.get(f"{address}?issue={one.client_id}&issue={two.client_id}")
    text = asked.get_data(as_text=True)
    assert "Lampan är trasig" in text
    assert "Släckt igen" in text
    fields = {
        "issue": [one.client_id, two.client_id],
        "fix_id": text.split('name="fix_id"')[1].split('value="')[1].split('"')[0],
        "title": "Två släckta lampor",
        "public_text": "Mörkt i gångtunneln",
        "category": "belysning",
        "place_text": "Gångtunneln",
        "area_id": "",
        "internal_note": "Ring elfirman",
        "show_photo": [shown.photo_id],
    }
    assert anna.post(address, fields).status_code == 303
    assert anna.post(address, fields).status_code == 303
    [made] = db.query("SELECT * FROM fixes")
    assert (made["title"], made["number"][:5]) == ("Två släckta lampor", "FLEN-")
    assert {kept(db, walk, issue).review for issue in (one, two)} == {"linked"}
    found = [photos.get(db, photo.photo_id) for photo in (shown, hidden)]
    assert [photo.review for photo in found if photo] == ["approved", "hidden"]


def test_a_fix_without_a_title_is_refused_and_keeps_what_was_typed(
    anna: Caller, walk: Walk, db: Database
) -> None:
    issue = logged(db, walk)
    answer = anna.post(
        f"{page(walk)}/fix",
        {
            "issue": issue.client_id,
            "fix_id": new_id(),
            "title": " ",
            "public_text": "Min text",
            "category": "belysning",
        },
    )
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Skriv en rubrik." in text
    assert "Min text" in text
    assert list(db.query("SELECT 1 AS there FROM fixes")) == []


def test_a_photo_is_shown_or_hidden_with_words_for_it(
    anna: Caller, walk: Walk, db: Database
) -> None:
    issue = logged(db, walk)
    photo = a_photo(db, issue)
    answer = anna.post(
        f"/review/photos/{photo.photo_id}", {"review": "approved", "alt_text": "Mörk tunnel"}
    )
    assert answer.status_code == 303
    found = photos.get(db, photo.photo_id)
    assert found and (found.review, found.alt_text) == ("approved", "Mörk tunnel")


def test_a_late_issue_waits_until_it_is_let_in(anna: Caller, walk: Walk, db: Database) -> None:
    issue = logged(db, walk, held=True)
    assert "Kom sent, väntar på dig" in anna.get(page(walk)).get_data(as_text=True)
    decide(anna, walk, issue, "accept-held")
    assert not kept(db, walk, issue).held
