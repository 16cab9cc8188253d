"""Who hears of what: from events, in their own transaction; at once, by the day, or not at all."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.cast import AT, a_person
from tests.mail.conftest import MORNING, NIGHT, Hand, page_of, text_of
from tests.web.conftest import Caller
from tests.web.fixes_desk import ANNA, DISA, ELIN, GUN, PARTY, settle, standing, words
from walkapp.domain import fixes as rules
from walkapp.domain import objections as objection_rules
from walkapp.domain.errors import Conflict
from walkapp.domain.events import Event
from walkapp.domain.fixes import Fix, Given
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.storage import events, fixes, notices, objections, outbox, people, rows
from walkapp.storage.database import Database


@pytest.fixture(autouse=True)
def desk(app: object, db: Database) -> None:
    settle(db)


def made(db: Database, fix: Fix, name: str, by: Person = DISA, **given: object) -> Fix:
    after, event = rules.apply(fix, name, by=by, given=Given(**given), at=NIGHT)  # type: ignore[arg-type]
    fixes.save(db, after, event)
    return after


def assigned(db: Database, priority: str = "normal", **more: object) -> Fix:
    fix = standing(db, "assessing")
    return made(db, fix, "assign", party=PARTY, priority=priority, due_on="2026-12-10", **more)


def waiting(db: Database) -> list[tuple[str, str, str]]:
    found = db.query("SELECT reader_id, kind, how FROM notices WHERE mail_id IS NULL ORDER BY key")
    return [(row["reader_id"], row["kind"], row["how"]) for row in found]


def test_an_assignment_waits_for_the_morning(db: Database, hand: Hand) -> None:
    fix = assigned(db)
    assert waiting(db) == [(GUN.id, "assigned", "daily")]
    assert hand.works(NIGHT) == []
    [mail] = hand.works(MORNING)
    assert hand.postman.readers == [GUN.email]
    assert fix.title in text_of(mail) and fix.title in page_of(mail)
    assert hand.works("2026-11-25T20:00:00Z") == []


def test_what_is_urgent_goes_at_once(db: Database, hand: Hand) -> None:
    fix = assigned(db, "urgent")
    [mail] = hand.works(NIGHT)
    assert mail["Subject"] == f"{fix.number}: {fix.title}"
    assert f"/fixes/{fix.id}" in text_of(mail) and "10 december 2026" in text_of(mail)


def test_many_at_once_are_one_mail(db: Database, hand: Hand) -> None:
    notices.choose(db, GUN.id, {"assigned": "now"})
    for _ in range(25):
        assigned(db)
    [mail] = hand.works(NIGHT)
    assert "Tilldelad dig (25)" in text_of(mail) and "5 till" in text_of(mail)


def test_one_that_has_chosen_nothing_of_it_hears_nothing(db: Database, hand: Hand) -> None:
    notices.choose(db, GUN.id, {"assigned": "off"})
    assigned(db, "urgent")
    assert waiting(db) == []


def test_coordinators_hear_that_a_reader_says_it_is_not_fixed(db: Database, hand: Hand) -> None:
    fix = standing(db, "closed", outcome="fixed", closed_at=AT)
    for said in ("Lampan är släckt", "Fortfarande mörkt"):
        objections.add(db, *objection_rules.new(fix, said, waiting=0, at=NIGHT))
    heard = {(reader, kind) for reader, kind, _ in waiting(db)}
    assert heard == {(DISA.id, "objected"), (ELIN.id, "objected")}
    mail, _ = hand.works(MORNING)
    assert "Inte åtgärdat, säger en läsare" in text_of(mail) and fix.title in text_of(mail)
    assert "släckt" not in text_of(mail)  # what strangers write is read signed in


def test_nothing_is_said_of_it_once_it_is_open_again(db: Database, hand: Hand) -> None:
    fix = standing(db, "closed", outcome="fixed", closed_at=AT)
    objections.add(db, *objection_rules.new(fix, "", waiting=0, at=NIGHT))
    made(db, fix, "reopen", by=ELIN, reason="Stämmer, det är mörkt")
    assert not any("säger en läsare" in text_of(mail) for mail in hand.works(MORNING))


def test_the_handler_alone_hears_when_there_is_one(db: Database) -> None:
    other = a_person("Ulf", "party", party=PARTY)
    people.add(db, other)
    assigned(db, person=other)
    assert waiting(db) == [(other.id, "assigned", "daily")]


def test_nobody_hears_of_their_own_doings(db: Database) -> None:
    fix = assigned(db)
    db.execute("DELETE FROM notices")
    made(db, fix, "bounce", by=GUN, reason="Det är regionens")
    assert {reader for reader, _, _ in waiting(db)} == {DISA.id, ELIN.id}
    db.execute("DELETE FROM notices")
    both = a_person("Eva", "coordinator", "party", party=PARTY)
    people.add(db, both)
    made(db, assigned(db), "bounce", by=both, reason="Det är regionens")
    assert both.id not in {reader for reader, kind, _ in waiting(db) if kind == "bounced"}


def test_a_change_that_fails_tells_nobody(db: Database) -> None:
    fix = standing(db, "assessing")
    given = Given(party=PARTY, priority="urgent", due_on="2026-12-10")
    after, event = rules.apply(fix, "assign", by=DISA, given=given, at=NIGHT)
    fixes.save(db, after, event)
    db.execute("DELETE FROM notices")
    again, event = rules.apply(fix, "assign", by=ELIN, given=given, at=NIGHT)
    with pytest.raises(Conflict):
        fixes.save(db, again, event)
    assert waiting(db) == []


@pytest.mark.parametrize(("name", "kind"), [("confirm", "confirmed"), ("reject_work", "sent_back")])
def test_who_did_the_work_hears_what_became_of_it(db: Database, name: str, kind: str) -> None:
    fix = made(db, assigned(db), "finish", by=GUN, done_text="Bytt lampa", done_on="2026-11-24")
    db.execute("DELETE FROM notices")
    said = {"checked_on": "2026-11-25"} if name == "confirm" else {"reason": "Den är släckt"}
    made(db, fix, name, **said)
    assert waiting(db) == [(GUN.id, kind, "daily")]


def test_a_reopened_fix_is_told_to_who_did_it_and_who_leads_the_walk(db: Database) -> None:
    fix = made(db, assigned(db), "finish", by=GUN, done_text="Bytt lampa", done_on="2026-11-24")
    fix = made(db, fix, "confirm", checked_on="2026-11-25")
    db.execute("DELETE FROM notices")
    made(db, fix, "reopen", reason="Den är släckt igen")
    assert {reader for reader, _, _ in waiting(db)} == {GUN.id, ANNA.id, ELIN.id}


def test_who_is_mentioned_reads_the_words(db: Database, hand: Hand) -> None:
    fix = standing(db, "assessing")
    said = {"mentions": [ELIN.id, DISA.id]}
    event = Event(new_id(), NIGHT, "fix", fix.id, 1, "comment", "person", DISA.id, data=said)
    fixes.tell(db, Event(**{**event.__dict__, "internal_text": "Har du pratat med regionen?"}))
    assert waiting(db) == [(ELIN.id, "mentioned", "daily")]
    [mail] = hand.works(MORNING)
    assert "Har du pratat med regionen?" in text_of(mail)


def test_due_dates_are_told_once_and_lateness_once_a_week(db: Database, hand: Hand) -> None:
    standing(db, "assigned", due_on="2026-11-30", original_due_on="2026-11-30")
    standing(db, "planned", due_on="2026-11-20", original_due_on="2026-11-20")
    first = {mail["To"]: text_of(mail) for mail in hand.works(MORNING)}
    assert "Snart dags (1)" in first[GUN.email] and "Försenad (1)" in first[GUN.email]
    assert "Försenad" in first[DISA.email] and "Snart dags" not in first[DISA.email]
    assert hand.works("2026-11-26T06:30:00Z") == []
    again = {mail["To"]: text_of(mail) for mail in hand.works("2026-12-01T06:30:00Z")}
    assert "Försenad" in again[GUN.email]


def test_a_morning_that_was_missed_is_made_up_for(db: Database, hand: Hand) -> None:
    assigned(db)
    assert len(hand.works("2026-11-27T15:00:00Z")) == 1


def test_who_no_longer_sees_the_fix_reads_nothing_of_it(db: Database, hand: Hand) -> None:
    fix = assigned(db)
    made(db, fix, "reroute", reason="Fel part")
    assert GUN.email not in {mail["To"] for mail in hand.works(MORNING)}
    gone = db.query("SELECT state FROM outbox WHERE reader_id = :id", {"id": GUN.id})
    assert [row["state"] for row in gone] == ["dropped"]


def test_mails_about_a_fix_lie_together_and_can_be_ended(
    db: Database, hand: Hand, caller: Callable[[], Caller]
) -> None:
    fix = assigned(db, "urgent")
    [first] = hand.works(NIGHT)
    notices.choose(db, GUN.id, {"sent_back": "now"})
    fix = made(db, fix, "finish", by=GUN, done_text="Bytt lampa", done_on="2026-11-24")
    made(db, fix, "reject_work", reason="Den är släckt")
    [second] = hand.works(NIGHT)
    assert first["References"] == second["References"] == f"<fix-{fix.id}@flen.example>"
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(first["List-Unsubscribe"].strip("<>")).path
    browser = caller()
    assert "Sluta skicka" in words(browser.get(path).text)
    assert notices.choices(db, GUN.id) == {"sent_back": "now"}  # reading changes nothing
    assert browser.client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert notices.choices(db, GUN.id)["assigned"] == "off"
    assert browser.client.post(path, data={"anything": "else"}).status_code == 400
    assert browser.get(path[:-3] + "xyz").status_code == 404


def test_the_button_on_the_page_ends_the_daily_mail(
    db: Database, hand: Hand, caller: Callable[[], Caller]
) -> None:
    assigned(db), assigned(db)
    notices.choose(db, GUN.id, {"sent_back": "now"})
    [mail] = hand.works(MORNING)
    path = urlsplit(re.search(r"<(.*)>", mail["List-Unsubscribe"])[1]).path  # type: ignore[index]
    assert "inga fler" in words(caller().post(path).text)
    chosen = notices.choices(db, GUN.id)
    assert chosen["sent_back"] == "now" and chosen["assigned"] == "off"


def test_a_mail_that_is_refused_for_now_goes_later_and_one_for_good_never(
    db: Database, hand: Hand
) -> None:
    assigned(db, "urgent")
    hand.postman.to_reader = "450 try again"
    assert hand.works(NIGHT) == []
    [row] = outbox.listing(db, sent=False, limit=9)
    assert (row["state"], row["problem"], row["to_name"]) == ("waiting", "450 try again", "Gun")
    hand.postman.to_reader = ""
    assert hand.works(NIGHT) == []  # not before its time
    assert len(hand.works("2026-11-25T03:01:00Z")) == 1
    assigned(db, "urgent")
    hand.postman.to_data = "554 spam"
    hand.works("2026-11-25T03:02:00Z")
    assert outbox.standing(db, NIGHT).failed == 1


def test_a_mail_that_never_arrives_is_given_up_after_two_days(db: Database, hand: Hand) -> None:
    assigned(db, "urgent")
    hand.postman.to_reader = "451 later"
    at = NIGHT
    for _ in range(40):
        hand.works(at)
        [row] = outbox.listing(db, sent=False, limit=1)
        if row["state"] == "failed":
            break
        at = row["next_at"]
    assert row["state"] == "failed" and "2026-11-27" <= at < "2026-11-28"


def test_a_worker_that_died_loses_nothing_and_the_dead_ones_word_does_not_count(
    db: Database, hand: Hand
) -> None:
    assigned(db, "urgent")
    hand.worker.gather(db)
    dead = outbox.claim(db, NIGHT)
    assert dead and outbox.claim(db, NIGHT) is None
    taken_over = outbox.claim(db, "2026-11-25T03:05:00Z")
    outbox.give_up(db, dead, "too late to say so")
    assert taken_over and outbox.get(db, dead.id) == taken_over
    [mail] = hand.works("2026-11-25T03:10:00Z")
    assert mail["Message-ID"] == f"<{dead.id}@flen.example>"
    outbox.give_up(db, taken_over, "too late too")
    assert outbox.get(db, dead.id).state == "sent"  # type: ignore[union-attr]


@pytest.mark.parametrize("gathered", [True, False])
def test_a_mail_older_than_an_hour_sounds_the_alarm(
    db: Database, hand: Hand, signed_in: Callable[[Person], Caller], gathered: bool
) -> None:
    assigned(db, "urgent")
    if gathered:  # if not, the worker is not even running
        hand.worker.gather(db)
    admin = signed_in(ELIN)
    assert admin.get("/readyz").get_json()["mails_late"] == 1
    assert "1 behöver ses om" in admin.get("/admin").text
    page = words(admin.get("/admin/mails").text)
    assert "har väntat i över en timme" in page and ("Gun" in page) == gathered


def test_what_waits_for_the_morning_is_late_when_the_morning_has_passed(
    db: Database, hand: Hand
) -> None:
    assigned(db)
    found = [outbox.standing(db, at) for at in (MORNING, "2026-11-26T03:59:00Z")]
    assert [(one.waiting, one.late) for one in found] == [(0, 0), (0, 0)]
    after = outbox.standing(db, "2026-11-26T04:01:00Z")
    assert (after.waiting, after.late) == (1, 1)


def test_many_events_at_once_are_told_of_as_each_alone(db: Database) -> None:
    changes = []
    for number in range(6):
        fix = standing(db, "assessing", priority=None)
        given = Given(party=PARTY, priority=("urgent", "normal")[number % 2], due_on="2026-12-10")
        changes.append(rules.apply(fix, "assign", by=DISA, given=given, at=NIGHT))
    for after, event in changes[:3]:
        fixes.save(db, after, event)
    alone = [how for _, _, how in waiting(db)]
    db.execute("DELETE FROM notices")
    with db.writing():
        for after, _ in changes[3:]:
            rows.update(db, "fixes", after)
        events.add_all(db, [event for _, event in changes[3:]])
    assert sorted(alone) == ["daily", "now", "now"]
    assert sorted(how for _, _, how in waiting(db)) == ["daily", "daily", "now"]


def test_work_that_is_over_is_not_asked_for(db: Database, hand: Hand) -> None:
    fix = made(db, assigned(db), "finish", by=GUN, done_text="Bytt lampa", done_on="2026-11-24")
    made(db, fix, "confirm", checked_on="2026-11-25")
    [mail] = [mail for mail in hand.works(MORNING) if mail["To"] == GUN.email]
    assert "Bekräftad som åtgärdad" in text_of(mail) and "Tilldelad dig" not in text_of(mail)


def test_choices_are_made_on_the_account_page(
    db: Database, signed_in: Callable[[Person], Caller]
) -> None:
    gun = signed_in(GUN)
    page = gun.get("/account").text
    assert "Något tilldelas mig" in page and "En ägare utanför kommunen svarar" not in page
    kinds = ("assigned", "mentioned", "sent_back", "confirmed", "due_soon", "overdue", "reopened")
    wanted = {kind: "daily" for kind in kinds} | {"assigned": "now"}
    assert gun.post("/account/notices", wanted).status_code == 303
    assert notices.choices(db, GUN.id)["assigned"] == "now"
    assert gun.post("/account/notices", {**wanted, "assigned": "hourly"}).status_code == 422


def test_the_sweep_takes_what_is_old(db: Database, hand: Hand) -> None:
    assigned(db)
    hand.works(MORNING)
    assert notices.sweep(db, "2027-06-01T00:00:00Z") and outbox.sweep(db, "2027-06-01T00:00:00Z")
    assert AT < NIGHT
