"""Judges from outside, by its own SQL: nothing lost, nothing doubled, nothing half-written.

`half_written` is asked at every restart, before any phone tries again: asked only at the end, a
server that commits before the file is safe would pass, because the retries heal it.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3
from PIL import Image
from psycopg.rows import dict_row

from tests.faults.installation import Installation
from walkapp.storage.swedish import compare_swedish

_KEPT = ("kind", "category", "note", "lat", "lon", "rev")


def half_written(place: Installation) -> list[str]:
    """What a crash left in a state nobody should see."""
    photos = rows(place, "SELECT * FROM photos")
    found = [problem for row in photos for problem in _photo(place.data, row)]
    found += [
        f"issue {row['client_id']} has no line of history"
        for row in rows(
            place,
            "SELECT client_id FROM issues WHERE client_id NOT IN"
            " (SELECT object_id FROM events WHERE kind = 'logged')",
        )
    ]
    found += [
        f"line {row['object_id']} of history has no issue"
        for row in rows(
            place,
            "SELECT object_id FROM events WHERE kind = 'logged' AND object_id NOT IN"
            " (SELECT client_id FROM issues)",
        )
    ]
    return found + _engine(place) + _chain(place)


def lost_or_doubled(place: Installation) -> list[str]:
    """What differs between the phones' journals and what is kept."""
    lines = [
        json.loads(line)
        for journal in sorted(place.data.glob("journal-*.jsonl"))
        for line in journal.read_text().splitlines()
    ]
    intended = {(line["kind"], line["target"]): line for line in lines if line["what"] == "intend"}
    acked = {(line["kind"], line["target"]): line for line in lines if line["what"] == "ack"}
    issues = {row["client_id"]: row for row in rows(place, "SELECT * FROM issues")}
    photos = {row["photo_id"]: row for row in rows(place, "SELECT * FROM photos")}
    found = [
        f"{kind} {target} was acknowledged and is gone"
        for kind, target in acked
        if target not in (issues if kind == "issue" else photos)
    ]
    found += [f"issue {key} was never sent" for key in issues if ("issue", key) not in intended]
    found += [f"photo {key} was never sent" for key in photos if ("photo", key) not in intended]
    for client_id, row in issues.items():
        found += _issue(row, intended[("issue", client_id)], acked.get(("issue", client_id)))
    for photo_id, row in photos.items():
        if row["sha256"] != intended[("photo", photo_id)]["sha256"]:
            found.append(f"photo {photo_id} has other bytes than were sent")
    numbers = sorted(row["number"] for row in issues.values())
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(f"the numbers of the issues have gaps or twins: {numbers}")
    return found


def counted(place: Installation) -> dict[str, int]:
    """How many were acknowledged and how many are kept, for the record."""
    text = "".join(path.read_text() for path in place.data.glob("journal-*.jsonl"))
    [issues] = rows(place, "SELECT count(*) AS n FROM issues")
    [photos] = rows(place, "SELECT count(*) AS n FROM photos")
    return {
        "acknowledged": text.count('"what": "ack"'),
        "issues": issues["n"],
        "photos": photos["n"],
    }


def rows(place: Installation, sql: str) -> list[dict[str, Any]]:
    """Rows by the checker's own connection."""
    if place.url.startswith("postgresql:"):
        with psycopg.connect(place.url, row_factory=dict_row) as postgres:
            return postgres.execute(sql.encode()).fetchall()
    with closing(pysqlite3.connect(place.url, timeout=30)) as sqlite:
        sqlite.row_factory = pysqlite3.Row
        sqlite.create_collation("sv", compare_swedish)
        return [dict(row) for row in sqlite.execute(sql)]


def _engine(place: Installation) -> list[str]:
    """What SQLite finds wrong with its own file; PostgreSQL has no such question to ask."""
    if place.url.startswith("postgresql:"):
        return []
    [whole] = rows(place, "PRAGMA integrity_check")
    found = [] if whole["integrity_check"] == "ok" else [f"database: {whole['integrity_check']}"]
    return found + [f"foreign key: {row}" for row in rows(place, "PRAGMA foreign_key_check")]


def _photo(data: Path, row: dict[str, Any]) -> Iterator[str]:
    name = f"photo {row['photo_id']} ({row['state']})"
    if row["state"] == "clean":
        for size in ("1600", "480"):
            sha256 = row[f"sha256_{size}"]
            path = data / "photos" / "clean" / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                yield f"{name}: its copy of {size} px is missing or changed"
            else:
                with Image.open(path) as picture:
                    picture.load()
        return
    path = data / "photos" / "inbox" / f"{row['photo_id']}.{row['sha256']}"
    if not path.is_file():
        yield f"{name}: its bytes are not on disk"
    elif hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
        yield f"{name}: its bytes are not those received"


def _issue(row: dict[str, Any], sent: dict[str, Any], ack: dict[str, Any] | None) -> Iterator[str]:
    for name in _KEPT:
        if row[name] != sent["fields"][name]:
            yield f"issue {row['client_id']}: {name} is {row[name]!r}, not what was sent"
    if row["sha256"] != sent["sha256"]:
        yield f"issue {row['client_id']}: another hash than was sent"
    if ack and ack["number"] not in (None, row["number"]):
        yield f"issue {row['client_id']}: was promised number {ack['number']}, has {row['number']}"


def _chain(place: Installation) -> list[str]:
    previous = ""
    for row in rows(place, "SELECT seq, previous_hash, hash FROM events ORDER BY seq"):
        if row["previous_hash"] != previous:
            return [f"the chain of history breaks at {row['seq']}"]
        previous = row["hash"]
    [head] = rows(place, "SELECT hash FROM event_head")
    return [] if head["hash"] == previous else ["the head of history is not its last line"]
