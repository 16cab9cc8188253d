"""Attempts and delays."""

import threading

from tests.cast import AT
from walkapp.storage import attempts
from walkapp.storage.database import Database, Source


def ten_each(failures: int) -> int:
    """No delay for the first two failures, then ten seconds."""
    return 0 if failures < 3 else 10


def at(seconds: int) -> str:
    return f"2026-11-20T18:{seconds // 60:02}:{seconds % 60:02}Z"


def test_the_nth_latest_is_found_for_one_key_or_all(db: Database) -> None:
    for second, key in enumerate(("a", "b", "a", "a")):
        attempts.add(db, "join", key, at(second))
    attempts.add(db, "other", "a", at(9))
    assert attempts.oldest(db, "join", "2026-11-20T17:00:00Z", key="a", nth=3) == at(0)
    assert attempts.oldest(db, "join", "2026-11-20T17:00:00Z", key="a", nth=4) is None
    assert attempts.oldest(db, "join", "2026-11-20T17:00:00Z", nth=4) == at(0)
    assert attempts.oldest(db, "join", at(0), nth=4) is None


def test_failures_bring_a_delay_and_waiting_ends_it(db: Database) -> None:
    for _ in range(3):
        assert attempts.take(db, {"account": ten_each}, at(0)) == 0
    assert attempts.take(db, {"account": ten_each}, at(0)) == 10
    assert attempts.take(db, {"account": ten_each}, at(9)) == 1
    assert attempts.take(db, {"account": ten_each}, at(10)) == 0
    assert attempts.take(db, {"account": ten_each}, at(11)) == 9


def test_a_try_that_had_to_wait_does_not_prolong_the_wait(db: Database) -> None:
    for _ in range(3):
        attempts.take(db, {"account": ten_each}, at(0))
    for second in range(1, 10):
        assert attempts.take(db, {"account": ten_each}, at(second)) == 10 - second
    assert attempts.take(db, {"account": ten_each}, at(10)) == 0


def test_the_longest_wait_of_several_keys_holds(db: Database) -> None:
    for _ in range(3):
        attempts.take(db, {"account": ten_each}, at(0))
    both = {"account": ten_each, "address": lambda failures: 60 if failures else 0}
    assert attempts.take(db, both, at(1)) == 9
    assert attempts.take(db, both, at(10)) == 0
    assert attempts.take(db, both, at(11)) == 59


def test_success_forgets_the_account_and_gives_the_address_its_try_back(db: Database) -> None:
    keys = {"account": ten_each, "address": ten_each}
    for _ in range(3):
        attempts.take(db, keys, at(0))
    attempts.forget(db, "account")
    attempts.give_back(db, "address")
    assert attempts.take(db, keys, at(0)) == 0
    assert attempts.take(db, {"account": ten_each}, at(0)) == 0
    assert attempts.take(db, {"address": ten_each}, at(0)) == 10


def test_failures_are_forgotten_after_a_day(db: Database) -> None:
    for _ in range(3):
        attempts.take(db, {"account": ten_each}, AT)
    for _ in range(3):
        assert attempts.take(db, {"account": ten_each}, "2026-11-21T18:00:00Z") == 0
    assert attempts.take(db, {"account": ten_each}, "2026-11-21T18:00:00Z") == 10


def test_parallel_tries_cannot_slip_by(source: Source, db: Database) -> None:
    answers: list[int] = []

    def one_try() -> None:
        mine = source.connect()
        answers.append(attempts.take(mine, {"account": ten_each}, AT))
        mine.close()

    threads = [threading.Thread(target=one_try) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [0] * 3 + [10] * 9


def test_the_sweep_takes_what_is_too_old_to_count(db: Database) -> None:
    attempts.add(db, "join", "a", AT)
    attempts.take(db, {"account": ten_each}, AT)
    assert attempts.sweep(db, "2026-11-21T17:59:59Z") == 0
    assert attempts.sweep(db, "2026-11-21T18:00:00Z") == 2
