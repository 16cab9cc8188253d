"""Tabs closed, cameras, kills: what the screen called saved is on disk, and whole."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, expect

from tests.browser.conftest import LiveServer, listen
from tests.browser.faults.harness import HERE, OUTBOX, Phone, take
from tests.faults.fault import Fault
from tests.faults.proxy import Proxy
from walkapp.domain.walks import Walk

pytestmark = pytest.mark.browser

CUT = Fault(cut="before")
MANY = 1000
PROFILE = "phone"

# Stops for ever in the middle of the transaction, where a store is written to.
_HANG_AT = """(name) => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row) {
    const asked = put.call(this, row);
    if (this.name !== name) return asked;
    console.log("in the middle");
    for (;;);
  };
}"""


def again(phone: Phone) -> None:
    """The page is gone from one moment to the next, and is opened once more."""
    context = phone.page.context
    phone.page.close()
    phone.open(context.new_page())


def test_fault_21_deleted_offline_then_crashed(phone: Phone) -> None:
    for category in ("belysning", "klotter"):
        phone.log(category)
        phone.received()
        phone.done()
    expect(phone.page.locator("[data-remove]")).to_have_count(2)
    phone.proxy.down = True
    for left in (1, 0):
        phone.page.locator("[data-remove]").first.get_by_role("button").tap()
        expect(phone.page.locator("[data-remove]")).to_have_count(left)
    phone.only_here(2)
    again(phone)
    phone.only_here(2)
    expect(phone.row).to_contain_text(["Iakttagelsen är borttagen."] * 2)
    expect(phone.row).to_contain_text([HERE] * 2)
    kept = phone.row.filter(has_text="Klotter")
    kept.get_by_role("button", name="Lägg tillbaka").tap()
    expect(kept.get_by_role("button", name="Ta bort")).to_be_visible()
    assert len(phone.logged()) == 2
    phone.proxy.down = False
    phone.send_now()
    phone.all_sent()
    expect(phone.row).to_have_count(1)
    (found,) = phone.logged()
    assert found.issue.category == "klotter"


def test_fault_22_tab_closed_during_upload(phone: Phone, snapshot: Path) -> None:
    phone.log()
    phone.received()
    phone.proxy.shape(up=2000)
    phone.photo(snapshot)
    expect(phone.page.locator("[data-photo-state]")).to_have_text("Skickas…")
    phone.page.wait_for_timeout(300)  # some of its bytes are on their way
    phone.proxy.shape()
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    again(phone)
    phone.only_here(1)
    expect(phone.row).to_contain_text(HERE)
    expect(phone.row).not_to_contain_text("Skickas")
    (found,) = phone.logged()
    assert not found.photos
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    phone.one(photos=1)


def test_fault_23_browser_killed_by_the_camera(phone: Phone, snapshot: Path) -> None:
    phone.log()
    with phone.page.expect_file_chooser():
        phone.page.get_by_text("Ta en bild", exact=True).tap()
    phone.received()
    again(phone)
    expect(phone.row).to_contain_text("Mottagen")
    phone.row.get_by_text("Ändra").tap()
    retake = phone.page.get_by_text("Sidan stängdes medan kameran var öppen. Ta bilden igen.")
    expect(retake).to_be_visible()
    phone.photo(snapshot)
    expect(phone.page.locator(".preview[data-state=received]")).to_be_visible()
    expect(retake).to_be_hidden()
    phone.all_sent()
    phone.one(photos=1)


def test_fault_23_camera_kills_before_anything_is_said(phone: Phone, snapshot: Path) -> None:
    with phone.page.expect_file_chooser():
        phone.page.tap("[data-log-camera]")
    again(phone)
    expect(phone.row).to_contain_text("Bilden kom inte med. Öppna och ta om den, eller ta bort.")
    assert phone.logged() == []
    phone.row.get_by_role("button", name="Ändra").tap()
    phone.photo(snapshot)
    phone.received()
    phone.one(photos=1)


def test_fault_24_battery_dies_right_after_saved(
    launch: Callable[[], BrowserContext],
    proxy: Proxy,
    live_server: LiveServer,
    walk: Walk,
    snapshot: Path,
    tmp_path: Path,
) -> None:
    first = launch()
    phone = take(first, proxy, live_server, walk)
    cookies: Any = first.cookies()
    proxy.on(OUTBOX, CUT, times=MANY)
    phone.log()
    phone.saved()
    assert len(phone.letters()) == 1  # on disk as soon as that is said
    phone.photo(snapshot)
    expect(phone.page.locator(".preview[data-state=saved]")).to_be_visible()
    phone.saved()
    kill(first, tmp_path / PROFILE)
    assert live_server.logged(walk) == []
    second = launch()
    second.add_cookies(cookies)  # on disk since the visit before; here it is seconds old
    phone.open(second.new_page())
    phone.only_here(1)
    expect(phone.row).to_contain_text(HERE)
    expect(phone.row.locator("img")).to_be_visible()
    proxy.clear()
    phone.send_now()
    phone.all_sent()
    phone.one(photos=1)


@pytest.mark.parametrize("store", ["photos", "issues", "outbox"])
def test_fault_25_crash_between_item_and_photo(phone: Phone, snapshot: Path, store: str) -> None:
    phone.log()
    phone.received()
    phone.done()
    context = phone.page.context
    phone.page.locator("[data-edit]").tap()
    phone.page.evaluate(_HANG_AT, store)
    with phone.page.expect_console_message(lambda said: said.text == "in the middle"):
        # Not phone.photo(): it would wait for a page that never answers again.
        choose(phone.page, snapshot)
    crash(phone.page)
    phone.open(context.new_page())
    assert phone.pictures() == {}
    (row,) = phone.rows("issues")
    assert row["photos"] == [] and row["issue"]["photo_ids"] == []
    assert phone.letters() == []
    phone.all_sent()
    phone.one(photos=0)


def choose(page: Page, picture: Path) -> None:
    """Choose a picture without waiting for what the page makes of it."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    asked = {"nodeId": root, "selector": "#take-photo"}
    node = session.send("DOM.querySelector", asked)["nodeId"]
    session.send("DOM.setFileInputFiles", {"files": [str(picture)], "nodeId": node})


def crash(page: Page) -> None:
    """SIGKILL to the processes of all pages, whatever they are doing."""
    browser = page.context.browser
    assert browser
    session = browser.new_browser_cdp_session()
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "renderer":
            os.kill(process["id"], signal.SIGKILL)
    page.close()


def kill(context: BrowserContext, folder: Path) -> None:
    """SIGKILL to the whole browser that lives on a folder."""
    with context.expect_event("close"):
        os.kill(browser_of(folder), signal.SIGKILL)


def browser_of(folder: Path) -> int:
    """The browser's own process: the one that is told where to live and not what to be."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            said = process.read_bytes()
            if said.startswith(b"/bin/sh"):  # Debian starts it from a script
                continue
            if f"--user-data-dir={folder}".encode() in said and b"--type=" not in said:
                return int(process.parent.name)
    raise AssertionError(f"no browser on {folder}")


@pytest.fixture
def launch(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    tmp_path: Path,
    no_faults: list[str],
) -> Iterator[Callable[[], BrowserContext]]:
    """Starts a browser that keeps what it stores, on the same folder each time."""
    started: list[BrowserContext] = []

    def launch() -> BrowserContext:
        context = browser_type.launch_persistent_context(
            tmp_path / PROFILE, **browser_type_launch_args, **browser_context_args
        )
        listen(context, no_faults)
        started.append(context)
        return context

    yield launch
    for context in started:
        with suppress(Error):
            context.close()
