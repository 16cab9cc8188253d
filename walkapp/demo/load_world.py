"""What every part of the loader needs: connections, days, pictures, and who is who."""

import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any

from ..domain.people import Area, Party, Person
from ..domain.walks import moment, text_time
from ..storage.blobs import Blobs
from ..storage.cleaner import Pool, clean_waiting
from ..storage.database import Database
from .drawing import alt_text, draw

DATA = Path(__file__).with_name("data")
Progress = Callable[[int, int, str], None]
Day = str | int


def read(name: str) -> dict[str, Any]:
    """One of the demo's data files."""
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Days:
    """Turns the days of the data files into dates: a date stays, a number counts from today."""

    now: str

    def day(self, given: Day) -> str:
        """The date as `YYYY-MM-DD`."""
        if isinstance(given, str):
            return given
        return (date.fromisoformat(self.now[:10]) + timedelta(days=given)).isoformat()

    def at(self, given: Day, turn: int = 0) -> str:
        """A moment of that working day, later for each turn, never after now."""
        morning = moment(f"{self.day(given)}T07:10:00Z") + timedelta(minutes=13 * turn)
        return min(text_time(morning), self.now)


@dataclass(frozen=True)
class Picture:
    """A drawn photograph: which scene, which seed, before or after."""

    scene: str
    seed: int
    state: str = "before"

    @classmethod
    def of(cls, given: list[Any], state: str = "before") -> "Picture":
        """From `[scene, seed]` or `[scene, seed, state]`."""
        return cls(given[0], given[1], given[2] if len(given) > 2 else state)

    @property
    def alt(self) -> str:
        """What it shows, for those who cannot see it."""
        return alt_text(self.scene, self.state)


class Pictures:
    """Draws the pictures in processes of their own, ahead of when they are asked for."""

    def __init__(
        self, wanted: Iterable[Picture], size: tuple[int, int], progress: Progress | None
    ) -> None:
        cores = len(os.sched_getaffinity(0))
        self._processes = ProcessPoolExecutor(cores, mp_context=get_context("spawn"))
        listed = list(wanted)
        self._drawn: dict[Picture, Future[bytes]] = {
            picture: self._processes.submit(draw, picture.scene, picture.state, picture.seed, size)
            for picture in dict.fromkeys(listed)
        }
        self._total, self._given, self._progress = len(listed), 0, progress

    def __enter__(self) -> "Pictures":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._processes.shutdown(cancel_futures=True)

    def jpeg(self, picture: Picture) -> bytes:
        """The picture, when it is drawn."""
        found = self._drawn[picture].result()
        self._given += 1
        if self._progress:
            self._progress(self._given, self._total, "Ritar och sparar bilder")
        return found


@dataclass
class World:
    """The installation while it is being filled."""

    db: Database
    blobs: Blobs
    pool: Pool
    days: Days
    pictures: Pictures
    people: dict[str, Person] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)

    def clean(self) -> None:
        """Make the clean copies of every picture that waits."""
        clean_waiting(self.db, self.blobs, self.pool, lambda: self.days.now)
