"""From the desk to an owner's mailbox, through the link on a phone, and back to the desk."""

import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveServer, listen
from tests.browser.looks import clean_night_and_day, fits
from tests.cast import AT, a_fix, a_party, a_person
from tests.mail.conftest import Hand, text_of
from tests.mail.server import Postman, listening
from walkapp import create_app
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.settings import Settings
from walkapp.storage import fixes, parties, people, sessions
from walkapp.web import clock
from walkapp.worker import Worker

pytestmark = pytest.mark.browser


@pytest.fixture
def hand(live_server: LiveServer) -> Iterator[Hand]:
    """`walkapp work` beside the server, on the same data."""
    with listening(Postman()) as postman:
        settings = Settings(
            data=live_server.data,
            database=str(live_server.data / "walkapp.db"),
            photos=live_server.data / "photos",
            secret_key=secrets.token_urlsafe(32),
            base_url=live_server.url,
            tiles="map.geojson",
            smtp=f"smtp+plain://127.0.0.1:{postman.port}",
            mail_from="trygghet@flen.example",
        )
        app = create_app(settings, live_server.source)
        yield Hand(Worker(app, live_server.source, settings), postman)


@pytest.fixture
def fix(live_server: LiveServer, page: Page) -> Fix:
    """A fix nobody has yet, and a coordinator at the desk who looks at it."""
    disa = a_person("Dagny", "coordinator")
    owner = replace(a_party("Stationsbolaget", external=True), email="drift@bolaget.example")
    made: list[Fix] = []

    def add(db: Any) -> None:
        parties.add(db, owner)
        people.add(db, disa)
        place = {"lat": 59.058, "lon": 16.588, "place_text": "Stationshuset, södra sidan"}
        seen = "Lampan över trappan är trasig."
        draft = a_fix(id=new_id(), number="", state="assessing", public_text=seen, **place)
        made.append(fixes.create(db, draft, by=disa, at=AT))

    live_server.change(add)
    with closing(live_server.source.connect()) as db:
        token = sessions.open_session(db, disa.id, clock.now())
    cookie = {"name": "walkapp_session", "value": token, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    return made[0]


@pytest.fixture
def owner(
    browser: Browser, browser_context_args: dict[str, Any], no_faults: list[str]
) -> Iterator[Page]:
    """The owner's phone, which nobody has signed in on."""
    context = browser.new_context(**browser_context_args)
    listen(context, no_faults)
    yield context.new_page()
    context.close()


def test_an_owner_answers_from_the_mail_and_the_coordinator_sees_it(
    page: Page, owner: Page, live_server: LiveServer, hand: Hand, fix: Fix, picture: Path
) -> None:
    hand.works(clock.now())  # mails that tests before left on this server
    page.goto(f"{live_server.url}/fixes/{fix.id}")
    form = page.locator('form[action$="/refer"]')
    if not form.is_visible():
        page.locator("summary", has_text="Annat du kan göra").tap()
        page.locator("summary", has_text="Skicka till annan part").tap()
    form.get_by_label("Ansvarig").select_option(label="Stationsbolaget")
    form.get_by_label("Deras ärendenummer").fill("Ä 77")
    form.get_by_role("button", name="Skicka till annan part").tap()
    expect(page.locator("main")).to_contain_text("Skickad till annan part")

    [mail] = hand.works(clock.now())
    assert mail["To"] == "drift@bolaget.example"
    link = re.search(r"(http://127\.0\.0\.1:\d+/reply/\S+)", text_of(mail))
    assert link
    owner.goto(link[1])
    expect(owner.locator("h1")).to_have_text(fix.title)
    expect(owner.locator("main")).to_contain_text("Lampan över trappan är trasig.")
    assert owner.evaluate("document.querySelector('img[src$=\"map.png\"]').naturalWidth") == 600
    clean_night_and_day(owner)
    fits(owner)
    owner.get_by_label("Vad gjorde ni?").fill("Armaturen är bytt")
    owner.set_input_files("#finish-photos", picture)
    owner.get_by_role("button", name="Skicka svaret: Klart").tap()
    expect(owner.locator("h1")).to_have_text("Tack")
    clean_night_and_day(owner)
    owner.goto(link[1])
    expect(owner.locator("main")).to_contain_text("redan svarat")

    page.reload()
    expect(page.locator("main")).to_contain_text("Utförd, ska kontrolleras")
    expect(page.locator("main")).to_contain_text("Armaturen är bytt")
    side = page.locator(".pair-side", has_text="Efter")
    expect(side.locator("figure.photo")).to_have_count(1)
    with closing(live_server.source.connect()) as db:
        assert fixes.history(db, fix.id)[-1]["by_kind"] == "outside"
