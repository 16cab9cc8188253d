"""A thousand fixes given to one party with one press, and taken back with another."""

import http.client
import re
import time
from urllib.parse import urlencode

from bench import bulk, table
from bench.server import ENGINES, Served, installed
from bench.years import BLANK, key
from tests.cast import a_party, a_person
from walkapp.domain.categories import CATEGORIES
from walkapp.domain.people import Party
from walkapp.storage import parties, people, sessions
from walkapp.storage.database import Database
from walkapp.storage.search import spaced
from walkapp.web.clock import now

AT_ONCE, BESIDE, ROUNDS, MOST_S = 1000, 9000, 3, 2.0
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


def many() -> None:
    """The whole way through the server, on both engines: the answer comes when all is kept."""
    for engine in ENGINES:
        with installed(engine) as (place, source):
            db = source.connect()
            person, party = a_person("Disa", "coordinator"), a_party()
            people.add(db, person)
            parties.add(db, party)
            fill(db, place.url, party)
            cookie = f"walkapp_session={sessions.open_session(db, person.id, now())}"
            place.start()
            gave, took_back = measured(db, place, cookie, party)
            db.close()
            what = f"assign {AT_ONCE} of {AT_ONCE + BESIDE} fixes, {engine}"
            table.at_most(what, max(gave), "s", MOST_S)
            table.line("  taken back again", f"{max(took_back):.1f} s")


def fill(db: Database, url: str, party: Party) -> None:
    """A thousand new ones, and the rest with the party already."""
    rows = [_row(n, party) for n in range(AT_ONCE + BESIDE)]
    with bulk.writer(url) as write:
        write("fixes", rows)
        words = [f"{row['number']} {row['title']} {row['place_text']}" for row in rows]
        write(
            "fix_search",
            [
                {"rowid": row["serial"], "text": spaced(text)}
                for row, text in zip(rows, words, strict=True)
            ],
        )


def measured(
    db: Database, place: Served, cookie: str, party: Party
) -> tuple[list[float], list[float]]:
    """Seconds of each assigning, and of each undo."""
    gave, took_back = [], []
    _status, page, given = ask(place, "GET", "/fixes", cookie)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    cookies = f"{cookie}; {given.partition(';')[0]}"
    for _ in range(ROUNDS):
        news = db.query("SELECT id, version FROM fixes WHERE state = 'new'")
        picked = " ".join(f"{row['id']}:{row['version']}" for row in news)
        said = {"csrf_token": token[1], "act": "assign", "picked": picked, "confirmed": "1"}
        begun = time.perf_counter()
        status, _page, _cookie = ask(
            place, "POST", "/fixes/bulk", cookies, {**said, "party": party.id, "left_out": "0"}
        )
        gave.append(time.perf_counter() - begun)
        assert status == 303, status
        [left] = [r["n"] for r in db.query("SELECT count(*) AS n FROM fixes WHERE state = 'new'")]
        assert left == 0, left
        undo = next(iter(db.query("SELECT id FROM undos WHERE undone_at IS NULL")))["id"]
        begun = time.perf_counter()
        status, _page, _cookie = ask(place, "POST", f"/fixes/undo/{undo}", cookies, said)
        took_back.append(time.perf_counter() - begun)
        assert status == 303, status
    return gave, took_back


def ask(
    place: Served, method: str, path: str, cookie: str, said: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Status, body and new cookie of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=120)
    headers = {**HEADERS, "Cookie": cookie}
    connection.request(method, path, body=urlencode(said or {}) if said else None, headers=headers)
    answer = connection.getresponse()
    body, given = answer.read().decode(), answer.headers.get("Set-Cookie", "")
    connection.close()
    return answer.status, body, given


def _row(n: int, party: Party) -> bulk.Row:
    is_new = n < AT_ONCE
    category = list(CATEGORIES)[n % len(CATEGORIES)]
    return {
        **BLANK,
        "id": key("fix", n),
        "serial": n + 1,
        "number": f"FLEN-2026-{n + 1:03d}",
        "title": f"{CATEGORIES[category].name} vid Stationsgatan {n}",
        "category": category,
        "place_text": "Stationsgatan",
        "lat": 59.05 + n / 1_000_000,
        "lon": 16.58,
        "state": "new" if is_new else "planned",
        "party_id": None if is_new else party.id,
        "due_on": None if is_new else "2026-12-10",
        "original_due_on": None if is_new else "2026-12-10",
    }
