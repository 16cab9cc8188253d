"""The real server on loopback, on either engine, and what it uses."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.cast import a_walk
from tests.faults.installation import AT, FOREVER, Installation
from walkapp.domain.people import Municipality
from walkapp.storage import database, devices, migrations, municipality, walks
from walkapp.storage.database import Source

ENGINES = ("sqlite", "postgres")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Served(Installation):
    """An installation whose database may be PostgreSQL."""

    url: str = ""

    def environment(self) -> dict[str, str]:
        """The same, with the database named."""
        return {**super().environment(), "WALKAPP_DATABASE": self.url}


@contextmanager
def installed(engine: str, phones: int = 0) -> Iterator[tuple[Served, Source]]:
    """A migrated, empty installation with an open walk; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory() as folder, _database(engine, Path(folder)) as url:
        source = database.open_source(url)
        db = source.connect()
        migrations.migrate(db)
        municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
        walk = a_walk(starts_at=AT)
        walks.add(db, walk)
        tokens = [
            devices.admit(db, walk.id, f"Telefon {n}", AT, expires_at=FOREVER)[1]
            for n in range(phones)
        ]
        db.close()
        place = Served(Path(folder), walk.id, tokens, url=url)
        try:
            yield place, source
        finally:
            place.stop()
            source.close()


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield str(folder / "walkapp.db")
        return
    given = os.environ["WALKAPP_TEST_POSTGRES"]
    name = "walkapp_bench"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    head, _, query = given.partition("?")
    try:
        yield f"{head.rsplit('/', 1)[0]}/{name}?{query}"
    finally:
        with psycopg.connect(given, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def cpu_seconds(place: Installation) -> float:
    """User and system time of the server itself, without its photo children."""
    assert place.process
    return _ticks(place.process.pid) / TICKS


def children_seconds(place: Installation) -> float:
    """The same of the photo children that live now."""
    assert place.process
    below = Path(f"/proc/{place.process.pid}/task").glob("*/children")
    return sum(_ticks(int(pid)) for file in below for pid in file.read_text().split()) / TICKS


def memory_mb(place: Installation) -> float:
    """Resident memory of the server, without its photo children."""
    assert place.process
    text = Path(f"/proc/{place.process.pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1000


def peak_mb(place: Installation) -> float:
    """The most the server has held since `forget_peak`."""
    assert place.process
    text = Path(f"/proc/{place.process.pid}/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) / 1000


def forget_peak(place: Installation) -> None:
    """Let the peak begin anew from what is held now."""
    assert place.process
    Path(f"/proc/{place.process.pid}/clear_refs").write_text("5")


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])
