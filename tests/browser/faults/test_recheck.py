"""A walk that follows another on a phone whose network goes: said, kept, sent once."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.conftest import LiveServer
from tests.browser.faults.harness import Phone, take
from tests.browser.looks import clean_night_and_day, fits
from tests.cast import AT, a_fix, a_person, a_walk
from tests.faults.fault import Fault
from tests.faults.proxy import Proxy
from walkapp.domain.checks import Check
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.stops import Stop
from walkapp.domain.walks import Walk
from walkapp.storage import checks, feelings, fixes, people, rows, walks

pytestmark = pytest.mark.browser

CHECK = r"POST /walks/[^/]+/checks$"


@pytest.fixture
def fix(live_server: LiveServer, walk: Walk) -> Fix:
    """A fix of a walk that the phone's own walk follows."""
    siv = a_person(f"Siv{new_id()[-6:]}", "coordinator")
    before = a_walk(title="Vårvandringen", state="followed_up")
    with closing(live_server.source.connect()) as db:
        people.add(db, siv)
        walks.add(db, before)
        with db.writing():
            db.execute(
                "UPDATE walks SET follows_id = :before WHERE id = :id",
                {"before": before.id, "id": walk.id},
            )
        rows.insert(db, "stops", Stop(new_id(), walk.id, 1, "Tunneln", "", 59.058, 16.588))
        draft = a_fix(id=new_id(), number="", walk_id=before.id, lat=59.058, lon=16.588)
        return fixes.create(db, draft, by=siv, at=AT)


@pytest.fixture
def phone(
    context: BrowserContext, proxy: Proxy, live_server: LiveServer, walk: Walk, fix: Fix
) -> Phone:
    """A phone in the walk that follows."""
    return take(context, proxy, live_server, walk)


def the_card(phone: Phone) -> Locator:
    return phone.page.locator("[data-earlier]")


def kept(phone: Phone, fix: Fix) -> list[Check]:
    with closing(phone.server.source.connect()) as db:
        return checks.of_walk(db, phone.walk.id).get(fix.id, [])


def test_a_fix_is_checked_without_a_network_and_comes_once(
    phone: Phone, fix: Fix, snapshot: Path
) -> None:
    phone.proxy.down = True
    phone.open()  # from the phone itself
    card = the_card(phone)
    card.locator("summary").tap()
    card.get_by_role("radio", name="Delvis åtgärdat").tap()
    expect(card.locator("[data-check-state]")).to_contain_text("Sparad i telefonen")
    card.get_by_label("Vad ser du?").fill("Två lampor av tre")
    card.get_by_label("Vad ser du?").blur()
    card.locator("input[type=file]").set_input_files(snapshot)
    expect(card.locator("[data-check-photos]")).to_have_text("1 bild är med.")
    phone.page.locator("[data-feeling]").get_by_role("button", name="2: Ganska otryggt").tap()
    phone.only_here(2)
    phone.page.reload()
    phone.ready()
    card.locator("summary").tap()
    expect(card.get_by_label("Vad ser du?")).to_have_value("Två lampor av tre")
    expect(phone.page.locator("[data-recheck-count]")).to_have_text("1 av 1 är kontrollerade")
    assert kept(phone, fix) == []
    phone.proxy.on(CHECK, Fault(cut="commit"))  # stored, and the answer never comes
    phone.proxy.down = False
    phone.send_now()
    phone.all_sent()
    expect(card.locator("[data-check-state]")).to_contain_text("Mottagen")
    [check] = kept(phone, fix)
    assert (check.result, check.note) == ("partly", "Två lampor av tre")
    with closing(phone.server.source.connect()) as db:
        [photo] = checks.photos_of(db, phone.walk.id)[check.check_id]
        [felt] = feelings.feelings_of(db, phone.walk)
        assert fixes.get(db, fix.id) == fix
    assert photo.photo_id in check.photo_ids and felt.counts == (0, 1, 0, 0, 0)
    assert len(phone.asked(CHECK)) >= 2  # the lost answer was asked for again
    phone.change(lambda db: db.execute("DELETE FROM checks"))  # the server is put back
    phone.reload()  # compares at the start
    phone.until(lambda: len(kept(phone, fix)) == 1)
    assert kept(phone, fix)[0].check_id == check.check_id


def test_the_list_of_the_walk_before_is_for_everybody(phone: Phone, fix: Fix) -> None:
    the_card(phone).locator("summary").tap()
    clean_night_and_day(phone.page)
    fits(phone.page)
    for control in the_card(phone).locator(":is(.segment, .file-label):visible").all():
        box = control.bounding_box()
        assert box and box["height"] >= 48
