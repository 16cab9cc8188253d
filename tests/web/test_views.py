"""Views of the fixes: filters of the address, map, board, figures, saved views."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cast import an_area
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ADAM,
    ANNA,
    DISA,
    ELIN,
    GUN,
    HANS,
    OWNER,
    PARTY,
    form_to,
    forms_of,
    settle,
    standing,
    words,
)
from walkapp.domain.people import Person
from walkapp.storage import areas
from walkapp.storage.database import Database
from walkapp.web import clock
from walkapp.web.fixes import counted

SignedIn = Callable[[Person], Caller]


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def page_of(browser: Caller, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def listed(browser: Caller, query: str = "") -> list[str]:
    return re.findall(r'class="num">FLEN-\d+-(\d+)</span>', page_of(browser, f"/fixes{query}"))


def test_the_inbox_begins_with_what_nobody_has(db: Database, signed_in: SignedIn) -> None:
    standing(db, "planned", due_on="2099-01-01", original_due_on="2099-01-01")
    standing(db, "planned", due_on="2099-01-01", original_due_on="2016-01-01")
    standing(db, "new")
    disa = signed_in(DISA)
    assert listed(disa) == ["003", "002", "001"]
    assert listed(disa, "?sort=number") == ["003", "002", "001"]
    assert listed(disa, "?sort=due")[0] == "001"
    assert "att fördela och försenade först" in words(page_of(disa, "/fixes"))


def test_the_new_filters_stand_in_the_address(db: Database, signed_in: SignedIn) -> None:
    standing(db, "new", place_type="gangtunnel", created_at="2026-10-01T10:00:00Z")
    standing(db, "planned", person_id=GUN.id)
    standing(db, "assessing", reopen_count=1)
    dated = {"done_on": "2026-11-01", "closed_at": "2026-11-02T10:00:00Z"}
    standing(db, "closed", original_due_on="2026-11-01", **dated)
    standing(db, "closed", original_due_on="2026-10-01", **dated)
    disa = signed_in(DISA)
    for query, found in {
        "?place_type=gangtunnel": {"001"},
        f"?handler={GUN.id}": {"002"},
        "?handler=none&party=none": {"001", "003"},
        "?unassigned=1": {"001", "003"},
        "?reopened=1": {"003"},
        "?dated=created&to=2026-10-31": {"001"},
        "?to=2026-10-31": {"001"},  # what is not said is when it came in
        "?dated=created&from=2026-10-32&to=x": {"001", "002", "003"},
        "?state=closed&dated=closed&from=2026-11-01&to=2026-11-30": {"004", "005"},
        "?state=closed&punctual=yes": {"004"},
        "?state=closed&punctual=no": {"005"},
        "?place_type=nonsense&punctual=nonsense&dated=nonsense": {"001", "002", "003"},
        "?from=2026-11-01T00:00:00Z": {"001", "002", "003"},
    }.items():
        assert set(listed(disa, query)) == found, query


def test_every_filter_is_in_the_form_and_can_be_taken_away(
    db: Database, signed_in: SignedIn
) -> None:
    asked = {
        "state": "closed",
        "outcome": "fixed",
        "category": "klotter",
        "party": PARTY.id,
        "handler": GUN.id,
        "place_type": "gangtunnel",
        "priority": "urgent",
        "punctual": "no",
        "dated": "closed",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "overdue": "1",
        "unassigned": "1",
        "reopened": "1",
        "mine": "1",
        "sort": "number",
        "q": "bänk",
    }
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page = page_of(signed_in(DISA), f"/fixes?{query}")
    (form,) = [form for form in forms_of(page) if "q" in form.fields]
    assert {**form.fields, **asked} == form.fields
    chips = [unescape(c) for c in re.findall(r'class="chip" href="([^"]+)"><span>', page)]
    gone = [set(asked) - set(parse_qs(urlsplit(chip).query)) for chip in chips]
    for name in set(asked) - {"sort", "dated", "from", "to"}:
        assert {name} in gone, name
    assert {"dated", "from", "to"} in gone
    assert "Avslutades 1 januari 2026 till 31 december 2026" in words(page)


def test_what_a_chip_of_the_views_says_is_not_said_twice(db: Database, signed_in: SignedIn) -> None:
    standing(db, "planned", original_due_on="2016-01-01")
    disa, named = signed_in(DISA), 'aria-label="Avgränsat till"'
    for query in ("", "?overdue=1", "?state=all", "?state=closed"):
        assert named not in page_of(disa, f"/fixes{query}"), query
    for query in (f"?overdue=1&party={PARTY.id}", "?state=planned", "?state=closed&sort=number"):
        for layout in ("", "/map", "/board"):
            assert named in page_of(disa, f"/fixes{layout}{query}"), (layout, query)


def test_a_handler_is_named_only_to_colleagues(db: Database, signed_in: SignedIn) -> None:
    for person, named in {DISA: True, ANNA: True, HANS: True, GUN: False}.items():
        page = page_of(signed_in(person), f"/fixes?handler={HANS.id}")
        assert ("Hans" in words(page).replace("Hanske", "")) is named, person.name
        assert ("Okänd handläggare" in page) is not named, person.name


def test_chips_tell_how_many(db: Database, signed_in: SignedIn) -> None:
    standing(db, "new")
    standing(db, "planned", original_due_on="2016-01-01")
    standing(db, "planned", party_id=OWNER.id)

    def chips(person: Person) -> dict[str, str]:
        page = page_of(signed_in(person), "/fixes")
        found = re.findall(r'<a class="chip".*?</a>', page, re.DOTALL)
        told = [re.findall(r"<span[^>]*>([^<]+)</span>", chip) for chip in found]
        return {name: count[0] for name, *count in told if count and count[0].isdigit()}

    assert chips(DISA) == {
        "Öppna": "3",
        "Att fördela": "1",
        "Väntar på mig": "1",
        "Försenade": "1",
    }
    assert chips(GUN) == {"Öppna": "1", "Väntar på mig": "1", "Försenade": "1"}


def test_age_and_due_are_told_in_days(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing(
        db,
        "planned",
        created_at="2026-11-19T10:00:00Z",
        due_on="2026-11-20",
        original_due_on="2026-11-20",
    )
    standing(
        db,
        "planned",
        created_at="2026-11-10T10:00:00Z",
        due_on="2026-11-21",
        original_due_on="2026-11-21",
    )
    standing(
        db,
        "planned",
        created_at="2026-11-20T10:00:00Z",
        due_on="2026-11-27",
        original_due_on="2026-11-27",
    )
    standing(
        db,
        "planned",
        created_at="2026-11-20T10:00:00Z",
        due_on="2026-11-28",
        original_due_on="2026-11-28",
    )
    standing(db, "done", due_on="2026-11-20")
    monkeypatch.setattr("walkapp.web.fixes.listing.today", lambda: "2026-11-20")
    page = words(page_of(signed_in(DISA), "/fixes"))
    for told in (
        "Klart senast i dag",
        "Klart senast i morgon",
        "Klart senast om 7 dagar",
        "Klart senast 28 november 2026",
        "Väntat 1 dag ",
        "Väntat 10 dagar",
    ):
        assert page.count(told) == 1, told
    assert "Klart senast 20 november" not in page  # what is done waits for a check


def test_the_map_and_the_list_have_the_same_numbers(db: Database, signed_in: SignedIn) -> None:
    standing(db, "planned", lat=59.1, lon=16.6, title="Vid ån")
    standing(db, "planned")
    standing(db, "planned", party_id=OWNER.id, lat=59.2, lon=16.7, title="Vid torget")
    page = unescape(page_of(signed_in(DISA), "/fixes/map?sort=number"))
    assert [int(n) for n in re.findall(r'class="pin-number num"[^>]*>(\d+)<', page)] == [1, 2, 3]
    pins = re.findall(
        r'"label": "FLEN-\d+-(\d+) [^"]*", "lat": [\d.]+, "lon": [\d.]+, "number": (\d)', page
    )
    assert sorted(pins) == [("001", "3"), ("003", "1")]
    assert "1 i listan saknar plats på kartan." in words(page)
    guns = unescape(page_of(signed_in(GUN), "/fixes/map"))
    assert "Vid ån" in guns and "Vid torget" not in guns


def test_a_card_of_the_board_opens_the_next_step_that_is_mine(
    db: Database, signed_in: SignedIn
) -> None:
    new, planned = standing(db, "new"), standing(db, "planned")
    done = standing(db, "done", walk_id=None)
    steps = re.compile(r'class="card-step" href="/fixes/([^"]+)#step-(\w+)"')
    assert set(steps.findall(page_of(signed_in(DISA), "/fixes/board"))) == {
        (new.id, "assess"),
        (done.id, "confirm"),
    }
    gun = signed_in(GUN)
    assert steps.findall(page_of(gun, "/fixes/board")) == [(planned.id, "start")]
    assert 'id="step-start"' in page_of(gun, f"/fixes/{planned.id}")
    assert steps.findall(page_of(signed_in(ANNA), "/fixes/board")) == []


def test_the_menu_of_a_card_leads_to_every_other_column(db: Database, signed_in: SignedIn) -> None:
    new, assessing = standing(db, "new"), standing(db, "assessing")
    planned, done = standing(db, "planned"), standing(db, "done", walk_id=None)
    other = re.compile(r'href="/fixes/([^"?]+)\?do=(\w+)#step-\2"')
    disa, gun = signed_in(DISA), signed_in(GUN)
    assert set(other.findall(page_of(disa, "/fixes/board"))) == {
        (assessing.id, "refer"),
        (planned.id, "reroute"),
        (done.id, "reject_work"),
        (done.id, "reroute"),
    }
    found = other.findall(page_of(gun, "/fixes/board"))
    assert set(found) == {(planned.id, "finish"), (planned.id, "hold")}
    for browser, (fix_id, name) in [(gun, one) for one in found] + [(disa, (done.id, "reroute"))]:
        opened = page_of(browser, f"/fixes/{fix_id}?do={name}")
        assert f'class="panel step-main" id="step-{name}"' in opened
    assert new.id not in {fix_id for fix_id, _name in found}


@pytest.mark.parametrize(
    ("query", "columns"),
    [("", 8), ("?state=all", 9), ("?state=closed", 1), ("?state=planned", 1), ("?overdue=1", 8)],
)
def test_the_board_has_the_columns_that_are_asked_for(
    db: Database, signed_in: SignedIn, query: str, columns: int
) -> None:
    for state in ("planned", "closed"):
        standing(db, state, original_due_on="2016-01-01")
    page = page_of(signed_in(DISA), f"/fixes/board{query}")
    assert page.count('class="column"') == columns


def test_a_full_column_leads_to_the_rest(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkapp.web.fixes.listing.MOST_IN_COLUMN", 2)
    for _ in range(3):
        standing(db, "new", category="klotter")
    disa = signed_in(DISA)
    page = page_of(disa, "/fixes/board?category=klotter")
    assert page.count('class="card"') == 2
    (rest,) = re.findall(r'href="([^"]+)">Visa alla 3<', page)
    assert len(listed(disa, unescape(rest).removeprefix("/fixes"))) == 3


def test_every_number_of_the_dashboard_is_as_long_as_its_list(
    db: Database, signed_in: SignedIn
) -> None:
    today = clock.today()
    standing(db, "new")
    standing(db, "planned", original_due_on="2016-01-01", reopen_count=1)
    standing(db, "planned", party_id=OWNER.id, created_at="2016-01-01T10:00:00Z")
    for done in (today, "2016-05-12"):
        standing(
            db,
            "closed",
            created_at="2016-01-01T10:00:00Z",
            closed_at=f"{today}T10:00:00Z",
            done_on=done,
            original_due_on="2016-12-31",
        )
    for person in (DISA, GUN, ANNA):
        browser = signed_in(person)
        page = page_of(browser, "/fixes/dashboard").split("<main", 1)[1]
        links = re.findall(r'<a href="([^"]+)"[^>]*>(?:<strong class="num">)?(\d+)\b', page)
        assert len(links) > 7
        alone = re.sub(r"<(a|svg|th|option)\b.*?</\1>", "", page, flags=re.DOTALL)
        numbers = re.findall(r'(?:class="[^"]*\bnum"|<p class="small muted")>\s*(\d[^<]*)<', alone)
        assert set(numbers) <= {"0"}, (person.name, numbers)  # nothing has no rows
        for address, number in links:
            query = unescape(address).removeprefix("/fixes")
            assert len(listed(browser, query)) == int(number), (person.name, address)
    shown = words(page_of(signed_in(DISA), "/fixes/dashboard"))
    assert "50 %" in shown and "1 blev klar till det datum som först lovades" in shown
    assert OWNER.name in shown
    assert OWNER.name not in words(page_of(signed_in(GUN), "/fixes/dashboard"))


def test_figures_of_nothing_say_so(signed_in: SignedIn) -> None:
    shown = words(page_of(signed_in(DISA), "/fixes/dashboard"))
    assert "Inga öppna åtgärder." in shown
    assert "Inget med ett lovat datum har åtgärdats" in shown


def test_of_whom_there_is_nobody_is_said(signed_in: SignedIn) -> None:
    page = words(page_of(signed_in(DISA), "/fixes?handler=none&party=none"))
    assert "Ingen handläggare Ta bort" in page and "Ingen ansvarig Ta bort" in page


def saves(browser: Caller, path: str, **typed: Any) -> Any:
    form = form_to(page_of(browser, path), "/fixes/views")
    return browser.client.post(form.action, data={**form.fields, **typed})


def test_a_view_is_saved_opened_renamed_and_removed(db: Database, signed_in: SignedIn) -> None:
    area = an_area()
    areas.add(db, area)
    standing(db, "new", area_id=area.id)
    standing(db, "new")
    disa = signed_in(DISA)
    query = f"area={area.id}&sort=number"
    answer = saves(disa, f"/fixes/map?{query}&page=1", name="Parken")
    assert answer.headers["Location"] == f"/fixes/map?{query}"
    page = page_of(disa, "/fixes")
    assert f'href="/fixes/map?{query}"' in unescape(page) and "Parken" in page
    (own,) = re.findall(r"/fixes/views/[0-9a-f-]{36}", page_of(disa, "/fixes/views"))
    form = [f for f in forms_of(page_of(disa, own)) if f.action == own][0]
    answer = disa.client.post(own, data={**form.fields, "name": "Parkvyn", "shared": "y"})
    assert answer.status_code == 303
    late = disa.client.post(own, data={**form.fields, "name": "Annat"})
    assert late.status_code == 409 and "Någon annan har hunnit ändra" in late.text
    assert "Parkvyn" in page_of(signed_in(GUN), "/fixes")
    form = form_to(page_of(disa, own), "/remove")
    assert disa.client.post(form.action, data=form.fields).status_code == 303
    assert "Parkvyn" not in page_of(signed_in(GUN), "/fixes")
    assert disa.get(own).status_code == 404


def test_what_is_saved_is_the_question_alone(db: Database, signed_in: SignedIn) -> None:
    disa = signed_in(DISA)
    standing(db, "new", category="klotter")
    form = form_to(page_of(disa, "/fixes?category=klotter"), "/fixes/views")
    evil = {"query": "category=klotter&page=7&token=x&next=//evil.example&q=" + "x" * 400}
    answer = disa.client.post(form.action, data={**form.fields, **evil, "name": "Ond"})
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert set(asked) == {"category", "q"} and len(asked["q"][0]) == 100


def test_a_name_that_is_missing_or_taken_keeps_the_question(
    db: Database, signed_in: SignedIn
) -> None:
    disa = signed_in(DISA)
    saves(disa, "/fixes?state=all", name="Alla")
    for typed, told in (
        (" ", "Skriv vad vyn ska heta."),
        ("Alla", "Du har redan en vy som heter så."),
    ):
        answer = saves(disa, "/fixes?category=klotter", name=typed)
        assert answer.status_code == 422 and told in answer.text
        again = form_to(answer.text, "/fixes/views")
        assert again.fields["query"] == "category=klotter"
    made = disa.client.post(again.action, data={**again.fields, "name": "Klotter"})
    assert made.headers["Location"] == "/fixes?category=klotter"


def test_only_a_coordinator_shares_and_only_the_owner_changes(
    db: Database, signed_in: SignedIn
) -> None:
    gun, disa = signed_in(GUN), signed_in(DISA)
    assert 'name="shared"' not in page_of(gun, "/fixes?state=all")
    assert saves(gun, "/fixes?state=all", name="Vår", shared="y").status_code == 403
    saves(gun, "/fixes?state=all", name="Vår")
    (guns,) = re.findall(r"/fixes/views/[0-9a-f-]{36}", page_of(gun, "/fixes/views"))
    for path in (guns, f"{guns}/remove", f"{guns}/token"):
        assert disa.post(path).status_code == 404
    assert disa.get(guns).status_code == 404
    saves(disa, "/fixes?overdue=1", name="Sena", shared="y")
    (shared,) = set(re.findall(r"/fixes/views/[0-9a-f-]{36}", page_of(disa, "/fixes/views")))
    assert gun.get(shared).status_code == 200
    assert "Ta bort vyn" not in page_of(gun, shared)
    assert gun.post(shared, {"name": "Kapad", "version": "1"}).status_code == 403
    assert gun.post(f"{shared}/remove").status_code == 403
    assert signed_in(ELIN).post(f"{shared}/remove").status_code == 303  # Disa may have left
    assert signed_in(ADAM).get("/fixes/views").status_code == 403


def test_a_saved_view_says_how_many_are_in_it_to_each_their_own(
    db: Database, signed_in: SignedIn
) -> None:
    for party in (PARTY, PARTY, OWNER):
        standing(db, "planned", category="klotter", party_id=party.id)
    standing(db, "closed", category="klotter")
    disa, gun = signed_in(DISA), signed_in(GUN)
    saves(disa, "/fixes?category=klotter", name="Klotter", shared="y")
    saves(disa, "/fixes?state=closed&category=klotter", name="Bortklottrat", shared="y")
    for browser, there in ((disa, 3), (gun, 2)):
        menu = page_of(browser, "/fixes/map").split('class="menu-panel"')[-2]
        assert re.findall(r"<span>(\w+)</span>(?:<span [^>]+>(\d+)</span>)?", menu)[:2] == [
            ("Bortklottrat", ""),  # only what is open is counted beside every list
            ("Klotter", str(there)),
        ]
        closed, still_open = 1 if browser is disa else 0, there
        page = words(page_of(browser, "/fixes/views"))
        assert f"Bortklottrat {closed} åtgärd" in page and f"Klotter {still_open} åtgärder" in page


def test_no_more_views_are_counted_than_there_is_time_for(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    disa = signed_in(DISA)
    for name in ("Ett", "Två", "Åtta"):
        saves(disa, "/fixes?category=klotter", name=name)
    for most in ("MOST_IN_MENU", "MOST_ON_PAGE"):
        monkeypatch.setattr(counted, most, 2)
    assert words(page_of(disa, "/fixes/views")).count("0 åtgärder") == 2
    menu = page_of(disa, "/fixes").split('class="menu-panel"')[-2]
    assert menu.count("chip-count") == 2
