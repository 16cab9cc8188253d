"""What the walker waits for: from the tap to saved on a slow phone, and from network to receipt."""

import shutil
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench import table
from bench.server import installed
from tests.browser import taps
from tests.faults.fault import PASS
from tests.faults.proxy import Proxy
from tests.storage import pictures

SLOWER = 4
ISSUES, WITH_PHOTO = 100, 12
LOOKS_MS = 400  # what the eye needs to find one of twelve tiles, and less than it does
HELD_ISSUES, HELD_PHOTOS = 40, 80
BYTES_PER_S, ONE_WAY_S = 50_000, 0.2
SLOW_3G = "400 kbit/s each way, 400 ms there and back"
SAVED = "[data-saved-state]:is([data-shows^='state-saved'], [data-shows^='state-received'])"
PREVIEW = ".preview:is([data-state=saved], [data-state=received])"

# From what the thumb did until the frame begins that says that all of it is on disk, and until
# that frame is made.
_TIMED = """() => {
  window.took = { saved: [], photo: [], made: [] };
  let begun = {}, other = {};
  const box = document.querySelector("[data-capture]");
  const ended = (kind, there) => {
    if (!begun[kind]) return;
    if (!there) return (other[kind] = true); // what was said of the one before is gone
    if (!other[kind]) return;
    const since = begun[kind];
    begun[kind] = other[kind] = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.took.made.push(performance.now() - since);
    requestAnimationFrame(() => {
      window.took[kind].push(performance.now() - since);
      if (kind === "saved") port2.postMessage("");
    });
  };
  addEventListener("pointerup", ({ target }) => {
    if (!target.closest(".tile[data-category]")) return;
    begun.saved = performance.now();
    other.saved = !box.querySelector("SAVED");
  }, true);
  addEventListener("change", ({ target }) => {
    if (target.id === "take-photo") begun.photo = performance.now();
  }, true);
  new MutationObserver(() => {
    ended("saved", box.querySelector("SAVED"));
    ended("photo", box.querySelector("PREVIEW"));
  }).observe(box, { subtree: true, childList: true, attributes: true });
}""".replace("SAVED", SAVED).replace("PREVIEW", PREVIEW)


def phones() -> None:
    """Taps, the time to saved, and the time from network back to the last receipt."""
    with installed("sqlite", phones=3) as (place, _), sync_playwright() as browsers:
        place.start()
        camera = place.data / "IMG_0001.jpg"
        camera.write_bytes(pictures.photo_12mp())
        chromium = shutil.which("chromium")
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with Proxy(place.port, host="127.0.0.4") as proxy:
            budget(opened(browser, proxy, place.walk_id, place.tokens[0]), camera)
            to_saved(opened(browser, proxy, place.walk_id, place.tokens[1]), proxy, camera)
            proxy.down = False
            page = opened(browser, proxy, place.walk_id, place.tokens[2])
            back_on_the_net(page, proxy, place.data)
        browser.close()


def budget(page: Page, camera: Path) -> None:
    """Taps for each thing that is done often."""
    taps.counted(page)
    table.at_most("taps to log an issue", taps.without_photo(page), "taps", 2)
    table.at_most("taps for another like it", taps.another(page), "taps", 1)
    table.at_most("taps to undo", taps.undo(page), "taps", 1)
    table.at_most("taps to log one with a photo", taps.with_photo(page, camera), "taps", 4)
    taps.leave(page)
    table.at_most("taps with the photo first", taps.photo_first(page, camera), "taps", 4)
    page.context.close()


def to_saved(page: Page, proxy: Proxy, camera: Path) -> None:
    """Without a network, so that nothing but the phone itself is measured."""
    proxy.down = True
    page.evaluate(_TIMED)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for number in range(ISSUES):
        tapped(page, number)
        page.tap("[data-done]")
    took = page.evaluate("window.took")
    for number in range(WITH_PHOTO):
        tapped(page, ISSUES + number)
        page.set_input_files("#take-photo", camera)
        page.wait_for_selector(PREVIEW)
        page.tap("[data-done]")
    took["photo"] = page.evaluate("window.took.photo")
    page.context.close()
    what = f"tap to saved, {SLOWER} times slower CPU"
    table.at_most(f"{what}, p95 of {len(took['saved'])}", table.p95(took["saved"]), "ms", 100)
    table.line("  until that frame is made, p95", f"{table.p95(took['made']):.0f} ms")
    what = f"12-megapixel photo to saved, {SLOWER} times slower CPU"
    table.at_most(f"{what}, p95 of {len(took['photo'])}", table.p95(took["photo"]), "ms", 1500)


def tapped(page: Page, number: int) -> None:
    """As `log`, with nothing of the harness in the page while it is timed."""
    page.tap("[data-log]")
    page.wait_for_timeout(LOOKS_MS)
    tile = page.locator('.tile[data-category="belysning"]').bounding_box()
    assert tile
    page.touchscreen.tap(tile["x"] + tile["width"] / 2, tile["y"] + tile["height"] / 2)
    page.wait_for_timeout(LOOKS_MS)
    page.wait_for_function("n => window.took.made.length > n", arg=number, polling=LOOKS_MS)


def back_on_the_net(page: Page, proxy: Proxy, folder: Path) -> None:
    """Everything of an evening lies in the phone; the network comes back, slowly."""
    proxy.down = True
    each = HELD_PHOTOS // HELD_ISSUES
    for number in range(HELD_ISSUES):
        log(page)
        files = [folder / f"{number}-{n}.jpg" for n in range(each)]
        for file in files:
            file.write_bytes(grainy())
        page.set_input_files("#choose-photo", files)
        expect(page.locator(PREVIEW)).to_have_count(each, timeout=60_000)
        page.tap("[data-done]")
    proxy.shape(up=BYTES_PER_S, down=BYTES_PER_S, latency=ONE_WAY_S)
    sizes = list[int]()
    proxy.decide = lambda request: sizes.append(len(request.body)) or PASS
    before = len(proxy.passed)
    proxy.down, begun = False, time.perf_counter()
    page.locator("[data-retry]:visible").first.tap()
    expect(page.locator("[data-send-state]")).to_have_text("Allt är skickat", timeout=1_800_000)
    took = time.perf_counter() - begun
    proxy.shape()
    sent = [it for it in proxy.passed[before:] if it.method in ("POST", "PUT")]
    stored = [it for it in sent if it.status == 201]
    assert len(stored) == HELD_ISSUES + HELD_PHOTOS, len(stored)
    carried = sum(sizes)
    wire = carried / BYTES_PER_S + len(sent) * 2 * ONE_WAY_S
    what = f"network back to last receipt, {HELD_ISSUES} issues, {HELD_PHOTOS} photos"
    table.line(what, f"{took:.0f} s for {carried / 1e6:.1f} MB up")
    table.line(f"  over {SLOW_3G}", f"{wire:.0f} s is what the line alone needs")
    page.context.close()


def grainy() -> bytes:
    """A picture that is some 250 kB when the phone has made it small."""
    grain = Image.effect_noise((533, 400), 12).resize((1600, 1200))
    return pictures.written(grain.convert("RGB"), "JPEG", quality=90)


def log(page: Page) -> None:
    """Two taps, until it is saved."""
    page.tap("[data-log]")
    page.wait_for_timeout(LOOKS_MS)
    page.tap('.tile[data-category="belysning"]')
    page.wait_for_selector(SAVED)


def opened(browser: Browser, proxy: Proxy, walk_id: str, token: str) -> Page:
    """The walk's page of a phone in it, with its worker in place."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        locale="sv-SE",
        geolocation={"latitude": 59.0582, "longitude": 16.5885, "accuracy": 8},
        permissions=["geolocation"],
    )
    context.add_cookies([{"name": "walkapp_device", "value": token, "url": proxy.url}])
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(f"{proxy.url}/walks/{walk_id}")
    page.wait_for_selector("[data-walk][data-ready=yes]", state="attached")
    return page
