"""Kill -9 at random moments while eight phones log issues with photos."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import checker
from tests.faults.installation import Installation, install
from tests.faults.storm import phones

PHONES, ROUNDS = 8, 30
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    made = install(tmp_path / "data", PHONES * 12)
    yield made
    made.kill()


def storm(place: Installation, rounds: int, seed: int) -> list[str]:
    """Kill the server so many times; gives what was wrong at a restart or in the end."""
    chance = random.Random(seed)
    senders = phones(place, PHONES, seed)
    found: list[str] = []
    for number in range(rounds):
        place.start()
        if number == 0:
            for sender in senders:
                sender.start()
        time.sleep(chance.uniform(0.05, 0.5))
        place.kill()
        found += checker.half_written(place.data)
        if found:
            break
    place.start()
    for sender in senders:
        sender.stopping.set()
    for sender in senders:
        sender.join(timeout=120)
        assert not sender.is_alive(), "a phone could not send its queue"
        found += sender.refused
    place.stop()
    return found + checker.half_written(place.data) + checker.lost_or_doubled(place.data)


def test_nothing_acknowledged_is_lost_doubled_or_half_written(place: Installation) -> None:
    assert storm(place, ROUNDS, seed=1) == []
    counts = checker.counted(place.data)
    assert counts["acknowledged"] > 100, counts


@pytest.mark.parametrize("bug", ["commit-before-file", "answer-before-commit", "insert-or-replace"])
def test_the_checker_finds_a_planted_bug(place: Installation, bug: str) -> None:
    place.starter = ("-m", "tests.faults.planted", bug)
    assert storm(place, ROUNDS, seed=2) != []
