"""Today's round: stars, order and moves from a page that works without script."""

import re
from collections.abc import Callable

import pytest

from tests.web.conftest import Caller
from tests.web.fixes_desk import DISA, GUN, HANS, form_to, forms_of, settle, standing, words
from walkapp.domain.fixes import Fix
from walkapp.domain.people import Person
from walkapp.storage import fixes
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)"


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def page(browser: Caller, path: str = "/fixes/round") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def stars_on(browser: Caller, fix: Fix, *, back: str = "/fixes?mine=1") -> None:
    answer = browser.post(f"/fixes/{fix.id}/star", {"on": "1", "back": back})
    assert answer.status_code == 303


def order_of(text: str, *known: Fix) -> list[str]:
    return sorted((fix.number for fix in known), key=lambda number: text.index(f"{number}<"))


def test_an_empty_round_offers_what_waits_for_me(db: Database, signed_in: SignedIn) -> None:
    gun = signed_in(GUN)
    assert "Rundan är tom" in page(gun) and "Ta med" not in page(gun)
    fix, done = standing(db, "assigned"), standing(db, "done")
    assert "1 åtgärd väntar på dig" in page(gun)
    answer = gun.post("/fixes/round/fill")
    assert answer.headers["Location"] == "/fixes/round"
    shown = page(gun)
    assert "1 åtgärd är med i rundan." in shown and fix.number in shown and done.number not in shown


def test_a_star_leads_back_to_the_list_it_was_set_in(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "assigned"), signed_in(GUN)
    form = form_to(page(gun, "/fixes?mine=1"), "/star")
    answer = gun.client.post(form.action, data={**form.fields, "on": "1"})
    assert answer.headers["Location"] == f"/fixes?mine=1#fix-{fix.id}"
    assert 'aria-pressed="true"' in page(gun, "/fixes?mine=1")
    assert 'aria-pressed="true"' in page(gun, f"/fixes/{fix.id}")
    gun.post(f"/fixes/{fix.id}/star", {"on": ""})
    assert fixes.stars(db, GUN.id) == set()


@pytest.mark.parametrize(
    "back", ["https://evil.example/fixes", "//evil.example", "/fixes//x", "/fixes\\x", "/admin", ""]
)
def test_a_star_leads_nowhere_else(db: Database, signed_in: SignedIn, back: str) -> None:
    fix = standing(db, "assigned")
    answer = signed_in(GUN).post(f"/fixes/{fix.id}/star", {"on": "1", "back": back})
    assert answer.headers["Location"] == f"/fixes/{fix.id}"


def test_nobody_stars_what_they_do_not_see(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "assigned")
    assert signed_in(HANS).post(f"/fixes/{fix.id}/star", {"on": "1"}).status_code == 404
    assert fixes.stars(db, HANS.id) == set()


def test_arrows_put_the_round_in_order(db: Database, signed_in: SignedIn) -> None:
    first, second, third = (standing(db, "assigned") for _ in range(3))
    gun = signed_in(GUN)
    for fix in (first, second, third):
        stars_on(gun, fix)
    ordering = page(gun, "/fixes/round?order=1")
    down = next(
        form
        for form in forms_of(ordering)
        if form.fields.get("way") == "down" and form.fields["fix"] == first.id
    )
    answer = gun.client.post(down.action, data=down.fields)
    assert answer.headers["Location"] == f"/fixes/round?order=1#place-{first.id}"
    assert order_of(page(gun), first, second, third) == [
        second.number,
        first.number,
        third.number,
    ]
    answer = gun.post("/fixes/round/order", {"fix": [third.id, first.id]})
    assert answer.status_code == 303
    assert order_of(page(gun), first, second, third) == [third.number, first.number, second.number]
    assert gun.post("/fixes/round/order", {"fix": first.id, "way": "off"}).status_code == 404


def test_work_is_started_paused_and_done_from_the_round(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "assigned"), signed_in(GUN)
    stars_on(gun, fix)
    for move, typed in (
        ("start", {}),
        ("hold", {"hold_reason": "material"}),
        ("resume", {}),
        ("finish", {"done_text": "Lampan byttes"}),
    ):
        form = form_to(page(gun), f"/{fix.id}/{move}")
        answer = gun.client.post(form.action, data={**form.fields, **typed})
        assert answer.headers["Location"] == f"/fixes/round?at={fix.id}", move
    after = fixes.get(db, fix.id)
    assert after and (after.state, after.done_text) == ("done", "Lampan byttes")
    assert "Rundan är tom" in page(gun)


def test_no_two_fields_of_the_round_share_an_id(db: Database, signed_in: SignedIn) -> None:
    gun = signed_in(GUN)
    for state in ("assigned", "planned", "in_progress", "on_hold"):
        stars_on(gun, standing(db, state))
    ids = re.findall(r'\sid="([^"]+)"', page(gun))
    assert len(ids) == len(set(ids)) > 20
    assert len(set(re.findall(r'for="(finish-done_text-[^"]+)"', page(gun)))) == 4


def test_what_may_be_done_once_started_lies_ready_and_hidden(
    db: Database, signed_in: SignedIn
) -> None:
    gun = signed_in(GUN)
    stars_on(gun, standing(db, "assigned"))
    shown = page(gun)
    assert 'data-step="start"' in shown and 'data-step="finish"' in shown
    assert 'data-step="hold" data-once-started hidden' in shown


@pytest.mark.parametrize(
    ("agent", "start"),
    [
        (ANDROID, "geo:59.05800,16.58800?q=59.05800,16.58800("),
        (IPHONE, "https://maps.apple.com/?ll=59.05800,16.58800&amp;q="),
        ("Mozilla/5.0 (X11; Linux)", "https://www.openstreetmap.org/?mlat=59.05800"),
    ],
)
def test_the_place_opens_in_the_phones_own_map(
    db: Database, signed_in: SignedIn, agent: str, start: str
) -> None:
    gun = signed_in(GUN)
    stars_on(gun, standing(db, "assigned", lat=59.058, lon=16.588, place_text="Tunneln (norra)"))
    gun.client.environ_base["HTTP_USER_AGENT"] = agent
    shown = page(gun)
    assert f'href="{start}' in shown and 'class="map-picture"' in shown
    assert "Karta: Tunneln (norra)" in shown


def test_an_outside_owner_reads_no_internal_note_in_the_round(
    db: Database, signed_in: SignedIn
) -> None:
    theirs = standing(db, "assigned", party_id=HANS.party_id, internal_note="Hemligt")
    ours = standing(db, "assigned", internal_note="Hemligt")
    for person, fix, reads in ((HANS, theirs, False), (GUN, ours, True), (DISA, ours, True)):
        browser = signed_in(person)
        stars_on(browser, fix)
        shown = page(browser)
        assert fix.number in words(shown)
        assert ("Hemligt" in shown) is reads, person.name
