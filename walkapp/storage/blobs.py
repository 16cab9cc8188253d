"""Bytes on disk: a private inbox for what arrives, and the clean copies that may be shown.

Order is everything here. Bytes are written to a temporary file, synced, renamed, and the folder is
synced, before any row speaks of them: a crash leaves at most a file nobody knows, never a row
without its bytes.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..domain.photos import TooLarge
from . import durable
from .durable import Readable

_ORIGINAL = re.compile(r"(?P<photo_id>[0-9a-f-]{36})\.(?P<sha256>[0-9a-f]{64})")


class Usage(Protocol):
    """How much room a disk has, in bytes."""

    @property
    def total(self) -> int: ...

    @property
    def free(self) -> int: ...


class NoSpace(OSError):
    """Too little room is left on the disk for more pictures; text is still taken in."""

    def __init__(self) -> None:
        super().__init__(errno.ENOSPC, os.strerror(errno.ENOSPC))


@dataclass(frozen=True)
class Received:
    """Bytes that are safely in a temporary file: their hash, number and first ones."""

    path: Path
    sha256: str
    size: int
    head: bytes


@dataclass(frozen=True)
class Original:
    """A file in the inbox; `since` is when it came, in seconds since 1970."""

    photo_id: str
    sha256: str
    since: float


def floor(total: int) -> int:
    """How much of a disk of `total` bytes pictures leave free: 2 GB or 5 %, the larger."""
    return max(2_000_000_000, total // 20)


class Blobs:
    """The photo folder. One per process; safe for several threads and several processes."""

    def __init__(self, root: Path, usage: Callable[[Path], Usage] = shutil.disk_usage) -> None:
        """Make the folders that are missing. `usage` tells how much room there is."""
        self.arrived = threading.Event()
        self._root = root
        self._usage = usage
        self._incoming, self._inbox = root / "incoming", root / "inbox"
        self._clean, self._work = root / "clean", root / "work"
        for folder in (self._incoming, self._inbox, self._clean, self._work):
            durable.make(folder)

    def receive(self, stream: Readable, limit: int) -> Received:
        """Write a stream to a synced temporary file.

        Raises TooLarge above `limit` bytes and NoSpace when the disk is nearly full; nothing is
        left behind then.
        """
        usage = self._usage(self._root)
        if usage.free < floor(usage.total):
            raise NoSpace
        measured = durable.Measured(limit, TooLarge)
        pieces = measured.through(durable.chunks(stream))
        path = durable.write_temporary(pieces, self._incoming)
        return Received(path, measured.sha256, measured.size, measured.head)

    def discard(self, received: Received) -> None:
        """Let go of received bytes that were not kept."""
        durable.discard(received.path)

    def keep(self, received: Received, photo_id: str) -> None:
        """Move received bytes into the inbox, for good. Only after this may a row name them."""
        durable.move(received.path, self.original(photo_id, received.sha256))

    def original(self, photo_id: str, sha256: str) -> Path:
        """Where an original lies. The hash in the name keeps two senders of one id apart."""
        return self._inbox / f"{photo_id}.{sha256}"

    def originals(self) -> Iterator[Original]:
        """Every file in the inbox."""
        for path in self._inbox.iterdir():
            named = _ORIGINAL.fullmatch(path.name)
            if named:
                yield Original(named["photo_id"], named["sha256"], _changed(path))

    def forget(self, photo_id: str, sha256: str) -> None:
        """Remove an original that is no longer needed."""
        self.original(photo_id, sha256).unlink(missing_ok=True)

    def keep_clean(self, source: Path, sha256: str) -> None:
        """Copy a clean picture to where it is served from, for good.

        It is copied, not moved: whoever wrote it may still hold it open. Raises OSError when the
        bytes are not those of the hash.
        """
        data = source.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise OSError(errno.EIO, "a clean copy changed after it was looked through")
        target = self.clean_path(sha256)
        durable.make(target.parent)
        durable.move(durable.write_temporary([data], self._incoming), target)

    def clean_path(self, sha256: str) -> Path:
        """Where the clean copy with this hash lies."""
        return self._clean / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"

    def forget_clean(self, sha256: str) -> None:
        """Remove a clean copy that no photo has any more."""
        self.clean_path(sha256).unlink(missing_ok=True)

    @contextmanager
    def work_folder(self) -> Generator[Path, None, None]:
        """An empty folder that is gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self._work, ignore_cleanup_errors=True) as name:
            yield Path(name)

    def sweep_temporary(self, before: float) -> int:
        """Remove temporary files and folders last changed before a moment; gives how many."""
        places = (*self._incoming.iterdir(), *self._work.iterdir())
        old = [path for path in places if _changed(path) < before]
        for path in old:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                durable.discard(path)
        return len(old)


def _changed(path: Path) -> float:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime
    return float("inf")
