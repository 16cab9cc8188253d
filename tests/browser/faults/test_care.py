"""What a phone does unasked: keeps, stays awake, opens with no network, knows of others."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.faults.harness import HERE, NETWORK, OUTBOX, PHOTO, RECEIPTS, SERVER, Phone
from tests.browser.faults.test_crashes import crash
from tests.browser.faults.test_walk_life import becomes
from tests.cast import an_issue
from tests.faults.fault import Fault
from tests.faults.wire import Answer
from walkapp.domain.ids import new_id
from walkapp.domain.stops import Stop
from walkapp.domain.walks import text_time
from walkapp.storage import devices, issues, rows

pytestmark = pytest.mark.browser

CUT = Fault(cut="before")
MANY = 1000

_ASKED = """StorageManager.prototype.persist = async () => {
  localStorage.asked = Number(localStorage.asked || 0) + 1;
  return false;
};"""
_AWAKE = """Object.defineProperty(Navigator.prototype, "wakeLock", {
  value: { request: async (kind) => (window.awake ??= []).push(kind) },
});"""
_WRITES = """() => {
  const begin = IDBDatabase.prototype.transaction;
  window.writes = [];
  IDBDatabase.prototype.transaction = function (names, mode, how) {
    if (mode === "readwrite") window.writes.push([[].concat(names).sort().join(), how?.durability]);
    return begin.call(this, names, mode, how);
  };
}"""
_SAID = """() => {
  const [complete, card] = [new Set(), document.querySelector("[data-capture]")];
  const begin = IDBDatabase.prototype.transaction;
  window.said = [];
  IDBDatabase.prototype.transaction = function (names, mode, how) {
    const tx = begin.call(this, names, mode, how);
    const saves = tx.objectStoreNames.contains("issues") && !tx.objectStoreNames.contains("log");
    if (mode !== "readwrite" || !saves) return tx;
    tx.addEventListener("complete", () => complete.add(tx));
    tx.commit = () => {}; // a slow disk
    const until = performance.now() + 500;
    (function wait() {
      if (performance.now() < until) tx.objectStore("issues").count().onsuccess = wait;
    })();
    return tx;
  };
  new MutationObserver(() => {
    const shown = card.querySelector("[data-saved]").checkVisibility();
    const words = card.querySelector("[data-saved-state]").textContent.trim();
    if (shown && !complete.size) window.said.push(words);
  }).observe(card, { subtree: true, childList: true, attributes: true });
}"""
_SHARES = """() => {
  navigator.canShare = ({ files }) => files.length === 1;
  navigator.share = async ({ files }) => { window.shared = [files[0].name, files[0].type]; };
}"""
_SYNCS = """async () => {
  const { sync } = await navigator.serviceWorker.ready;
  sync.register = async (tag) => { window.asked = tag; };
}"""
_WOKEN = (
    """() => navigator.serviceWorker.dispatchEvent(new MessageEvent("message", { data: "wake" }))"""
)
_LEAVES = """() => {
  const leaving = new Event("beforeunload", { cancelable: true });
  dispatchEvent(leaving);
  return leaving.defaultPrevented;
}"""
_ALWAYS_FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row) {
    if (this.name === "issues") throw new DOMException("no room", "QuotaExceededError");
    return put.call(this, row);
  };
}"""


def test_the_browser_is_asked_once_to_keep_what_is_stored(phone: Phone) -> None:
    phone.page.add_init_script(_ASKED)
    phone.reload()
    assert phone.page.evaluate("localStorage.asked") is None  # not before something is saved
    phone.log()
    phone.received()
    phone.until(lambda: phone.page.evaluate("localStorage.asked") == "1")
    phone.reload()
    phone.log("klotter")
    phone.received()
    assert phone.page.evaluate("localStorage.asked") == "1"


@pytest.mark.parametrize("kept", [True, False])
def test_what_the_browser_answered_is_told_of_this_phone(phone: Phone, kept: bool) -> None:
    answer = "true" if kept else "false"
    phone.page.add_init_script(f"StorageManager.prototype.persisted = async () => {answer}")
    phone.reload()
    phone.page.get_by_text("Om den här telefonen", exact=True).tap()
    yes, no = phone.page.locator("[data-kept=yes]"), phone.page.locator("[data-kept=no]")
    expect(yes).to_be_visible(visible=kept)
    expect(no).to_be_visible(visible=not kept)


def test_the_server_is_compared_with_when_somebody_asks(phone: Phone) -> None:
    phone.log()
    phone.received()
    phone.done()
    phone.all_sent()
    phone.until(lambda: len(phone.asked(RECEIPTS)) >= 1)
    phone.page.get_by_text("Om den här telefonen", exact=True).tap()
    ask = phone.page.get_by_role("button", name="Jämför med servern")
    ask.tap()
    expect(phone.page.get_by_text("Servern har allt som har skickats.")).to_be_visible()
    phone.change(lambda db: db.execute("DELETE FROM issues"))
    ask.tap()
    expect(phone.page.get_by_text("Servern saknade något. Det skickas igen.")).to_be_visible()
    phone.until(lambda: len(phone.logged()) == 1)
    phone.proxy.down = True
    ask.tap()
    expect(phone.page.get_by_text("Servern svarade inte.")).to_be_visible()


def test_send_now_compares_too_whatever_else_waits(phone: Phone) -> None:
    phone.log("klotter")
    phone.received()
    phone.done()
    phone.log("annat")
    phone.received()
    phone.note("ö" * 4001)
    phone.told("Texten är för lång.")
    phone.done()
    phone.change(lambda db: db.execute("DELETE FROM issues WHERE category = 'klotter'"))
    phone.send_now()
    phone.until(lambda: {it.issue.category for it in phone.logged()} == {"annat", "klotter"})
    phone.only_here(1)


def test_the_buttons_at_the_side_change_places_for_the_left_hand(phone: Phone) -> None:
    def first(one: str, other: str) -> bool:
        left, right = (phone.page.locator(it).bounding_box() for it in (one, other))
        assert left and right
        return left["x"] + left["width"] <= right["x"]

    assert first("[data-log]", "[data-log-camera]")
    phone.page.get_by_text("Om den här telefonen", exact=True).tap()
    phone.page.get_by_label("För vänster hand").check()
    assert first("[data-log-camera]", "[data-log]")
    phone.reload()
    assert first("[data-log-camera]", "[data-log]")
    phone.log()
    phone.received()
    assert first("[data-undo]", "[data-change-category]")
    phone.done()
    phone.page.get_by_text("Om den här telefonen", exact=True).tap()
    phone.page.get_by_label("För vänster hand").uncheck()
    phone.reload()
    assert first("[data-log]", "[data-log-camera]")


def test_every_write_is_strict_and_a_picture_one_write_with_its_issue(
    phone: Phone, snapshot: Path
) -> None:
    phone.page.evaluate(_WRITES)
    phone.log()
    phone.photo(snapshot)
    phone.all_sent()
    phone.received()
    writes = phone.page.evaluate("writes")
    assert {durability for _, durability in writes} == {"strict"}
    assert "issues,outbox,photos" in [names for names, _ in writes]


def test_the_card_calls_nothing_saved_that_is_not_on_disk(phone: Phone) -> None:
    phone.proxy.down = True
    phone.log("belysning")
    phone.saved()
    phone.done()
    phone.page.evaluate(_SAID)
    phone.log("klotter")  # the card of the one before was saved
    phone.saved()
    said = phone.page.evaluate("said")
    assert said and set(said) == {"Sparar…"}


def test_what_is_typed_is_on_disk_without_leaving_the_field(phone: Phone) -> None:
    context = phone.page.context
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log()
    note = phone.page.get_by_label("Vad ser eller känner du?")
    note.tap()
    note.press_sequentially("Mörkt")
    phone.until(lambda: phone.rows("issues")[0]["issue"]["note"] == "Mörkt")
    crash(phone.page)
    phone.open(context.new_page())
    expect(phone.row).to_contain_text("Mörkt")
    phone.heals()
    phone.all_sent()
    assert phone.one().issue.note == "Mörkt"


def test_the_screen_stays_awake_while_the_walk_runs(phone: Phone) -> None:
    phone.page.add_init_script(_AWAKE)
    phone.reload()
    assert phone.page.evaluate("window.awake") == ["screen"]
    becomes(phone, "closing", text_time(datetime.now(UTC) + timedelta(hours=48)))
    phone.reload()
    assert phone.page.evaluate("window.awake") is None


def test_the_count_stays_on_the_screen(phone: Phone) -> None:
    phone.log()
    phone.received()
    count = phone.page.locator("[data-send-state]")
    for _ in range(2):  # on the card, and on the walk's page
        phone.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert phone.page.evaluate("scrollY") > 0
        expect(count).to_be_in_viewport(ratio=1)
        if phone.page.locator("[data-capture]").is_visible():
            phone.done()
            phone.page.set_viewport_size({"width": 320, "height": 400})


def test_the_tiles_used_last_come_first(phone: Phone) -> None:
    for category in ("klotter", "skrap"):
        phone.log(category)
        phone.received()
        phone.done()
    phone.page.tap("[data-log]")
    first = phone.page.locator("[data-tiles] [data-category]")
    assert [first.nth(n).get_attribute("data-category") for n in (0, 1)] == ["skrap", "klotter"]


def test_the_walk_opens_whole_without_network(phone: Phone, snapshot: Path) -> None:
    stops = [
        Stop(new_id(), phone.walk.id, n, name, "Ljuset", 59.058 + n / 1000, 16.588)
        for n, name in ((1, "Gångtunneln"), (2, "Torget"))
    ]
    phone.change(lambda db: [rows.insert(db, "stops", stop) for stop in stops])
    phone.log()
    phone.photo(snapshot)
    phone.all_sent()
    phone.until(lambda: [it.state for it in phone.logged()[0].photos] == ["clean"])
    phone.reload()
    phone.proxy.down = True
    phone.reload()
    page = phone.page
    expect(page.get_by_text("Titta efter: Ljuset")).to_have_count(2)
    page.get_by_text("Visa rutten på kartan").tap()
    expect(page.locator("path.map-route")).to_be_attached()
    expect(page.locator("path.draw-street").first).to_be_attached()
    mine = phone.row.locator("img")
    expect(mine).to_have_attribute("src", f"/photos/{phone.logged()[0].photos[0].photo_id}/480.jpg")
    phone.until(lambda: mine.evaluate("(image) => image.complete && image.naturalWidth > 0"))
    page.tap("[data-log]")
    expect(page.locator("[data-tiles] [data-category]")).to_have_count(12)


def another(phone: Phone) -> str:
    """Somebody else in the group has logged a lamp where this phone is; gives its id."""
    now, until = (text_time(datetime.now(UTC) + timedelta(days=days)) for days in (0, 30))
    with closing(phone.server.source.connect()) as db:
        device, _ = devices.admit(db, phone.walk.id, "Cia", now, expires_at=until)
        issue = an_issue(phone.walk, device.id, number=7, lat=59.0582, lon=16.5885)
        rows.insert(db, "issues", issue)
    return issue.client_id


def voices(phone: Phone) -> dict[str, int]:
    """How many have said that they saw each issue too."""
    with closing(phone.server.source.connect()) as db:
        return issues.voices_by_issue(db, phone.walk.id)


def test_what_others_have_logged_is_known_without_network_and_me_too_is_a_voice(
    phone: Phone,
) -> None:
    theirs = another(phone)
    phone.reload()  # fetches what others have logged
    phone.proxy.down = True
    phone.reload()
    asked = phone.page.get_by_text("Någon har redan sett det här: Belysning")
    for answer in ("Jag också", "Nej, det är något annat"):
        phone.log()
        expect(asked).to_be_visible()
        phone.page.get_by_role("button", name=answer).tap()
        expect(asked).to_be_hidden()
        if answer == "Jag också":  # one tap back, and the other way round
            expect(phone.page.locator("[data-capture]")).to_be_hidden()
            phone.page.get_by_role("button", name="Ångra").tap()
            expect(phone.row).to_have_count(1)
        else:
            phone.done()
    phone.proxy.down = False
    phone.send_now()
    phone.all_sent()
    assert voices(phone) == {} and len(phone.logged()) == 3
    phone.log()
    expect(asked).to_be_visible()
    phone.page.get_by_role("button", name="Jag också").tap()
    phone.all_sent()
    phone.until(lambda: (voices(phone), len(phone.logged())) == ({theirs: 1}, 3))


def test_the_backup_goes_through_the_share_sheet_where_there_is_one(phone: Phone) -> None:
    phone.page.evaluate(_SHARES)
    phone.page.get_by_text("Säkerhetskopia", exact=True).tap()
    phone.page.get_by_role("button", name="Gör en säkerhetskopia").tap()
    phone.until(lambda: bool(phone.page.evaluate("window.shared")))
    name, kind = phone.page.evaluate("shared")
    assert name.endswith(".zip") and kind == "application/zip"


@pytest.mark.parametrize(("kept", "shown"), [("false", True), ("true", False)])
def test_a_backup_is_offered_when_the_walk_is_over_and_the_browser_may_throw_it_away(
    phone: Phone, kept: str, shown: bool
) -> None:
    phone.page.add_init_script(f"StorageManager.prototype.persisted = async () => {kept}")
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log()
    phone.told(NETWORK)
    offer = phone.page.get_by_text("Tiden för vandringen är slut")
    phone.reload()
    expect(offer).to_be_hidden()
    becomes(phone, "closing", text_time(datetime.now(UTC) + timedelta(hours=48)))
    phone.reload()
    expect(offer).to_be_visible(visible=shown)
    phone.heals()
    phone.all_sent()
    expect(offer).to_be_hidden()


@pytest.mark.parametrize(("left", "width"), [(50_000_000, 1100), (10_000_000, None)])
def test_with_little_room_pictures_are_smaller_and_with_almost_none_left_out(
    phone: Phone, large: Path, left: int, width: int | None
) -> None:
    phone.page.add_init_script(
        f"StorageManager.prototype.estimate = async () => ({{ quota: {left + 5}, usage: 5 }})"
    )
    phone.reload()
    phone.log()
    phone.photo(large)
    full = phone.page.get_by_text("Telefonen är full, så bilden fick inte plats.")
    if width:
        expect(phone.page.locator(".preview[data-state=received]")).to_be_visible()
        phone.until(lambda: phone.logged()[0].photos[0].width == width)
    else:
        expect(full).to_be_visible()
        phone.received()
        assert phone.asked(PHOTO) == []
    expect(full).to_be_visible(visible=not width)
    phone.all_sent()
    assert phone.logged()[0].issue.category == "belysning"


def test_background_sync_wakes_the_page_and_nothing_more(phone: Phone) -> None:
    phone.page.evaluate(_SYNCS)
    hour = {"Retry-After": "3600"}  # so that no timer of its own is there first
    phone.proxy.on(OUTBOX, Fault(answer=Answer(503, b"<p>Busy</p>", headers=hour)))
    phone.log()
    phone.told(SERVER)
    phone.until(lambda: phone.page.evaluate("window.asked") == "outbox")
    phone.saved()
    phone.page.evaluate(_WOKEN)
    phone.received()


@pytest.mark.parametrize("harm", [None, _ALWAYS_FULL])
def test_leaving_is_asked_about_only_when_something_is_on_no_disk(
    phone: Phone, harm: str | None
) -> None:
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    if harm:
        phone.page.evaluate(harm)
    phone.log()
    expect(phone.card).to_contain_text("Inte sparad" if harm else HERE)
    assert phone.page.evaluate(_LEAVES) is bool(harm)
