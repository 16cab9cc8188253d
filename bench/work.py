"""The municipality's views at 10 000 fixes: list, map, board, figures, and all of it as a file."""

import time
from statistics import median

from bench import pages, table, years
from bench.server import ENGINES, Served, cpu_seconds, forget_peak, installed, memory_mb, peak_mb
from walkapp.domain.fixes import MOST_ERRANDS
from walkapp.storage import fixes, sessions
from walkapp.storage.fixes import Filter
from walkapp.web.clock import now, today

FIXES, MOST_MS, MOST_MB, TIMES = 10_000, 60, 15, 5
FILES = ("csv", "csv?for=excel&state=all", "csv?state=all", "geojson?state=all", "xlsx?state=all")


def views() -> None:
    """Each view three times on both engines, then the files with the memory they take."""
    for engine in ENGINES:
        with installed(engine) as (place, source):
            db = source.connect()
            person = years.fill(db, place.url, FIXES)
            in_round = fixes.all_of(db, Filter(person, today(), state="open"), MOST_ERRANDS)
            fixes.star(db, person.id, [fix.id for fix in in_round], on=True)
            cookie = f"walkapp_session={sessions.open_session(db, person.id, now())}"
            db.close()
            place.start()
            what = f"municipality's views at 10 000, {engine}"
            pages.views(what, place, asked(), cookie, most_ms=MOST_MS)
            _cpu(place, cookie)
            for name in FILES:
                _file(name, place, cookie)


def _cpu(place: Served, cookie: str) -> None:
    """The server's own work for a view, which other work on the machine changes least."""
    each = []
    for path in asked():
        before = cpu_seconds(place)
        for _ in range(TIMES):
            pages.fetch(place, path, cookie)
        each.append((cpu_seconds(place) - before) * 1000 / TIMES)
    told = f"p50 {median(each):.0f}  p95 {table.p95(each):.0f} ms"
    table.line(
        "  CPU of the server for a view", told, f"p95 {MOST_MS} ms", table.p95(each) <= MOST_MS
    )


def asked() -> list[str]:
    """Every rendering with the filters people use and those that are hardest."""
    party, walk = years.key("party", 1), years.key("walk", years.WALKS - 1)
    day = today()
    filters = ["", "?unassigned=1", "?mine=1", "?overdue=1", "?reopened=1", "?state=all"]
    filters += [f"?party={party}", "?party=none", "?handler=none", "?place_type=torg"]
    filters += ["?state=all&outcome=fixed", f"?state=all&walk={walk}", "?state=all&q=tunneln"]
    filters += ["?state=closed&punctual=no", f"?dated=created&from=2025-01-01&to={day}"]
    filters += [f"?state=closed&dated=closed&from=2025-01-01&to={day}", "?state=all&q=m%C3%B6rkt"]
    found = [f"/fixes{layout}{query}" for layout in ("", "/map", "/board") for query in filters]
    found += [f"/fixes?sort={sort}&state=all" for sort in ("inbox", "due", "priority", "area")]
    found += ["/fixes?state=all&page=300", "/fixes/dashboard", "/fixes/views", "/fixes.atom"]
    return [*found, "/fixes/round"]  # of forty


def _file(name: str, place: Served, cookie: str) -> None:
    """How long a file takes and how much memory the server needs above what it holds anyway."""
    path = f"/fixes.{name}"
    pages.fetch(place, path, cookie)
    held = memory_mb(place)
    forget_peak(place)
    begun = time.perf_counter()
    size = pages.size_of(place, path, cookie)
    took, more = time.perf_counter() - begun, peak_mb(place) - held
    told = f"{took:.1f} s, {size / 1e6:.1f} MB; +{more:.0f} MB"
    table.line(f"  fixes.{name}", told, f"+{MOST_MB} MB", more <= MOST_MB)
