"""Changes of one or many fixes in one transaction, with the way back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...domain.errors import N_, Conflict, NotAllowed
from ...domain.fixes import Change, Fix, undone, way_back
from ...domain.ids import new_id
from ...domain.people import Person
from .. import events, rows
from ..database import Database
from .chosen import fresh, with_ids
from .keeping import put


@dataclass(frozen=True)
class Undo:
    """What was done, by whom, and what was left out (fix ids, each with its sentence)."""

    id: str
    at: str
    person_id: str
    act: str
    left_out: tuple[tuple[str, str], ...]
    undone_at: str | None
    fixes: tuple[str, ...]


def opened(act: str, by: Person, at: str, left_out: Sequence[tuple[str, str]] = ()) -> Undo:
    """An act that begins now."""
    return Undo(new_id(), at, by.id, act, tuple(left_out), None, ())


def save_all(
    db: Database, undo: Undo, changes: Sequence[Change], *, late: str = ""
) -> list[Change]:
    """Save those that nobody else has changed meanwhile; gives the others.

    One transaction: the changes, their lines and the way back. With `late`, the sentence of those
    that came too late, they are left out; without it one of them stops all, as Conflict.
    """
    with db.writing():
        return save_inside(db, undo, changes, late=late)


def save_inside(
    db: Database, undo: Undo, changes: Sequence[Change], *, late: str = ""
) -> list[Change]:
    """The same inside the caller's transaction."""
    current = fresh(db, [change.before for change in changes])
    stale = [change for change in changes if change.before.id not in current]
    if stale and not late:
        raise Conflict
    saved = [change for change in changes if change.before.id in current]
    left_out = (*undo.left_out, *((change.before.id, late) for change in stale))
    _open(db, replace(undo, left_out=left_out))
    put(db, saved)
    for change in saved:
        _link(db, change)
    _write_ways_back(db, undo.id, saved)
    events.add_all(db, [event for change in saved for event in change.events])
    return stale


def get(db: Database, undo_id: str) -> Undo | None:
    """What was done, with the fixes that were changed."""
    row = rows.one(db, "SELECT * FROM undos WHERE id = :id", id=undo_id)
    if row is None:
        return None
    sql = "SELECT fix_id FROM undo_rows WHERE undo_id = :id ORDER BY fix_id"
    changed = tuple(found["fix_id"] for found in db.query(sql, {"id": undo_id}))
    left = tuple((fix_id, words) for fix_id, words in json.loads(row["left_out"]))
    return rows.read(Undo, row, left_out=left, fixes=changed)


def undo(db: Database, found: Undo, *, by: Person, at: str) -> list[Fix]:
    """Take it back; gives the fixes that somebody has changed since, which stay as they are.

    Raises NotAllowed for somebody else's act, Conflict when it was taken back already.
    """
    if found.person_id != by.id:
        raise NotAllowed(N_("Bara den som gjorde ändringen kan ångra den."))
    with db.writing():
        taken = db.execute(
            "UPDATE undos SET undone_at = :at WHERE id = :id AND undone_at IS NULL",
            {"at": at, "id": found.id},
        )
        if taken.rowcount != 1:
            raise Conflict(N_("Det är redan ångrat."))
        return _take_back(db, found, by=by, at=at)


def _take_back(db: Database, found: Undo, *, by: Person, at: str) -> list[Fix]:
    kept = {row["fix_id"]: row for row in _rows(db, found.id)}
    current = with_ids(db, list(kept))
    changed_since = [fix for fix in current if fix.version != kept[fix.id]["version"]]
    backs = [
        replace(
            undone(fix, json.loads(row["back"]), found.act, by=by, at=at),
            linked=tuple(json.loads(row["unlinked"])),
            unlinked=tuple(json.loads(row["linked"])),
        )
        for fix in current
        for row in [kept[fix.id]]
        if fix.version == row["version"]
    ]
    put(db, backs)
    for back in backs:
        _link(db, back)
    events.add_all(db, [event for back in backs for event in back.events])
    return changed_since


def _rows(db: Database, undo_id: str) -> Iterable[dict[str, Any]]:
    return db.query("SELECT * FROM undo_rows WHERE undo_id = :id", {"id": undo_id})


def _open(db: Database, undo: Undo) -> None:
    row = {"id": undo.id, "at": undo.at, "person_id": undo.person_id, "act": undo.act}
    row["left_out"] = json.dumps(undo.left_out, ensure_ascii=False)
    db.execute(
        "INSERT INTO undos (id, at, person_id, act, left_out)"
        " VALUES (:id, :at, :person_id, :act, :left_out)",
        row,
    )


def _write_ways_back(db: Database, undo_id: str, changes: Sequence[Change]) -> None:
    ways = [
        {
            "undo_id": undo_id,
            "fix_id": change.after.id,
            "version": change.after.version,
            "back": json.dumps(way_back(change.before, change.after), ensure_ascii=False),
            "linked": json.dumps(change.linked),
            "unlinked": json.dumps(change.unlinked),
        }
        for change in changes
    ]
    if ways:
        db.execute_many(
            "INSERT INTO undo_rows (undo_id, fix_id, version, back, linked, unlinked)"
            " VALUES (:undo_id, :fix_id, :version, :back, :linked, :unlinked)",
            ways,
        )


def _link(db: Database, change: Change) -> None:
    for client_id in change.linked:
        db.execute(
            "INSERT INTO fix_issues (fix_id, client_id) VALUES (:fix_id, :client_id)"
            " ON CONFLICT (fix_id, client_id) DO NOTHING",
            {"fix_id": change.after.id, "client_id": client_id},
        )
    for client_id in change.unlinked:
        db.execute(
            "DELETE FROM fix_issues WHERE fix_id = :fix_id AND client_id = :client_id",
            {"fix_id": change.after.id, "client_id": client_id},
        )
