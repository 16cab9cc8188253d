"""A phone whose whole network is a proxy that can do harm, and a small picture to send."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext

from tests.browser.conftest import LiveServer
from tests.browser.faults.harness import Phone, take
from tests.faults.proxy import Proxy
from walkapp.domain.walks import Walk

# An origin of its own: the server itself is never spoken to.
HOST = "127.0.0.2"


@pytest.fixture
def proxy(live_server: LiveServer) -> Iterator[Proxy]:
    """The phone's network; everything passes until it is told otherwise."""
    with Proxy(urlsplit(live_server.url).port or 0, host=HOST) as proxy:
        yield proxy


@pytest.fixture
def phone(context: BrowserContext, proxy: Proxy, live_server: LiveServer, walk: Walk) -> Phone:
    """A phone that has joined the walk and is ready, worker and copy included."""
    return take(context, proxy, live_server, walk)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small JPEG: quick to shrink, and no single colour."""
    path = tmp_path_factory.mktemp("camera") / "IMG_0001.jpg"
    image = Image.new("RGB", (640, 480), (24, 30, 52))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 480), (250, 240), (400, 240), (640, 480)], fill=(80, 80, 84))
    draw.ellipse((280, 60, 360, 110), fill=(255, 214, 120))
    image.save(path, quality=92)
    return path


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of 1600 pixels: half of it is really smaller."""
    path = tmp_path_factory.mktemp("camera") / "IMG_0002.jpg"
    image = Image.effect_noise((1600, 1200), 60).convert("RGB")
    ImageDraw.Draw(image).rectangle((300, 300, 700, 900), fill=(255, 214, 120))
    image.save(path, quality=80)
    return path
