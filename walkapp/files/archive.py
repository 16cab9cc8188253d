"""The archive: one SQLite file that any SQLite tool opens, and that says itself what is in it.

Nothing newer than SQLite 3.40 is used, and neither functions nor collations of ours.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from .archive_shape import Table
from .archive_tables import SEARCHED, TABLES, VIEWS

Rows = Mapping[str, Iterable[Mapping[str, Any]]]
FORMAT = 1  # in `user_version` of the file
_AT_ONCE = 20  # pictures are among the rows


def write(path: Path, rows: Rows) -> None:
    """Make the file of rows by table; a table without rows is there all the same."""
    db = Database(path)
    try:
        db.execute("PRAGMA synchronous = OFF")  # nobody has the file yet
        for table in TABLES:
            _fill(db, table, rows.get(table.name, ()))
        _explain(db)
        for name, sql in VIEWS.items():
            db.create_view(name, sql)
        # Pieces of words too: `lampa` finds `gatlampan`.
        db.table("punkter").enable_fts(SEARCHED, tokenize="trigram")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute(f"PRAGMA user_version = {FORMAT}")
    finally:
        db.close()


def checksum(rows: Iterable[Mapping[str, Any]]) -> tuple[int, str]:
    """How many rows there are and the SHA-256 of them, as the file's own table describes it."""
    digest, count = hashlib.sha256(), 0
    for row in rows:
        values = [_plain(value) for value in row.values()]
        digest.update(json.dumps(values, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count, digest.hexdigest()


def ordered(table: Table) -> str:
    """The statement that reads a table as its checksum does."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {names} FROM "{table.name}" ORDER BY "{table.key}"'


def _fill(db: Database, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    made = db.table(table.name)
    made.create(
        {column.name: column.kind for column in table.columns},
        pk=table.key,
        foreign_keys=[
            (column.name, there, key)
            for column in table.columns
            for there, _, key in [column.references.partition(".")]
            if column.references
        ],
        not_null={column.name for column in table.columns if column.needed},
        strict=True,
    )
    made.insert_all((dict(row) for row in rows), batch_size=_AT_ONCE)
    for column in table.columns:
        if column.references:
            made.create_index([column.name])


def _explain(db: Database) -> None:
    """The data dictionary and the checksums, of every table that holds something."""
    told = [
        {"tabell": table.name, "kolumn": column.name, "betydelse": column.meaning}
        for table in TABLES
        for column in table.columns
    ]
    told += [{"tabell": table.name, "kolumn": "", "betydelse": table.meaning} for table in TABLES]
    db.table("beskrivning").insert_all(told, pk=("tabell", "kolumn"), strict=True)
    sums = []
    for table in TABLES:
        count, sha256 = checksum(db.query(ordered(table)))
        sums.append({"tabell": table.name, "rader": count, "sha256": sha256})
    db.table("kontrollsummor").insert_all(sums, pk="tabell", strict=True)


def _plain(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
