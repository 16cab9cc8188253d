"""Issues a second while many phones send at once, each waiting for its answer."""

import time
from concurrent.futures import ThreadPoolExecutor

from bench import letters, table
from bench.server import ENGINES, Served, cpu_seconds, installed

CROWDS, EACH = (8, 50), 12


def crowds() -> None:
    """Both sizes on both engines; the phones run in this process and take their share of CPU."""
    for engine in ENGINES:
        with installed(engine, phones=sum(CROWDS)) as (place, _):
            place.start()
            crowd(place, engine, place.tokens[: CROWDS[0]])
            crowd(place, engine, place.tokens[CROWDS[0] :])


def crowd(place: Served, engine: str, tokens: list[str]) -> None:
    """Every phone sends its issues, one after another."""
    with ThreadPoolExecutor(len(tokens)) as phones:
        cpu, begun = cpu_seconds(place), time.perf_counter()
        took = [
            one for many in phones.map(lambda token: _walk(place, token), tokens) for one in many
        ]
        wall, spent = time.perf_counter() - begun, cpu_seconds(place) - cpu
    what = f"issues from {len(tokens)} phones at once, {engine}"
    times = table.times(took, spent * 1000 / len(took))
    table.line(what, f"{len(took) / wall:.0f}/s  {times}")


def _walk(place: Served, token: str) -> list[float]:
    sender, took = letters.phone(place), []
    for _ in range(EACH):
        letter, begun = letters.issue(place), time.perf_counter()
        status, answer = sender._send(letter, token)
        took.append((time.perf_counter() - begun) * 1000)
        assert status == 201, (status, answer)
    return took
