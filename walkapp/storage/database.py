"""Connections: SQLite by default, PostgreSQL by one setting, the same few methods on both.

Every statement in storage is written in the dialect both engines share, with `:name` parameters.
A connection belongs to one thread or request and is never shared.
"""

import unicodedata
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlite_utils
from sqlite_utils import utils

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

    def query(self, sql: str, params: Params | None = None) -> Iterator[dict[str, Any]]: ...

    def execute(self, sql: str, params: Params | None = None) -> Cursor: ...

    def writing(self) -> Any:
        """A context manager: one write transaction, committed and synced when the block ends."""
        ...

    def close(self) -> None: ...


class Source(Protocol):
    """Where connections come from; one per application process."""

    engine: str

    def connect(self) -> Database: ...

    def close(self) -> None: ...


class TooOld(Exception):
    """The SQLite library in use may corrupt the database file."""


class SQLite(sqlite_utils.Database):
    """`sqlite_utils.Database` with write transactions that take the lock at once."""

    engine = "sqlite"

    @contextmanager
    def writing(self) -> Generator[None, None, None]:
        """One synced write transaction (BEGIN IMMEDIATE: a deferred one fails under threads)."""
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.rollback()
            raise
        try:
            self.conn.execute("COMMIT")
        except BaseException:
            self.rollback()
            raise


class SQLiteSource:
    """Opens one connection per caller to one file."""

    engine = "sqlite"

    def __init__(self, path: Path) -> None:
        if sqlite3.sqlite_version_info < OLDEST_SAFE_SQLITE:
            raise TooOld(
                f"SQLite {sqlite3.sqlite_version} kan skada databasen. "
                "Installera paketet pysqlite3, som har en nyare version."
            )
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        first = self.connect()
        first.execute("PRAGMA journal_mode = WAL")
        first.close()

    def connect(self) -> SQLite:
        """A new connection with everything SQLite leaves off by default switched on."""
        connection = sqlite3.connect(str(self.path), timeout=BUSY_TIMEOUT_S)
        connection.create_collation("sv", compare_swedish)
        connection.create_function("sv_fold", 1, fold, deterministic=True)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return SQLite(connection)

    def close(self) -> None:
        """Nothing is held between connections."""


def open_source(url: str) -> Source:
    """The source for a setting: a path of a SQLite file, or `postgresql://…`."""
    if url.startswith(("postgresql://", "postgres://")):
        from .postgres import PostgresSource  # optional extra, imported only when chosen

        return PostgresSource(url)
    return SQLiteSource(Path(url))


def trouble(error: BaseException) -> str | None:
    """`busy`, `full` or none: what a failed statement or file write says about the machine."""
    if isinstance(error, OSError):
        return "full" if error.errno in (28, 122) else None  # ENOSPC, EDQUOT
    if isinstance(error, sqlite3.OperationalError):
        text = str(error)
        if "locked" in text or "busy" in text:
            return "busy"
        return "full" if "full" in text else None
    code = getattr(error, "sqlstate", None)
    if code == "53100":
        return "full"
    connection_lost = type(error).__module__.startswith("psycopg") and code is None
    return "busy" if connection_lost or str(code)[:2] in ("08", "40", "53", "55", "57") else None


def fold(text: str | None) -> str:
    """Lower case for comparing Swedish text; å ä ö stay distinct letters."""
    return unicodedata.normalize("NFC", text or "").casefold()


_AFTER_Z = str.maketrans({"å": "\U0010fffa", "ä": "\U0010fffb", "ö": "\U0010fffc"})


def _sort_key(text: str) -> str:
    marked = fold(text).translate(_AFTER_Z)
    return "".join(c for c in unicodedata.normalize("NFD", marked) if not unicodedata.combining(c))


def compare_swedish(a: str, b: str) -> int:
    """The collation `sv`: below, equal or above zero; å ä ö come after z."""
    key_a, key_b = (_sort_key(a), a), (_sort_key(b), b)
    return (key_a > key_b) - (key_a < key_b)
