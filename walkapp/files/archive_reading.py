"""An archive read back: held against its own checksums, and believed in nothing else.

The file may come from anywhere. It is opened for reading alone, no view or trigger in it is used,
and only plain tables with the columns of ours are read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlite_utils import Database, utils

from ..domain.errors import N_, Refused
from ..domain.photos import MAX_BYTES
from .archive import FORMAT, checksum, ordered
from .archive_shape import Table
from .archive_tables import TABLES

sqlite3: Any = utils.sqlite3  # type: ignore[attr-defined]
NOT_AN_ARCHIVE = N_("Filen är inte ett arkiv från walkapp, eller är skadad.")
CHANGED = N_("Arkivet är ändrat efter att det gjordes: tabellen %(table)s stämmer inte.")
_BY_NAME = {table.name: table for table in TABLES}


class Archive:
    """An opened archive. Raises Refused with a sentence when it is none, or not as it was made."""

    def __init__(self, path: Path) -> None:
        address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        try:
            self._db = Database(sqlite3.connect(address, uri=True), execute_plugins=False)
            self._check()
        except (sqlite3.Error, OverflowError):
            raise Refused(NOT_AN_ARCHIVE) from None

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table in their order."""
        return self._db.query(ordered(_BY_NAME[table]))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _check(self) -> None:
        self._db.execute("PRAGMA trusted_schema = OFF")
        if self._first("PRAGMA user_version") != FORMAT or not self._has_tables():
            raise Refused(NOT_AN_ARCHIVE)
        unsound = self._first("PRAGMA quick_check") != "ok"
        if unsound or list(self._query("PRAGMA foreign_key_check")):
            raise Refused(NOT_AN_ARCHIVE)
        # Before anything so large is read into memory.
        large = "SELECT 1 FROM bilder WHERE length(jpeg_1600) > :most OR length(jpeg_480) > :most"
        if list(self._db.query(large, {"most": MAX_BYTES})):
            raise Refused(NOT_AN_ARCHIVE)
        told = {
            row["tabell"]: (row["rader"], row["sha256"])
            for row in self._query("SELECT tabell, rader, sha256 FROM kontrollsummor")
        }
        for table in TABLES:
            if told.get(table.name) != checksum(self._query(ordered(table))):
                raise Refused(CHANGED, table=table.name)

    def _has_tables(self) -> bool:
        plain = {
            row["name"]
            for row in self._query(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND sql LIKE 'CREATE TABLE %' AND rootpage > 0"
            )
        }
        return {"kontrollsummor", *_BY_NAME} <= plain and all(map(self._has_columns, TABLES))

    def _has_columns(self, table: Table) -> bool:
        named = {row["name"] for row in self._query(f'PRAGMA table_info("{table.name}")')}
        return {column.name for column in table.columns} <= named

    def _query(self, sql: str) -> Iterator[dict[str, Any]]:
        return self._db.query(sql)

    def _first(self, sql: str) -> Any:
        row = next(iter(self._query(sql)), None)
        return next(iter(row.values())) if row else None
