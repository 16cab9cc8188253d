"""A full phone: first room, then smaller, then without the picture. Words always fit."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.faults.harness import OUTBOX, RECEIVED, Phone
from tests.faults.fault import Fault

pytestmark = pytest.mark.browser

FULL = "Telefonen är full, så bilden fick inte plats. Resten är sparat."
HALF_PX = 800

# A phone with room for so many bytes of pictures: what is above aborts the transaction.
_ROOM = """(room) => {
  const { put, delete: drop, clear } = IDBObjectStore.prototype;
  const held = window.held ??= new Map();
  window.room = room;
  if (window.isSmall) return;
  window.isSmall = true;
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === "photos") {
      held.set(row.photo_id, row.bytes.byteLength);
      if ([...held.values()].reduce((a, b) => a + b, 0) > window.room) {
        held.delete(row.photo_id);
        throw new DOMException("no room", "QuotaExceededError");
      }
    }
    return put.call(this, row);
  };
  IDBObjectStore.prototype.delete = function (key) {
    if (this.name === "photos") held.delete(key);
    return drop.call(this, key);
  };
}"""

# A phone with room for nothing but what the reserve gives back.
_FULL_BUT_FOR_THE_RESERVE = """() => {
  const { put, delete: drop } = IDBObjectStore.prototype;
  window.reserve = null;
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === "issues" && !window.reserve)
      throw new DOMException("no room", "QuotaExceededError");
    return put.call(this, row);
  };
  IDBObjectStore.prototype.delete = function (key) {
    if (key === "reserve") window.reserve = window.reserve === null ? 1 : 0;
    return drop.call(this, key);
  };
}"""

# Full when the picture lies there already and its issue is to be written: that often.
_FULL_IN_THE_MIDDLE = """(times) => {
  const put = IDBObjectStore.prototype.put;
  const begun = new WeakSet();
  window.refused = 0;
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === "photos") begun.add(this.transaction);
    if (this.name === "issues" && begun.has(this.transaction) && window.refused < times) {
      window.refused += 1;
      throw new DOMException("no room", "QuotaExceededError");
    }
    return put.call(this, row);
  };
}"""

_WIDTHS = """() => new Promise((resolve) => {
  indexedDB.open("walk").onsuccess = ({ target }) => {
    const asked = target.result.transaction("photos").objectStore("photos").getAll();
    asked.onsuccess = async () => {
      target.result.close();
      const blobs = asked.result.map((row) => new Blob([row.bytes], { type: row.type }));
      const pictures = await Promise.all(blobs.map((blob) => createImageBitmap(blob)));
      resolve(pictures.map((picture) => picture.width));
    };
  };
})"""


def held(phone: Phone) -> int:
    """How many bytes of pictures lie in the phone."""
    size: int = phone.page.evaluate("() => [...window.held.values()].reduce((a, b) => a + b, 0)")
    return size


def test_fault_34_device_storage_full(phone: Phone, large: Path, snapshot: Path) -> None:
    phone.page.evaluate(_ROOM, 100_000_000)
    phone.log("belysning")
    phone.photo(large)
    expect(phone.page.locator(".preview[data-state=received]")).to_be_visible()
    phone.received()
    phone.done()
    first = held(phone)
    # Room for one such picture: the one that the server has makes room for the next.
    phone.page.evaluate(_ROOM, int(first * 1.5))
    phone.log("klotter")
    phone.photo(large)
    expect(phone.page.locator(".preview[data-state=received]")).to_be_visible()
    phone.done()
    assert phone.page.evaluate(_WIDTHS) == [1600]
    # Room for less than one: half as wide.
    phone.page.evaluate(_ROOM, int(first * 0.6))
    phone.log("skrap")
    phone.photo(large)
    expect(phone.page.locator(".preview[data-state=received]")).to_be_visible()
    phone.done()
    assert phone.page.evaluate(_WIDTHS) == [HALF_PX]
    # No room: the issue without its picture, and that is said.
    phone.page.evaluate(_ROOM, 0)
    phone.log("annat")
    phone.photo(snapshot)
    expect(phone.page.get_by_text(FULL)).to_be_visible()
    phone.received()
    phone.done()
    phone.all_sent()
    assert [(it.issue.category, len(it.photos)) for it in phone.logged()] == [
        ("belysning", 1),
        ("klotter", 1),
        ("skrap", 1),
        ("annat", 0),
    ]


def test_fault_34_words_go_into_the_reserve(phone: Phone) -> None:
    phone.proxy.on(OUTBOX, Fault(cut="before"), times=1000)
    phone.page.evaluate(_FULL_BUT_FOR_THE_RESERVE)
    phone.log()
    phone.saved()
    assert "reserve" not in [row["name"] for row in phone.rows("meta")]
    # Nothing is left now: what does not fit is not called saved.
    phone.page.evaluate("() => { window.reserve = 0; }")
    phone.done()
    phone.log("klotter")
    expect(phone.card).to_contain_text("Inte sparad")
    phone.told("Telefonen är full. Det här är inte sparat.")
    phone.done()
    phone.only_here(2)
    phone.reload()
    phone.only_here(1)
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()
    (found,) = phone.logged()
    assert found.issue.category == "belysning"


def test_fault_35_quota_error_in_mid_write(phone: Phone, large: Path) -> None:
    phone.log()
    phone.received()
    phone.page.evaluate(_FULL_IN_THE_MIDDLE, 2)
    phone.photo(large)
    expect(phone.page.locator(".preview[data-state=received]")).to_be_visible()
    phone.done()
    phone.all_sent()
    assert phone.page.evaluate("() => window.refused") == 2
    # Nothing of what was aborted is left: one picture, the smaller, and its issue knows it.
    assert phone.page.evaluate(_WIDTHS) == [HALF_PX]
    (row,) = phone.rows("issues")
    assert row["issue"]["photo_ids"] == list(phone.pictures())
    phone.one(photos=1)
    expect(phone.row).to_contain_text(RECEIVED)


def test_fault_35_nothing_stays_of_a_write_that_never_fits(phone: Phone, snapshot: Path) -> None:
    phone.log()
    phone.received()
    phone.page.evaluate(_FULL_IN_THE_MIDDLE, 99)
    phone.photo(snapshot)
    expect(phone.page.get_by_text(FULL)).to_be_visible()
    phone.done()
    phone.all_sent()
    assert phone.pictures() == {} and phone.letters() == []
    (row,) = phone.rows("issues")
    assert row["photos"] == [] and row["issue"]["photo_ids"] == []
    phone.one()
