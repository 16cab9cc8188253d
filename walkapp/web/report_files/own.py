"""The editor's own texts and the board's page of a published version, for every kind of file."""

import json
from collections.abc import Iterator
from typing import Any

from ...domain import reports as rules
from ...domain.categories import CATEGORIES
from ...domain.fixes.words import COST_BANDS
from ...domain.reports import PARTS, Version
from ...domain.reports.boards import Board, Figures, Line, thawed
from ...files.document import Bullets, Heading, Paragraph, Part, Table
from .edition import Edition
from .swedish import day

AS_IT_STOOD = (
    "Siffrorna visar hur det stod när varje period slutade. Försenad är en punkt som är öppen efter"
    " det datum som först sattes. Tiden räknas från vandringen till dagen då arbetet blev klart;"
    " talet inom parentes är hur många punkter den bygger på. Är de färre än fem visas ingen"
    " mediantid."
)


def texts(edition: Edition) -> dict[str, str]:
    """The editor's texts by section, without the introduction, which stands by itself."""
    found = {name: one.text for name, one in rules.written(edition.report).items()}
    return {name: text for name, text in found.items() if name != "lead"}


def words(edition: Edition, section: str) -> Iterator[Part]:
    """What the editor wrote above a section, if anything."""
    text = texts(edition).get(section)
    if text:
        yield Paragraph(text)


def what_next(edition: Edition) -> Iterator[Part]:
    """How it goes on, in the editor's words, and whom to ask."""
    if "next" in texts(edition) or edition.contact:
        yield Heading(rules.SECTIONS["next"], 2)
        yield from words(edition, "next")
    if edition.contact:
        yield Paragraph(f"Frågor om uppföljningen? Skriv till {edition.contact}.")


def versions(edition: Edition) -> Iterator[Part]:
    """The versions there have been, with what was corrected."""
    if len(edition.versions) < 2 and not edition.note:
        return
    yield Heading("Versioner", 2)
    yield Bullets([_version(one) for one in edition.versions])


def told_versions(edition: Edition) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "version": one.published_version,
            "publicerad": one.published_at,
            "rattelse": one.note,
        }
        for one in edition.versions
    ]


def _version(one: Version) -> str:
    said = f"Version {one.published_version}, {day(one.published_at)}"
    return f"{said}: {one.note}" if one.note else said


def board_of(edition: Edition) -> Board | None:
    """The board's figures as they were frozen; none for other kinds."""
    given = json.loads(edition.report.summary).get("board")
    return thawed(given) if given else None


def board(edition: Edition) -> Iterator[Part]:
    """The period beside the one before it."""
    found = board_of(edition)
    if found is None:
        return
    both = (found.now, found.before)
    yield Heading("Perioden i siffror", 2)
    header = ("Mått", *(f"{one.first_on} – {one.last_on}" for one in both))
    lines = [
        ("Vandringar", *(str(one.walks) for one in both)),
        ("Deltagare", *(str(one.participants) for one in both)),
        ("Åtgärdspunkter", *(str(one.total) for one in both)),
        *(
            (name, *(str(one.parts[part]) for one in both))
            for part, name in PARTS.items()
            if any(one.parts[part] for one in both)
        ),
        ("Försenade vid periodens slut", *(str(one.overdue) for one in both)),
        ("Mediantid till åtgärdat, dagar (antal)", *(_days(one) for one in both)),
    ]
    yield Table("Perioden i siffror", header, lines)
    yield from _lines(found)
    yield Paragraph(AS_IT_STOOD, "small")


def _lines(found: Board) -> Iterator[Part]:
    if not found.now.lines:
        return
    earlier = {line.category: line for line in found.before.lines}
    header = ("Kategori", "Punkter", "Åtgärdade", "Mediantid, dagar (antal)", "Perioden före")
    rows = [
        (
            CATEGORIES[line.category].name,
            str(line.total),
            str(line.fixed),
            _days(line),
            _days(earlier[line.category]) if line.category in earlier else "–",
        )
        for line in found.now.lines
    ]
    yield Heading("Efter kategori", 2)
    yield Table("Efter kategori", header, rows)
    if found.now.costs:
        costs = ", ".join(f"{COST_BANDS.get(band, band)}: {n}" for band, n in found.now.costs)
        yield Paragraph(f"Kostnad, där den är ifylld: {costs}.")


def told_board(edition: Edition) -> dict[str, Any] | None:
    """The board's figures as plain data; none for other kinds."""
    found = board_of(edition)
    return {"nu": _told(found.now), "fore": _told(found.before)} if found else None


def _told(one: Figures) -> dict[str, Any]:
    return {
        "fran": one.first_on,
        "till": one.last_on,
        "vandringar": one.walks,
        "deltagare": one.participants,
        "punkter": one.total,
        "utfall": dict(one.parts),
        "forsenade": one.overdue,
        "mediantid": one.days,
        "mediantid_antal": one.measured,
        "kategorier": [
            {
                "kod": line.category,
                "punkter": line.total,
                "atgardade": line.fixed,
                "mediantid": line.days,
                "mediantid_antal": line.measured,
            }
            for line in one.lines
        ],
        "kostnader": dict(one.costs),
    }


def _days(one: Figures | Line) -> str:
    middle = "–" if one.days is None else f"{one.days:g}".replace(".", ",")
    return f"{middle} ({one.measured})" if one.measured else middle
