"""What is past its time goes by itself: at the start of the server, and then every hour."""

import logging
import threading
from collections.abc import Callable

from . import (
    attempts,
    dead_letters,
    devices,
    importing,
    notices,
    outbox,
    outside,
    people,
    push,
    retention,
    sessions,
    sweeping,
    walker_news,
)
from .blobs import Blobs
from .database import Database, Source

EVERY_S = 3600.0

log = logging.getLogger(__name__)


def sweep(db: Database, blobs: Blobs, at: str) -> int:
    """Remove sessions, links, phones, tries, letters and files past their time; gives how many."""
    parts = (
        people.sweep,
        sessions.sweep,
        devices.sweep,
        attempts.sweep,
        dead_letters.sweep,
        importing.sweep,
        notices.sweep,
        outbox.sweep,
        outside.sweep,
        push.sweep,
        walker_news.sweep,
    )
    swept = sum(part(db, at) for part in parts) + sweeping.sweep(db, blobs, at)
    return swept + retention.sweep(db, blobs, at)


class Housekeeper:
    """A thread that sweeps until told to stop."""

    def __init__(self, source: Source, blobs: Blobs, *, clock: Callable[[], str]) -> None:
        """`clock` gives this moment as UTC text."""
        self._source, self._blobs, self._clock = source, blobs, clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)

    def start(self) -> None:
        """Sweep at once and go on."""
        self._thread.start()

    def stop(self) -> None:
        """End after the sweep that goes on."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._sweep()
            except Exception:
                # Nobody is above this thread to begin again; the next hour it may go better.
                log.exception("the hourly sweep failed")
            self._stopping.wait(EVERY_S)

    def _sweep(self) -> None:
        db = self._source.connect()
        try:
            removed = sweep(db, self._blobs, self._clock())
        finally:
            db.close()
        if removed:
            log.info("swept: %s", removed)
