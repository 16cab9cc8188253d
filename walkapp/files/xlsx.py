"""Excel workbooks: real dates, a header that stays in sight, and text that is never a formula."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDE, _NARROW, _LONGEST = 40, 14, 32767  # characters; Excel's own limit for a cell


@dataclass(frozen=True)
class Sheet:
    """One sheet. `wide` are the columns that hold sentences."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]
    wide: frozenset[str] = frozenset()


def write(
    out: IO[bytes],
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    wide: frozenset[str] = frozenset(),
) -> None:
    """Write one sheet to a file, row by row. Text of the form `2026-05-12` becomes a date.

    `wide` are the columns that hold sentences.
    """
    book(out, [Sheet(name, header, rows, wide)])


def book(out: IO[bytes], sheets: Iterable[Sheet], *, title: str = "", author: str = "") -> None:
    """Write several sheets, one after the other, each as `write` does."""
    import xlsxwriter  # a start does without it

    made = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    made.set_properties({"title": title, "author": author})
    bold = made.add_format({"bold": True, "bottom": 1})
    day = made.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for sheet in sheets:
        _fill(made.add_worksheet(sheet.name[:31]), sheet, bold=bold, day=day)
    made.close()


def _fill(page: Any, sheet: Sheet, *, bold: Any, day: Any) -> None:
    page.freeze_panes(1, 0)
    for column, title in enumerate(sheet.header):
        page.set_column(column, column, _WIDE if title in sheet.wide else _NARROW)
        page.write_string(0, column, title, bold)
    last = 0
    for row in sheet.rows:
        last += 1
        for column, value in enumerate(row):
            _cell(page, (last, column), value, day)
    page.autofilter(0, 0, max(last, 1), len(sheet.header) - 1)


def _cell(sheet: Any, place: tuple[int, int], value: object, day: Any) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(*place, value)
    elif isinstance(value, str) and _DAY.fullmatch(value):
        sheet.write_datetime(*place, datetime.fromisoformat(value), day)
    elif value:
        sheet.write_string(*place, str(value).replace("\0", "")[:_LONGEST])
