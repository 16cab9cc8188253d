"""The archive of a published version, over the web."""

import tempfile
from pathlib import Path
from threading import BoundedSemaphore

from werkzeug.wsgi import FileWrapper

from ...domain.errors import N_, TooMany
from ...files import archive
from ...storage.blobs import Blobs
from ..blobs import blobs
from .archiving import BytesOf, contents
from .edition import Edition

MOST_PICTURES = 300  # some 100 MB
_WAIT_S, _AT_ONCE = 20, 64 * 1024
_turns = BoundedSemaphore(2)


def as_sqlite(edition: Edition) -> FileWrapper:
    """One SQLite file. With more pictures than MOST_PICTURES they stand in it as addresses."""
    if not _turns.acquire(timeout=_WAIT_S):
        raise TooMany(N_("Många filer görs just nu. Försök igen om en stund."), retry_after=30)
    try:
        with tempfile.TemporaryDirectory(prefix="walkapp-") as folder:
            path = Path(folder) / "archive.sqlite"
            taken_along = len(edition.photos) <= MOST_PICTURES
            archive.write(path, contents(edition, reader(blobs()) if taken_along else _none))
            # Read to its end although its folder goes now, whether or not anybody reads it.
            return FileWrapper(path.open("rb"), _AT_ONCE)
    finally:
        _turns.release()


def reader(kept: Blobs) -> BytesOf:
    """Reads clean copies; one whose file is gone is left out."""

    def bytes_of(sha256: str) -> bytes | None:
        path = kept.clean_path(sha256)
        return path.read_bytes() if path.exists() else None

    return bytes_of


def _none(_: str) -> None:
    return None
