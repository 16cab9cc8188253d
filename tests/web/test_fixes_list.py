"""The list of fixes as a page: filters in the address, chips, order, pages, empty states."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cast import AT
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ADAM,
    ANNA,
    CIA,
    DISA,
    ELIN,
    EVERYBODY,
    GUN,
    HANS,
    OWNER,
    PARTY,
    PIA,
    ROLF,
    WALK,
    forms_of,
    settle,
    standing,
    words,
)
from walkapp.domain import fixes as rules
from walkapp.domain.people import Person
from walkapp.storage import fixes
from walkapp.storage.database import Database
from walkapp.storage.fixes import PAGE

SignedIn = Callable[[Person], Caller]


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def listed(browser: Caller, query: str = "") -> list[str]:
    answer = browser.get(f"/fixes{query}")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    return re.findall(r'class="num">FLEN-\d+-(\d+)</span>', page)


def test_everybody_gets_their_own_list(db: Database, signed_in: SignedIn) -> None:
    standing(db, "new", walk_id=None)
    standing(db, "planned")
    standing(db, "planned", party_id=OWNER.id, walk_id=None)
    standing(db, "new", category="narvaro", walk_id=None)
    everything = ["001", "002", "003", "004"]
    for person, wanted in {
        DISA: everything,
        ROLF: everything,
        ANNA: ["002"],
        CIA: [],
        GUN: ["002"],
        HANS: ["003"],
        PIA: ["004"],
    }.items():
        assert sorted(listed(signed_in(person))) == wanted, person.name
    assert signed_in(ADAM).get("/fixes").status_code == 403


def test_the_address_is_the_view(db: Database, signed_in: SignedIn) -> None:
    standing(db, "new", title="Klottrad vägg", category="klotter")
    standing(db, "planned", original_due_on="2016-01-01", priority="urgent")
    standing(db, "closed", outcome="wont_fix", title="Släckt gatubelysning")
    disa = signed_in(DISA)
    for query, found in {
        "": {"001", "002"},
        "?state=all": {"001", "002", "003"},
        "?state=closed": {"003"},
        "?state=planned": {"002"},
        "?outcome=wont_fix": {"003"},
        "?overdue=1": {"002"},
        "?mine=1": {"001"},
        "?category=klotter": {"001"},
        f"?party={PARTY.id}": {"002"},
        f"?walk={WALK.id}&state=all": {"001", "002", "003"},
        "?priority=urgent": {"002"},
        "?q=belysning&state=all": {"002", "003"},
        "?q=gatubelysning&state=all": {"003"},
        "?q=2026-001": {"001"},
        "?state=nonsense&category=nonsense&sort=nonsense&page=x": {"001", "002"},
        "?page=-3": {"001", "002"},
        "?page=99999999999999999999": {"001", "002"},
        "?party=%00&area=%F0%9F%98%80": set(),
        "?q=%22%20OR%20%22&state=all": set(),
        "?q=" + "a%20" * 400: set(),
    }.items():
        assert set(listed(disa, query)) == found, query


def test_what_is_chosen_is_shown_and_can_be_taken_away(db: Database, signed_in: SignedIn) -> None:
    standing(db, "new", category="klotter")
    query = f"?category=klotter&q=lampa&party={PARTY.id}&sort=number&page=2"
    page = signed_in(DISA).get(f"/fixes{query}").get_data(as_text=True)
    shown = words(page)
    assert "”lampa”" in shown and "Klotter och skadegörelse" in shown and "Gata och park" in shown
    chips = re.findall(r'class="chip" href="([^"]+)"><span>', page)
    kept = [parse_qs(urlsplit(href.replace("&amp;", "&")).query) for href in chips]
    assert {"q": ["lampa"], "party": [PARTY.id], "sort": ["number"]} in kept
    assert {"category": ["klotter"], "party": [PARTY.id], "sort": ["number"]} in kept


def test_a_party_is_named_only_to_those_who_may_choose_it(
    db: Database, signed_in: SignedIn
) -> None:
    for person, named in {
        DISA: True,
        ANNA: True,
        ROLF: True,
        HANS: True,
        GUN: False,
        PIA: False,
    }.items():
        page = words(signed_in(person).get(f"/fixes?party={OWNER.id}").get_data(as_text=True))
        assert (OWNER.name in page) is named, person.name
        assert ("Okänd ansvarig" in page) is not named, person.name


def test_the_filter_form_holds_what_the_address_asked(db: Database, signed_in: SignedIn) -> None:
    standing(db)
    query = f"?category=klotter&state=all&sort=priority&overdue=1&q=b%C3%A4nk&walk={WALK.id}"
    page = signed_in(DISA).get(f"/fixes{query}").get_data(as_text=True)
    (form,) = [form for form in forms_of(page) if "q" in form.fields]
    asked = {"category": "klotter", "state": "all", "sort": "priority", "overdue": "1"}
    assert {**form.fields, **asked, "q": "bänk", "walk": WALK.id} == form.fields
    assert "mine" not in form.fields


def test_late_ones_are_marked_with_the_first_promise(db: Database, signed_in: SignedIn) -> None:
    standing(db, "planned", due_on="2099-01-01", original_due_on="2016-05-12")
    standing(db, "planned", due_on="2099-01-01", original_due_on="2099-01-01")
    page = words(signed_in(DISA).get("/fixes").get_data(as_text=True))
    assert page.count("Försenad sedan") == 1 and "Försenad sedan 12 maj 2016" in page
    assert "Klart senast 1 januari 2099" in page
    assert "2 åtgärder" in page


def test_pages_follow_each_other(db: Database, signed_in: SignedIn) -> None:
    for _ in range(PAGE + 1):
        standing(db)
    disa = signed_in(DISA)
    first, second = listed(disa, "?sort=number"), listed(disa, "?sort=number&page=2")
    assert len(first) == PAGE and second == ["001"]
    page = disa.get("/fixes?category=belysning").get_data(as_text=True)
    (after,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert parse_qs(urlsplit(after.replace("&amp;", "&")).query) == {
        "category": ["belysning"],
        "page": ["2"],
    }
    assert f"{PAGE + 1} åtgärder" in words(page)


def test_what_came_back_stands_on_top_for_the_coordinator(
    db: Database, signed_in: SignedIn
) -> None:
    standing(db, "assessing", bounce_reason="Regionens lampa", bounce_whose="Regionen")
    standing(db, "planned", proposed_reason="Släckt med avsikt.")
    page = words(signed_in(DISA).get("/fixes").get_data(as_text=True))
    assert "Tillbaka till dig" in page
    assert "Inte deras ansvar: Regionens lampa Fråga i stället: Regionen." in page
    assert "Gata och park föreslår att det inte åtgärdas: Släckt med avsikt." in page
    assert "Det finns fler." not in page
    for _ in range(4):
        standing(db, "assessing", bounce_reason="Inte vår")
    page = words(signed_in(DISA).get("/fixes").get_data(as_text=True))
    assert page.count("Inte deras ansvar:") + page.count("föreslår att det inte") == 5
    assert "Det finns fler." in page
    assert "Tillbaka till dig" not in words(signed_in(GUN).get("/fixes").get_data(as_text=True))


def test_an_empty_list_says_what_to_do(signed_in: SignedIn) -> None:
    for person, query, sentence in (
        (DISA, "", "Åtgärder blir till när du går igenom en vandring"),
        (GUN, "", "När du får ansvar för en åtgärd hamnar den här."),
        (DISA, "?mine=1", "Inget väntar på dig"),
        (DISA, "?q=finnsinte", "Inget passar här"),
        (ROLF, "?state=closed", "Inget passar här"),
    ):
        page = words(signed_in(person).get(f"/fixes{query}").get_data(as_text=True))
        assert sentence in page, (person.name, query)


def test_every_role_reads_every_view(db: Database, signed_in: SignedIn) -> None:
    standing(db)
    for person in EVERYBODY:
        wanted = 403 if person is ADAM else 200
        for query in ("", "?state=all&sort=area", "?mine=1", "?overdue=1&q=lampa"):
            assert signed_in(person).get(f"/fixes{query}").status_code == wanted


def test_a_partys_own_people_are_not_shown_the_other_parties(
    db: Database, signed_in: SignedIn
) -> None:
    standing(db, "planned")
    page = signed_in(GUN).get("/fixes").get_data(as_text=True)
    assert OWNER.name not in page


def test_strangers_are_sent_to_sign_in(caller: Callable[[], Caller]) -> None:
    answer = caller().get("/fixes?state=all")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_row_drawn_before_tells_what_was_changed_since(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    fix = standing(db, "new", title="Trasig lampa <!--star-->")
    disa, elin = signed_in(DISA), signed_in(ELIN)
    before, board = shown(disa), shown(disa, "/board")
    typed = "Trasig lampa &lt;!--star--&gt;"
    assert typed in before and typed in board
    assert shown(disa) == before
    disa.post(f"/fixes/{fix.id}/star", data={"on": "1", "back": "/fixes"})
    assert starred(disa) == ["true"] and starred(elin) == ["false"]
    wanted = replace(rules.as_it_stands(fix), title="Lampan är hel")
    fixes.save(db, *rules.edit(fix, wanted, by=DISA, at=AT))
    for layout in ("", "/map", "/board"):
        assert "Lampan är hel" in shown(elin, layout)
        assert "Trasig lampa" not in shown(elin, layout)
    monkeypatch.setattr("walkapp.web.fixes.listing.today", lambda: "2030-01-01")
    assert "Väntat i 3 år" in shown(disa)


def shown(browser: Caller, layout: str = "") -> str:
    return words(browser.get(f"/fixes{layout}").get_data(as_text=True))


def starred(browser: Caller) -> list[str]:
    stars = r'class="star"[^>]*aria-pressed="(\w+)"'
    return re.findall(stars, browser.get("/fixes").get_data(as_text=True))
