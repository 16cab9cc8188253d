"""Connections are kept between requests: never two borrowers at once, nothing left by the last."""

import shutil
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from walkapp.storage import database, rows
from walkapp.storage.database import Database, Source, SQLiteSource

ADD = "INSERT INTO counters (name, value) VALUES (:name, 1)"
RAISE = "UPDATE counters SET value = value + 1 WHERE name = :name"
READ = "SELECT value FROM counters WHERE name = :name"
NAMES = "SELECT name FROM counters ORDER BY name"


def raw(db: Any) -> Any:
    """The driver's own connection behind a loan."""
    return db.conn if db.engine == "sqlite" else db._connection


def borrow_again(source: Source, given_back: object) -> Database:
    """A new loan of that very connection, so that a test cannot pass by getting another."""
    others: list[Database] = []
    found = source.connect()
    while raw(found) is not given_back:
        assert len(others) < 8, "the connection was not kept"
        others.append(found)
        found = source.connect()
    for other in others:
        other.close()
    return found


def test_a_connection_is_used_again(source: Source) -> None:
    first = source.connect()
    used = raw(first)
    first.close()
    borrow_again(source, used).close()


def test_no_two_borrowers_ever_hold_the_same_connection(source: Source, db: Database) -> None:
    db.execute(ADD, {"name": "turns"})
    held: Counter[int] = Counter()
    guard = threading.Lock()

    def take_turns(times: int) -> int:
        most = 0
        for _ in range(times):
            mine = source.connect()
            with guard:
                held[id(raw(mine))] += 1
                most = max(most, *held.values())
            with mine.writing():
                mine.execute(RAISE, {"name": "turns"})
            with guard:
                held[id(raw(mine))] -= 1
            mine.close()
        return most

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(take_turns, [25] * 8)) == {1}
    assert rows.one(db, READ, name="turns") == {"value": 201}


@pytest.mark.parametrize("fails", [False, True])
def test_a_transaction_left_open_is_rolled_back(source: Source, fails: bool) -> None:
    careless = source.connect()
    used = raw(careless)
    careless.execute("BEGIN")
    careless.execute(ADD, {"name": "half done"})
    if fails:
        with pytest.raises(Exception, match="UNIQUE|unique"):
            careless.execute(ADD, {"name": "half done"})
    careless.close()
    following = borrow_again(source, used)
    assert list(following.query(NAMES)) == []
    with following.writing():
        following.execute(ADD, {"name": "whole"})
    following.close()
    onlooker = source.connect()
    assert [row["name"] for row in onlooker.query(NAMES)] == ["whole"]
    onlooker.close()


def test_what_is_given_back_twice_is_lent_once(source: Source) -> None:
    first = source.connect()
    first.close()
    first.close()
    second, third = source.connect(), source.connect()
    assert raw(second) is not raw(third)
    second.close()
    third.close()


def test_a_loan_that_is_over_reaches_nothing(source: Source) -> None:
    first = source.connect()
    used = raw(first)
    first.close()
    second = borrow_again(source, used)
    with pytest.raises(Exception, match="closed|Closed|^$"):
        first.execute(ADD, {"name": "late"})
    with pytest.raises(Exception, match="closed|Closed|^$"):
        first.query(NAMES)
    assert list(second.query(NAMES)) == []
    second.close()


def test_rows_left_unread_do_not_hold_the_next_borrower_back(source: Source, db: Database) -> None:
    for name in ("a", "b"):
        db.execute(ADD, {"name": name})
    reader = source.connect()
    used = raw(reader)
    unread = iter(reader.query(NAMES))
    assert next(unread) == {"name": "a"}
    reader.close()
    db.execute(RAISE, {"name": "a"})
    following = borrow_again(source, used)
    assert rows.one(following, READ, name="a") == {"value": 2}
    following.close()
    assert list(unread) == [{"name": "b"}]


def test_every_loan_in_sqlite_checks_keys_syncs_and_sorts(source: Source) -> None:
    if source.engine != "sqlite":
        pytest.skip("PostgreSQL has these for all connections of a database")
    first = source.connect()
    used = raw(first)
    first.close()
    again = borrow_again(source, used)
    assert rows.one(again, "PRAGMA foreign_keys") == {"foreign_keys": 1}
    assert rows.one(again, "PRAGMA synchronous") == {"synchronous": 2}
    letters = again.query("SELECT * FROM (VALUES ('ö'), ('z'), ('å')) ORDER BY 1 COLLATE sv")
    assert [letter for row in letters for letter in row.values()] == ["z", "å", "ö"]
    again.close()


def test_a_database_put_in_the_place_of_another_is_the_one_that_is_used(
    empty_file: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(empty_file, tmp_path / "walkapp.db"))
    source = SQLiteSource(path)
    lent, idle = source.connect(), source.connect()
    idle.close()
    for file in (path, path.with_name("walkapp.db-wal"), path.with_name("walkapp.db-shm")):
        file.unlink()
    shutil.copy(empty_file, path)
    lent.close()
    following = source.connect()
    following.execute(ADD, {"name": "kept"})
    following.close()
    source.close()
    outsider = database.open_source(str(path)).connect()
    assert [row["name"] for row in outsider.query(NAMES)] == ["kept"]
    outsider.close()
