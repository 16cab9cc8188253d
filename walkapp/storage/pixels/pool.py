"""Clean photos in a few child processes: `Pool.clean(source, folder)`, from any thread."""

import logging
import os
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from .breaches import Breach, Died, Late, NotCleaned
from .limits import PHOTOS_PER_CHILD, WALL_SECONDS
from .process import COMMAND, Child
from .result import Cleaned
from .verify import verify

__all__ = ["Cleaned", "NotCleaned", "Pool", "most_children"]

log = logging.getLogger(__name__)

_OUT_OF_TIME = (-signal.SIGPROF, -signal.SIGXCPU)


def most_children(size: int, cores: int | None = None) -> int:
    """At most `size` and one fewer than the cores, so that pages are still answered; at least 1."""
    return max(1, min(size, (cores or len(os.sched_getaffinity(0))) - 1))


class Pool:
    """Child processes that clean photos, started when first needed, replaced when they fail."""

    def __init__(
        self, size: int, *, seconds: float = WALL_SECONDS, command: Sequence[str] = COMMAND
    ) -> None:
        """`seconds` is how long one photo may take; `command` starts a child."""
        self._seconds = seconds
        self._command = command
        self._free = threading.BoundedSemaphore(most_children(size))
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._all: set[Child] = set()
        self._closed = False

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pids(self) -> list[int]:
        """The process ids of the running children, to watch or measure them."""
        with self._lock:
            return sorted(child.pid for child in self._all)

    def clean(self, source: Path, folder: Path) -> Cleaned:
        """Clean copies of `source` in `folder`, looked through, or the code of the problem.

        Waits for a free child. Raises NotCleaned when the machine is at fault and not the
        picture. After either, `folder` may hold leftovers.
        """
        with self._free:
            began = time.monotonic()
            breach = self._try(source, folder, self._seconds)
            if isinstance(breach, Died) and breach.code not in _OUT_OF_TIME:
                # Somebody else may have ended the child; the picture gets one more try.
                left = self._seconds - (time.monotonic() - began)
                breach = self._try(source, folder, left)
        return breach if isinstance(breach, Cleaned) else Cleaned.failed(_problem(breach))

    def close(self) -> None:
        """End all children. A photo in the middle of it becomes NotCleaned."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = self._all.difference(idle)
        for child in busy:
            child.kill()
        for child in idle:
            self._end(child)

    def _try(self, source: Path, folder: Path, seconds: float) -> Cleaned | Breach:
        child = self._take()
        try:
            cleaned = child.ask(source, folder, seconds)
            verify(cleaned, folder)
        except Breach as breach:
            self._end(child)
            if self._closed:
                raise NotCleaned("the photo children were ended") from breach
            log.warning("a photo child was replaced: %s", breach)
            return breach
        except OSError:
            self._give_back(child)
            raise
        if cleaned.problem == "too_much_memory":
            child.photos = PHOTOS_PER_CHILD
        self._give_back(child)
        return cleaned

    def _take(self) -> Child:
        with self._lock:
            if self._closed:
                raise NotCleaned("the photo children were ended")
            if self._idle:
                return self._idle.pop()
        child = Child(self._command)
        with self._lock:
            self._all.add(child)
        return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            worn = self._closed or child.photos >= PHOTOS_PER_CHILD
            if not worn:
                self._idle.append(child)
        if worn:
            self._end(child)

    def _end(self, child: Child) -> None:
        child.end()
        with self._lock:
            self._all.discard(child)


def _problem(breach: Breach) -> str:
    if isinstance(breach, Late) or isinstance(breach, Died) and breach.code in _OUT_OF_TIME:
        return "too_slow"
    # Twice killed from outside is what a system short of memory does.
    if isinstance(breach, Died) and breach.code == -signal.SIGKILL:
        return "too_much_memory"
    return "unreadable"
