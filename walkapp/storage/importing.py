"""Files being read in: kept while somebody looks at what they would do, then done whole."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..domain.assets import Asset
from ..domain.errors import N_, Conflict
from ..domain.events import Event
from ..domain.importing import CHANGED, NEW, Plan
from ..domain.importing_parties import Change
from ..domain.walks import moment, text_time
from . import assets, events, rows
from .areas import check_free as check_area_free
from .database import Database
from .parties import check_free

KEPT_WAITING = timedelta(days=1)
MOST_SHOWN = 20


@dataclass(frozen=True)
class Import:
    """A file as it was read. `kind` says what its rows are; `rows` is empty once it is done."""

    id: str
    kind: str
    name: str
    rows: str
    person_id: str
    at: str
    done_at: str | None = None
    added: int = 0
    changed: int = 0

    def read_rows(self) -> list[dict[str, Any]]:
        """The rows of the file."""
        found: list[dict[str, Any]] = json.loads(self.rows) if self.rows else []
        return found


def keep(db: Database, wanted: Import) -> None:
    """Keep a file until it is done or a day has gone."""
    with db.writing():
        rows.insert(db, "imports", wanted)


def get(db: Database, import_id: str) -> Import | None:
    """The file with this id, done or waiting."""
    row = rows.one(db, "SELECT * FROM imports WHERE id = :id", id=import_id)
    return rows.read(Import, row) if row else None


def done(db: Database) -> list[dict[str, Any]]:
    """The latest that were read in, with the name of who did it."""
    found = db.query(
        "SELECT i.*, p.name AS by_name FROM imports i JOIN people p ON p.id = i.person_id"
        " WHERE i.done_at IS NOT NULL ORDER BY i.done_at DESC, i.id DESC LIMIT :most",
        {"most": MOST_SHOWN},
    )
    return list(found)


def carry_out(db: Database, wanted: Import, plan: Plan, event: Event) -> None:
    """Do all that the plan says, in one transaction, or nothing of it.

    Raises Refused for a plan that cannot be done, Conflict when it was done already or when
    something of it has changed since it was made.
    """
    plan.check()
    counts = plan.counts
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        taken = db.execute(
            "UPDATE imports SET rows = '', done_at = :at, added = :added, changed = :changed"
            " WHERE id = :id AND done_at IS NULL",
            {
                "id": wanted.id,
                "at": event.at,
                "added": counts.get(NEW, 0),
                "changed": counts.get(CHANGED, 0),
            },
        )
        if taken.rowcount != 1:
            raise Conflict(N_("Filen är redan inläst."))
        things = [thing for line in plan.lines for thing in line.things]
        assets.put(db, [thing for thing in things if isinstance(thing, Asset)])
        for thing in things:
            if isinstance(thing, Change):
                _put(db, thing)


def sweep(db: Database, at: str) -> int:
    """Let go of files nobody finished with; gives how many."""
    before = text_time(moment(at) - KEPT_WAITING)
    with db.writing():
        gone = db.execute(
            "DELETE FROM imports WHERE done_at IS NULL AND at < :before", {"before": before}
        )
    return gone.rowcount


def _put(db: Database, thing: Change) -> None:
    if thing.land and thing.land_event:
        events.add(db, thing.land_event)
        check_area_free(db, thing.land)
        write = rows.insert if thing.land_is_new else rows.update
        write(db, "areas", thing.land)
    events.add(db, thing.event)
    check_free(db, thing.party)
    (rows.insert if thing.is_new else rows.update)(db, "parties", thing.party)
