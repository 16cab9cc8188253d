"""The formats that are rows: tables, points, a workbook and a feed."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from flask import request

from ...domain.categories import CATEGORIES
from ...domain.reports import PARTS, PublicFix
from ...domain.reports.open_data import COLUMNS, SENTENCES, counted, record, times
from ...files import atom, csv, geojson, xlsx
from ...files.xlsx import Sheet
from .edition import Edition
from .told import time, told

_CATEGORY_COLUMNS = ("kategori", *PARTS.values(), "summa") + (
    "dagar i mitten",
    "dagar minst",
    "dagar högst",
    "räknat på",
)


def as_csv(edition: Edition) -> Iterator[bytes]:
    """With commas for programs; with `?for=excel` as a Swedish Excel opens it right."""
    excel = request.args.get("for") == "excel"
    return csv.stream(list(COLUMNS), _values(edition), excel=excel)


def as_geojson(edition: Edition) -> Iterator[bytes]:
    """The same rows as points."""
    return geojson.stream((fix.lat, fix.lon, record(fix)) for fix in edition.fixes)


def as_json(edition: Edition) -> bytes:
    """Rows, figures and promises, as docs/followup.schema.json describes them."""
    return json.dumps(told(edition), ensure_ascii=False, indent=1).encode()


def as_atom(edition: Edition) -> bytes:
    """Every point as an entry, whose id is its address."""
    report = edition.report
    entries = [
        atom.Entry(
            edition.fix_address(fix),
            f"{fix.title}: {PARTS[fix.part]}",
            edition.fix_address(fix),
            str(report.published_at),
            _in_short(fix),
        )
        for fix in edition.fixes
    ]
    feed = f"{edition.address}.atom"
    return atom.feed(report.title, feed, edition.publisher, entries, updated=report.published_at)


def as_xlsx(edition: Edition) -> bytes:
    """A sheet of the rows, one of the figures, one of the categories, one that explains them."""
    report, summary, out = edition.report, edition.summary, BytesIO()
    parts, spent = list(PARTS), {code: time(spread) for code, spread in times(summary)}
    categories = (
        (
            CATEGORIES[code].name,
            *(row[part] for part in parts),
            sum(row.values()),
            *spent.get(code, {}).values(),
        )
        for code, row in summary.by_category.items()
    )
    figures = ((figure.name, figure.number) for figure in counted(summary))
    xlsx.book(
        out,
        [
            Sheet("Punkter", list(COLUMNS), _values(edition), SENTENCES),
            Sheet("Siffror", ("siffra", "antal"), figures, frozenset({"siffra"})),
            Sheet("Kategorier", _CATEGORY_COLUMNS, categories),
            Sheet("Om filen", ("vad", "förklaring"), _about(edition), frozenset({"förklaring"})),
        ],
        title=report.title,
        author=edition.publisher,
    )
    return out.getvalue()


def _values(edition: Edition) -> Iterator[list[Any]]:
    return (list(record(fix).values()) for fix in edition.fixes)


def _about(edition: Edition) -> Iterator[tuple[str, object]]:
    report = edition.report
    yield "titel", report.title
    yield "kommun", edition.publisher
    yield "adress", edition.address
    yield "version", report.published_version
    yield "publicerad", str(report.published_at)[:10]
    yield "kontakt", edition.contact
    for one in edition.versions:
        if one.note:
            yield f"rättat i version {one.published_version}", one.note
    yield from COLUMNS.items()


def _in_short(fix: PublicFix) -> str:
    facts = (CATEGORIES[fix.category].name, ", ".join(fix.where), fix.seen, fix.done or fix.reason)
    return " · ".join(word for word in facts if word)
