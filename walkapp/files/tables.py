"""Rows of a CSV, GeoJSON or JSON file that somebody exported from another system."""

import csv
import io
import json
from typing import Any

from sqlite_utils.utils import Format, RowError, RowsFromFileError, rows_from_file

from ..domain.errors import N_, Refused

MOST_ROWS = 50_000
GEOMETRY = "geometry"  # the column that holds a feature's geometry
_SEPARATORS = ";,\t|"


def read(data: bytes) -> list[dict[str, Any]]:
    """The rows as dictionaries of the file's own column names.

    CSV may be UTF-8 or the Windows alphabet, with semicolons, commas or tabs. Of a GeoJSON feature
    the properties become columns and the geometry the column `geometry`. Raises Refused.
    """
    text = _decoded(data)
    if not text.strip():
        raise Refused(N_("Filen är tom."), field="file")
    try:
        found = _json(text) if text.lstrip()[:1] in ("{", "[") else _csv(text)
    except (RowsFromFileError, RowError, csv.Error, ValueError, RecursionError):
        raise _not_read() from None
    if not found:
        raise Refused(N_("Filen har inga rader."), field="file")
    if len(found) > MOST_ROWS:
        raise Refused(
            N_("Filen har fler än %(most)s rader. Dela den."), field="file", most=MOST_ROWS
        )
    return found


def _decoded(data: bytes) -> str:
    """What Excel in Sweden saves is one of two alphabets."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise _not_read()


def _csv(text: str) -> list[dict[str, Any]]:
    text = text.lstrip("\n\r")
    head, _, rest = text.partition("\n")
    if head.lower().startswith("sep="):  # a line for Excel alone
        text = rest
        head = text.partition("\n")[0]
    dialect = type("Found", (csv.excel,), {"delimiter": max(_SEPARATORS, key=head.count)})
    rows, _ = rows_from_file(
        io.BytesIO(text.encode()),
        format=Format.CSV,
        dialect=dialect,
        encoding="utf-8",
    )
    plain = ({str(name): value for name, value in row.items() if name} for row in rows)
    return [row for row in plain if any(str(value or "").strip() for value in row.values())]


def _json(text: str) -> list[dict[str, Any]]:
    rows, _ = rows_from_file(io.BytesIO(text.encode()), format=Format.JSON)
    found = list(rows)
    features = found[0].get("features") if len(found) == 1 and isinstance(found[0], dict) else None
    if isinstance(features, list):
        return [_feature(feature) for feature in features]
    if not all(isinstance(row, dict) for row in found):
        raise ValueError("not rows")
    return [dict(row) for row in found]


def _feature(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        raise ValueError("not a feature")
    properties = feature.get("properties") or {}
    return {**properties, GEOMETRY: feature.get("geometry")}


def as_text(rows: list[dict[str, Any]]) -> str:
    """The rows as they are kept while somebody reads what they would do."""
    return json.dumps(rows, ensure_ascii=False)


def _not_read() -> Refused:
    return Refused(
        N_("Filen gick inte att läsa. Välj en CSV-fil eller en GeoJSON-fil."), field="file"
    )
