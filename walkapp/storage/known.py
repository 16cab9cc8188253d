"""Counts found out once for each state of the history, and remembered until it changes.

Every change of a walk, an issue, a fix, an area, a promise or a report writes its line of history
in the same transaction, and each line's hash covers all before it: the hash of the last says which
state the database is in. It is read before the count, so what is kept under it is of that state or
a later one, never of an earlier one.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .database import Database

MOST = 1000  # questions: people type ever new words

Rows = list[dict[str, Any]]


class Memory:
    """What one database was asked since its last change; each process has its own."""

    def __init__(self) -> None:
        self._head, self._found = "", dict[Hashable, Any]()
        self._one_at_a_time = Lock()

    def of(self, head: str) -> dict[Hashable, Any]:
        """What is known of this state; what was known of any other is forgotten."""
        with self._one_at_a_time:
            if head != self._head or len(self._found) >= MOST:
                self._head, self._found = head, {}
            return self._found


def ask(db: "Database", sql: str, params: dict[str, Any]) -> Rows:
    """The rows of a query that reads those alone; never inside the transaction of a change."""
    rows: Rows = kept(db, (sql, *params.items()), lambda: list(db.query(sql, params)))
    return rows


def kept(db: "Database", key: Hashable, make: Callable[[], Any]) -> Any:
    """What `make` finds by reading those alone, all of it once it is called; else as `ask`."""
    head = next(iter(db.query("SELECT hash FROM event_head WHERE id = 1")))["hash"]
    found = db.known.of(head)
    if key not in found:
        found[key] = make()
    return found[key]
