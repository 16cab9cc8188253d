"""One walk without a network: logged, kept, opened from the worker, received once."""

import hashlib

import pytest

from tests.browser.conftest import LiveServer
from tests.browser.webkit.driver import Engine
from tests.faults.proxy import Proxy
from walkapp.domain.walks import Walk

pytestmark = [pytest.mark.browser, pytest.mark.webkit]

READY = "document.querySelector('[data-walk][data-ready=yes]')"
SAYS = "document.querySelector(arguments[0])?.textContent.includes(arguments[1])"
HERE = """navigator.geolocation.watchPosition = (told) => {
  const coords = { latitude: 59.0582, longitude: 16.5885, accuracy: 8 };
  setTimeout(() => told({ coords, timestamp: Date.now() }), 0);
  return 1;
};"""
# A driver cannot tell this browser's file dialogue what to choose, so the page puts the file there.
TAKE = """const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 2400, height: 1800 });
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#556";
  paper.fillRect(0, 0, 2400, 1800);
  paper.fillStyle = "#fd8";
  paper.fillRect(900, 300, 500, 500);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  const chosen = new DataTransfer();
  chosen.items.add(new File([blob], "image.jpg", { type: "image/jpeg" }));
  const input = document.querySelector("#take-photo");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));"""
DIGESTS = """const own = document.querySelector("link[rel=modulepreload]").href;
  const load = (name) => import(own.replace(/[^/]+$/, name));
  const { Store } = await load("store.js");
  const { sha256 } = await load("letters.js");
  const rows = await new Store().read(["photos"], (tx) => tx.objectStore("photos").getAll());
  return Promise.all(rows.map((row) => sha256(row.bytes)));"""


def test_a_walk_without_network_is_kept_opened_again_and_received_once(
    started: Engine, network: Proxy, live_server: LiveServer, walk: Walk
) -> None:
    engine = started
    engine.open(f"{network.url}/join#{walk.secret}")
    engine.click("[data-join] [type=submit]")
    engine.until(READY)
    engine.run(HERE)
    engine.run("await navigator.serviceWorker.ready;")
    network.down = True
    engine.click("[data-log]")
    engine.click('.tile[data-category="belysning"]')
    engine.run(TAKE)
    engine.until(SAYS, "[data-saved-state]", "Sparad i telefonen")
    engine.until("document.querySelector(\".preview[data-state='saved']\")")
    (digest,) = engine.run(DIGESTS)
    if "Firefox" in engine.run("return navigator.userAgent;"):
        pytest.skip("saved; that Firefox opens the page again without a network was not seen")
    engine.reload()  # nothing but the disk and the worker remember
    engine.until(READY)
    engine.until(SAYS, "h1", walk.title)
    engine.until(SAYS, "[data-send-state]", "1 finns bara i den här telefonen")
    engine.until("document.querySelector('[data-row] img')?.naturalWidth")
    assert live_server.logged(walk) == []
    network.down = False
    engine.click("[data-walk] [data-retry]")
    engine.until(SAYS, "[data-send-state]", "Allt är skickat")
    engine.until(SAYS, "[data-row]", "Mottagen")
    (found,) = live_server.logged(walk)
    assert found.issue.category == "belysning"
    (photo,) = found.photos
    assert (photo.sha256, len(digest)) == (digest, hashlib.sha256().digest_size * 2)
