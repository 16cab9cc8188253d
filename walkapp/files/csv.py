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


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte-order mark and semicolons, as Swedish Excel expects; CRLF line ends."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def stream(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, excel: bool = False
) -> Iterator[bytes]:
    """The same some rows at a time, so that memory does not grow with the table.

    With commas and no byte-order mark, as programs expect; with `excel` as `table` writes it.
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
