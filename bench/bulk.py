"""Many rows at once, past the app's own code: COPY on PostgreSQL, one transaction on SQLite."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from walkapp.storage.database import SQLiteSource, open_source

Row = dict[str, Any]
Write = Callable[[str, list[Row]], None]


@contextmanager
def writer(url: str) -> Iterator[Write]:
    """A function that writes rows to a table; all of it is kept when the block ends."""
    source = open_source(url)
    with closing(source):
        if isinstance(source, SQLiteSource):
            with closing(source.connect()) as db:
                db.execute("PRAGMA cache_size = -400000")  # in one go, so let it stay in memory
                with db.writing():
                    yield lambda table, rows: _insert(db.conn, table, rows)
            return
    with psycopg.connect(url) as server:
        yield lambda table, rows: _copy(server, table, rows)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("VACUUM ANALYZE")


def _insert(connection: Any, table: str, rows: list[Row]) -> None:
    names = ", ".join(rows[0])
    places = ", ".join(f":{name}" for name in rows[0])
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def _copy(server: "psycopg.Connection[Any]", table: str, rows: list[Row]) -> None:
    names = ", ".join(rows[0])
    with server.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(list(row.values()))
