"""Today's round on a phone: opened without a network, worked through there, received once."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Locator, Page, expect

from tests.browser.conftest import LiveServer, far_away
from tests.browser.looks import clean, clean_night_and_day, fits
from tests.cast import AT, a_fix, a_party, a_person
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.storage import fixes, parties, people, photos, sessions
from walkapp.storage.blobs import Blobs
from walkapp.storage.photos import Upload
from walkapp.web import clock

pytestmark = pytest.mark.browser

DONE = "Kantstenen sänktes"


@pytest.fixture
def live_server(live_server: LiveServer) -> Iterator[LiveServer]:
    """The server at the end of a network that can be lost."""
    with far_away(live_server) as server:
        yield server


@pytest.fixture
def crew(live_server: LiveServer) -> tuple[Person, Person]:
    """Gun of a party of her own, and Disa who coordinates; new people for each test."""
    party = a_party(f"Gata och park {new_id()}")
    gun, disa = a_person("Gun", "party", party=party), a_person("Disa", "coordinator")
    gun, disa = (
        Person(new_id(), one.name, f"{new_id()}@flen.example", one.roles, one.party_id)
        for one in (gun, disa)
    )

    def add(db) -> None:  # type: ignore[no-untyped-def]
        parties.add(db, party)
        people.add(db, gun)
        people.add(db, disa)

    live_server.change(add)
    return gun, disa


@pytest.fixture
def errands(live_server: LiveServer, crew: tuple[Person, Person], picture: Path) -> list[Fix]:
    """Three fixes Gun's party has, starred by her; the first with a picture from before."""
    gun, disa = crew
    made: list[Fix] = []

    def add(db) -> None:  # type: ignore[no-untyped-def]
        held = {"party_id": gun.party_id, "state": "assigned", "due_on": "2099-12-10"}
        for title, lat in (("Hög kantsten", 59.0581), ("Trasig lampa", 59.0621), ("Sly", 59.0584)):
            place = {"lat": lat, "lon": 16.5885, "place_text": "Torggatan"}
            draft = a_fix(id=new_id(), number="", title=title, **held, **place)
            made.append(fixes.create(db, draft, by=disa, at=AT))
        upload = Upload("before", fix_id=made[0].id, person_id=disa.id)
        with picture.open("rb") as stream:
            photos.receive_upload(
                db, Blobs(live_server.data / "photos"), stream, upload, at=clock.now()
            )
        fixes.star(db, gun.id, [fix.id for fix in made], on=True)
        fixes.arrange(db, gun, [fix.id for fix in made], clock.today())

    live_server.change(add)
    return made


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
def on_round(
    page: Page,
    live_server: LiveServer,
    crew: tuple[Person, Person],
    errands: list[Fix],
    sign_in: Callable[[Person], None],
) -> Page:
    """Gun's phone on her round, which is kept in the phone."""
    page.context.grant_permissions(["geolocation"])
    sign_in(crew[0])
    until_clean(page, live_server)
    come_back(page, live_server)
    expect(page.locator("[data-kept]")).to_contain_text("öppnas också utan nät")
    return page


def until_clean(page: Page, live_server: LiveServer) -> None:
    """The round, once the picture from before has been made clean."""
    page.goto(f"{live_server.url}/fixes/round")
    for _ in range(80):
        if page.locator("img[data-before]").count():
            return
        page.wait_for_timeout(250)
        page.reload()


def come_back(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/fixes/round")
    page.locator("[data-round][data-ready]").wait_for()


def errand(page: Page, fix: Fix) -> Locator:
    return page.locator(f"#fix-{fix.id}")


def phone(page: Page, fix: Fix) -> Locator:
    return errand(page, fix).locator("[data-phone]")


def stored(live_server: LiveServer, fix: Fix) -> tuple[Fix, list[str], int]:
    """The fix now, its lines of history and how many photos it has from afterwards."""
    with closing(live_server.source.connect()) as db:
        now = fixes.get(db, fix.id)
        assert now
        kinds = [line["kind"] for line in fixes.history(db, fix.id)]
        return now, kinds, len(fixes.belongings(db, fix.id).after)


def test_a_round_without_network_from_start_to_done_is_received_once(
    on_round: Page, live_server: LiveServer, errands: list[Fix], picture: Path
) -> None:
    first, second, third = errands
    live_server.lose_network(on_round.context)
    come_back(on_round, live_server)
    loaded = "image => image.complete && image.naturalWidth > 0"
    assert on_round.locator("img[data-before]").evaluate(loaded)
    expect(errand(on_round, first).locator(".map-picture")).to_be_visible()
    errand(on_round, first).get_by_role("button", name="Starta").tap()
    expect(errand(on_round, first).locator("[data-state-tag]")).to_have_text("Pågår")
    expect(phone(on_round, first)).to_contain_text("Sparad i telefonen")
    errand(on_round, first).locator("summary", has_text="Klart, kontrollera").tap()
    form = errand(on_round, first).locator("form[data-finish]")
    form.get_by_label("Vad gjordes?").fill(DONE)
    form.locator("input[type=file]").set_input_files(picture)
    form.get_by_role("button", name="Klart, kontrollera").tap()
    expect(errand(on_round, first).locator("[data-state-tag]")).to_contain_text("Utförd")
    expect(errand(on_round, second).locator("details[name=errand]")).to_have_attribute("open", "")
    expect(on_round.locator("[data-left]")).to_have_text("2")
    errand(on_round, second).get_by_role("button", name="Starta").tap()
    expect(errand(on_round, second).locator("[data-state-tag]")).to_have_text("Pågår")
    pause = errand(on_round, second).locator("form[data-move=hold]")
    errand(on_round, second).locator("summary", has_text="Pausa").tap()
    pause.get_by_label("Varför väntar arbetet?").select_option("material")
    pause.get_by_role("button", name="Pausa").tap()
    expect(errand(on_round, third).locator("details[name=errand]")).to_have_attribute("open", "")
    expect(on_round.locator("[data-left]")).to_have_text("1")
    count = on_round.locator("[data-send-state]")
    expect(count).to_have_text("2 finns bara i den här telefonen")
    on_round.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert on_round.evaluate("scrollY") > 100
    expect(count).to_be_in_viewport(ratio=1)
    come_back(on_round, live_server)  # still there after the page was away
    expect(errand(on_round, first).locator("[data-state-tag]")).to_contain_text("Utförd")
    assert stored(live_server, first)[1] == ["create"]
    live_server.find_network(on_round.context)
    expect(phone(on_round, second)).to_have_attribute("data-state", "received")
    expect(phone(on_round, first)).to_have_attribute("data-state", "received")
    expect(count).to_have_text("Allt är skickat")
    now, kinds, after = stored(live_server, first)
    assert (now.state, now.done_text, kinds) == ("done", DONE, ["create", "start", "finish"])
    assert after == 1
    now, kinds, _ = stored(live_server, second)
    assert (now.hold_reason, kinds) == ("material", ["create", "start", "hold"])
    come_back(on_round, live_server)
    expect(errand(on_round, first)).to_have_count(0)
    expect(errand(on_round, second).locator("[data-state-tag]")).to_have_text("Väntar")


def test_a_conflict_is_shown_with_both_texts_and_mine_is_saved_on_top(
    on_round: Page, live_server: LiveServer, crew: tuple[Person, Person], errands: list[Fix]
) -> None:
    fix = errands[0]
    live_server.lose_network(on_round.context)
    errand(on_round, fix).get_by_role("button", name="Starta").tap()
    errand(on_round, fix).locator("summary", has_text="Klart, kontrollera").tap()
    form = errand(on_round, fix).locator("form[data-finish]")
    form.get_by_label("Vad gjordes?").fill(DONE)
    form.get_by_role("button", name="Klart, kontrollera").tap()
    expect(errand(on_round, fix).locator("[data-state-tag]")).to_contain_text("Utförd")

    def start(db) -> None:  # type: ignore[no-untyped-def]
        fixes.save(db, *rules.apply(fix, "start", by=crew[0], at=clock.now()))

    live_server.change(start)
    live_server.find_network(on_round.context)
    errand(on_round, fix).locator("summary").first.tap()
    expect(phone(on_round, fix)).to_contain_text("Någon annan har hunnit ändra")
    expect(errand(on_round, fix).locator("[data-mine]")).to_have_text(DONE)
    expect(errand(on_round, fix).locator("[data-theirs-state]")).to_have_text("Pågår")
    clean_night_and_day(on_round)
    fits(on_round)
    phone(on_round, fix).get_by_role("button", name="Spara min ändå").tap()
    expect(phone(on_round, fix)).to_have_attribute("data-state", "received")
    now, kinds, _ = stored(live_server, fix)
    assert (now.done_text, kinds) == (DONE, ["create", "start", "finish"])


def test_what_is_planned_and_given_back_without_network_is_received_once(
    on_round: Page, live_server: LiveServer, errands: list[Fix]
) -> None:
    first, second, third = errands
    live_server.lose_network(on_round.context)
    come_back(on_round, live_server)
    errand(on_round, first).locator("summary", has_text="Planera åtgärd").tap()
    plan = errand(on_round, first).locator("form[data-move=plan]")
    plan.get_by_label("Vad ska göras?").fill("sänka kantstenen")
    plan.get_by_role("button", name="Planera åtgärd").tap()
    expect(errand(on_round, first).locator("[data-state-tag]")).to_have_text("Planerad")
    given_back = errand(on_round, first).locator("summary", has_text="Inte vårt ansvar")
    expect(given_back).to_be_hidden()
    errand(on_round, first).get_by_role("button", name="Starta").tap()
    expect(errand(on_round, first).locator("[data-state-tag]")).to_have_text("Pågår")
    errand(on_round, second).locator("summary").first.tap()
    errand(on_round, second).locator("summary", has_text="Inte vårt ansvar").tap()
    back = errand(on_round, second).locator("form[data-move=bounce]")
    back.get_by_label("Varför är det inte ert?").fill("Lampan är Trafikverkets")
    clean(on_round)
    fits(on_round)
    back.get_by_role("button", name="Inte vårt ansvar").tap()
    expect(errand(on_round, second).locator("[data-state-tag]")).to_have_text("Bedöms")
    expect(errand(on_round, third).locator("details[name=errand]")).to_have_attribute("open", "")
    expect(on_round.locator("[data-left]")).to_have_text("2")
    assert stored(live_server, second)[1] == ["create"]
    live_server.find_network(on_round.context)
    for fix in (first, second):
        expect(phone(on_round, fix)).to_have_attribute("data-state", "received")
    now, kinds, _ = stored(live_server, first)
    assert (now.planned_action, kinds) == ("sänka kantstenen", ["create", "plan", "start"])
    now, kinds, _ = stored(live_server, second)
    assert (now.state, now.bounce_reason) == ("assessing", "Lampan är Trafikverkets")
    assert kinds == ["create", "bounce"]
    come_back(on_round, live_server)
    expect(errand(on_round, second)).to_have_count(0)


def test_a_plan_that_somebody_else_made_first_is_read_beside_mine(
    on_round: Page, live_server: LiveServer, crew: tuple[Person, Person], errands: list[Fix]
) -> None:
    fix = errands[0]
    live_server.lose_network(on_round.context)
    errand(on_round, fix).locator("summary", has_text="Planera åtgärd").tap()
    form = errand(on_round, fix).locator("form[data-move=plan]")
    form.get_by_label("Vad ska göras?").fill("sänka kantstenen")
    form.get_by_role("button", name="Planera åtgärd").tap()
    given = rules.Given(planned_action="måla kanten", due_on="2099-12-10")

    def plan(db) -> None:  # type: ignore[no-untyped-def]
        fixes.save(db, *rules.apply(fix, "plan", by=crew[0], given=given, at=clock.now()))

    live_server.change(plan)
    live_server.find_network(on_round.context)
    expect(phone(on_round, fix)).to_contain_text("Någon annan har hunnit ändra")
    expect(errand(on_round, fix).locator("[data-mine]")).to_contain_text(
        "Planera åtgärd: sänka kantstenen. 10 dec. 2099"
    )
    expect(errand(on_round, fix).locator("[data-theirs]")).to_have_text("måla kanten")
    expect(phone(on_round, fix).get_by_role("button", name="Spara min ändå")).to_be_hidden()
    phone(on_round, fix).get_by_role("button", name="Släng min").tap()
    phone(on_round, fix).get_by_role("button", name="Ja, släng det jag skrev").tap()
    expect(errand(on_round, fix)).to_contain_text("Det du skrev är slängt.")
    assert stored(live_server, fix)[1] == ["create", "plan"]


def test_the_nearest_comes_first_and_arrows_work_by_themselves(
    on_round: Page, live_server: LiveServer, errands: list[Fix]
) -> None:
    lamp = errands[1]
    order = on_round.locator("[data-round] > li")
    on_round.get_by_role("button", name="Närmast först").tap()
    expect(order).to_have_count(3)
    expect(order.nth(2)).to_have_id(f"fix-{lamp.id}")
    come_back(on_round, live_server)
    expect(order.nth(2)).to_have_id(f"fix-{lamp.id}")
    on_round.get_by_role("link", name="Ändra ordning").tap()
    on_round.get_by_role("button", name="Tidigare: Trasig lampa").tap()
    place = on_round.locator("[data-order] > li")
    expect(place.nth(1)).to_have_id(f"place-{lamp.id}")
    first, last = (place.nth(n).get_attribute("data-fix") for n in (0, 2))
    handle = place.nth(2).locator("[data-drag]")
    handle.scroll_into_view_if_needed()
    top = place.nth(0).bounding_box()
    held = handle.bounding_box()
    assert top and held
    with on_round.expect_response("**/fixes/round/order"):
        on_round.mouse.move(held["x"] + 10, held["y"] + 10)
        on_round.mouse.down()
        on_round.mouse.move(held["x"] + 10, top["y"] + 30, steps=8)
        on_round.mouse.move(held["x"] + 10, top["y"] + 6, steps=3)
        on_round.mouse.up()
    on_round.reload()
    expect(place.nth(0)).to_have_attribute("data-fix", str(last))
    expect(place.nth(1)).to_have_attribute("data-fix", str(first))


def test_the_round_is_forgotten_at_sign_out_and_for_the_next_person(
    on_round: Page,
    live_server: LiveServer,
    crew: tuple[Person, Person],
    sign_in: Callable[[Person], None],
) -> None:
    kept = "caches.has('round')"
    assert on_round.evaluate(kept)
    sign_in(crew[1])
    on_round.goto(f"{live_server.url}/fixes")
    on_round.wait_for_function(f"async () => !(await {kept})")
    sign_in(crew[0])
    come_back(on_round, live_server)
    on_round.wait_for_function(f"async () => await {kept}")
    on_round.locator(".menu-button").first.tap()
    on_round.get_by_role("button", name="Logga ut").tap()
    on_round.wait_for_url(f"{live_server.url}/")
    assert not on_round.evaluate(kept)
    live_server.lose_network(on_round.context)
    on_round.goto(f"{live_server.url}/fixes/round")
    expect(on_round.locator("h1")).to_have_text("Du är utan nät just nu")


def test_the_list_sends_what_waits_and_says_so(
    on_round: Page, live_server: LiveServer, errands: list[Fix]
) -> None:
    on_round.route("**/fixes/*/outbox*", lambda route: route.abort())
    errand(on_round, errands[0]).get_by_role("button", name="Starta").tap()
    expect(phone(on_round, errands[0])).to_contain_text("Ingen kontakt")
    on_round.goto(f"{live_server.url}/fixes")
    waiting = on_round.locator("[data-waiting]")
    expect(waiting).to_contain_text("1 åtgärd väntar i telefonen")
    expect(waiting.get_by_role("link", name="Starta")).to_be_visible()
    clean_night_and_day(on_round)
    on_round.unroute("**/fixes/*/outbox*")
    # It may be leaving by itself just now: then the button is out of a thumb's reach.
    waiting.locator("[data-waiting-send]").evaluate("button => button.click()")
    expect(waiting).to_contain_text("Allt är skickat.")
    assert stored(live_server, errands[0])[1] == ["create", "start"]


def test_the_after_photo_is_taken_over_the_one_from_before(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
    crew: tuple[Person, Person],
    errands: list[Fix],
) -> None:
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    args = {
        **browser_type_launch_args,
        "args": [*browser_type_launch_args["args"], *camera],
    }
    with closing(live_server.source.connect()) as db:
        token = sessions.open_session(db, crew[0].id, clock.now())
    with browser_type.launch(**args) as filming:
        context = filming.new_context(**browser_context_args)
        cookie = {"name": "walkapp_session", "value": token, "url": live_server.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        until_clean(page, live_server)
        page.locator("[data-round][data-ready]").wait_for()
        fix = errands[0]
        errand(page, fix).locator("summary", has_text="Klart, kontrollera").tap()
        errand(page, fix).get_by_role("button", name="Ta bild över före-bilden").tap()
        view = page.get_by_role("dialog")
        faint = view.locator("img").evaluate("image => getComputedStyle(image).opacity")
        assert 0.3 < float(faint) < 0.5
        view.locator("video").evaluate(
            "film => film.videoWidth || new Promise((r) => film.addEventListener('loadeddata', r))"
        )
        clean(page)
        view.get_by_role("button", name="Ta bilden").tap()
        expect(view).to_have_count(0)
        form = errand(page, fix).locator("form[data-finish]")
        names = "field => [...field.files].map((file) => file.type)"
        assert form.locator("input[type=file]").evaluate(names) == ["image/jpeg"]
        form.get_by_label("Vad gjordes?").fill(DONE)
        form.get_by_role("button", name="Klart, kontrollera").tap()
        expect(phone(page, fix)).to_have_attribute("data-state", "received")
        assert stored(live_server, fix)[2] == 1
        context.close()
