"""Comma-separated values (RFC 4180) that a Swedish Excel opens right and never runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_AT_ONCE = 200


def safe_cell(value: object) -> str:
    """The text of a cell; what could be run as a formula gets an apostrophe in front.

    Numbers pass as they are: a negative longitude is not a formula.
    """
    if isinstance(value, (int, float)):
        return str(value)
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def stream(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, excel: bool = False
) -> Iterator[bytes]:
    """UTF-8 some rows at a time, so that memory does not grow with the table; CRLF line ends.

    With commas and no byte-order mark, as programs expect; with `excel` the semicolons, the mark
    and the decimal commas of a Swedish Excel.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    if excel:
        out.write("\ufeff")
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_decimal(value) if excel else safe_cell(value) for value in row])
        if number % _AT_ONCE == 0:
            yield _taken(out)
    yield _taken(out)


def _decimal(value: object) -> str:
    """A cell for Swedish Excel, which reads 59.058 as a date or as text."""
    return str(value).replace(".", ",") if isinstance(value, float) else safe_cell(value)


def _taken(out: io.StringIO) -> bytes:
    """What has been written since the last time."""
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()
