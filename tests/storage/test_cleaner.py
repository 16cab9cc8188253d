"""The queue of photos: each cleaned once, whatever stops on the way."""

import threading
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.cast import AT
from tests.storage import pictures
from tests.storage.arrivals import a_phone, a_stored_walk, in_parallel
from walkapp.domain.ids import new_id
from walkapp.domain.photos import PROBLEMS, Photo
from walkapp.storage import photos
from walkapp.storage.blobs import Blobs
from walkapp.storage.cleaner import MOST_TRIES, Cleaner, claim, clean_one, clean_waiting
from walkapp.storage.database import Database, Source
from walkapp.storage.photos import Upload
from walkapp.storage.pixels.breaches import NotCleaned
from walkapp.storage.pixels.pool import Pool
from walkapp.storage.pixels.result import Cleaned, Copy, Suggestion

PICTURE = pictures.jpeg(80, 60)
WITHIN, AFTER = "2026-11-20T18:00:59Z", "2026-11-20T18:01:00Z"


class Stamp:
    """A pool without children: copies are the picture's hash and its size; `fault` is raised."""

    def __init__(self, fault: Callable[[], None] = lambda: None, problem: str | None = None):
        self.fault, self.problem = fault, problem
        self.cleaned: list[Path] = []
        self.closed = False

    def clean(self, source: Path, folder: Path) -> Cleaned:
        self.fault()
        self.cleaned.append(source)
        if self.problem:
            return Cleaned.failed(self.problem)
        copies = {edge: self._copy(source, folder, edge) for edge in ("1600", "480")}
        return Cleaned(True, 80, 60, copies, Suggestion(59.058, 16.588, "2026-11-20T19:00:00"))

    def _copy(self, source: Path, folder: Path, edge: str) -> Copy:
        data = source.read_bytes() + edge.encode()
        name = sha256(data).hexdigest()
        (folder / name).write_bytes(data)
        return Copy(name, len(data), 80, 60)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "photos")


@pytest.fixture
def send(db: Database, blobs: Blobs) -> Callable[..., str]:
    phone = a_phone(db, a_stored_walk(db))

    def put(data: bytes = PICTURE, at: str = AT) -> str:
        upload = Upload("issue", client_id=new_id(), device_id=phone.device_id)
        return photos.receive_upload(db, blobs, BytesIO(data), upload, at=at).photo_id

    return put


def at(moment: str) -> Callable[[], str]:
    return lambda: moment


def read(db: Database, photo_id: str) -> Photo:
    photo = photos.get(db, photo_id)
    assert photo
    return photo


def test_a_clean_photo_has_its_copies_and_its_original_is_gone(
    db: Database, blobs: Blobs, send: Callable[..., str]
) -> None:
    photo_id = send()
    assert clean_one(db, blobs, Stamp(), at(AFTER))
    photo = read(db, photo_id)
    assert (photo.state, photo.width, photo.height, photo.lease_until) == ("clean", 80, 60, None)
    assert (photo.suggested_lat, photo.suggested_at) == (59.058, "2026-11-20T19:00:00")
    for name in (photo.sha256_1600, photo.sha256_480):
        assert name
        assert sha256(blobs.clean_path(name).read_bytes()).hexdigest() == name
    assert (photo.inbox_gone_at, list(blobs.originals())) == (AFTER, [])
    assert not clean_one(db, blobs, Stamp(), at(AFTER))


def test_real_children_make_real_copies(
    db: Database, blobs: Blobs, send: Callable[..., str]
) -> None:
    photo_id = send(pictures.jpeg(900, 600, gps=(59.058, 16.588), orientation=6))
    broken_id = send(PICTURE[: len(PICTURE) // 2])
    with Pool(1) as pool:
        assert clean_waiting(db, blobs, pool, at(AFTER)) == 2
    photo = read(db, photo_id)
    assert (photo.state, photo.width, photo.height) == ("clean", 600, 900)
    assert photo.suggested_lat == pytest.approx(59.058, abs=1e-4)
    assert photo.sha256_480
    with Image.open(blobs.clean_path(photo.sha256_480)) as image:
        assert image.size == (320, 480)
    broken = read(db, broken_id)
    assert (broken.state, broken.problem) == ("failed", "truncated")
    assert broken.trouble == PROBLEMS["truncated"]


def test_a_photo_that_cannot_be_used_keeps_its_original(
    db: Database, blobs: Blobs, send: Callable[..., str]
) -> None:
    photo_id = send()
    clean_one(db, blobs, Stamp(problem="too_many_scans"), at(AFTER))
    photo = read(db, photo_id)
    assert (photo.state, photo.problem, photo.inbox_gone_at) == ("failed", "too_many_scans", None)
    assert photo.trouble
    assert blobs.original(photo_id, photo.sha256).read_bytes() == PICTURE


def test_the_oldest_is_cleaned_first(db: Database, send: Callable[..., str]) -> None:
    later, earlier = send(at="2026-11-20T18:00:05Z"), send(pictures.jpeg(80, 60, seed=1), AT)
    claimed = [claim(db, AFTER), claim(db, AFTER)]
    assert [photo and photo.photo_id for photo in claimed] == [earlier, later]
    assert claim(db, AFTER) is None


def test_a_claimed_photo_is_left_alone_for_a_minute(db: Database, send: Callable[..., str]) -> None:
    photo_id = send()
    assert claim(db, AT)
    assert claim(db, WITHIN) is None
    again = claim(db, AFTER)
    assert again and (again.photo_id, again.tries) == (photo_id, 2)


def test_no_photo_is_claimed_twice_by_many_cleaners(
    source: Source, send: Callable[..., str]
) -> None:
    sent = {send(pictures.jpeg(80, 60, seed=seed)) for seed in range(12)}
    claimed = in_parallel(source, 16, lambda own: claim(own, AFTER))
    taken = [photo.photo_id for photo in claimed if photo]
    assert len(taken) == len(set(taken))
    assert set(taken) <= sent


def test_a_cleaner_that_came_too_late_changes_nothing(
    db: Database, blobs: Blobs, send: Callable[..., str]
) -> None:
    photo_id = send()

    def slept() -> None:
        assert claim(db, AFTER)

    clean_one(db, blobs, Stamp(fault=slept), at(AT))
    photo = read(db, photo_id)
    assert (photo.state, photo.tries, photo.sha256_480) == ("cleaning", 2, None)
    assert blobs.original(photo_id, photo.sha256).exists()


@pytest.mark.parametrize("fault", [NotCleaned("no child"), OSError(28, "full")])
def test_a_failing_machine_costs_the_photo_nothing(
    db: Database, blobs: Blobs, send: Callable[..., str], fault: OSError
) -> None:
    photo_id = send()

    def fail() -> None:
        raise fault

    moments = [f"2026-11-20T18:{minute:02}:00Z" for minute in range(0, 3 * MOST_TRIES, 2)]
    for moment in moments:
        with pytest.raises(OSError):
            clean_one(db, blobs, Stamp(fault=fail), at(moment))
        assert not clean_one(db, blobs, Stamp(), at(moment))
    assert clean_one(db, blobs, Stamp(), at("2026-11-20T20:00:00Z"))
    assert read(db, photo_id).state == "clean"


def test_a_photo_at_which_the_program_always_ends_is_given_up(
    db: Database, blobs: Blobs, send: Callable[..., str]
) -> None:
    photo_id = send()
    for hour in range(MOST_TRIES):
        assert claim(db, f"2026-11-21T{hour:02}:00:00Z")
    assert clean_one(db, blobs, Stamp(), at("2026-11-22T00:00:00Z"))
    photo = read(db, photo_id)
    assert (photo.state, photo.problem) == ("failed", "unreadable")


@pytest.mark.parametrize("step", ["keep_clean", "forget"])
def test_a_crash_on_the_way_is_healed_by_the_next_cleaner(
    db: Database,
    blobs: Blobs,
    send: Callable[..., str],
    step: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    photo_id = send()
    monkeypatch.setattr(blobs, step, cut)
    with pytest.raises(PowerCut):
        clean_one(db, blobs, Stamp(), at(AT))
    monkeypatch.undo()
    photo = read(db, photo_id)
    original_there = blobs.original(photo_id, photo.sha256).exists()
    assert original_there
    clean_waiting(db, blobs, Stamp(), at(AFTER))
    photo = read(db, photo_id)
    assert photo.state == "clean"
    assert photo.sha256_480 and blobs.clean_path(photo.sha256_480).exists()


def test_threads_clean_what_was_left_and_what_arrives(
    db: Database, source: Source, blobs: Blobs, send: Callable[..., str]
) -> None:
    left = send()
    pool = Stamp()
    running = Cleaner(source, blobs, pool, clock=at(AFTER), threads=2)
    running.start()
    arrived = send(pictures.jpeg(80, 60, seed=3))
    assert eventually(lambda: {read(db, one).state for one in (left, arrived)} == {"clean"})
    running.stop()
    assert pool.closed
    assert not any(thread.name.startswith("cleaner-") for thread in threading.enumerate())


def test_a_thread_lives_through_faults(
    db: Database, source: Source, blobs: Blobs, send: Callable[..., str]
) -> None:
    faults = iter([OSError(28, "full"), ZeroDivisionError()])

    def fail_twice() -> None:
        for fault in faults:
            raise fault

    first, second, third = (
        send(pictures.jpeg(80, 60, seed=seed), f"2026-11-20T18:00:0{seed}Z") for seed in range(3)
    )
    running = Cleaner(source, blobs, Stamp(fault=fail_twice), clock=at(AFTER))
    running.start()
    assert eventually(lambda: read(db, third).state == "clean")
    running.stop()
    assert [read(db, one).state for one in (first, second)] == ["cleaning", "cleaning"]


def test_an_idle_queue_takes_no_lock(db: Database, source: Source) -> None:
    other = source.connect()
    with other.writing():
        assert claim(db, AFTER) is None
    other.close()


def eventually(true: Callable[[], bool]) -> bool:
    """Whether it becomes true; the wait ends the test, it measures nothing."""
    wait = threading.Event()
    for _ in range(400):
        if true():
            return True
        wait.wait(0.05)
    return False
