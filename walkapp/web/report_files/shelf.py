"""Files that take seconds to make are kept until room is needed. Every process has its own."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Shelf:
    """Bytes by key, the least used going first. Each key is made by one caller at a time."""

    def __init__(self, room: int) -> None:
        """`room` is how many bytes are kept in all."""
        self._room = room
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What is kept under the key; `make` is called when it is not there."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            try:
                found = self._taken(key)
                if found is None:
                    found = make()
                    self._put(key, found)
                return found
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _taken(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _put(self, key: Hashable, made: bytes) -> None:
        with self._lock:
            self._kept[key] = made
            while self._kept and sum(map(len, self._kept.values())) > self._room:
                self._kept.popitem(last=False)
