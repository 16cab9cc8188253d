"""Start, memory, an issue, photos and their clean copies: one phone at a time."""

import time
from contextlib import closing
from itertools import cycle

from bench import letters, table
from bench.server import Served, children_seconds, installed, memory_mb
from tests.storage import pictures
from walkapp.storage import rows
from walkapp.storage.database import Source

ISSUES, PHOTOS = 50, 15
START_S, MEMORY_MB, ISSUE_CPU_MS = 1, 120, 4
SMALL_MS, LARGE_MS = 15, 40
CLEAN_S, CLEAN_CPU_MS = 1, 250
LONGEST_S = 60


def start_and_intake() -> None:
    """On SQLite, as an installation is by default."""
    with installed("sqlite", phones=1 + 2 * PHOTOS) as (place, source):
        place.start()  # compiles the checkout, as installing a package does
        place.stop()
        begun = time.perf_counter()
        place.start()
        table.at_most("start to first answer", time.perf_counter() - begun, "s", START_S)
        issues(place, "sqlite")
        photo("photo of 1600 px", place, pictures.jpeg(1600, 1200, quality=75), SMALL_MS)
        _settled(source)
        photo("photo of 12 megapixels", place, pictures.photo_12mp(), LARGE_MS)
        _settled(source)
        cleaning(place, source, pictures.photo_12mp())
        table.at_most("memory of the server", memory_mb(place), "MB", MEMORY_MB)
    with installed("postgres", phones=1) as (place, _):
        place.start()
        issues(place, "postgres")


def issues(place: Served, engine: str) -> None:
    """Issues one after another from one phone."""
    token = place.tokens[0]
    letters.send(place, [(letters.issue(place), token) for _ in range(5)])
    took, cpu = letters.send(place, [(letters.issue(place), token) for _ in range(ISSUES)])
    what = f"issue without photo, {engine}"
    table.line(what, table.times(took, cpu), f"CPU {ISSUE_CPU_MS} ms", cpu <= ISSUE_CPU_MS)


def photo(what: str, place: Served, picture: bytes, most: float) -> None:
    """Photos one after another; each phone may send only so much."""
    sent = []
    for token in place.tokens[1 : PHOTOS + 1]:
        issue = letters.issue(place)
        letters.send(place, [(issue, token)])
        sent.append((letters.photo(issue.target, picture), token))
    took, cpu = letters.send(place, sent)
    p50 = sorted(took)[len(took) // 2]
    name = f"answer to a {what} ({len(picture) // 1000} kB)"
    table.line(name, table.times(took, cpu), f"p50 {most} ms", p50 <= most)


def cleaning(place: Served, source: Source, picture: bytes) -> None:
    """From the answer until both clean copies are there, one photo at a time, else idle."""
    took, cpu = [], children_seconds(place)
    phones = cycle(place.tokens[PHOTOS + 1 :])
    for _ in range(PHOTOS):
        issue, token = letters.issue(place), next(phones)
        letters.send(place, [(issue, token), (letters.photo(issue.target, picture), token)])
        begun = time.perf_counter()
        _settled(source)
        took.append(time.perf_counter() - begun)
    spent = (children_seconds(place) - cpu) * 1000 / PHOTOS
    table.at_most("clean copies of 12 megapixels, p95", table.p95(took), "s", CLEAN_S)
    table.at_most("the same, CPU of the children", spent, "ms", CLEAN_CPU_MS)


def _settled(source: Source) -> None:
    """Wait until no photo waits to be cleaned; all must have become clean."""
    with closing(source.connect()) as db:
        deadline = time.monotonic() + LONGEST_S
        while rows.one(db, "SELECT 1 AS n FROM photos WHERE state IN ('received', 'cleaning')"):
            assert time.monotonic() < deadline, "the photos were not cleaned"
            time.sleep(0.01)
        assert not rows.one(db, "SELECT 1 AS n FROM photos WHERE state <> 'clean'")
