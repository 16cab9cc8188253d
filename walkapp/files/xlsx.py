"""Excel workbooks: real dates, a header that stays in sight, and text that is never a formula."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

import xlsxwriter

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WIDE, _NARROW, _LONGEST = 40, 14, 32767  # characters; Excel's own limit for a cell


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
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(header):
        sheet.set_column(column, column, _WIDE if title in wide else _NARROW)
        sheet.write_string(0, column, title, bold)
    last = 0
    for row in rows:
        last += 1
        for column, value in enumerate(row):
            _cell(sheet, (last, column), value, day)
    sheet.autofilter(0, 0, max(last, 1), len(header) - 1)
    book.close()


def _cell(sheet: Any, place: tuple[int, int], value: object, day: Any) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(*place, value)
    elif isinstance(value, str) and _DAY.fullmatch(value):
        sheet.write_datetime(*place, datetime.fromisoformat(value), day)
    elif value:
        sheet.write_string(*place, str(value).replace("\0", "")[:_LONGEST])
