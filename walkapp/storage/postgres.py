"""The methods of `sqlite_utils.Database` that storage calls, over psycopg. Nothing more."""

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from .database import Cursor, Params
from .known import Memory

_NAME = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)")
POOL_SIZE = 32


@lru_cache(maxsize=2048)
def _translated(sql: str) -> str:
    return _NAME.sub(r"%(\1)s", sql.replace("%", "%%"))


def _without_nul(params: Params) -> Params:
    """PostgreSQL's text cannot hold NUL; what somebody put into an address finds nothing."""
    return {
        name: value.replace("\0", "\ufffd") if isinstance(value, str) else value
        for name, value in params.items()
    }


class Closed(Exception):
    """The connection was given back and may be somebody else's by now."""


class Postgres:
    """One loan of a pooled connection; `close` gives it back."""

    engine = "postgres"

    def __init__(
        self, pool: ConnectionPool[psycopg.Connection[dict[str, Any]]], known: Memory
    ) -> None:
        self._pool, self.known = pool, known
        self._lent: psycopg.Connection[dict[str, Any]] | None = pool.getconn()

    def query(self, sql: str, params: Params | None = None) -> Iterator[dict[str, Any]]:
        """Run a statement that returns rows."""
        return iter(self._run(sql, params).fetchall())

    def execute(self, sql: str, params: Params | None = None) -> Cursor:
        """Run a statement for its effect; outside `writing` it commits by itself."""
        return self._run(sql, params)

    def execute_many(self, sql: str, many: list[Params]) -> Cursor:
        """The same statement for each of many, without waiting for the answer to each."""
        cursor = self._connection.cursor()
        cursor.executemany(_translated(sql).encode(), [_without_nul(params) for params in many])
        return cursor

    @contextmanager
    def writing(self, *, synced: bool = True) -> Generator[None, None, None]:
        """One write transaction."""
        with self._connection.transaction():
            if not synced:
                self._connection.execute("SET LOCAL synchronous_commit = off")
            yield

    def close(self) -> None:
        """Give the connection back to the pool, which rolls back what was left open."""
        connection, self._lent = self._lent, None
        if connection is not None:
            self._pool.putconn(connection)

    @property
    def _connection(self) -> psycopg.Connection[dict[str, Any]]:
        if self._lent is None:
            raise Closed
        return self._lent

    def _run(self, sql: str, params: Params | None) -> psycopg.Cursor[dict[str, Any]]:
        return self._connection.execute(_translated(sql).encode(), _without_nul(params or {}))


class PostgresSource:
    """A pool of connections to one server."""

    engine = "postgres"

    def __init__(self, url: str) -> None:
        self._memory = Memory()
        self._pool: ConnectionPool[psycopg.Connection[dict[str, Any]]] = ConnectionPool(
            url,
            min_size=1,
            max_size=POOL_SIZE,
            open=True,
            # The default of 4.0 is for turning disks; with it lists read whole rows, not the index.
            kwargs={
                "autocommit": True,
                "row_factory": dict_row,
                "options": "-c random_page_cost=1.1",
            },
            check=ConnectionPool.check_connection,
        )

    def connect(self) -> Postgres:
        """A connection from the pool."""
        return Postgres(self._pool, self._memory)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
