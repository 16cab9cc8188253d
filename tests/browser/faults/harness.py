"""A walker's phone behind a network that can do harm, and what it and the server then have."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import LiveServer, admit, tap_log
from tests.faults.fault import Fault
from tests.faults.proxy import Passed, Proxy
from walkapp.domain.walks import Walk
from walkapp.storage.issues import Logged

ISSUE = r"POST /walks/[^/]+/issues$"
PHOTO = r"PUT /issues/"
OUTBOX = r"(POST|PUT) "
RECEIPTS = r"GET /walks/[^/]+/receipts$"

HERE = "Sparad i telefonen"
RECEIVED = "Mottagen"
NETWORK = "Ingen kontakt just nu. Allt ligger sparat i telefonen och skickas av sig själv."
SERVER = "Servern svarar inte som den ska. Allt ligger sparat i telefonen och skickas av sig själv."
PORTAL = "Nätet du är på vill att du loggar in först."
REJOIN = "Gå med i vandringen igen. Inget är borta."
TOO_LARGE = "Bilden är för stor att skicka. Den ligger kvar i telefonen."

SEND_NOW = """() => {
  const shown = [...document.querySelectorAll("[data-trouble]:not([hidden]) [data-retry]")];
  const button = shown.find((it) => it.offsetParent);
  button?.click();
  return Boolean(button || document.querySelector("[data-send-state=received]"));
}"""
LOOKS = 20
_ROWS = """(store) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("walk");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const db = opening.result;
    const asked = db.transaction(store).objectStore(store).getAll();
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => { db.close(); resolve(asked.result); };
  };
})"""
_PICTURES = f"""async () => {{
  const rows = await ({_ROWS})("photos");
  const sums = await Promise.all(rows.map(({{ bytes }}) => crypto.subtle.digest("SHA-256", bytes)));
  const hex = (sum) => [...new Uint8Array(sum)].map((it) => it.toString(16).padStart(2, "0"));
  return Object.fromEntries(rows.map(({{ photo_id }}, at) => [photo_id, hex(sums[at]).join("")]));
}}"""


@dataclass
class Phone:
    """One person's phone in a walk. What it does is done as a thumb does it; what it asks is seen.

    `proxy` is its whole network; `server` and `walk` are what lies behind.
    """

    page: Page
    proxy: Proxy
    server: LiveServer
    walk: Walk
    device_id: str

    @property
    def home(self) -> str:
        """The address of the walk's page, as this phone reaches it."""
        return f"{self.proxy.url}/walks/{self.walk.id}"

    def open(self, page: Page | None = None) -> None:
        """Open the walk, in a new tab's page if one is given, until all is taken care of."""
        self.page = page or self.page
        self.page.goto(self.home)
        self.ready()

    def reload(self) -> None:
        """Open the page afresh: nothing but the disk remembers."""
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        """Wait until the page has taken care of everything, its worker and copy included."""
        self.page.wait_for_selector("[data-walk][data-ready=yes]", state="attached")

    def log(self, category: str = "belysning") -> None:
        """Log an issue in two taps and stay at its card."""
        tap_log(self.page)
        self.page.tap(f'.tile[data-category="{category}"]')

    def photo(self, picture: Path) -> None:
        """Take a picture for the issue whose card is open."""
        self.page.set_input_files("#take-photo", picture)

    def note(self, words: str) -> None:
        """Write what one sees or feels."""
        place = self.page.get_by_label("Vad ser eller känner du?")
        place.fill(words)
        place.blur()

    def done(self) -> None:
        """Leave the card."""
        self.page.tap("[data-done]")

    def send_now(self) -> None:
        """Tap the button that is shown while something waits; it may go by itself meanwhile."""
        for _ in range(LOOKS):  # a page that was just come back to is drawn a moment later
            if self.page.evaluate(SEND_NOW):
                return
            self.page.wait_for_timeout(100)

    def suffers(self, wanted: str, fault: Fault) -> None:
        """All requests of this "METHOD /path" are hurt until `heals`."""
        self.proxy.on(wanted, fault, times=1_000)

    def heals(self) -> None:
        """The network and the server are well again, and the walker taps."""
        self.proxy.clear()
        self.proxy.down = False
        self.send_now()

    @property
    def card(self) -> Locator:
        """The state on the open card: icon and word."""
        return self.page.locator("[data-saved-state]")

    @property
    def row(self) -> Locator:
        """The rows of the walker's own list."""
        return self.page.locator("[data-own-rows] > li")

    @property
    def trouble(self) -> Locator:
        """What is said when something could not be sent."""
        return self.page.locator("[data-trouble]:visible")

    def saved(self) -> None:
        """The open card says that it lies in the phone."""
        expect(self.card).to_contain_text(HERE)

    def received(self) -> None:
        """The open card says that the server has all of it."""
        expect(self.card).to_contain_text(RECEIVED)

    def only_here(self, count: int) -> None:
        """The count that is always on screen."""
        many = "1 finns" if count == 1 else f"{count} finns"
        expect(self._count).to_have_text(f"{many} bara i den här telefonen")

    def all_sent(self) -> None:
        """The count says that nothing is left, and there is nothing to complain about."""
        expect(self._count).to_have_text("Allt är skickat")
        expect(self.trouble).to_have_count(0)

    def told(self, words: str) -> None:
        """What is said plainly."""
        expect(self.trouble).to_contain_text(words)

    def rows(self, store: str) -> list[dict[str, Any]]:
        """The rows of one of the phone's stores; bytes in them are not to be relied on."""
        found: list[dict[str, Any]] = self.page.evaluate(_ROWS, store)
        return found

    def letters(self) -> list[dict[str, Any]]:
        """What lies in the outbox."""
        return self.rows("outbox")

    def pictures(self) -> dict[str, str]:
        """The SHA-256 of each picture's bytes in the phone."""
        found: dict[str, str] = self.page.evaluate(_PICTURES)
        return found

    def logged(self) -> list[Logged]:
        """What the server has of the walk, by number."""
        return self.server.logged(self.walk)

    def one(self, photos: int = 0) -> Logged:
        """The server has one issue exactly, with so many pictures, whose bytes are the phone's."""
        (found,) = self.logged()
        assert len(found.photos) == photos
        kept = self.pictures()
        for photo in found.photos:
            assert photo.sha256 == kept[photo.photo_id]  # the server's is counted from the bytes
        return found

    def asked(self, wanted: str) -> list[Passed]:
        """The requests that the phone has made, by "METHOD /path"."""
        return [it for it in self.proxy.passed if matches(wanted, f"{it.method} {it.path}")]

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for what no page shows."""
        for _ in range(400):
            if true():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("never so")

    def change(self, act: Callable[[Any], object]) -> None:
        """Do something in the server's database."""
        self.server.change(act)

    @property
    def _count(self) -> Locator:
        return self.page.locator("[data-send-state]")


def matches(wanted: str, asked: str) -> bool:
    """Whether a request is of the kind that an expression tells."""
    return re.match(wanted, asked) is not None


def take(context: BrowserContext, proxy: Proxy, server: LiveServer, walk: Walk) -> Phone:
    """A phone that has joined the walk, with its page open behind the proxy."""
    context.grant_permissions(["geolocation"])
    device_id = admit(context, server, walk, proxy.url)
    phone = Phone(context.new_page(), proxy, server, walk, device_id)
    phone.open()
    return phone
