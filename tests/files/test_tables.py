"""Files as other systems export them, read into rows."""

import pytest

from walkapp.domain.errors import Refused
from walkapp.files import tables

ROWS = [{"nummer": "17", "gata": "Åsgatan"}, {"nummer": "18", "gata": "Älgstigen"}]


@pytest.mark.parametrize(
    "data",
    [
        "nummer;gata\r\n17;Åsgatan\r\n18;Älgstigen\r\n".encode("utf-8-sig"),
        "nummer;gata\r\n17;Åsgatan\r\n18;Älgstigen\r\n".encode("cp1252"),
        "nummer,gata\n17,Åsgatan\n\n18,Älgstigen\n".encode(),
        "nummer\tgata\n17\tÅsgatan\n18\tÄlgstigen".encode(),
        'sep=;\nnummer;gata\n17;"Åsgatan"\n18;Älgstigen\n;\n'.encode(),
        '[{"nummer": "17", "gata": "Åsgatan"}, {"nummer": "18", "gata": "Älgstigen"}]'.encode(),
    ],
)
def test_the_same_rows_from_every_kind_of_export(data: bytes) -> None:
    assert tables.read(data) == ROWS


def test_a_cell_may_hold_separators_and_line_breaks() -> None:
    assert tables.read(b'a;b\n"x;\ny";2\n') == [{"a": "x;\ny", "b": "2"}]


def test_of_a_feature_the_properties_and_the_geometry_are_read() -> None:
    point = '{"type": "Point", "coordinates": [16.588, 59.058]}'
    feature = f'{{"type": "Feature", "properties": {{"nummer": 17}}, "geometry": {point}}}'
    data = f'{{"type": "FeatureCollection", "features": [{feature}]}}'.encode()
    geometry = {"type": "Point", "coordinates": [16.588, 59.058]}
    assert tables.read(data) == [{"nummer": 17, "geometry": geometry}]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "tom"),
        (b" \n \n", "tom"),
        (b"nummer;gata\n", "inga rader"),
        (b"[]", "inga rader"),
        (b'{"type": "FeatureCollection", "features": []}', "inga rader"),
        (b"{", "inte att l"),
        (b"[1, 2]", "inte att l"),
        (b'{"features": [3]}', "inte att l"),
        (b"a;b\n1;2;3\n", "inte att l"),
        (b"\x89PNG\r\n\x1a\n\x81\x8d\x8f", "inte att l"),
        (b"[" * 100_000, "inte att l"),
        (b"a\n" + b"1\n" * (tables.MOST_ROWS + 1), "fler"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        tables.read(data)
