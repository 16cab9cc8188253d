"""Kill -9 at random moments while eight phones log issues with photos."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.faults import campaign, checker
from tests.faults.installation import Installation, install

KILLS, KILLS_ON_POSTGRES, KILLS_TO_FIND = 30, 10, 10
LATE_S = "0.1"
POSTGRES = os.environ.get("WALKAPP_TEST_POSTGRES", "")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    made = install(tmp_path / "data", campaign.joined_for(KILLS))
    yield made
    made.kill()


@pytest.fixture
def place_on_postgres(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose database is a server of its own, which nobody kills."""
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute("CREATE DATABASE killed_beside")
    made = install(
        tmp_path / "data",
        campaign.joined_for(KILLS_ON_POSTGRES),
        urlsplit(POSTGRES)._replace(path="/killed_beside").geturl(),
    )
    yield made
    made.kill()
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute("DROP DATABASE killed_beside WITH (FORCE)")


def test_nothing_acknowledged_is_lost_doubled_or_half_written(place: Installation) -> None:
    assert campaign.storm(place, KILLS, seed=1) == []
    counts = checker.counted(place)
    assert counts["acknowledged"] > 100, counts


@pytest.mark.skipif(not POSTGRES, reason="WALKAPP_TEST_POSTGRES is not set; `make test` sets it")
def test_nor_when_postgresql_lives_on(place_on_postgres: Installation) -> None:
    assert campaign.storm(place_on_postgres, KILLS_ON_POSTGRES, seed=3) == []
    counts = checker.counted(place_on_postgres)
    assert counts["acknowledged"] > 30, counts


@pytest.mark.parametrize("bug", ["commit-before-file", "answer-before-commit", "insert-or-replace"])
def test_the_checker_finds_a_planted_bug(place: Installation, bug: str) -> None:
    place.starter = ("-m", "tests.faults.planted", bug, LATE_S)
    assert campaign.storm(place, KILLS_TO_FIND, seed=2) != []
