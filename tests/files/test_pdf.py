"""PDF: tagged, made of what is given and nothing else, and a plain sentence where it cannot be."""

import threading
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from tests.files.pdf_judge import judged, missing
from walkapp.domain.errors import Refused
from walkapp.files import pdf

needs_judge = pytest.mark.skipif(bool(missing()), reason=missing())
needs_pango = pytest.mark.skipif(bool(pdf.missing()), reason=pdf.missing())


def a_page(body: str) -> str:
    return f'<html lang="sv"><head><title>Order</title></head><body>{body}</body></html>'


def a_picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(data, "JPEG")
    return data.getvalue()


def opened(data: bytes) -> bytes:
    """The PDF with its packed streams unpacked, to look for words in."""
    found = [data]
    for part in data.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return b"".join(found)


def test_the_machine_of_the_tests_can_make_pdfs() -> None:
    assert pdf.missing() == ""


@needs_pango
def test_a_page_becomes_a_tagged_pdf_with_its_title_and_pictures() -> None:
    body = '<h1>Arbetsorder</h1><img src="photo-1" alt="Trasig lampa">'
    with_picture = opened(pdf.made(a_page(body), "h1 { color: #123 }", {"photo-1": a_picture()}))
    assert b"/StructTreeRoot" in with_picture and b"/Marked true" in with_picture
    assert b"/Lang (sv)" in with_picture and b"Order" in with_picture
    assert b"/Image" in with_picture
    assert b"/Subtype /Image" not in opened(pdf.made(a_page(body), "", {}))


@needs_pango
@needs_judge
def test_the_judge_of_pdf_ua_finds_what_is_taken_away() -> None:
    body = (
        '<h1>Arbetsorder</h1><img src="photo-1" alt="Trasig lampa">'
        "<table><thead><tr><th>Vad<th>Antal</thead><tr><td>Lampa<td>2</table>"
    )
    whole = pdf.made(a_page(body), "", {"photo-1": a_picture()})
    taken = (["/Alt"], ["/Scope", "/Headers"], ["/Lang"])
    good, picture, table, language = judged(whole, *(_without(whole, *keys) for keys in taken))
    assert good == []
    assert picture and {rule.partition(":")[0] for rule in picture} == {"7.3-1"}
    assert table and {rule.partition(":")[0] for rule in table} == {"7.5-1"}
    assert any(rule.startswith("7.2-") for rule in language)


def _without(data: bytes, *keys: str) -> bytes:
    """The PDF with some keys gone from every object."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))

    def strip(found: object) -> None:
        if isinstance(found, list):
            for inner in found:
                strip(inner)
        if isinstance(found, dict):
            for key in keys:
                found.pop(key, None)
            for inner in found.values():
                strip(inner)

    for number in range(len(writer._objects)):
        strip(writer._objects[number])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@needs_pango
def test_the_pdf_maker_opens_no_file_and_no_connection(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listens(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Listens)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(a_picture())
    there = f"http://127.0.0.1:{server.server_port}"
    body = (
        f'<img src="{there}/a.jpg"><img src="file://{secret}"><link rel="stylesheet" href="{there}'
        f'/b.css"><object data="{there}/c"></object><a rel="attachment" href="file://{secret}">x</a>'
    )
    sheet = f'@import url("{there}/d.css"); body {{ background: url("{there}/e.jpg") }}'
    made = opened(pdf.made(a_page(body), sheet, {}))
    server.shutdown()
    server.server_close()
    assert asked == []
    assert b"/Subtype /Image" not in made and b"/EmbeddedFile" not in made


def test_without_pango_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.missing.cache_clear()
    monkeypatch.setattr(pdf, "_LIBRARIES", ("libnot-there.so.0",))
    try:
        assert "Pango saknas" in pdf.missing()
        with pytest.raises(Refused, match="Pango"):
            pdf.made(a_page(""), "", {})
    finally:
        pdf.missing.cache_clear()


def test_without_weasyprint_too(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.missing.cache_clear()
    monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda name: None)
    try:
        assert "tillägget pdf" in pdf.missing()
    finally:
        pdf.missing.cache_clear()
