"""Bytes on disk: synced before they have a name, and never half there."""

import errno
import os
from collections import namedtuple
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from walkapp.domain.ids import new_id
from walkapp.domain.photos import TooLarge
from walkapp.storage.blobs import Blobs, NoSpace, floor
from walkapp.storage.database import trouble

Usage = namedtuple("Usage", "total free")
GB = 10**9


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "photos", usage=lambda _: Usage(100 * GB, 50 * GB))


def every_file(tmp_path: Path) -> list[Path]:
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_bytes_are_measured_on_their_way_to_the_disk(blobs: Blobs) -> None:
    data = os.urandom(700_001)
    received = blobs.receive(BytesIO(data), len(data))
    assert received.path.read_bytes() == data
    assert (received.sha256, received.size) == (sha256(data).hexdigest(), len(data))
    assert received.head == data[:64]


def test_kept_bytes_lie_in_the_inbox_under_id_and_hash(blobs: Blobs) -> None:
    photo_id = new_id()
    received = blobs.receive(BytesIO(b"bild"), 10)
    blobs.keep(received, photo_id)
    assert blobs.original(photo_id, received.sha256).read_bytes() == b"bild"
    assert not received.path.exists()
    (original,) = blobs.originals()
    assert (original.photo_id, original.sha256) == (photo_id, received.sha256)
    blobs.forget(photo_id, received.sha256)
    blobs.forget(photo_id, received.sha256)
    assert list(blobs.originals()) == []


def test_two_contents_under_one_id_never_overwrite_each_other(blobs: Blobs) -> None:
    photo_id = new_id()
    first, second = (blobs.receive(BytesIO(data), 10) for data in (b"ett", b"tva"))
    blobs.keep(first, photo_id)
    blobs.keep(second, photo_id)
    assert blobs.original(photo_id, first.sha256).read_bytes() == b"ett"


def test_too_many_bytes_leave_nothing_behind(blobs: Blobs, tmp_path: Path) -> None:
    assert blobs.receive(BytesIO(b"x" * 10), 10).size == 10
    with pytest.raises(TooLarge) as found:
        blobs.receive(BytesIO(b"x" * 11), 10)
    assert found.value.limit == 10
    assert len(every_file(tmp_path)) == 1


def test_a_broken_stream_leaves_nothing_behind(blobs: Blobs, tmp_path: Path) -> None:
    class Cut(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(3)
            if not piece:
                raise ConnectionResetError
            return piece

    with pytest.raises(ConnectionResetError):
        blobs.receive(Cut(b"halva bilden"), 100)
    assert every_file(tmp_path) == []


@pytest.mark.parametrize(
    ("total", "kept"), [(10 * GB, 2 * GB), (40 * GB, 2 * GB), (1000 * GB, 50 * GB)]
)
def test_two_gigabytes_or_a_twentieth_stay_free(total: int, kept: int) -> None:
    assert floor(total) == kept


def test_a_nearly_full_disk_takes_no_pictures(tmp_path: Path) -> None:
    usage = [Usage(100 * GB, 5 * GB)]
    blobs = Blobs(tmp_path / "photos", usage=lambda _: usage[0])
    assert blobs.receive(BytesIO(b"bild"), 10).size == 4
    usage[0] = Usage(100 * GB, 5 * GB - 1)
    with pytest.raises(NoSpace) as found:
        blobs.receive(BytesIO(b"bild"), 10)
    assert trouble(found.value) == "full"
    assert len(every_file(tmp_path)) == 1


def test_a_disk_that_fills_in_the_middle_leaves_nothing_behind(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError) as found:
        blobs.receive(BytesIO(b"bild"), 10)
    assert trouble(found.value) == "full"
    assert every_file(tmp_path) == []


def test_the_order_is_write_sync_rename_sync_the_folder(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, os.rename

    def noted_sync(handle: int) -> None:
        done.append("fsync " + Path(os.readlink(f"/proc/self/fd/{handle}")).name[:5])
        sync(handle)

    def noted_rename(source: Path, target: Path) -> None:
        done.append("rename")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "rename", noted_rename)
    received = blobs.receive(BytesIO(b"bild"), 10)
    blobs.keep(received, new_id())
    assert done == ["fsync " + received.path.name[:5], "rename", "fsync inbox"]
    done.clear()
    source = blobs.clean_path("0" * 64).parents[2] / "klar"
    source.write_bytes(b"ren")
    name = sha256(b"ren").hexdigest()
    blobs.keep_clean(source, name)
    new_folders = ["fsync clean", "fsync " + name[:2]]
    assert done[:2] == new_folders
    assert done[2].startswith("fsync tmp")
    assert done[3:] == ["rename", "fsync " + name[2:4]]


def test_a_clean_copy_is_named_by_its_bytes_and_not_linked_to_its_maker(
    blobs: Blobs, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    made.write_bytes(b"ren bild")
    name = sha256(b"ren bild").hexdigest()
    blobs.keep_clean(made, name)
    blobs.keep_clean(made, name)
    made.write_bytes(b"ondska!!")
    kept = blobs.clean_path(name)
    assert kept.read_bytes() == b"ren bild"
    assert kept.relative_to(tmp_path).parts[:4] == ("photos", "clean", name[:2], name[2:4])


def test_a_copy_that_changed_after_it_was_looked_through_is_refused(
    blobs: Blobs, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    made.write_bytes(b"ondska")
    name = sha256(b"ren bild").hexdigest()
    with pytest.raises(OSError):
        blobs.keep_clean(made, name)
    assert not blobs.clean_path(name).exists()


def test_everything_is_the_servers_own(blobs: Blobs, tmp_path: Path) -> None:
    blobs.keep(blobs.receive(BytesIO(b"bild"), 10), new_id())
    for path in (tmp_path / "photos").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_the_sweep_takes_old_temporary_things_and_no_others(blobs: Blobs) -> None:
    old, new = blobs.receive(BytesIO(b"gammal"), 10), blobs.receive(BytesIO(b"ny"), 10)
    kept = blobs.receive(BytesIO(b"sparad"), 10)
    blobs.keep(kept, new_id())
    with blobs.work_folder() as folder:
        (folder / "half").write_bytes(b"x")
        for path in (old.path, folder, next(kept.path.parent.parent.glob("inbox/*"))):
            os.utime(path, (1000, 1000))
        assert blobs.sweep_temporary(2000) == 2
        assert not folder.exists()
    assert not old.path.exists()
    assert new.path.exists()
    assert len(list(blobs.originals())) == 1
