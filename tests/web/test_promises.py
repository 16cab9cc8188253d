"""Promises at the desk: written down, read through, followed up beside the fixes."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cast import AT, a_fix, a_person, a_walk, an_area
from tests.domain.test_promises import (
    a_commitment,
    a_goal,
    a_promise,
    an_activity,
    an_indicator,
)
from tests.web.conftest import Caller
from tests.web.test_reports import seen, without_second_reader
from walkapp.domain import promises as rules
from walkapp.domain.people import Person
from walkapp.domain.promises import Activity, Promise
from walkapp.storage import areas, fixes, municipality, people, promises, walks
from walkapp.storage.database import Database

SIV = a_person("Siv", "safety_coordinator")
PIA = a_person("Pia", "police")
KIM = a_person("Kim", "coordinator")
PATROL = {"kind": "foot_patrol", "owner": "police", "standing": "done", "starts": "2026-03-02"}


@pytest.fixture
def promise(db: Database) -> Promise:
    people.add(db, SIV)
    area = an_area("Resecentrum")
    areas.add(db, area)
    made = a_promise(first_year=2026, last_year=2026)
    for thing in (made, a_goal(area_ids=area.id), a_commitment(), an_indicator()):
        promises.add(db, *rules.added(thing, by=SIV, at=AT))
    return made


@pytest.fixture
def siv(signed_in: Callable[[Person], Caller]) -> Caller:
    return signed_in(SIV)


def text(caller: Caller, path: str) -> str:
    return " ".join(caller.get(path).get_data(as_text=True).split())


def test_the_police_write_a_patrol_and_it_waits_to_be_read_through(
    db: Database, promise: Promise, siv: Caller, signed_in: Callable[[Person], Caller]
) -> None:
    pia = signed_in(PIA)
    typed = {**PATROL, "count": "12", "commitment_id": "c1", "public": "y"}
    assert pia.post("/promises/p/activities/new", typed).status_code == 303
    [made] = promises.book(db, promise).activities
    assert (made.count, made.public, made.created_by) == (12, False, PIA.id)
    assert "Inte granskad" in text(siv, "/promises/p")
    assert "1 insats är inte granskad." in text(siv, "/promises/p")
    page = f"/promises/activities/{made.id}"
    read = {**PATROL, "count": "12", "commitment_id": "c1", "version": "1", "public": "y"}
    assert siv.post(page, read).status_code == 303
    shown = text(signed_in(KIM), "/promises/p")
    assert "Polisen har vid tolv tillfällen gått fotpatrull under våren 2026." in shown
    assert "Inte granskad" not in shown


def test_the_years_report_tells_of_the_promise_and_keeps_it_as_it_was(
    db: Database, promise: Promise, siv: Caller, caller: Callable[[], Caller]
) -> None:
    walks.add(db, a_walk(starts_at="2026-04-20T17:00:00Z", state="reviewing"))
    activity = an_activity("dialogue", count=2, public=True, commitment_id="c1")
    promises.add(db, *rules.added(activity, by=SIV, at=AT))
    without_second_reader(db)
    page = str(siv.post("/reports", {"year": "2026"}).location)
    draft = text(siv, page)
    said = "Polisen har vid två tillfällen haft medborgardialog."
    assert "Uppföljning av medborgarlöfte i Flens kommun 2026" in draft
    assert said in draft and "Lägesbilden är tom." in draft
    mark = seen(siv, page)
    changed = rules.changed(
        activity, an_activity("dialogue", count=3, public=True), read=1, by=SIV, at=AT
    )
    promises.save(db, *changed)
    assert siv.post(f"{page}/publish", {"seen": mark}).status_code == 422
    assert siv.post(f"{page}/publish", {"seen": seen(siv, page)}).status_code == 303
    again = rules.changed(
        changed[0], an_activity("dialogue", count=9, public=True), read=2, by=SIV, at=AT
    )
    promises.save(db, *again)
    public = text(caller(), "/followup/2026")
    assert "Polisen har vid tre tillfällen haft medborgardialog." in public
    assert "nio tillfällen" not in public


def test_measurements_are_typed_and_the_change_is_not(promise: Promise, siv: Caller) -> None:
    for year, value in (("2025", "300"), ("2026", "288")):
        answer = siv.post("/promises/indicators/i/measurements/new", {"year": year, "value": value})
        assert answer.status_code == 303
    page = siv.get("/promises/p").get_data(as_text=True)
    assert "minskat med 4 % under 2026 jämfört med 2025" in text(siv, "/promises/p")
    assert re.search(r'href="/reports" aria-current="true"', page)  # where they are found
    form = siv.get(re.findall(r"/promises/measurements/[\w-]+", page)[0]).get_data(as_text=True)
    assert re.search(r'name="value"[^>]* value="(300|288)"', form)
    twice = siv.post("/promises/indicators/i/measurements/new", {"year": "2026", "value": "1"})
    assert twice.status_code == 422 and "redan ett värde" in twice.get_data(as_text=True)
    for value in ("", "inf", "nan", "fyra"):
        wrong = siv.post(
            "/promises/indicators/i/measurements/new", {"year": "2027", "value": value}
        )
        assert wrong.status_code == 422, value


def test_a_promise_is_begun_and_changed_and_a_stale_save_is_a_conflict(
    db: Database, siv: Caller
) -> None:
    typed = {"title": "Löfte", "first_year": "2027", "last_year": "2027", "parties": "joint"}
    unnamed = siv.post("/promises/new", {**typed, "title": ""})
    assert "Skriv vad löftet heter." in unnamed.get_data(as_text=True)
    goal = str(siv.post("/promises/new", typed).location)
    [made] = promises.all(db)
    assert "Skriv vilket målet är." in siv.post(goal, {"text": ""}).get_data(as_text=True)
    page = str(siv.post(goal, {"text": "öka tryggheten."}).location)
    [kept] = promises.book(db, made).goals
    assert kept.text == "öka tryggheten"
    other = {"text": "hålla rent", "background": "Skräp vid torget.", "until": "2027-10"}
    assert siv.post(goal, other).status_code == 303
    shown = text(siv, page)
    assert "Polisen och kommunens mål är att hålla rent." in shown and "Skräp vid torget." in shown
    choice = text(siv, f"{page}/commitments/new")
    assert "Vilket mål?" in choice and "hålla rent" in choice
    edit = f"{page}/edit"
    assert siv.post(edit, {**typed, "title": "Nytt", "version": "1"}).status_code == 303
    stale = siv.post(edit, {**typed, "title": "Annat", "version": "1"})
    assert stale.status_code == 409 and "Annat" in stale.get_data(as_text=True)


def test_others_activities_are_shut_to_the_police(
    db: Database, promise: Promise, signed_in: Callable[[Person], Caller]
) -> None:
    theirs = an_activity(owner="municipality")
    promises.add(db, *rules.added(theirs, by=SIV, at=AT))
    pia = signed_in(PIA)
    assert pia.get("/promises/activities/a").status_code == 403
    assert pia.post("/promises/activities/a", {**PATROL, "version": "1"}).status_code == 403
    wrong = pia.post("/promises/p/activities/new", {**PATROL, "owner": "municipality"})
    assert wrong.status_code == 422
    assert len(promises.book(db, promise).activities) == 1


def test_a_plan_of_last_year_follows_along(db: Database, promise: Promise, siv: Caller) -> None:
    plan = an_activity("service", title="ett stödboende", status="planned", starts="2027")
    promises.add(db, *rules.added(plan, by=SIV, at=AT))
    typed = {"title": "Nästa", "first_year": "2027", "last_year": "2027", "parties": "joint"}
    siv.post("/promises/new", typed)
    [following] = promises.of_year(db, 2027)
    page = f"/promises/{following.id}"
    asked = "Planerat i ett tidigare löfte: Polisen planerar ett stödboende."
    assert asked in text(siv, page)
    [made] = promises.book(db, following).activities
    assert isinstance(made, Activity) and (made.from_id, made.status) == ("a", "planned")
    # What is planned afterwards is offered, and taken along by hand.
    later = an_activity("service", id="b", title="ett råd", status="planned", starts="2027")
    promises.add(db, *rules.added(later, by=SIV, at=AT))
    assert "Polisen planerar ett råd." in text(siv, page)
    assert siv.post(f"{page}/activities/b/take-over").status_code == 303
    assert siv.post(f"{page}/activities/b/take-over").status_code == 404


def test_what_was_planned_stands_in_the_draft_of_the_next_year(
    db: Database, promise: Promise, siv: Caller
) -> None:
    plan = an_activity(
        "service", title="ett stödboende", status="planned", starts="2027", public=True
    )
    promises.add(db, *rules.added(plan, by=SIV, at=AT))
    draft = str(siv.post("/reports", {"year": "2027"}).location)
    waits = "Planerat i Medborgarlöfte 2016: Polisen planerar ett stödboende. Skriv in årets löfte"
    assert waits in text(siv, draft)
    typed = {"title": "Nästa", "first_year": "2027", "last_year": "2027", "parties": "joint"}
    siv.post("/promises/new", typed)
    assert waits not in text(siv, draft)
    assert "Polisen planerar ett stödboende. " in text(siv, draft)


def test_what_is_removed_is_gone_until_it_is_brought_back(
    db: Database, promise: Promise, siv: Caller, signed_in: Callable[[Person], Caller]
) -> None:
    activity = an_activity(commitment_id="c1", count=63, starts="2026-02", public=True)
    promises.add(db, *rules.added(activity, by=SIV, at=AT))
    page = "/promises/p"
    assert "63 tillfällen" in text(siv, page)
    stale = siv.post("/promises/activities/a/remove", {"version": "7"})
    assert stale.status_code == 409
    gone = siv.post("/promises/activities/a/remove", {"version": "1"})
    assert gone.status_code == 303
    shown = text(siv, page)
    undo = "/promises/activities/a/restore"
    assert f'action="{undo}"' in shown and "Ångra" in shown
    assert "Inga insatser än" in shown
    assert siv.get("/promises/activities/a").status_code == 404
    assert "Borttaget" not in text(signed_in(KIM), page)
    assert siv.post(undo).status_code == 303
    assert "Inga insatser än" not in text(siv, page)
    for things, key in (("goals", "g"), ("commitments", "c1"), ("indicators", "i")):
        removed = siv.post(f"/promises/{things}/{key}/remove", {"version": "1"})
        assert removed.status_code == 303, things
    assert siv.post("/promises/promises/p/remove", {"version": "1"}).status_code == 303
    assert siv.get(page).status_code == 404
    assert "Ta tillbaka" in text(siv, "/promises")
    assert siv.post("/promises/promises/p/restore").status_code == 303
    assert siv.get(page).status_code == 200


def test_a_tertial_is_read_on_one_page(
    db: Database, promise: Promise, signed_in: Callable[[Person], Caller]
) -> None:
    for key, day, count in (("1", "2026-02", 12), ("2", "2026-05", 30)):
        patrol = an_activity(id=key, commitment_id="c1", starts=day, count=count)
        promises.add(db, *rules.added(patrol, by=SIV, at=AT))
    pia = signed_in(PIA)
    first = text(pia, "/promises/p/overview?year=2026&tertial=1")
    assert "Läget efter första tertialet 2026" in first
    assert "tolv tillfällen" in first and "30 tillfällen" not in first
    whole = text(pia, "/promises/p/overview?year=2026")
    assert "Läget för 2026" in whole and "30 tillfällen" in whole
    for odd in ("?year=1999&tertial=9", "?year=x", "?tertial=-1", ""):
        assert pia.get(f"/promises/p/overview{odd}").status_code == 200


def test_the_public_page_leads_to_the_walks_own_follow_up_while_it_is_open(
    db: Database, promise: Promise, siv: Caller, caller: Callable[[], Caller]
) -> None:
    walk = a_walk(starts_at="2026-04-20T17:00:00Z", state="reviewing", title="Vårvandringen")
    walks.add(db, walk)
    without_second_reader(db)
    own, year = (
        str(siv.post("/reports", subject).location)
        for subject in ({"walk_id": walk.id}, {"year": "2026"})
    )
    for page in (own, year):
        assert siv.post(f"{page}/publish", {"seen": seen(siv, page)}).status_code == 303
    address = '<a href="/followup/varvandringen-2026-04-20">'
    shown = text(caller(), "/followup/2026")
    assert f"{address}Läs om vandringen</a>" in shown and f"{address}20 april 2026</a>" in shown
    assert siv.post(f"{own}/unpublish").status_code == 303
    shown = text(caller(), "/followup/2026")
    assert address not in shown and '<a href="#walks-1">Läs om vandringen</a>' in shown


def test_a_promise_without_walks_is_followed_up_from_its_own_page(
    db: Database, promise: Promise, siv: Caller, signed_in: Callable[[Person], Caller]
) -> None:
    assert "Året 2026" in text(siv, "/reports")
    assert "Skapa uppföljning" in text(siv, "/promises/p")
    assert "Skapa uppföljning" not in text(signed_in(PIA), "/promises/p")
    page = str(siv.post("/reports", {"year": "2026"}).location)
    shown = text(siv, "/promises/p")
    assert "Skapa uppföljning" not in shown and f'href="{page}"' in shown
    assert "Året 2026" not in text(siv, "/reports")


def test_the_draft_says_that_nobody_has_written_how_it_goes_on_nor_whom_to_ask(
    db: Database, promise: Promise, siv: Caller
) -> None:
    page = str(siv.post("/reports", {"year": "2026"}).location)
    draft = text(siv, page)
    assert "”Så går det vidare” är tomt." in draft
    assert "Kommunen har ingen adress för frågor." in draft and "mailto:" not in draft
    town = municipality.get(db)
    asked = replace(town, contact_email="trygg@flen.example", version=town.version + 1)
    municipality.save(db, asked)
    typed = {"title": "Året", "next": "Vi ses i maj.", "version": "1"}
    assert siv.post(f"{page}/edit", typed).status_code == 303
    draft = text(siv, page)
    assert "”Så går det vidare” är tomt." not in draft
    assert '<a href="mailto:trygg@flen.example">' in draft and "ingen adress" not in draft


def test_a_fix_about_presence_is_offered_an_answer_and_gets_it_by_nobody_but_its_writer(
    db: Database, promise: Promise, siv: Caller, signed_in: Callable[[Person], Caller]
) -> None:
    [area] = areas.all(db)
    fix = a_fix(category="narvaro", area_id=area.id)
    lamp = a_fix(number="FLEN-2026-002", party_id=None)
    for made in (fix, lamp):
        fixes.create(db, made, by=SIV, at=AT)
    pia = signed_in(PIA)
    assert promises.book(db, promise).activities == ()
    page = pia.get(f"/fixes/{fix.id}").get_data(as_text=True)
    [address] = re.findall(r'href="(/promises/p/activities/new[^"]*)"', page)
    asked = pia.get(address).get_data(as_text=True)
    assert "Svarar på punkten" in asked and fix.title in asked
    assert re.search(rf'<input[^>]*checked[^>]*value="{area.id}"', asked)
    assert re.search(r'<option selected value="presence"', asked)
    typed = {**PATROL, "kind": "presence", "area_ids": [area.id], "count": "4"}
    answer = pia.post(address, typed)
    assert (answer.status_code, answer.location) == (303, f"/fixes/{fix.id}#presence")
    [(_, made)] = promises.answers_to(db, fix.id)
    assert (made.fix_id, made.kind, made.count, made.public) == (fix.id, "presence", 4, False)
    assert fixes.get(db, fix.id) == fix  # its state is moved by people alone
    shown = text(pia, f"/fixes/{fix.id}")
    assert "varit på plats" in shown and "Inte granskad" in shown
    assert "varit på plats" in text(signed_in(KIM), f"/fixes/{fix.id}")
    assert fix.number in text(pia, f"/promises/activities/{made.id}")
    # What is mended is offered none, and what one does not see cannot be answered.
    assert "/activities/new" not in text(siv, f"/fixes/{lamp.id}")
    assert "Svarar på punkten" not in text(pia, f"/promises/p/activities/new?fix={lamp.id}")
    assert "Svarar på punkten" not in text(siv, f"/promises/p/activities/new?fix={lamp.id}")
