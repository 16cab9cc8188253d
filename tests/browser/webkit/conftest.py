"""One WebKit and one Firefox for all these tests; each has an origin of its own."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import LiveServer
from tests.browser.webkit.driver import CannotStart, Engine, webkit
from tests.browser.webkit.firefox import firefox
from tests.faults.proxy import Proxy

ENGINES = {"webkit": webkit, "firefox": firefox}


@pytest.fixture(scope="session", params=ENGINES)
def started(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """WebKitGTK, then Firefox; where one cannot start, that is said and not passed over."""
    running = ENGINES[request.param]()
    try:
        browser = running.__enter__()
    except CannotStart as why:
        pytest.skip(f"NO SECOND ENGINE: {request.param} cannot start here: {why}")
    yield browser
    running.__exit__(None, None, None)


@pytest.fixture
def network(live_server: LiveServer) -> Iterator[Proxy]:
    """What the browser reaches the server through."""
    with Proxy(urlsplit(live_server.url).port or 0, host="127.0.0.3") as proxy:
        yield proxy


@pytest.fixture
def engine(started: Engine, network: Proxy) -> Engine:
    """A page of the site without the walker's script, for its modules to be tried one by one."""
    started.open(f"{network.url}/privacy")
    modules(started)
    return started


def modules(browser: Engine) -> None:
    """Give the page `load(name)` for a module of the capture script, and idb beside it."""
    browser.run(
        """window.load = (name) => import(`/static/now/js/capture/${name}.js`);
        await new Promise((resolve, reject) => {
          const script = document.createElement("script");
          Object.assign(script, { src: arguments[0], onload: resolve, onerror: reject });
          document.head.append(script);
        });""",
        "/static/now/vendor/idb-8.0.4/idb.js",
    )
