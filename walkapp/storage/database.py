"""Connections: SQLite by default, PostgreSQL by one setting, the same few methods on both.

Every statement in storage is written in the dialect both engines share, with `:name` parameters.
A connection is lent to one request or thread at a time, and comes back with nothing half done.
"""

import os
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import sqlite_utils
from sqlite_utils import utils

from .known import Memory
from .swedish import compare_swedish, fold
from .turn import Late, Turn

# sqlite-utils picks the driver: pysqlite3 where it is installed.
sqlite3: Any = utils.sqlite3  # type: ignore[attr-defined]

# Write-ahead logging can corrupt the file on 3.7.0–3.51.2 when two connections write and
# checkpoint at once (the WAL-reset bug, release notes of 3.51.3).
OLDEST_SAFE_SQLITE = (3, 51, 3)
BUSY_TIMEOUT_S = 15.0

Params = dict[str, Any]


class Cursor(Protocol):
    """What execute gives back: how many rows were touched."""

    @property
    def rowcount(self) -> int: ...


class Database(Protocol):
    """The few methods that all of storage calls."""

    engine: str
    known: Memory

    def query(self, sql: str, params: Params | None = None) -> Iterator[dict[str, Any]]: ...

    def execute(self, sql: str, params: Params | None = None) -> Cursor: ...

    def execute_many(self, sql: str, many: list[Params]) -> Cursor: ...

    def writing(self, *, synced: bool = True) -> Any:
        """A context manager: one write transaction, committed and synced when the block ends.

        `synced=False` is for what may be lost in a power cut: the commit waits for no disk.
        """
        ...

    def close(self) -> None: ...


class Source(Protocol):
    """Where connections come from; one per application process."""

    engine: str

    def connect(self) -> Database: ...

    def close(self) -> None: ...


class TooOld(Exception):
    """The SQLite library in use may corrupt the database file."""


class _Connection(sqlite3.Connection):  # type: ignore[misc]
    file: tuple[int, int] | None = None


_CLOSED = sqlite3.connect(":memory:", check_same_thread=False)
_CLOSED.close()


class SQLite(sqlite_utils.Database):
    """One loan of a connection, as `sqlite_utils.Database`; `close` gives the connection back."""

    engine = "sqlite"

    def __init__(self, connection: Any, source: "SQLiteSource") -> None:
        # Both would run statements, for triggers and plug-ins we have not, at every loan.
        super().__init__(connection, recursive_triggers=False, execute_plugins=False)
        self._give_back, self._turn, self.known = source.take_back, source.turn, source.known

    def query(self, sql: str, params: Any = None) -> Generator[dict[str, Any], None, None]:
        """Run a statement that returns rows.

        All are fetched at once: a statement left half read would hold an old view of the database
        for whoever borrows the connection next.
        """
        cursor = self.conn.execute(sql, params or {})
        if cursor.description is None:
            raise ValueError("query() is for statements that return rows")
        names = [column[0] for column in cursor.description]
        found = cursor.fetchall()
        return (dict(zip(names, row, strict=True)) for row in found)

    def execute(self, sql: str, params: Any = None) -> Any:
        """Run a statement for its effect; outside `writing` it commits by itself."""
        return self.conn.execute(sql, params or {})

    def execute_many(self, sql: str, many: list[Params]) -> Any:
        """The same statement for each of many; `rowcount` is how many rows were touched in all."""
        return self.conn.executemany(sql, many)

    @contextmanager
    def writing(self, *, synced: bool = True) -> Generator[None, None, None]:
        """One write transaction (BEGIN IMMEDIATE: a deferred one fails under threads).

        Threads of one process queue here: SQLite itself lets a writer who waits sleep and look
        again, ever more seldom, while others pass it by.
        """
        with self._turn.taken():
            try:
                if not synced:
                    # In the write-ahead log this syncs at checkpoints alone; the file stays whole.
                    self.conn.execute("PRAGMA synchronous = NORMAL")
                self.conn.execute("BEGIN IMMEDIATE")
                yield
                self.conn.execute("COMMIT")
            except BaseException:
                self.rollback()
                raise
            finally:
                if not synced:
                    self.conn.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Give the connection back; whoever still holds this loan finds it closed."""
        connection, self.conn = self.conn, _CLOSED
        if connection is not _CLOSED:
            self._give_back(connection)


class SQLiteSource:
    """Connections to one file, kept open between loans.

    To open one costs as much as to log an issue: the schema is read anew, and the last to close
    empties the write-ahead log into the file.
    """

    engine = "sqlite"

    def __init__(self, path: Path) -> None:
        if sqlite3.sqlite_version_info < OLDEST_SAFE_SQLITE:
            raise TooOld(
                f"SQLite {sqlite3.sqlite_version} kan skada databasen. "
                "Installera paketet pysqlite3, som har en nyare version."
            )
        self.path = path
        self._idle: deque[Any] = deque()
        self.turn, self.known = Turn(BUSY_TIMEOUT_S), Memory()
        self._keeps = True
        path.parent.mkdir(parents=True, exist_ok=True)
        first = self.connect()
        first.execute("PRAGMA journal_mode = WAL")
        first.close()

    def connect(self) -> SQLite:
        """A connection that nobody else uses until it is given back."""
        file = _identity(self.path)
        while self._idle:
            with suppress(IndexError):  # another thread was first
                connection = self._idle.pop()  # the last one used: its cache is warm
                if connection.file == file:
                    return SQLite(connection, self)
                connection.close()
        return SQLite(self._open(file), self)

    def close(self) -> None:
        """Close what is not lent now, and what is when it comes back."""
        self._keeps = False
        while self._idle:
            with suppress(IndexError):
                self._idle.pop().close()

    def _open(self, file: tuple[int, int] | None) -> Any:
        """A new connection with everything SQLite leaves off by default switched on."""
        connection = sqlite3.connect(
            str(self.path),
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,  # a statement outside `writing` commits by itself
            check_same_thread=False,  # lent to one thread after another, never to two at once
            factory=_Connection,
        )
        connection.file = file
        connection.create_collation("sv", compare_swedish)
        connection.create_function("sv_fold", 1, fold, deterministic=True)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def take_back(self, connection: Any) -> None:
        """Keep a connection that was lent for the next loan, with nothing half done in it."""
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.rollback()
            if self._keeps:
                self._idle.append(connection)
                return
        connection.close()


def open_source(url: str) -> Source:
    """The source for a setting: a path of a SQLite file, or `postgresql://…`."""
    if url.startswith(("postgresql://", "postgres://")):
        from .postgres import PostgresSource  # optional extra, imported only when chosen

        return PostgresSource(url)
    return SQLiteSource(Path(url))


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there now: a backup put in its place is another one."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def trouble(error: BaseException) -> str | None:
    """`busy`, `full` or none: what a failed statement or file write says about the machine.

    A place that cannot be written to is as good as full.
    """
    if isinstance(error, OSError):
        return "full" if error.errno in (28, 30, 122) else None  # ENOSPC, EROFS, EDQUOT
    if isinstance(error, Late):
        return "busy"
    if isinstance(error, sqlite3.OperationalError):
        text = str(error)
        if "locked" in text or "busy" in text:
            return "busy"
        return "full" if "full" in text or "readonly" in text else None
    code = getattr(error, "sqlstate", None)
    if code in ("53100", "25006"):  # disk full, read-only transaction
        return "full"
    connection_lost = type(error).__module__.startswith("psycopg") and code is None
    return "busy" if connection_lost or str(code)[:2] in ("08", "40", "53", "55", "57") else None
