"""Files that survive a power cut: bytes synced before the name, the name before anybody is told."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

CHUNK = 1 << 18
_PRIVATE = 0o700


class Readable(Protocol):
    """What bytes arrive in."""

    def read(self, size: int, /) -> bytes: ...


def chunks(stream: Readable) -> Iterable[bytes]:
    """The bytes of a stream, a piece at a time."""
    return iter(lambda: stream.read(CHUNK), b"")


def write_temporary(pieces: Iterable[bytes], folder: Path) -> Path:
    """A new synced file in `folder`. Nothing is left behind when the pieces or the disk fail."""
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(path)
        raise
    return path


def move(source: Path, target: Path) -> None:
    """Give a synced file its name, for good, in a folder that is there."""
    os.rename(source, target)
    sync(target.parent)


def make(folder: Path) -> None:
    """Make a folder and its parents, each synced into the one above it."""
    if folder.is_dir():
        return
    make(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_PRIVATE)
    sync(folder.parent)


def sync(folder: Path) -> None:
    """Have the names in a folder on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard(path: Path) -> None:
    """Remove a temporary file if it is still there; what fails is left to the sweep."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


class Measured:
    """Passes bytes on and remembers their hash, number and first ones."""

    def __init__(self, limit: int, refuse: Callable[[int], Exception]) -> None:
        """`refuse(limit)` is raised as soon as there is more than `limit`."""
        self._digest = hashlib.sha256()
        self._limit, self._refuse = limit, refuse
        self.size, self.head = 0, b""

    def through(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        """The same pieces."""
        for piece in pieces:
            self.size += len(piece)
            if self.size > self._limit:
                raise self._refuse(self._limit)
            self._digest.update(piece)
            self.head = self.head or piece[:64]
            yield piece

    @property
    def sha256(self) -> str:
        """Lower-case hex of all that went through."""
        return self._digest.hexdigest()
