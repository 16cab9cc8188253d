"""The sweep that goes by itself."""

import threading
from pathlib import Path

import pytest

from tests.cast import AT, a_person
from walkapp.storage import attempts, housekeeping, people, sessions
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database, Source

LATER = "2026-11-22T18:00:00Z"


def test_everything_past_its_time_goes_in_one_sweep(db: Database, tmp_path: Path) -> None:
    anna = a_person("Anna", "leader")
    people.add(db, anna)
    sessions.open_session(db, anna.id, AT)
    people.invite(db, anna.id, "2026-11-21T00:00:00Z")
    attempts.add(db, "wrong code", "192.0.2.1", AT)
    assert housekeeping.sweep(db, Blobs(tmp_path / "photos"), AT) == 0
    assert housekeeping.sweep(db, Blobs(tmp_path / "photos"), LATER) == 3
    assert people.get(db, anna.id) == anna


def test_it_sweeps_at_the_start_and_again_after_a_failure(
    source: Source, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts.add(db, "wrong code", "192.0.2.1", AT)
    monkeypatch.setattr(housekeeping, "EVERY_S", 0.01)
    tries, swept_twice = [0], threading.Event()

    def clock() -> str:
        tries[0] += 1
        if tries[0] == 1:
            raise OSError("the disk is away")
        if tries[0] > 3:
            swept_twice.set()
        return LATER

    keeper = housekeeping.Housekeeper(source, Blobs(tmp_path / "photos"), clock=clock)
    keeper.start()
    assert swept_twice.wait(30)
    keeper.stop()
    assert next(db.query("SELECT count(*) AS n FROM attempts"))["n"] == 0
