"""Newer and older apps, half a worker, evicted stores: nothing saved is touched."""

import json
import re
import urllib.request
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT
from tests.browser.faults.harness import HERE, ISSUE, OUTBOX, PHOTO, Phone
from tests.browser.faults.stored import first, put_rows
from tests.faults.fault import Fault
from tests.faults.wire import Answer

pytestmark = pytest.mark.browser

CUT = Fault(cut="before")
MANY = 1000
WORKER = r"GET /sw\.js$"
UPDATE = "Det finns en nyare version av sidan. Det du har sparat rörs inte."
_WORKERS = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  return { active: Boolean(found?.active), waiting: Boolean(found?.waiting) };
}"""
_LOOK_FOR_NEWER = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  await found.update().catch(() => {});
  while (found.installing) await new Promise((resolve) => setTimeout(resolve, 50));
}"""
_EVICT_CACHES = """async () => {
  for (const name of await caches.keys()) await caches.delete(name);
}"""
_EVICT_DATABASE = """() => new Promise((resolve) => {
  indexedDB.deleteDatabase("walk").onsuccess = () => resolve();
})"""
_NEWER_STORE = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("walk", 99);
  asked.onupgradeneeded = ({ target }) => target.result.createObjectStore("of tomorrow");
  asked.onsuccess = () => { asked.result.close(); resolve(); };
})"""
_POST = """async ([path, body]) => {
  const type = "application/json";
  const headers = { "Content-Type": type, "X-Walkapp": "1", Accept: type };
  const answer = await fetch(path, { method: "POST", body, headers });
  return [answer.status, (await answer.json()).result];
}"""


def worker_of_now(phone: Phone) -> str:
    """The worker as the server gives it."""
    with urllib.request.urlopen(f"{phone.server.url}/sw.js", timeout=30) as answer:
        return str(answer.read().decode())


def offer(phone: Phone, worker: str) -> None:
    """From now on the server has another worker."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    answer = Answer(200, worker.encode(), "text/javascript", headers)
    phone.proxy.on(WORKER, Fault(answer=answer), times=MANY)


def newer(phone: Phone) -> str:
    """The worker of the next version."""
    return re.sub(r'"version": "[^"]*"', '"version": "of-tomorrow"', worker_of_now(phone))


def caches(phone: Phone) -> list[str]:
    """What the stored pages and files are called."""
    found: list[str] = phone.page.evaluate("() => caches.keys()")
    return found


def until(phone: Phone, condition: str) -> None:
    """Wait for something of the worker's that the page does not show."""
    phone.page.evaluate(
        f"""async () => {{
          for (let tries = 0; tries < 200; tries += 1) {{
            if ({condition}) return;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }}
          throw new Error("never");
        }}"""
    )


def holds_one(phone: Phone, category: str = "belysning") -> None:
    """Something is logged that cannot leave."""
    phone.proxy.on(OUTBOX, CUT, times=MANY)
    phone.log(category)
    phone.saved()
    phone.done()
    phone.only_here(1)


def sends(phone: Phone) -> None:
    """What was held leaves, once."""
    phone.proxy.clear()
    phone.send_now()
    phone.all_sent()


def test_fault_46_app_update_with_something_unsent(phone: Phone) -> None:
    holds_one(phone)
    offer(phone, newer(phone))
    phone.reload()
    notice = phone.page.get_by_text(UPDATE)
    expect(notice).to_be_visible()
    assert phone.page.evaluate(_WORKERS) == {"active": True, "waiting": True}
    phone.log("klotter")  # goes on in the old version
    expect(notice).to_be_hidden()
    phone.saved()
    phone.done()
    phone.only_here(2)
    assert phone.page.evaluate(_WORKERS) == {"active": True, "waiting": True}
    with phone.page.expect_event("load"):
        phone.page.get_by_role("button", name="Byt nu").tap()
    phone.ready()
    assert phone.page.evaluate(_WORKERS) == {"active": True, "waiting": False}
    assert "files-of-tomorrow" in caches(phone)
    phone.only_here(2)
    sends(phone)
    assert [it.issue.category for it in phone.logged()] == ["belysning", "klotter"]


def test_fault_47_stored_database_of_version_1(phone: Phone) -> None:
    """Rows as the first version wrote them, and some that nobody can read."""
    rows = first(phone.walk.id)
    readable = rows["issues"][0]["client_id"]
    rows["issues"].append({"client_id": "odd", "walk_id": phone.walk.id, "issue": None})
    rows["outbox"].append({"op_id": "odd", "op": "issue.put", "attempts": 0, "nextTry": 0})
    put_rows(phone, rows)
    phone.open()
    phone.all_sent()
    expect(phone.page.get_by_text("Något som låg i telefonen gick inte att läsa.")).to_be_visible()
    (found,) = phone.logged()
    assert (found.issue.client_id, found.issue.note) == (readable, "Mörkt i tunneln")
    assert [photo.sha256 for photo in found.photos] == [rows["issues"][0]["photos"][0]["sha256"]]
    aside = phone.rows("quarantine")
    assert [(it["from"], it["row"].get("client_id")) for it in aside] == [
        ("issues", "odd"),
        ("outbox", None),
    ]
    with phone.page.expect_download() as file:
        phone.page.get_by_text("Säkerhetskopia", exact=True).tap()
        phone.page.get_by_role("button", name="Gör en säkerhetskopia").tap()
    told = json.loads(zipfile.ZipFile(file.value.path()).read("backup.json"))
    assert [it["why"] for it in told["put_aside"]] == ["unreadable", "unreadable"]


def test_fault_48_downgrade(phone: Phone, snapshot: Path) -> None:
    for wanted in (ISSUE, PHOTO):
        phone.proxy.on(wanted, CUT, times=MANY)
    phone.log()
    phone.photo(snapshot)
    expect(phone.page.locator(".preview[data-state=saved]")).to_be_visible()
    phone.note("Trasig")
    phone.done()
    kept = phone.pictures()
    phone.page.goto(f"{phone.proxy.url}/privacy")
    phone.page.evaluate(_NEWER_STORE)
    phone.open()
    expect(phone.page.locator("[data-shut] p:visible")).to_contain_text(
        "ladda ner en säkerhetskopia"
    )
    with phone.page.expect_download() as file:
        phone.page.get_by_text("Säkerhetskopia", exact=True).tap()
        phone.page.get_by_role("button", name="Gör en säkerhetskopia").tap()
    assert phone.pictures() == kept  # still there
    phone.proxy.clear()
    path = file.value.path().rename(file.value.path().with_suffix(".zip"))
    phone.page.goto(f"{phone.home}/import")
    phone.page.set_input_files('[name="file"]', path)
    phone.page.get_by_role("button", name="Ta emot filen").tap()
    expect(phone.page.get_by_text("Allt i filen finns nu här.")).to_be_visible()
    assert phone.one(photos=1).issue.note == "Trasig"
    # What a newer app sends is taken in and waits for the leader.
    rows = first(phone.walk.id)
    body = {**json.loads(rows["outbox"][0]["body"]), "format": 99, "of_tomorrow": 1}
    told = phone.page.evaluate(_POST, [f"/walks/{phone.walk.id}/issues", json.dumps(body)])
    assert told == [202, "held_for_review"]


def test_fault_49_old_phone_returns_after_three_months(phone: Phone) -> None:
    rows = first(phone.walk.id)  # with the first version's own payload, byte for byte
    put_rows(phone, rows)
    phone.change(
        lambda db: db.execute(
            "UPDATE walks SET state = 'reviewing' WHERE id = :id", {"id": phone.walk.id}
        )
    )
    phone.open()
    phone.all_sent()
    (found,) = phone.logged()
    assert found.issue.held and found.issue.note == "Mörkt i tunneln"
    assert len(found.photos) == 1
    expect(phone.row).to_contain_text("Väntar på vandringsledaren")


def test_fault_51_worker_install_half_fails(phone: Phone) -> None:
    before = caches(phone)
    missing = newer(phone).replace('"files": [', '"files": ["/static/missing.js", ')
    offer(phone, missing)
    phone.page.evaluate(_LOOK_FOR_NEWER)
    assert phone.asked(r"GET /static/missing\.js$")
    assert phone.page.evaluate(_WORKERS) == {"active": True, "waiting": False}
    assert caches(phone) == before
    phone.proxy.down = True
    phone.reload()
    phone.log()
    phone.saved()


def test_fault_52_stored_pages_evicted_and_the_database_kept(phone: Phone) -> None:
    holds_one(phone)
    phone.page.evaluate(_EVICT_CACHES)
    phone.reload()
    phone.only_here(1)
    until(phone, "await caches.match('/offline', { ignoreVary: true })")
    phone.proxy.down = True
    phone.reload()
    phone.only_here(1)
    expect(phone.row).to_contain_text(HERE)
    phone.proxy.down = False
    sends(phone)
    assert len(phone.logged()) == 1


def test_fault_52_database_evicted_and_the_stored_pages_kept(phone: Phone) -> None:
    phone.log()
    phone.received()
    phone.reload()  # the stored page knows the issue now
    phone.page.goto(f"{phone.proxy.url}/privacy")
    phone.page.evaluate(_EVICT_DATABASE)
    phone.proxy.down = True
    phone.open()
    expect(phone.page.locator("[data-emptied] p:visible")).to_contain_text("Telefonen har rensat")
    expect(phone.row).to_contain_text("Belysning")
    phone.log("klotter")
    phone.saved()


def test_kill_switch_never_touches_what_is_saved(phone: Phone, snapshot: Path) -> None:
    holds_one(phone)
    phone.row.get_by_role("button", name="Ändra").tap()
    phone.photo(snapshot)
    expect(phone.page.locator(".preview[data-state=saved]")).to_be_visible()
    kept = phone.pictures()
    phone.page.goto(f"{phone.proxy.url}/kill-switch")
    phone.page.get_by_role("button", name="Återställ sidan").tap()
    expect(phone.page.get_by_text("Klart. Öppna vandringen igen med nät.")).to_be_visible()
    assert caches(phone) == []
    assert phone.page.evaluate(_WORKERS) == {"active": False, "waiting": False}
    assert phone.pictures() == kept
    phone.open()
    phone.only_here(1)
    sends(phone)
    phone.one(photos=1)


def test_offline_switched_off_never_touches_what_is_saved(phone: Phone) -> None:
    """What the server gives with WALKAPP_OFFLINE=off."""
    holds_one(phone)
    offer(phone, (ROOT / "templates" / "offline" / "leaving.js").read_text())
    phone.page.evaluate(_LOOK_FOR_NEWER)
    until(phone, "!(await caches.keys()).length")
    until(phone, "!(await navigator.serviceWorker.getRegistration())")
    phone.page.goto(phone.home)
    phone.only_here(1)
    sends(phone)
    assert len(phone.logged()) == 1
