"""Whose turn it is to write, of the threads of one process that share a SQLite file."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

# Half of the server's threads may wait their full time for a held database; the others give up
# sooner, so that pages are read meanwhile.
MOST_WAITING, IMPATIENT_S = 8, 3.0


class Late(Exception):
    """The turn did not come in time."""


class Turn:
    """One thread at a time, and not too many who wait. `patience` is in seconds."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._places, self._one = BoundedSemaphore(MOST_WAITING), Lock()

    @contextmanager
    def taken(self) -> Generator[None, None, None]:
        """Wait for the turn and have it. Raises Late."""
        if not self._places.acquire(timeout=IMPATIENT_S):
            raise Late
        try:
            if not self._one.acquire(timeout=self._patience):
                raise Late
            try:
                yield
            finally:
                self._one.release()
        finally:
            self._places.release()
