"""The files of a follow-up, each read by somebody else's program, down to what can be compared."""

import csv
import io
import json
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import feedparser
import jsonschema
import openpyxl
import pypdf

from walkapp.domain.reports import PARTS

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "followup.schema.json").read_text(encoding="utf-8")
)


@dataclass
class Read:
    """The titles in their order, how many have each outcome, and the figures where they stand."""

    titles: list[str]
    parts: Counter[str]
    figures: dict[str, float] = field(default_factory=dict)


def from_csv(body: bytes) -> Read:
    found = list(csv.DictReader(io.StringIO(body.decode(), newline="")))
    return Read([_open(row["rubrik"]) for row in found], Counter(row["utfall"] for row in found))


def from_excel_csv(body: bytes) -> Read:
    text = body.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    return Read([_open(row["rubrik"]) for row in found], Counter(row["utfall"] for row in found))


def from_xlsx(body: bytes) -> Read:
    book = openpyxl.load_workbook(io.BytesIO(body))
    head, *rows = book["Punkter"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    _, *figures = book["Siffror"].iter_rows(values_only=True)
    return Read(
        [str(row["rubrik"]) for row in found],
        Counter(str(row["utfall"]) for row in found),
        {str(name): float(str(number)) for name, number in figures},
    )


def from_geojson(body: bytes) -> Read:
    told = json.loads(body)
    assert set(told) == {"type", "features"} and told["type"] == "FeatureCollection"
    found = [feature["properties"] for feature in told["features"]]
    return Read([row["rubrik"] for row in found], Counter(row["utfall"] for row in found))


def from_json(body: bytes) -> Read:
    told = json.loads(body)
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    found = told["punkter"]
    return Read(
        [row["rubrik"] for row in found],
        Counter(row["utfall"] for row in found),
        {row["namn"]: row["antal"] for row in told["siffror"]},
    )


def from_atom(body: bytes) -> Read:
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.get("bozo_exception")
    halves = [entry.title.rpartition(": ") for entry in feed.entries]
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return Read([title for title, _, _ in halves], Counter(part for _, _, part in halves))


def from_pdf(body: bytes) -> Read:
    reader = pypdf.PdfReader(io.BytesIO(body))
    text = "\n".join(page.extract_text() for page in reader.pages)
    read = _from_headings(_outline(reader.outline))
    lines = re.findall(r"^(\S.*?) +(\d+)$", text, re.M)
    read.figures = {name: float(number) for name, number in reversed(lines)}
    return read


def from_docx(body: bytes) -> Read:
    word = docx.Document(io.BytesIO(body))
    levels = {"Heading 1": 2, "Heading 2": 3, "Heading 3": 4}
    found = [(levels[p.style.name], p.text) for p in word.paragraphs if p.style.name in levels]
    read = _from_headings(found)
    [figures] = [t for t in word.tables if t.rows[0].cells[0].text == "Vad"]
    cells = [[cell.text for cell in row.cells] for row in figures.rows[1:]]
    read.figures = {name: float(number) for name, number in cells}
    return read


def from_sqlite(body: bytes) -> Read:
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        file.write(body)
        file.flush()
        assert asked(file.name, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert asked(file.name, "PRAGMA foreign_key_check") == []
        rows = asked(file.name, "SELECT rubrik, utfall FROM punkter ORDER BY ordning")
        figures = asked(file.name, "SELECT namn, antal FROM siffror")
        viewed = asked(file.name, "SELECT utfall, antal FROM punkter_per_utfall")
    parts = Counter(row["utfall"] for row in rows)
    assert {row["utfall"]: row["antal"] for row in viewed if row["antal"]} == dict(parts)
    return Read(
        [row["rubrik"] for row in rows], parts, {row["namn"]: row["antal"] for row in figures}
    )


def asked(path: str, sql: str) -> list[dict[str, Any]]:
    """What Debian's own sqlite3 command answers."""
    done = subprocess.run(
        ["sqlite3", "-readonly", "-json", path, sql], capture_output=True, check=True, text=True
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout or "[]")
    return rows


def _from_headings(found: list[tuple[int, str]]) -> Read:
    """The points are the headings of level 4 under the outcomes, which are those of level 3."""
    titles, parts, part = [], Counter[str](), ""
    for level, text in found:
        if level == 3:
            part = text
        elif level == 4:
            assert part in PARTS.values()
            titles.append(text)
            parts[part] += 1
    return Read(titles, parts)


def _outline(entries: list[Any], level: int = 1) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for entry in entries:
        if isinstance(entry, list):
            found += _outline(entry, level + 1)
        else:
            found.append((level, str(entry.title)))
    return found


def _open(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") else cell


READERS: dict[str, Callable[[bytes], Read]] = {
    "csv": from_csv,
    "csv?for=excel": from_excel_csv,
    "xlsx": from_xlsx,
    "geojson": from_geojson,
    "json": from_json,
    "atom": from_atom,
    "pdf": from_pdf,
    "docx": from_docx,
    "sqlite": from_sqlite,
}
