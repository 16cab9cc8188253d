"""The list of fixes and the public follow-up when a town has logged for ten years."""

import http.client
import time
from urllib.parse import quote

from bench import promised, table, years
from bench.server import ENGINES, Served, cpu_seconds, installed
from walkapp.storage import sessions
from walkapp.web.clock import now

ROUNDS, MOST_MS, KEPT_MS = 3, 50, 5
WORDS = ("tunneln", "FLEN-2025-17", "mörkt", "zzz")


def lists() -> None:
    """Each view once in every round, on both engines."""
    for engine in ENGINES:
        with installed(engine) as (place, source):
            db, begun = source.connect(), time.perf_counter()
            person = years.fill(db, place.url)
            promise = promised.fill(db, person)
            took = time.perf_counter() - begun
            table.line(f"(100 000 fixes written for it, {engine})", f"{took:.0f} s")
            cookie = f"walkapp_session={sessions.open_session(db, person.id, now())}"
            db.close()
            place.start()
            views(f"list of fixes at 100 000, {engine}", place, fixes(), cookie)
            views(f"follow-up of 10 000 fixes, {engine}", place, followup(), "")
            again = [f"/followup/{years.SLUG}"]
            views(f"  a page kept in memory, {engine}", place, again, "", most_ms=KEPT_MS)
            views(f"promises beside 10 000 fixes, {engine}", place, promise, cookie)


def views(
    what: str, place: Served, paths: list[str], cookie: str, *, most_ms: float = MOST_MS
) -> None:
    """All the answers together, and the slowest view by its median."""
    for path in paths:
        fetch(place, path, cookie)
    cpu, took = cpu_seconds(place), {path: [] for path in paths}
    for _ in range(ROUNDS):
        for path in paths:
            took[path].append(fetch(place, path, cookie))
    every = [one for many in took.values() for one in many]
    spent = (cpu_seconds(place) - cpu) * 1000 / len(every)
    aim = f"p95 {most_ms} ms"
    table.line(what, table.times(every, spent), aim, table.p95(every) <= most_ms)
    slowest = max(took, key=lambda path: sorted(took[path])[ROUNDS // 2])
    table.line("  its slowest view", f"{sorted(took[slowest])[ROUNDS // 2]:.1f} ms  {slowest[:60]}")


def fetch(place: Served, path: str, cookie: str) -> float:
    """Milliseconds until the whole page is there."""
    begun = time.perf_counter()
    size_of(place, path, cookie)
    return (time.perf_counter() - begun) * 1000


def size_of(place: Served, path: str, cookie: str) -> int:
    """How many bytes the answer has."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "sv"})
    answer = connection.getresponse()
    size = 0
    while chunk := answer.read(65536):
        size += len(chunk)
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return size


def fixes() -> list[str]:
    """Views people use and those that are hardest."""
    area, party = years.key("area", 1), years.key("party", 1)
    walk = years.key("walk", years.WALKS - 1)
    asked = ["", "?mine=1", "?overdue=1", "?state=closed", "?state=all", "?page=100"]
    asked += [f"?sort={sort}" for sort in ("priority", "updated", "number", "area")]
    asked += ["?state=all&sort=area", "?state=all&page=1000", "?state=closed&sort=number"]
    asked += ["?state=all&sort=updated&page=500", "?category=belysning", f"?party={party}"]
    asked += [f"?state=all&area={area}", f"?walk={walk}", "?state=all&outcome=fixed"]
    asked += ["?q=tunneln", *(f"?state=all&q={quote(word)}" for word in WORDS)]
    return [f"/fixes{query}" for query in asked]


def followup() -> list[str]:
    """A year's page, its filters, a late page and one fix."""
    area = quote("Å-området 00")
    number = f"FLEN-{years.FIRST_YEAR + years.YEARS - 1}-170"
    asked = ["", "?part=fixed&page=20", "?category=belysning", f"?area={area}", f"/fixes/{number}"]
    found = ["?q=tunneln", "?category=belysning&year=2025"]
    return [f"/followup/{years.SLUG}{query}" for query in asked] + [f"/followup{q}" for q in found]
