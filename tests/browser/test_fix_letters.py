"""Marking a fix done from a phone: kept there first, received once, never over another's words."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import LiveServer, far_away
from tests.browser.looks import clean_night_and_day
from tests.cast import AT, a_fix, a_party, a_person
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.storage import fixes, parties, people, sessions
from walkapp.web import clock

pytestmark = pytest.mark.browser

SAVED, RECEIVED = "Sparad i telefonen", "Mottagen"
DONE = "Utförd, ska kontrolleras"
TYPED = "Armaturen byttes mot en ny"
# Whether so many letters lie in the phone.
_KEPT = """(many) => new Promise((resolve) => {
  indexedDB.open("walk").onsuccess = ({ target }) => {
    const asked = target.result.transaction("outbox").objectStore("outbox").getAllKeys();
    asked.onsuccess = () => { target.result.close(); resolve(asked.result.length === many); };
  };
})"""
PARTY = a_party("Gata och park")
GUN = a_person("Gun", "party", party=PARTY)
DISA = a_person("Disa", "coordinator")


@pytest.fixture
def live_server(live_server: LiveServer) -> Iterator[LiveServer]:
    """The server at the end of a network that can be lost."""
    with far_away(live_server) as server:
        yield server


@pytest.fixture
def fix(live_server: LiveServer) -> Fix:
    """A fix that Gun's party works with."""
    made: list[Fix] = []

    def add(db) -> None:  # type: ignore[no-untyped-def]
        if people.get(db, GUN.id) is None:
            parties.add(db, PARTY)
            people.add(db, GUN)
            people.add(db, DISA)
        held = {"party_id": PARTY.id, "due_on": "2099-12-10", "original_due_on": "2099-12-10"}
        draft = a_fix(id=new_id(), number="", state="in_progress", **held)
        made.append(fixes.create(db, draft, by=DISA, at=AT))

    live_server.change(add)
    return made[0]


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> Callable[[Person], None]:
    """Let this phone be signed in as somebody."""

    def enter(person: Person) -> None:
        with closing(live_server.source.connect()) as db:
            token = sessions.open_session(db, person.id, clock.now())
        cookie = {"name": "walkapp_session", "value": token, "url": live_server.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]

    return enter


@pytest.fixture
def at_work(
    page: Page, live_server: LiveServer, fix: Fix, sign_in: Callable[[Person], None]
) -> Page:
    """Gun's phone on the page of the fix."""
    sign_in(GUN)
    come_back(page, live_server, fix)
    return page


def come_back(page: Page, live_server: LiveServer, fix: Fix) -> None:
    page.goto(f"{live_server.url}/fixes/{fix.id}")
    page.locator("[data-crew][data-ready]").wait_for(state="attached")


def finish(page: Page, words: str = TYPED, picture: Path | None = None) -> None:
    form = page.locator("form[data-finish]")
    if not form.is_visible():
        page.locator("summary", has_text="Klart, kontrollera").first.tap()
    form.get_by_label("Vad gjordes?").fill(words)
    if picture:
        page.set_input_files("#finish-photos", picture)
    form.get_by_role("button", name="Klart, kontrollera").tap()


def phone(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("[data-phone]")


def send_now(page: Page) -> None:
    """Tap the button that sends. What is leaving by itself just then has taken it away."""
    page.evaluate("document.querySelector('[data-phone] [data-retry]')?.click()")


def stored(live_server: LiveServer, fix: Fix) -> tuple[Fix, list[str], int]:
    """The fix now, its lines of history and how many photos it has from afterwards."""
    with closing(live_server.source.connect()) as db:
        now = fixes.get(db, fix.id)
        assert now
        kinds = [line["kind"] for line in fixes.history(db, fix.id)]
        return now, kinds, len(fixes.belongings(db, fix.id).after)


def test_done_without_network_is_kept_over_a_visit_elsewhere_and_received_once(
    at_work: Page, live_server: LiveServer, fix: Fix, picture: Path
) -> None:
    live_server.lose_network(at_work.context)
    finish(at_work, picture=picture)
    expect(phone(at_work)).to_contain_text(SAVED)
    expect(phone(at_work)).to_contain_text("1 bild är med.")
    expect(phone(at_work)).to_contain_text("Ingen kontakt just nu")
    assert stored(live_server, fix)[1] == ["create"]
    at_work.route("**/fixes/*/outbox*", lambda route: route.abort())
    live_server.find_network(at_work.context)
    at_work.goto(f"{live_server.url}/fixes")
    come_back(at_work, live_server, fix)
    expect(phone(at_work)).to_contain_text(SAVED)
    expect(at_work.get_by_label("Vad gjordes?")).to_have_value(TYPED)
    lost: list[Route] = []

    def lose_the_first(route: Route) -> None:
        response = route.fetch()
        if not lost:
            lost.append(route)
            route.abort()
        else:
            route.fulfill(response=response)

    at_work.route("**/fixes/*/outbox*", lose_the_first)  # the newest counts: no moment without
    send_now(at_work)
    while not lost:
        at_work.wait_for_timeout(50)
    expect(phone(at_work)).to_contain_text("Ingen kontakt just nu")
    send_now(at_work)
    # The page as it is now. After so many tries it would wait half a minute by itself.
    expect(at_work.locator("main")).to_contain_text(DONE, timeout=70_000)
    assert lost
    expect(phone(at_work)).to_be_hidden()
    expect(at_work.locator("main")).to_contain_text(TYPED)
    now, kinds, photos = stored(live_server, fix)
    assert (now.state, now.done_text, now.done_by) == ("done", TYPED, GUN.id)
    assert (kinds, photos) == (["create", "finish"], 1)


def test_starting_and_pausing_without_network_are_received_in_order(
    page: Page, live_server: LiveServer, fix: Fix, sign_in: Callable[[Person], None]
) -> None:
    live_server.change(
        lambda db: db.execute("UPDATE fixes SET state = 'planned' WHERE id = :id", {"id": fix.id})
    )
    sign_in(GUN)
    come_back(page, live_server, fix)
    live_server.lose_network(page.context)
    page.locator('form[data-move="start"] button').last.tap()
    expect(phone(page)).to_contain_text(SAVED)
    pause = page.locator('form[data-move="hold"]')
    for name in ("Annat du kan göra", "Pausa"):
        if not pause.is_visible():
            page.locator("summary", has_text=name).first.tap()
    pause.locator("select").first.select_option("material")
    pause.locator('input[type="date"]').first.fill("2099-01-15")
    pause.get_by_role("button", name="Pausa").tap()
    page.wait_for_function(_KEPT, arg=2)
    assert stored(live_server, fix)[1] == ["create"]
    live_server.find_network(page.context)
    expect(page.locator("main")).to_contain_text("Väntar")
    expect(phone(page)).to_be_hidden()
    now, kinds, _ = stored(live_server, fix)
    assert kinds == ["create", "start", "hold"]
    assert (now.state, now.review_on) == ("on_hold", "2099-01-15")


def test_what_is_given_back_leads_to_the_list(
    page: Page, live_server: LiveServer, fix: Fix, sign_in: Callable[[Person], None]
) -> None:
    live_server.change(
        lambda db: db.execute("UPDATE fixes SET state = 'assigned' WHERE id = :id", {"id": fix.id})
    )
    sign_in(GUN)
    come_back(page, live_server, fix)
    live_server.lose_network(page.context)
    back = page.locator('form[data-move="bounce"]')
    for name in ("Annat du kan göra", "Inte vårt ansvar"):
        page.locator("summary", has_text=name).first.tap()
    back.get_by_label("Varför är det inte ert?").fill("Marken är bolagets")
    back.get_by_role("button", name="Inte vårt ansvar").tap()
    expect(phone(page)).to_contain_text(SAVED)
    live_server.find_network(page.context)
    page.wait_for_url("**/fixes")
    now, kinds, _ = stored(live_server, fix)
    assert (now.state, now.bounce_reason, kinds) == (
        "assessing",
        "Marken är bolagets",
        ["create", "bounce"],
    )


def test_it_also_leaves_from_a_walk_page(
    joined: Page, live_server: LiveServer, fix: Fix, sign_in: Callable[[Person], None]
) -> None:
    walk_page = joined.url
    sign_in(GUN)
    come_back(joined, live_server, fix)
    joined.route("**/fixes/*/outbox*", lambda route: route.abort())
    finish(joined)
    expect(phone(joined)).to_contain_text(SAVED)
    joined.unroute("**/fixes/*/outbox*")
    with joined.expect_response("**/fixes/*/outbox*") as answer:
        joined.goto(walk_page)
    assert answer.value.status == 201
    assert stored(live_server, fix)[0].done_text == TYPED


def test_a_conflict_shows_both_texts_and_mine_can_be_saved_anyway(
    at_work: Page, live_server: LiveServer, fix: Fix
) -> None:
    replan(live_server, fix)
    finish(at_work)
    expect(phone(at_work)).to_contain_text("Någon annan har hunnit ändra")
    expect(at_work.locator("[data-mine]")).to_have_text(TYPED)
    expect(at_work.locator("[data-theirs-state]")).to_have_text("Pågår")
    expect(at_work.locator("[data-news] li")).to_contain_text(["Ändrades, klart senast"])
    clean_night_and_day(at_work)
    expect(at_work.get_by_label("Vad gjordes?")).to_have_value(TYPED)
    phone(at_work).get_by_role("button", name="Spara min ändå").tap()
    expect(phone(at_work)).to_contain_text(RECEIVED)
    expect(at_work.locator("main")).to_contain_text(DONE)
    assert stored(live_server, fix)[1] == ["create", "replan", "finish"]


def test_when_somebody_else_finished_it_mine_is_shown_thrown_away_and_had_back(
    at_work: Page, live_server: LiveServer, fix: Fix
) -> None:
    with closing(live_server.source.connect()) as db:
        now = fixes.get(db, fix.id)
        assert now
    move(live_server, now, "finish", done_text="En ny lampa", done_on="2026-11-20")
    finish(at_work)
    expect(at_work.locator("[data-mine]")).to_have_text(TYPED)
    expect(at_work.locator("[data-theirs]")).to_have_text("En ny lampa")
    come_back(at_work, live_server, fix)  # the page has no form any more, and both are still there
    expect(at_work.locator("[data-mine]")).to_have_text(TYPED)
    expect(at_work.get_by_role("button", name="Spara min ändå")).to_be_hidden()
    at_work.get_by_role("button", name="Släng min").tap()
    at_work.get_by_role("button", name="Ja, släng det jag skrev").tap()
    expect(phone(at_work)).to_be_hidden()
    at_work.get_by_role("button", name="Ångra").tap()
    expect(at_work.locator("[data-mine]")).to_have_text(TYPED)
    assert stored(live_server, fix)[0].done_text == "En ny lampa"


def test_a_refusal_and_a_lost_sign_in_keep_the_words(
    at_work: Page, live_server: LiveServer, fix: Fix, sign_in: Callable[[Person], None]
) -> None:
    finish(at_work, words="ö" * 2001)
    expect(phone(at_work)).to_contain_text("Texten är för lång.")
    words = at_work.get_by_label("Vad gjordes?")
    expect(words).to_have_attribute("aria-invalid", "true")
    at_work.context.clear_cookies(name="walkapp_session")
    finish(at_work)
    expect(phone(at_work)).to_contain_text("Logga in igen")
    sign_in(GUN)
    phone(at_work).get_by_role("link", name="Logga in").tap()
    expect(at_work.locator("main")).to_contain_text(DONE)
    assert stored(live_server, fix)[0].done_text == TYPED


def replan(live_server: LiveServer, fix: Fix) -> None:
    move(live_server, fix, "replan", due_on="2099-12-20", reason="Materialet dröjer")


def move(live_server: LiveServer, fix: Fix, name: str, **said: str) -> None:
    """Somebody else makes a move meanwhile."""
    after, event = rules.apply(fix, name, by=GUN, given=rules.Given(**said), at=clock.now())
    live_server.change(lambda db: fixes.save(db, after, event))
