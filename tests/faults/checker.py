"""Judges from outside, by its own SQL: nothing lost, nothing doubled, nothing half-written.

`half_written` is asked at every restart, before any phone tries again: asked only at the end, a
server that commits before the file is safe would pass, because the retries heal it.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
from PIL import Image

from walkapp.storage.database import compare_swedish

_KEPT = ("kind", "category", "note", "lat", "lon", "rev")


def half_written(data: Path) -> list[str]:
    """What a crash left in a state nobody should see."""
    found = [problem for row in rows(data, "SELECT * FROM photos") for problem in _photo(data, row)]
    found += [
        f"issue {row['client_id']} has no line of history"
        for row in rows(
            data,
            "SELECT client_id FROM issues WHERE client_id NOT IN"
            " (SELECT object_id FROM events WHERE kind = 'logged')",
        )
    ]
    found += [
        f"line {row['object_id']} of history has no issue"
        for row in rows(
            data,
            "SELECT object_id FROM events WHERE kind = 'logged' AND object_id NOT IN"
            " (SELECT client_id FROM issues)",
        )
    ]
    [whole] = rows(data, "PRAGMA integrity_check")
    if whole["integrity_check"] != "ok":
        found.append(f"database: {whole['integrity_check']}")
    found += [f"foreign key: {row}" for row in rows(data, "PRAGMA foreign_key_check")]
    return found + _chain(data)


def lost_or_doubled(data: Path) -> list[str]:
    """What differs between the phones' journals and what is kept."""
    lines = [
        json.loads(line)
        for journal in sorted(data.glob("journal-*.jsonl"))
        for line in journal.read_text().splitlines()
    ]
    intended = {(line["kind"], line["target"]): line for line in lines if line["what"] == "intend"}
    acked = {(line["kind"], line["target"]): line for line in lines if line["what"] == "ack"}
    issues = {row["client_id"]: row for row in rows(data, "SELECT * FROM issues")}
    photos = {row["photo_id"]: row for row in rows(data, "SELECT * FROM photos")}
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


def counted(data: Path) -> dict[str, int]:
    """How many were acknowledged and how many are kept, for the record."""
    text = "".join(path.read_text() for path in data.glob("journal-*.jsonl"))
    [issues] = rows(data, "SELECT count(*) AS n FROM issues")
    [photos] = rows(data, "SELECT count(*) AS n FROM photos")
    return {
        "acknowledged": text.count('"what": "ack"'),
        "issues": issues["n"],
        "photos": photos["n"],
    }


def rows(data: Path, sql: str) -> Iterator[dict[str, Any]]:
    """Rows by the checker's own connection."""
    connection = pysqlite3.connect(str(data / "walkapp.db"), timeout=30)
    connection.row_factory = pysqlite3.Row
    connection.create_collation("sv", compare_swedish)
    try:
        yield from [dict(row) for row in connection.execute(sql)]
    finally:
        connection.close()


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


def _chain(data: Path) -> list[str]:
    previous = ""
    for row in rows(data, "SELECT seq, previous_hash, hash FROM events ORDER BY seq"):
        if row["previous_hash"] != previous:
            return [f"the chain of history breaks at {row['seq']}"]
        previous = row["hash"]
    [head] = rows(data, "SELECT hash FROM event_head")
    return [] if head["hash"] == previous else ["the head of history is not its last line"]
