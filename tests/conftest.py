"""Fixtures: a fresh database on each engine, an app on top of it, and the cast."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from walkapp.storage import database, migrations
from walkapp.storage.database import Database, Source

POSTGRES = os.environ.get("WALKAPP_TEST_POSTGRES", "")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "walkapp.db"
    source = database.open_source(str(path))
    db = source.connect()
    migrations.migrate(db)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture(scope="session")
def empty_postgres(worker_id: str) -> Iterator[str]:
    """The name of a migrated PostgreSQL database, emptied before each test."""
    import psycopg

    name = f"walkapp_template_{worker_id}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    source = database.open_source(_named(name))
    db = source.connect()
    migrations.migrate(db)
    db.close()
    source.close()
    yield name
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database on each engine in turn."""
    if request.param == "sqlite":
        template = request.getfixturevalue("empty_file")
        yield str(shutil.copy(template, tmp_path / "walkapp.db"))
        return
    if not POSTGRES:
        pytest.skip("WALKAPP_TEST_POSTGRES is not set; `make test` sets it")
    name = request.getfixturevalue("empty_postgres")
    _empty(_named(name))
    yield _named(name)


@pytest.fixture
def source(url: str) -> Iterator[Source]:
    """Where connections to the fresh database come from."""
    opened = database.open_source(url)
    yield opened
    opened.close()


@pytest.fixture
def db(source: Source) -> Iterator[Database]:
    """One connection to the fresh database."""
    connection = source.connect()
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """`main`, or the name of the parallel worker."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def _empty(address: str) -> None:
    """Take every row away: many times faster than a new database, or TRUNCATE, for each test."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        tables = server.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE relname <> 'schema_steps'"
        ).fetchall()
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for [name] in tables)
        filled = server.execute(" UNION ALL ".join(asked)).fetchall()
        server.execute("SET session_replication_role = replica")  # in any order, whoever points
        for [name] in filled:
            server.execute(f"DELETE FROM {name}")
        server.execute("INSERT INTO event_head (id, seq, hash) VALUES (1, 0, '')")


def _named(name: str) -> str:
    head, _, query = POSTGRES.partition("?")
    address = f"{head.rsplit('/', 1)[0]}/{name}"
    return f"{address}?{query}" if query else address
