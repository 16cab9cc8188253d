"""Notices in the browser: asked for by a tap, shown by the worker, gone at sign-out."""

import json
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.conftest import ROOT, LiveServer, free_port, listen, start
from tests.browser.looks import clean_night_and_day, fits
from tests.cast import a_person
from walkapp.domain.people import Municipality
from walkapp.storage import database, migrations, municipality, people, push, sessions
from walkapp.web import clock

pytestmark = pytest.mark.browser

GUN = a_person("Gun", "coordinator")
# A browser on a desk without the maker's service has none to subscribe to; all else is its own.
_SERVICE = """
const keys = { p256dh: 'POINT', auth: 'SALT' };
let there = null;
const made = (options) => ({
  endpoint: "https://fcm.googleapis.com/fcm/send/abc", options,
  toJSON: () => ({ endpoint: "https://fcm.googleapis.com/fcm/send/abc", keys }),
  unsubscribe: async () => { sessionStorage.clear(); return true; },
});
PushManager.prototype.getSubscription = async () => {
  const kept = sessionStorage.getItem("subscribed");
  return kept ? made({ applicationServerKey: Uint8Array.from(JSON.parse(kept)) }) : null;
};
PushManager.prototype.subscribe = async (options) => {
  sessionStorage.setItem("subscribed", JSON.stringify([...options.applicationServerKey]));
  return made(options);
};
"""
_KEYS = {"POINT": b"\x04" + bytes(64), "SALT": bytes(16)}
for _word, _octets in _KEYS.items():
    _SERVICE = _SERVICE.replace(_word, urlsafe_b64encode(_octets).rstrip(b"=").decode())


@pytest.fixture
def mailing(tmp_path: Path) -> Iterator[LiveServer]:
    """A server that can send, with somebody who works there."""
    shutil.copy(ROOT / "walkapp" / "demo" / "map.geojson", tmp_path / "map.geojson")
    (tmp_path / "settings.toml").write_text(
        'smtp = "smtp+plain://127.0.0.1:9"\nmail_from = "trygghet@flen.example"\n'
    )
    source = database.open_source(str(tmp_path / "walkapp.db"))
    with closing(source.connect()) as db:
        migrations.migrate(db)
        municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
        people.add(db, GUN)
    port = free_port()
    server = start(tmp_path, port)
    yield LiveServer(f"http://127.0.0.1:{port}", tmp_path, source)
    server.terminate()
    server.wait(timeout=20)
    source.close()


@pytest.fixture
def page(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    no_faults: list[str],
) -> Iterator[Page]:
    """A page of the whole browser: without its windows it knows no notices."""
    given = {**browser_type_launch_args, "executable_path": shutil.which("chromium")}
    with closing(browser_type.launch(**given)) as browser:
        context = browser.new_context(**browser_context_args)
        listen(context, no_faults)
        yield context.new_page()
        context.close()


def test_a_notice_is_asked_for_shown_and_gone_at_sign_out(page: Page, mailing: LiveServer) -> None:
    with closing(mailing.source.connect()) as db:
        token = sessions.open_session(db, GUN.id, clock.now())
    cookie = {"name": "walkapp_session", "value": token, "url": mailing.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.context.grant_permissions(["notifications"], origin=mailing.url)
    page.add_init_script(_SERVICE)
    page.goto(f"{mailing.url}/account")
    clean_night_and_day(page)
    fits(page)
    page.get_by_role("button", name="Visa aviseringar här").tap()
    expect(page.locator("[data-push-words=already]")).to_be_visible()
    with closing(mailing.source.connect()) as db:
        [kept] = push.of(db, GUN.id)
    assert kept.endpoint == "https://fcm.googleapis.com/fcm/send/abc"

    deliver(page, mailing, {"title": "Tilldelad dig", "body": "FLEN-2026-001", "address": "/fixes"})
    shown = page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          for (let n = 0; n < 100; n += 1) {
            const [found] = await registration.getNotifications();
            if (found) return [found.title, found.body, found.data];
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
          return null;
        }"""
    )
    assert shown == ["Tilldelad dig", "FLEN-2026-001", "/fixes"]

    page.locator("summary", has_text="Gun").tap()
    page.get_by_role("button", name="Logga ut", exact=True).tap()
    page.wait_for_url(f"{mailing.url}/")
    assert page.evaluate("sessionStorage.getItem('subscribed')") is None


def deliver(page: Page, mailing: LiveServer, said: dict[str, str]) -> None:
    """As the service would: the browser wakes the worker with what it has decrypted."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []

    def registered(event: dict[str, list[dict[str, str]]]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"])

    session.on("ServiceWorker.workerRegistrationUpdated", registered)
    session.send("ServiceWorker.enable")
    for _ in range(100):
        if found:
            break
        page.wait_for_timeout(100)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": mailing.url, "registrationId": found[-1], "data": json.dumps(said)},
    )
