"""The database is held by another program: wait, then say so; nothing is lost, pages are read."""

import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pysqlite3
import pytest

from tests.faults import checker
from tests.faults.installation import Installation, install
from tests.faults.storm import Journal, Letter, ask, new_issue, page, send

PHONES, ISSUES_MEANWHILE, CROWD = 8, 30, 20
pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    made = install(tmp_path / "data", PHONES)
    yield made
    made.kill()


@pytest.fixture
def letters(place: Installation) -> list[tuple[Letter, str]]:
    """An issue from each phone and a photo of it, with the phone's token."""
    chance = random.Random(5)
    return [
        (letter, token) for token in place.tokens for letter in new_issue(place, chance, photos=1)
    ]


@contextmanager
def held(place: Installation, begin: str) -> Iterator[Any]:
    """Another program's transaction."""
    with closing(pysqlite3.connect(place.url, isolation_level=None)) as other:
        other.create_collation("sv", lambda a, b: (a > b) - (a < b))
        other.execute(begin)
        yield other
        other.execute("ROLLBACK")


def deliver(place: Installation, letters: list[tuple[Letter, str]]) -> list[int | None]:
    """Send all at once and write down what was promised; gives the answers' statuses."""
    journal, lock = Journal(place.data / "journal-0.jsonl"), threading.Lock()

    def one(post: tuple[Letter, str]) -> int | None:
        letter, token = post
        with lock:
            journal.write("intend", letter)
        status, answer = send(place, letter, token)
        if status in (200, 201):
            with lock:
                journal.write("ack", letter, number=answer.get("number"))
        return status

    with ThreadPoolExecutor(len(letters)) as pool:
        statuses = list(pool.map(one, letters))
    journal.close()
    return statuses


def wrong(place: Installation) -> list[str]:
    """What was lost, doubled or half-written, once the server has stopped."""
    place.stop()
    return checker.half_written(place) + checker.lost_or_doubled(place)


def test_a_short_lock_is_waited_for(place: Installation, letters: list[tuple[Letter, str]]) -> None:
    place.start()
    with ThreadPoolExecutor(1) as background:
        with held(place, "BEGIN IMMEDIATE"):
            sent = background.submit(deliver, place, letters)
            assert not sent.done() and ask(place, page("/readyz"), "")[0].status == 200
            threading.Event().wait(2)
            assert not sent.done()
        assert set(sent.result()) == {201}
    assert wrong(place) == []


def test_a_long_lock_is_told_and_what_was_refused_is_taken_in_later(
    place: Installation, letters: list[tuple[Letter, str]]
) -> None:
    place.starter = ("-m", "tests.faults.planted", "impatient", "0")
    place.start()
    with held(place, "BEGIN IMMEDIATE"):
        assert set(deliver(place, letters)) == {503}
        answer, body = ask(place, *letters[0])
        assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
        assert json.loads(body)["error"].startswith("Servern är upptagen")
        for path in (f"/walks/{place.walk_id}", f"/walks/{place.walk_id}/receipts"):
            assert ask(place, page(path), place.tokens[0])[0].status == 200
    assert set(deliver(place, letters)) == {201}
    assert wrong(place) == []


def test_pages_are_read_while_more_phones_wait_than_the_server_has_threads(
    place: Installation,
) -> None:
    place.start()
    chance = random.Random(7)
    waiting = [
        (new_issue(place, chance, photos=0)[0], place.tokens[number % PHONES])
        for number in range(CROWD)
    ]
    with ThreadPoolExecutor(1) as background, held(place, "BEGIN IMMEDIATE"):
        sent = background.submit(deliver, place, waiting)
        threading.Event().wait(1)
        assert ask(place, page(f"/walks/{place.walk_id}"), place.tokens[0])[0].status == 200
    # Those that were let wait had not given up when the page was read.
    assert sent.result().count(201) >= PHONES
    assert set(deliver(place, waiting)) <= {200, 201}
    assert wrong(place) == []


def test_a_long_reader_stops_nobody(place: Installation) -> None:
    place.start()
    chance = random.Random(6)
    issues = [
        (new_issue(place, chance, photos=0)[0], place.tokens[number % PHONES])
        for number in range(ISSUES_MEANWHILE)
    ]
    with held(place, "BEGIN") as reader:
        count = "SELECT count(*) FROM issues"
        assert reader.execute(count).fetchone() == (0,)
        assert set(deliver(place, issues)) == {201}
        assert reader.execute(count).fetchone() == (0,)
    assert wrong(place) == []
