"""Those who walked: an address of their own will, news about their own, forgotten by rule."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.cast import AT, a_walk, an_issue
from tests.mail.conftest import MORNING, NIGHT, Hand, page_of, text_of
from tests.web.conftest import Caller
from tests.web.fixes_desk import ANNA, DISA, ELIN, GUN, PARTY, WALK, settle, words
from tests.web.fixes_desk import standing as standing_fix
from walkapp.domain import fixes as rules
from walkapp.domain import reports as report_rules
from walkapp.domain.events import Event
from walkapp.domain.fixes import Fix, Given
from walkapp.domain.ids import new_id
from walkapp.domain.reports import Report
from walkapp.domain.walker_news import WalkerAddress
from walkapp.domain.walks import Walk
from walkapp.storage import devices, fixes, reports, rows, walker_news, walks
from walkapp.storage.database import Database

BO = "bo@walker.example"
PAGE = f"/walks/{WALK.id}/news"


@pytest.fixture(autouse=True)
def desk(app: object, db: Database) -> None:
    settle(db)


@pytest.fixture
def phone(joined: Callable[[Walk], Caller]) -> Caller:
    return joined(WALK)


@pytest.fixture
def device_id(phone: Caller, db: Database) -> str:
    return devices.members(db, WALK.id)[-1].device_id


@pytest.fixture
def fix(db: Database, device_id: str) -> Fix:
    """Made from the phone's own issue."""
    issue = an_issue(WALK, device_id, number=7)
    rows.insert(db, "issues", issue)
    made = standing_fix(db, "assessing")
    db.execute(
        "INSERT INTO fix_issues (fix_id, client_id) VALUES (:fix, :issue)",
        {"fix": made.id, "issue": issue.client_id},
    )
    return made


def asked(phone: Caller, hand: Hand, email: str = BO) -> str:
    """Give an address; the path in the mail."""
    assert phone.post(PAGE, {"email": email}).status_code == 303
    [mail] = hand.works("2099-01-01T03:00:00Z")
    assert mail["To"] == email
    found = re.search(r"http://127\.0\.0\.1:8000(/news/\S+)", text_of(mail))
    assert found
    return found[1]


@pytest.fixture
def heard(db: Database, device_id: str, fix: Fix) -> Any:
    """An address that has been confirmed."""
    address = WalkerAddress(new_id(), device_id, WALK.id, BO, AT, AT)
    rows.insert(db, "walker_addresses", address)
    return address


def test_the_mail_is_in_the_language_of_the_page_it_was_asked_for_on(
    phone: Caller, hand: Hand
) -> None:
    phone.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert phone.post(PAGE, {"email": BO}).status_code == 303
    [mail] = hand.works("2099-01-01T03:00:00Z")
    assert mail["Subject"] == "Confirm your address"
    assert '<html lang="en">' in page_of(mail)


def moved(db: Database, fix: Fix, name: str, by: Any = DISA, **given: Any) -> Fix:
    after, event = rules.apply(fix, name, by=by, given=Given(**given), at=NIGHT)
    fixes.save(db, after, event)
    return after


def assigned(db: Database, fix: Fix) -> Fix:
    return moved(db, fix, "assign", party=PARTY, priority="normal", due_on="2026-12-10")


def to_bo(mails: list[Any]) -> list[Any]:
    return [mail for mail in mails if mail["To"] == BO]


def test_the_phone_shows_how_its_own_stand_without_any_address(
    db: Database, phone: Caller, fix: Fix
) -> None:
    assigned(db, fix)
    for page in (f"/walks/{WALK.id}", PAGE):
        assert "Hos ansvarig" in words(phone.get(page).text)
    db.execute("UPDATE fixes SET visibility = 'internal'")
    for page in (f"/walks/{WALK.id}", PAGE):
        assert "Hos ansvarig" not in words(phone.get(page).text)


def test_another_phone_sees_nothing_of_it(
    db: Database, fix: Fix, joined: Callable[[Walk], Caller]
) -> None:
    assigned(db, fix)
    assert "Hos ansvarig" not in words(joined(WALK).get(PAGE).text)


def test_what_is_not_published_is_a_label_alone(
    db: Database, phone: Caller, fix: Fix, heard: Any, hand: Hand
) -> None:
    after = moved(db, assigned(db, fix), "plan", by=GUN, planned_action="byta alla lampor",
                  due_on="2026-12-10")  # fmt: skip
    assert after.state == "planned"
    assert "byta alla lampor" not in phone.get(PAGE).text
    [mail] = to_bo(hand.works(MORNING))
    assert "Planerad, klart senast december 2026" in text_of(mail)
    assert "byta alla lampor" not in text_of(mail)


def test_an_address_is_confirmed_by_a_button_and_not_by_reading(
    db: Database, phone: Caller, device_id: str, hand: Hand, caller: Callable[[], Caller]
) -> None:
    path = asked(phone, hand)
    browser = caller()
    for _ in range(2):
        assert "skicka nyheter hit" in words(browser.get(path).text)
    kept = walker_news.of_phone(db, device_id, WALK.id)
    assert kept and kept.confirmed_at is None
    assert "b…@walker.example" in phone.get(PAGE).text and BO not in phone.get(PAGE).text
    assert browser.post(path).status_code == 200
    kept = walker_news.of_phone(db, device_id, WALK.id)
    assert kept and kept.confirmed_at
    assert browser.post(path).status_code == 200  # twice is as once
    assert caller().get(path[:-2] + "xx").status_code == 404


def test_nobody_unconfirmed_hears_anything(
    db: Database, phone: Caller, fix: Fix, hand: Hand
) -> None:
    asked(phone, hand)
    assigned(db, fix)
    assert to_bo(hand.works("2099-01-02T07:00:00Z")) == []


def test_news_comes_once_a_day_about_ones_own(
    db: Database, fix: Fix, heard: Any, hand: Hand
) -> None:
    standing_fix(db, "assessing")  # somebody else's
    after = moved(db, assigned(db, fix), "start", by=GUN)
    assert to_bo(hand.works(NIGHT)) == []
    [mail] = to_bo(hand.works(MORNING))
    assert text_of(mail).count("Iakttagelse 7") == 1 and "Arbete pågår" in text_of(mail)
    assert to_bo(hand.works("2026-11-26T06:30:00Z")) == []
    moved(db, after, "appoint", by=DISA, person=GUN)  # nothing public changes
    assert to_bo(hand.works("2026-11-27T06:30:00Z")) == []


def test_what_is_written_to_everybody_arrives_and_what_is_internal_does_not(
    db: Database, fix: Fix, heard: Any, hand: Hand
) -> None:
    def comment(words: str, *, public: bool) -> None:
        line = rules.comment(fix, words, public=public, readers=[], by=DISA, at=NIGHT)
        fixes.tell(db, line)

    comment("Ägaren är svår att nå.", public=False)
    assert to_bo(hand.works(MORNING)) == []
    comment("Vi väntar på en ny stolpe.", public=True)
    [mail] = to_bo(hand.works("2026-11-26T06:30:00Z"))
    assert "Vi väntar på en ny stolpe." in text_of(mail) and "svår" not in text_of(mail)


def test_of_a_duplicate_the_one_that_is_kept_is_told(
    db: Database, phone: Caller, fix: Fix, heard: Any, hand: Hand
) -> None:
    kept = standing_fix(db, "assessing")
    moved(db, fix, "mark_duplicate", kept_fix=kept)
    [mail] = to_bo(hand.works(MORNING))
    assert text_of(mail).count("Iakttagelse 7") == 1 and "Mottagen" in text_of(mail)
    assigned(db, kept)
    [mail] = to_bo(hand.works("2026-11-26T06:30:00Z"))
    assert "Hos ansvarig" in text_of(mail)
    issue = {"kept": kept.id, "fix": fix.id}
    db.execute(
        "INSERT INTO fix_issues (fix_id, client_id)"
        " SELECT :kept, client_id FROM fix_issues WHERE fix_id = :fix",
        issue,
    )
    assert words(phone.get(PAGE).text).count("Hos ansvarig") == 1


@pytest.mark.parametrize("where", ["here", "where its issue was moved", "elsewhere"])
def test_the_follow_up_is_told_of_when_it_is_published(
    db: Database, fix: Fix, heard: Any, hand: Hand, where: str
) -> None:
    walk = WALK if where == "here" else a_walk(ANNA)
    if walk is not WALK:
        walks.add(db, walk)
    if where == "where its issue was moved":
        moved_to = {"to": walk.id, "walk": WALK.id}
        db.execute("UPDATE issues SET walk_id = :to, sent_walk_id = :walk", moved_to)
    report = Report(
        id=new_id(),
        slug="hosten",
        kind="walk",
        walk_id=walk.id,
        year=None,
        title="Hösten",
        lead="",
        state="draft",
        published_version=0,
        published_at=None,
        published_by=None,
        drafted_at=AT,
        drafted_by=None,
    )
    reports.add(db, report, Event(new_id(), AT, "report", report.id, 1, "draft", "system", None))
    page = report_rules.Page("mark", "mark")
    changed, version, event = report_rules.publish(report, page, by=ELIN, at=NIGHT)
    reports.publish(db, changed, version, event, fixes=[])
    told = [text_of(mail) for mail in to_bo(hand.works(MORNING))]
    assert ["/followup/hosten" in text for text in told] == [True] * (where != "elsewhere")


def test_one_click_ends_the_news_and_the_address(
    db: Database, fix: Fix, heard: Any, hand: Hand, caller: Callable[[], Caller]
) -> None:
    assigned(db, fix)
    [mail] = to_bo(hand.works(MORNING))
    path = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
    assert caller().get(path).status_code == 200 and walker_news.get(db, heard.id)
    clicked = caller().client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 200 and walker_news.get(db, heard.id) is None
    assert caller().client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200


def test_the_walker_takes_the_address_away(
    db: Database, phone: Caller, fix: Fix, heard: Any, hand: Hand
) -> None:
    assigned(db, fix)
    assert phone.post(f"{PAGE}/remove").status_code == 303
    assert to_bo(hand.works(MORNING)) == []
    assert walker_news.get(db, heard.id) is None


def test_whoever_holds_the_phone_next_does_not_see_the_address(
    db: Database, phone: Caller, fix: Fix, heard: Any, device_id: str, hand: Hand
) -> None:
    membership = devices.membership(db, device_id, WALK.id)
    assert membership
    devices.leave(db, membership, NIGHT)
    assert walker_news.of_phone(db, device_id, WALK.id) is None
    assigned(db, fix)
    assert len(to_bo(hand.works(MORNING))) == 1


def test_nobodys_mailbox_is_filled(phone: Caller, joined: Callable[[Walk], Caller]) -> None:
    answers = [joined(WALK).post(PAGE, {"email": BO}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    answers = [phone.post(PAGE, {"email": f"bo{n}@walker.example"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]


def test_an_odd_address_is_refused(phone: Caller) -> None:
    for odd in ("bo", "bo@", "a@b.example\nBcc: c@d.example"):
        assert phone.post(PAGE, {"email": odd}).status_code == 422


@pytest.mark.parametrize(
    ("changes", "at", "stays"),
    [
        ({"confirmed_at": None}, "2026-11-26T00:00:00Z", True),
        ({"confirmed_at": None}, "2026-11-28T00:00:00Z", False),
        ({}, "2027-11-28T00:00:00Z", True),
        ({}, "2028-11-28T00:00:00Z", False),
    ],
)
def test_addresses_go_by_rule(
    db: Database, heard: Any, changes: dict[str, Any], at: str, stays: bool
) -> None:
    address = replace(heard, **changes)
    db.execute("UPDATE walker_addresses SET confirmed_at = :c", {"c": address.confirmed_at})
    walker_news.sweep(db, at)
    assert (walker_news.get(db, heard.id) is not None) == stays


@pytest.mark.parametrize(("state", "stays"), [("closed", False), ("planned", True)])
def test_an_address_goes_when_all_has_been_said(
    db: Database, fix: Fix, heard: Any, state: str, stays: bool
) -> None:
    outcome = "fixed" if state == "closed" else None
    db.execute(
        "UPDATE fixes SET state = :state, outcome = :outcome, closed_at = :at",
        {"state": state, "outcome": outcome, "at": AT},
    )
    db.execute(
        "INSERT INTO reports (id, slug, kind, walk_id, title, lead, state, published_version,"
        " published_at, drafted_at, summary, version) VALUES ('r', 'r', 'walk', :walk, '', '',"
        " 'published', 1, :at, :at, '', 1)",
        {"walk": WALK.id, "at": AT},
    )
    walker_news.sweep(db, "2027-03-01T00:00:00Z")
    assert (walker_news.get(db, heard.id) is not None) == stays
