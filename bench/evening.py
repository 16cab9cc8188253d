"""A thousand phones that all come back to the network at the same moment."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException

from bench import letters, table
from bench.server import Served, cpu_seconds, installed
from tests.faults.storm import Letter, ask
from tests.storage import pictures
from walkapp.storage.database import Source

PHONES, EACH = 1000, 5
LONGEST_WAIT_S = 30


def evening() -> None:
    """Each sends its issues, each followed by its photo, and tries again when told."""
    threading.stack_size(256 * 1024)
    picture = pictures.jpeg(1600, 1200, quality=75)
    with installed("sqlite", phones=PHONES) as (place, source):
        place.start()
        start = threading.Barrier(PHONES + 1)
        with ThreadPoolExecutor(PHONES) as phones:
            running = [
                phones.submit(_phone, place, token, picture, start) for token in place.tokens
            ]
            start.wait()
            cpu, begun = cpu_seconds(place), time.perf_counter()
            told = [one.result() for one in running]
            wall = time.perf_counter() - begun
        spent = cpu_seconds(place) - cpu
        kept = _kept(source)
    took = sorted(one for many, _ in told for one in many)
    again = sum(tries for _, tries in told)
    p99 = took[int(len(took) * 0.99)]
    what = f"{PHONES} phones at once, {EACH} issues with a photo each"
    table.line(what, f"{len(took) / wall:.0f} answers/s in {wall:.0f} s")
    table.line("  answer that counted", f"p50 {took[len(took) // 2]:.1f} s  p99 {p99:.1f} s")
    table.line("  asked again", f"{again} times; {spent * 1000 / len(took):.1f} ms CPU each")
    wanted = PHONES * EACH
    table.line(
        "  kept: issues, photos",
        f"{kept[0]}, {kept[1]}",
        f"{wanted}, {wanted}",
        kept == (wanted, wanted),
    )


def _phone(
    place: Served, token: str, picture: bytes, start: threading.Barrier
) -> tuple[list[float], int]:
    """Seconds of each answer that counted, and how often it had to ask again."""
    took, again, own = [], 0, token.encode()[:40]
    start.wait()
    for number in range(EACH):
        issue = letters.issue(place)
        # Every photo is bytes of its own, as cameras make them.
        comment = b"\xff\xfe" + (len(own) + 3).to_bytes(2) + own + bytes([number])
        photo = letters.photo(issue.target, picture[:2] + comment + picture[2:])
        for letter in (issue, photo):
            seconds, tries = _sent(place, letter, token)
            took.append(seconds)
            again += tries
    return took, again


def _sent(place: Served, letter: Letter, token: str) -> tuple[float, int]:
    """As the phone does: wait as told, otherwise longer each time."""
    for tries in itertools.count():
        begun = time.perf_counter()
        try:
            answer, _ = ask(place, letter, token)
        except (OSError, HTTPException):
            time.sleep(min(LONGEST_WAIT_S, 2**tries))
            continue
        if answer.status in (200, 201):
            return time.perf_counter() - begun, tries
        assert answer.status in (429, 503), answer.status
        time.sleep(int(answer.getheader("Retry-After") or 1))
    raise AssertionError


def _kept(source: Source) -> tuple[int, int]:
    with closing(source.connect()) as db:
        issues = next(iter(db.query("SELECT count(DISTINCT client_id) AS n FROM issues")))["n"]
        rows = next(
            iter(
                db.query(
                    "SELECT count(*) AS n FROM photos p JOIN issues i ON i.client_id = p.client_id"
                )
            )
        )["n"]
    return int(issues), int(rows)
