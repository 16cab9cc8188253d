"""Tables and features that leave as they are read; a workbook; a feed."""

import csv as stdlib_csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

import openpyxl

from walkapp.files import atom, csv, geojson, xlsx
from walkapp.files.atom import Entry

EVIL = ["=cmd|' /C calc'!A0", "+46", "-1", "@SUM(A1)", "\t=1", 'plain; "quoted"\nline', None]


def test_a_table_for_programs_has_commas_and_no_mark() -> None:
    body = b"".join(csv.stream(("a", "b"), [(1.5, "x,y"), (None, "å")]))
    assert body == 'a,b\r\n1.5,"x,y"\r\n,å\r\n'.encode()


def test_a_table_for_swedish_excel_has_semicolons_a_mark_and_decimal_commas() -> None:
    body = b"".join(csv.stream(("a", "b"), [(-1.5, 3)], excel=True))
    assert body == b"\xef\xbb\xbfa;b\r\n-1,5;3\r\n"


def test_no_cell_is_a_formula() -> None:
    for excel, sign in ((True, ";"), (False, ",")):
        body = b"".join(csv.stream(("a",) * len(EVIL), [EVIL], excel=excel)).decode("utf-8-sig")
        _, cells = list(stdlib_csv.reader(io.StringIO(body, newline=""), delimiter=sign))
        assert [cell[:1] for cell in cells[:5]] == ["'"] * 5
        assert cells[5:] == ['plain; "quoted"\nline', ""]


def rows(count: int) -> Iterator[tuple[object, ...]]:
    return (
        (n, "Det är mörkt här på kvällen och svårt att se vem man möter." * 4) for n in range(count)
    )


def test_memory_does_not_grow_with_the_table() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in csv.stream(("n", "text"), rows(count)):
            pass
        for _ in geojson.stream((59.0, 16.0, {"n": n}) for n in range(count)):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(20_000) < 2 * peak(1_000)


def test_a_workbook_has_dates_numbers_and_a_header_that_stays() -> None:
    out = io.BytesIO()
    xlsx.write(
        out, "Åtgärder", ("dag", "tal", "text"), [("2026-05-12", 59.5, "=1+1"), (None, 3, "")]
    )
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    sheet = book["Åtgärder"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:C3"
    day, number, text = (cell.value for cell in sheet[2])
    assert (day, number, text) == (datetime.fromisoformat("2026-05-12"), 59.5, "=1+1")
    assert sheet["A2"].is_date and sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["C2"].data_type == "s"  # a string and not a formula
    assert [cell.value for cell in sheet[3]] == [None, 3, None]


def test_features_are_one_collection() -> None:
    found = [(59.05, 16.6, {"n": 1}), (None, 16.6, {"n": 2})]
    told = json.loads(b"".join(geojson.stream(found)))
    assert [one["geometry"] for one in told["features"]] == [
        {"type": "Point", "coordinates": [16.6, 59.05]},
        None,
    ]
    assert told["type"] == "FeatureCollection"
    assert json.loads(b"".join(geojson.stream([])))["features"] == []


def test_a_feed_survives_whatever_was_typed() -> None:
    bad = "<b>&\x00\x0b \U0001f600 ]]>"
    entry = Entry("urn:uuid:1", bad, 'https://x/"?a&b', "2026-05-12T10:00:00Z", bad)
    tree = ElementTree.fromstring(atom.feed(bad, "https://x/?a=1&b=2", "Flen", [entry]))
    name = "{http://www.w3.org/2005/Atom}"
    assert tree.findtext(f"{name}updated") == "2026-05-12T10:00:00Z"
    assert tree.findtext(f"{name}entry/{name}title") == "<b>& \U0001f600 ]]>"
    link = tree.find(f"{name}entry/{name}link")
    assert link is not None and link.get("href") == 'https://x/"?a&b'
    assert b"1970-01-01" in atom.feed("t", "https://x/", "Flen", [])
