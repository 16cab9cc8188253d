"""What a phone must fetch, compressed: counted in a browser, as the tests hold it."""

import gzip
import shutil
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Response, sync_playwright

from bench import table
from bench.server import installed
from tests.cast import a_walk
from walkapp.domain.walks import text_time
from walkapp.storage import walks

PAGE_KB, SCRIPT_KB = 60, 25


def weights() -> None:
    """The first page of a walk, for somebody who has just joined it."""
    with installed("sqlite") as (place, source), sync_playwright() as browsers:
        begun = datetime.now(UTC) - timedelta(minutes=20)
        ends = text_time(begun + timedelta(hours=2))
        walk = a_walk(starts_at=text_time(begun), ends_at=ends)
        db = source.connect()
        walks.add(db, walk)
        db.close()
        place.start()
        home = f"http://127.0.0.1:{place.port}"
        chromium = shutil.which("chromium")
        browser = browsers.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        joining = browser.new_context(locale="sv-SE")
        page = joining.new_page()
        page.goto(f"{home}/join#{walk.secret}")
        page.get_by_role("button", name="Gå med i vandringen").click()
        page.wait_for_url(f"**/walks/{walk.id}")
        # The worker fetches its files afterwards, in peace: they are not the first page's.
        fresh = browser.new_context(
            storage_state=joining.storage_state(), locale="sv-SE", service_workers="block"
        )
        carried = _carried(fresh, f"{home}/walks/{walk.id}")
        browser.close()
    scripts = sum(size for path, size in carried.items() if path.endswith(".js"))
    table.at_most("first walk page with all it loads, gzip", sum(carried.values()), "kB", PAGE_KB)
    table.at_most("  of it script, gzip", scripts, "kB", SCRIPT_KB)


def _carried(context: BrowserContext, address: str) -> dict[str, float]:
    """Compressed kilobytes by path of everything that page loads."""
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    return {urlsplit(got.url).path: len(gzip.compress(got.body(), 9)) / 1024 for got in answers}
