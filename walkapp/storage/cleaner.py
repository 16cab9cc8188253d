"""The queue of photos that wait to be cleaned. Its rows are the photos themselves.

received → cleaning (held for a minute) → clean, or failed with the code of the problem. A cleaner
that dies anywhere leaves a row whose time runs out, and the next one begins again.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from ..domain.photos import Photo
from ..domain.walks import moment, text_time
from . import rows
from .blobs import Blobs
from .database import Database, Source
from .pixels.result import Cleaned

LEASE = timedelta(seconds=60)
# A picture at which the whole program ended this often is not tried again.
MOST_TRIES = 20
_POLL_S = 1.0
_WAITS = "(state = 'received' OR state = 'cleaning' AND lease_until <= :at)"

log = logging.getLogger(__name__)


class Pool(Protocol):
    """Whoever makes the clean copies (`pixels.pool.Pool`)."""

    def clean(self, source: Path, folder: Path) -> Cleaned: ...

    def close(self) -> None: ...


def claim(db: Database, at: str) -> Photo | None:
    """The photo that has waited longest, held for a minute, or none. A transaction of its own."""
    if not rows.one(db, f"SELECT 1 AS waits FROM photos WHERE {_WAITS} LIMIT 1", at=at):
        return None  # looked for without a lock: most often nothing waits
    skip = " FOR UPDATE SKIP LOCKED" if db.engine == "postgres" else ""
    with db.writing():
        row = rows.one(
            db,
            "UPDATE photos SET state = 'cleaning', lease_until = :until, tries = tries + 1"
            f" WHERE photo_id = (SELECT photo_id FROM photos WHERE {_WAITS}"
            f" ORDER BY received_at, photo_id LIMIT 1{skip}) RETURNING *",
            at=at,
            until=text_time(moment(at) + LEASE),
        )
    return rows.read(Photo, row) if row else None


def clean_one(db: Database, blobs: Blobs, pool: Pool, clock: Callable[[], str]) -> bool:
    """Clean the photo whose turn it is; false when none waits.

    Raises OSError (NotCleaned) when the machine and not the picture is at fault; the photo then
    waits for its minute to pass.
    """
    photo = claim(db, clock())
    if photo is None:
        return False
    if photo.tries > MOST_TRIES:
        _settle(db, photo, {"state": "failed", "problem": "unreadable"})
        return True
    with blobs.work_folder() as folder:
        try:
            cleaned = pool.clean(blobs.original(photo.photo_id, photo.sha256), folder)
            for copy in cleaned.copies.values():
                blobs.keep_clean(folder / copy.sha256, copy.sha256)
        except OSError:
            _not_its_fault(db, photo)
            raise
    _finish(db, blobs, photo, cleaned=cleaned, at=clock())
    return True


def clean_waiting(db: Database, blobs: Blobs, pool: Pool, clock: Callable[[], str]) -> int:
    """Clean everything that waits, now; gives how many photos."""
    done = 0
    while clean_one(db, blobs, pool, clock):
        done += 1
    return done


class Cleaner:
    """Threads that clean photos as they arrive, until told to stop."""

    def __init__(
        self,
        source: Source,
        blobs: Blobs,
        pool: Pool,
        *,
        clock: Callable[[], str],
        threads: int = 1,
    ) -> None:
        """`clock` gives this moment as UTC text; one thread for each child of the pool."""
        self._source, self._blobs, self._pool, self._clock = source, blobs, pool, clock
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, name=f"cleaner-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Begin with what was left over."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the pool and the threads; what waits is found again at the next start."""
        self._stopping.set()
        self._blobs.arrived.set()
        self._pool.close()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._blobs.arrived.clear()
            try:
                self._clean_waiting()
            except OSError as error:
                log.warning("a photo waits for another try: %s", error)
            except Exception:
                # Nobody is above this thread to begin again, and the next photo shall be cleaned.
                log.exception("a photo was not cleaned")
            self._blobs.arrived.wait(_POLL_S)

    def _clean_waiting(self) -> None:
        db = self._source.connect()
        try:
            while not self._stopping.is_set() and clean_one(
                db, self._blobs, self._pool, self._clock
            ):
                pass
        finally:
            db.close()


def _finish(db: Database, blobs: Blobs, photo: Photo, *, cleaned: Cleaned, at: str) -> None:
    if not cleaned.ok:
        _settle(db, photo, {"state": "failed", "problem": cleaned.problem})
        return
    found = {
        "state": "clean",
        "sha256_1600": cleaned.copies["1600"].sha256,
        "sha256_480": cleaned.copies["480"].sha256,
        "width": cleaned.width,
        "height": cleaned.height,
        "suggested_lat": cleaned.suggestion.lat,
        "suggested_lon": cleaned.suggestion.lon,
        "suggested_at": cleaned.suggestion.taken_at,
        "inbox_gone_at": at,
    }
    if _settle(db, photo, found):
        # The row says "gone" first: what a crash leaves lying, the sweep takes.
        blobs.forget(photo.photo_id, photo.sha256)


def _settle(db: Database, photo: Photo, found: dict[str, object]) -> bool:
    """Write the outcome, unless another cleaner has taken the photo over meanwhile."""
    columns = ", ".join(f"{name} = :{name}" for name in found)
    with db.writing():
        written = db.execute(
            f"UPDATE photos SET {columns}, lease_until = NULL"
            " WHERE photo_id = :id AND state = 'cleaning' AND tries = :tries",
            {**found, "id": photo.photo_id, "tries": photo.tries},
        )
    return written.rowcount == 1


def _not_its_fault(db: Database, photo: Photo) -> None:
    with db.writing():
        db.execute(
            "UPDATE photos SET tries = tries - 1"
            " WHERE photo_id = :id AND state = 'cleaning' AND tries = :tries",
            {"id": photo.photo_id, "tries": photo.tries},
        )
