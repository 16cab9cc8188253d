"""The phone's memory emptied, closed, hanging or refused: it is said, and logging goes on."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faults.harness import HERE, OUTBOX, RECEIVED, Phone
from tests.faults.fault import Fault

pytestmark = pytest.mark.browser

CUT = Fault(cut="before")
MANY = 1000
UNSAVED = "Telefonen kunde inte spara. Håll sidan öppen tills det är skickat."
DAY_MS = 24 * 3600 * 1000

_AGE = """(ms) => new Promise((resolve) => {
  indexedDB.open("walk").onsuccess = ({ target }) => {
    const db = target.result;
    const tx = db.transaction("issues", "readwrite");
    const rows = tx.objectStore("issues");
    rows.getAll().onsuccess = (got) =>
      got.target.result.forEach((row) => rows.put({ ...row, madeAt: row.madeAt - ms }));
    tx.oncomplete = () => { db.close(); resolve(); };
  };
})"""

# The connection of a living page, for a test to close as iOS does.
_CONNECTION = """() => {
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...given) {
    window.connection = this;
    return begin.apply(this, given);
  };
}"""
_CLOSINGS = {
    "told": "() => { connection.close(); connection.dispatchEvent(new Event('close')); }",
    "not told": "() => connection.close()",
    "in the middle of a write": """() => {
      const begin = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (names, mode, how) {
        const tx = begin.call(this, names, mode, how);
        if (mode === "readwrite") {
          IDBDatabase.prototype.transaction = begin;
          tx.abort();
          this.close();
        }
        return tx;
      };
    }""",
}
_ALWAYS_CLOSED = """() => {
  IDBDatabase.prototype.transaction = () => {
    throw new DOMException("The database connection is closing.", "InvalidStateError");
  };
}"""

# An answer that never comes, and a watch that goes faster.
_HANGS = """(() => {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    const asked = open.apply(this, given);
    for (const name of ["success", "error", "blocked", "upgradeneeded"])
      asked.addEventListener(name, (event) => event.stopImmediatePropagation());
    return asked;
  };
  const later = window.setTimeout;
  window.setTimeout = (act, ms, ...more) => later(act, ms === 5000 ? 50 : ms, ...more);
})()"""
_NEWER = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("walk", 99);
  asked.onupgradeneeded = ({ target }) => target.result.createObjectStore("of tomorrow");
  asked.onblocked = () => reject(new Error("the other tab holds on"));
  asked.onsuccess = () => { asked.result.close(); resolve(); };
})"""

_REFUSALS = {
    "there is none": "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    "asking is forbidden": """IDBFactory.prototype.open = () => {
      throw new DOMException("denied", "SecurityError");
    }""",
    "writing is refused": """IDBObjectStore.prototype.put = () => {
      throw new DOMException("no", "UnknownError");
    }""",
}


def emptied(phone: Phone) -> Page:
    """The phone has thrown away what scripts have stored, and kept the cookies; a fresh page."""
    page = phone.page.context.new_page()
    phone.page.close()
    session = page.context.new_cdp_session(page)
    kinds = "indexeddb,cache_storage,service_workers,local_storage"
    asked = {"origin": phone.proxy.url, "storageTypes": kinds}
    session.send("Storage.clearDataForOrigin", asked)
    return page


def with_script(phone: Phone, script: str) -> Phone:
    """The phone's browser is another from now on."""
    phone.page.context.add_init_script(script)
    page = phone.page.context.new_page()
    phone.page.close()
    return replace(phone, page=page)


def test_fault_29_evicted_after_seven_days(phone: Phone) -> None:
    phone.log("belysning")
    phone.received()
    phone.done()
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log("klotter")
    phone.done()
    phone.only_here(1)
    old = phone.page.get_by_text("Något har legat i telefonen i mer än ett dygn")
    expect(old).to_be_hidden()
    phone.page.evaluate(_AGE, 2 * DAY_MS)
    phone.reload()
    expect(old).to_contain_text("Ladda ner en säkerhetskopia")
    phone.open(emptied(phone))
    said = phone.page.locator("[data-emptied] p:visible")
    expect(said).to_contain_text("Telefonen har rensat det som låg sparat här.")
    expect(said).to_contain_text("Om något inte hade skickats än är det borta")
    expect(phone.row).to_have_count(1)
    expect(phone.row).to_contain_text(["Belysning"])
    phone.all_sent()
    phone.reload()
    expect(said).to_be_hidden()  # said once


@pytest.mark.parametrize("how", _CLOSINGS)
def test_fault_30_connection_closed_under_a_living_page(phone: Phone, how: str) -> None:
    phone.page.evaluate(_CONNECTION)
    phone.log("belysning")
    phone.received()
    phone.page.evaluate(_CLOSINGS[how])
    phone.note("Trasig")
    phone.done()
    phone.all_sent()
    expect(phone.page.locator("[data-shut]")).to_be_hidden()
    assert "reserve" in [row["name"] for row in phone.rows("meta")]  # it was no lack of room
    (row,) = phone.rows("issues")
    assert row["issue"]["note"] == "Trasig"
    assert phone.one().issue.note == "Trasig"


def test_fault_30_connection_that_never_comes_back(phone: Phone) -> None:
    phone.page.evaluate(_ALWAYS_CLOSED)
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log()
    expect(phone.card).to_contain_text("Inte sparad")
    phone.told(UNSAVED)
    phone.done()
    expect(phone.page.locator("[data-shut] p:visible")).to_contain_text(
        "Telefonen tappade kontakten med sitt minne."
    )
    phone.only_here(1)
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    expect(phone.row).to_contain_text(RECEIVED)
    assert len(phone.logged()) == 1


def test_fault_31_open_hangs(phone: Phone) -> None:
    phone = with_script(phone, _HANGS)
    phone.open()
    expect(phone.page.locator("[data-shut] p:visible")).to_contain_text(
        "Telefonens minne svarar inte. Stäng andra flikar med walkapp"
    )
    phone.log()
    phone.received()
    assert len(phone.logged()) == 1


def test_fault_31_another_tab_has_a_newer_version(phone: Phone) -> None:
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log("belysning")
    phone.saved()
    phone.done()
    other = phone.page.context.new_page()
    other.goto(f"{phone.proxy.url}/privacy")
    other.evaluate(_NEWER)
    phone.log("klotter")
    expect(phone.card).to_contain_text("Inte sparad")
    phone.done()
    expect(phone.page.locator("[data-shut] p:visible")).to_contain_text(
        "sparat av en nyare version av walkapp. Det är kvar."
    )
    phone.only_here(2)
    expect(phone.row.filter(has_text="Belysning")).to_contain_text(HERE)
    phone.proxy.clear()
    phone.send_now()
    phone.only_here(1)  # what the newer version has written is for that one to send
    (found,) = phone.logged()
    assert found.issue.category == "klotter"


@pytest.mark.parametrize("how", _REFUSALS)
def test_fault_32_private_window(phone: Phone, how: str) -> None:
    phone = with_script(phone, _REFUSALS[how])
    phone.open()
    expect(phone.page.locator("[data-shut] p:visible")).to_contain_text(
        "Webbläsaren låter inget sparas i telefonen"
    )
    expect(phone.page.get_by_label("Vandringens adress")).to_have_value(phone.home)
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log()
    expect(phone.card).to_contain_text("Inte sparad")
    phone.told(UNSAVED)
    phone.proxy.clear()
    phone.send_now()
    phone.received()
    assert len(phone.logged()) == 1


def test_fault_33_in_app_browser(phone: Phone) -> None:
    phone = with_script(phone, "delete Navigator.prototype.serviceWorker")
    phone.page.context.grant_permissions(["geolocation", "clipboard-write"])
    phone.open()
    address = phone.page.get_by_label("Vandringens adress")
    expect(address).to_have_value(phone.home)
    expect(phone.page.locator("[data-elsewhere] p:visible").first).to_contain_text(
        "i Safari eller Chrome"
    )
    phone.page.get_by_role("button", name="Kopiera adressen").tap()
    expect(phone.page.get_by_text("Adressen är kopierad.")).to_be_visible()
    phone.log()
    phone.received()
    assert len(phone.logged()) == 1
