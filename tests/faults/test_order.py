"""The order of system calls around one issue and one photo: on disk first, then the answer.

A killed server loses nothing the kernel holds, so only this tells a synced file from one that a
power cut would take.
"""

import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pysqlite3
import pytest

from tests.faults import checker, tracing
from tests.faults.installation import Installation, install
from tests.faults.storm import new_issue, send

HINDRANCE = tracing.hindrance()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(HINDRANCE), reason=f"system calls cannot be followed: {HINDRANCE}"),
]

ISSUE = ["commit begun", "commit synced", "answered"]
PHOTO = ["bytes synced", "named", "folder synced", *ISSUE]
LATE_S = "0.5"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    made = install(tmp_path / "data", phones=1)
    yield made
    made.kill()


def stories(place: Installation) -> tuple[list[str], list[str]]:
    """What the server did for one issue, and for one photo of it."""
    trace = place.data / "trace"
    place.trace = tracing.command(trace)
    issue, photo = new_issue(place, random.Random(1), photos=1)
    # As when somebody else reads: closing the last connection syncs and empties the log, which
    # would hide a commit that was not synced.
    with closing(pysqlite3.connect(place.url)) as reader:
        reader.execute("SELECT count(*) FROM walks").fetchone()
        place.start()
        assert send(place, issue, place.tokens[0])[0] == 201
        while not checker.rows(place, "SELECT 1 FROM issues"):
            time.sleep(0.01)
        assert send(place, photo, place.tokens[0])[0] == 201
        place.stop()
    calls = tracing.read(trace)
    photos = place.data / "photos"
    of_photo = tracing.of_letter(tracing.between(calls, "PUT /issues/"))
    of_issue = tracing.between(calls, "POST /walks/", "PUT /issues/")
    return tracing.story(of_issue, photos), tracing.story(of_photo, photos)


def test_received_is_answered_when_it_is_on_disk(place: Installation) -> None:
    assert stories(place) == (ISSUE, PHOTO)


def test_bytes_that_are_not_synced_and_a_hasty_answer_are_seen(place: Installation) -> None:
    place.starter = ("-m", "tests.faults.planted", "missing-fsync+answer-before-commit", LATE_S)
    issue, photo = stories(place)
    assert issue == ["answered", "commit begun", "commit synced"]
    assert photo == ["named", "commit begun", "commit synced", "answered"]


def test_a_commit_that_is_not_synced_or_too_early_is_seen(place: Installation) -> None:
    place.starter = ("-m", "tests.faults.planted", "commit-not-synced+commit-before-file", "0")
    issue, photo = stories(place)
    assert issue == ["commit begun", "answered"]
    assert photo == ["bytes synced", "commit begun", "named", "folder synced", "answered"]
