"""A real server in a process of its own, a phone that drives it, and nothing to forgive."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page, expect

from tests.cast import a_walk
from tests.demo import quick
from tests.faults.proxy import Proxy
from walkapp.demo import load, load_world
from walkapp.domain.people import Municipality
from walkapp.domain.walks import Walk, text_time
from walkapp.storage import database, devices, issues, migrations, municipality, walks
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database, Source
from walkapp.storage.issues import Logged
from walkapp.storage.pixels.pool import Pool
from walkapp.web.clock import now

# A busy machine answers later, not otherwise.
expect.set_options(timeout=20_000)

ROOT = Path(__file__).resolve().parent.parent.parent
POSITION = {"latitude": 59.0582, "longitude": 16.5885, "accuracy": 8}
PHONE = {"width": 390, "height": 844}


@dataclass
class LiveServer:
    """Where the server answers, and a way into its database."""

    url: str
    data: Path
    source: Source
    network: Proxy | None = None

    def lose_network(self, context: BrowserContext) -> None:
        """Nothing reaches the server, whoever asks, and the browser tells the page."""
        assert self.network, "only a server far away can be lost"
        context.set_offline(True)
        self.network.down = True

    def find_network(self, context: BrowserContext) -> None:
        """The network is back, and the browser tells the page."""
        assert self.network
        self.network.down = False
        context.set_offline(False)

    def logged(self, walk: Walk) -> list[Logged]:
        """Every issue of the walk with its photos, by number."""
        with closing(self.source.connect()) as db:
            return issues.for_review(db, walk.id)

    def change(self, act: Callable[[Any], object]) -> None:
        """Do something in the server's database."""
        with closing(self.source.connect()) as db:
            act(db)


def tap_log(page: Page) -> None:
    """Tap the walk's large button where it stands.

    It sticks to the lower edge, and `tap` would scroll to where it belongs: the page would move
    under the thumb.
    """
    page.wait_for_load_state()
    button = page.locator("[data-log]")
    expect(button).to_be_visible()
    box = None
    while box is None or box != button.bounding_box():  # the page may still be coming to rest
        box = button.bounding_box()
        page.wait_for_timeout(150)
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@contextmanager
def served(data: Path, fill: Callable[[Database], None]) -> Iterator[LiveServer]:
    """walkapp on a free port with the drawn map, its migrated database filled by `fill`."""
    shutil.copy(ROOT / "walkapp" / "demo" / "map.geojson", data / "map.geojson")
    source = database.open_source(str(data / "walkapp.db"))
    with closing(source.connect()) as db:
        migrations.migrate(db)
        fill(db)
    port = free_port()
    server = start(data, port)
    yield LiveServer(f"http://127.0.0.1:{port}", data, source)
    server.terminate()
    server.wait(timeout=20)
    source.close()


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """walkapp on a free port with an empty migrated database and the drawn map."""
    data = tmp_path_factory.mktemp("live")

    def set_up(db: Database) -> None:
        municipality.save(
            db,
            Municipality(
                "Flens kommun",
                "Flen",
                "FLEN",
                danger_phone="0157-43 00 00",
                lat=59.058,
                lon=16.588,
            ),
        )

    with served(data, set_up) as server:
        yield server


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The demo year, with pictures that take no time to draw, served by a process of its own."""
    data = tmp_path_factory.mktemp("demo")

    def fill(db: Database) -> None:
        with pytest.MonkeyPatch.context() as patch, Pool(2) as pool:
            patch.setattr(load_world, "draw", quick.draw)
            load.load(db, Blobs(data / "photos"), pool, now=now())

    with served(data, fill) as server:
        yield server


@pytest.fixture
def walk(live_server: LiveServer) -> Walk:
    """A walk that is open now, of its own for each test."""
    begun = datetime.now(UTC) - timedelta(minutes=20)
    made = a_walk(
        starts_at=text_time(begun), ends_at=text_time(begun + timedelta(hours=2)), organisers=""
    )
    live_server.change(lambda db: walks.add(db, made))
    return made


@pytest.fixture(scope="session")
def base_url() -> str:
    """None: addresses are written out. (The plugin's own fixture warns under this pytest.)"""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium without its windows, which asks nobody for anything.

    The same engine as the whole browser's, at half its processor time.
    """
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium-headless-shell") or "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone held upright in the dark, by somebody who reads Swedish."""
    return {
        **browser_context_args,
        "viewport": PHONE,
        "has_touch": True,
        "is_mobile": True,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "color_scheme": "dark",
        "reduced_motion": "reduce",
        "geolocation": POSITION,
    }


@pytest.fixture(autouse=True)
def no_faults(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Fails the test when a page broke its content policy or a script stopped."""
    faults: list[str] = []
    if "context" in request.fixturenames:
        listen(request.getfixturevalue("context"), faults)
    yield faults
    assert faults == []


@pytest.fixture
def joined(page: Page, live_server: LiveServer, walk: Walk) -> Page:
    """The page of a phone that has joined the walk and may tell its position."""
    page.context.grant_permissions(["geolocation"])
    join(page, live_server, walk)
    return page


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A 12-megapixel JPEG, as a phone's camera makes them."""
    path = tmp_path_factory.mktemp("camera") / "IMG_0001.jpg"
    image = Image.new("RGB", (4032, 3024), (24, 30, 52))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 3024), (1500, 1500), (2500, 1500), (4032, 3024)], fill=(80, 80, 84))
    draw.ellipse((1750, 400, 2250, 700), fill=(255, 214, 120))
    image.save(path, quality=92)
    return path


@contextmanager
def far_away(server: LiveServer) -> Iterator[LiveServer]:
    """The same server at the end of a network that can be lost.

    The browser's own `set_offline` does not hold for all that passes a service worker.
    """
    with Proxy(urlsplit(server.url).port or 0, host="127.0.0.2") as network:
        yield replace(server, url=network.url, network=network)


def listen(context: BrowserContext, faults: list[str]) -> None:
    """Write down what breaks the content policy and which scripts stop."""
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
    )


def join(page: Page, live_server: LiveServer, walk: Walk) -> None:
    """Take part in the walk on this phone, and open its page."""
    admit(page.context, live_server, walk, live_server.url)
    page.goto(f"{live_server.url}/walks/{walk.id}")


def admit(context: BrowserContext, server: LiveServer, walk: Walk, url: str) -> str:
    """The id of this phone, let in to the walk as it reaches the server at `url`.

    Done on the server, so that a test takes a second less; test_walker_log.py joins by hand.
    """
    at = datetime.now(UTC)
    with closing(server.source.connect()) as db:
        until = text_time(at + timedelta(days=30))
        device, token = devices.admit(db, walk.id, "", text_time(at), expires_at=until)
    context.add_cookies([{"name": "walkapp_device", "value": token, "url": url}])
    return device.id


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int) -> subprocess.Popen[bytes]:
    """walkapp on this folder, once it answers."""
    with (data / "out.log").open("wb") as log:
        server = subprocess.Popen(
            [Path(sys.executable).with_name("walkapp"), "serve", "--port", str(port)],
            cwd=data,
            env={
                "PATH": "/usr/bin:/bin",
                "WALKAPP_DATA": str(data),
                "WALKAPP_SECRET_KEY": "only for tests, on loopback, for an hour",
                "WALKAPP_TILES": "map.geojson",
                "WALKAPP_BASE_URL": f"http://127.0.0.1:{port}",
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return server
        except urllib.error.URLError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    server.kill()
    raise RuntimeError((data / "out.log").read_text())
