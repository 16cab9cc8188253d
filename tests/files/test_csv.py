"""Tables open in a spreadsheet as text and never as formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkapp.files.csv import safe_cell, stream


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_could_be_a_formula_becomes_text(start: str) -> None:
    assert safe_cell(f"{start}cmd|' /C calc'!A0").startswith("'")


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-16.5) == "-16.5"


@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=["Cs"])), min_size=1))
def test_every_cell_is_read_back_and_none_is_a_formula(cells: list[str]) -> None:
    body = b"".join(stream(["a"] * len(cells), [cells], excel=True)).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(body, newline=""), delimiter=";")
    assert row == [safe_cell(cell) for cell in cells]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
