"""The files of a published follow-up: the same figures in each, and gone when the page is."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import docx
import pypdf
import pytest
from flask.testing import FlaskClient

from tests.demo.test_load import fill
from tests.web.file_readers import READERS, asked
from walkapp import create_app
from walkapp.domain.reports import PARTS, Report
from walkapp.domain.reports.open_data import COLUMNS, counted
from walkapp.files import pdf
from walkapp.settings import Settings
from walkapp.storage import database, report_photos, reports
from walkapp.storage.database import Database
from walkapp.web.report_files import papers
from walkapp.web.report_pages import summary_of

needs_pango = pytest.mark.skipif(bool(pdf.missing()), reason=pdf.missing())


@dataclass
class Site:
    """The demo, with the follow-up of 2016 published."""

    db: Database
    client: FlaskClient
    folder: Path

    @property
    def report(self) -> Report:
        found = reports.by_slug(self.db, "2016")
        assert found
        return found

    def get(self, ending: str, status: int = 200) -> bytes:
        answer = self.client.get(f"/followup/2016.{ending}", buffered=True)
        assert answer.status_code == status, ending
        return answer.data if status == 200 else b""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "walkapp.db").write_bytes(empty_file.read_bytes())
    (folder / "photos").mkdir()
    settings = Settings(
        data=folder,
        database=str(folder / "walkapp.db"),
        photos=folder / "photos",
        secret_key="s" * 40,
    )
    with closing(database.open_source(settings.database)) as source:
        with closing(source.connect()) as db:
            fill(db, settings.photos)
            yield Site(db, create_app(settings, source).test_client(), folder)


@contextmanager
def changed(site: Site, sql: str, back: str, **values: str) -> Iterator[None]:
    """Something of the demo is otherwise for a while."""
    site.db.execute(sql, values)
    try:
        yield
    finally:
        site.db.execute(back, values)


@needs_pango
@pytest.mark.parametrize("ending", READERS)
def test_every_file_holds_the_rows_and_figures_of_the_page(site: Site, ending: str) -> None:
    read = READERS[ending](site.get(ending))
    fixes = reports.every_row(site.db, site.report, {})
    assert read.titles == [fix.title for fix in fixes]
    assert read.parts == Counter(PARTS[fix.part] for fix in fixes)
    wanted = {one.name: one.number for one in counted(summary_of(site.report))}
    assert "Dagar till åtgärd för punkten i mitten" in wanted
    assert wanted["Punkter"] == 20 == sum(wanted[name] for name in PARTS.values())
    if ending in ("xlsx", "json", "pdf", "docx", "sqlite"):
        assert {name: read.figures[name] for name in wanted} == wanted


def test_time_and_dates_can_be_counted_from_the_rows(site: Site) -> None:
    told = json.loads(site.get("json"))
    figures = {one["kod"]: one["antal"] for one in told["siffror"]}
    points = told["punkter"]
    assert figures["kept"] == sum(point["i_tid"] == "ja" for point in points) > 0
    assert figures["late"] == sum(point["i_tid"] == "nej" for point in points)
    assert figures["reopened"] == sum(point["oppnad_igen"] == "ja" for point in points)
    days = [point["dagar"] for point in points if point["dagar"] is not None]
    assert figures["timed"] == len(days) > 0
    assert figures["days_middle"] == round(median(days))


@needs_pango
@pytest.mark.parametrize("ending", READERS)
def test_a_file_is_gone_with_its_page(site: Site, ending: str) -> None:
    site.get(ending)
    with changed(
        site,
        "UPDATE reports SET state = 'draft' WHERE slug = '2016'",
        "UPDATE reports SET state = 'published' WHERE slug = '2016'",
    ):
        site.get(ending, 404)
    assert site.client.get(f"/followup/2015.{ending}").status_code == 404


def pictures_in(site: Site) -> dict[str, int]:
    """How many pictures each file holds."""
    archive = json.loads(site.get("json"))
    word = docx.Document(io.BytesIO(site.get("docx")))
    printed = pypdf.PdfReader(io.BytesIO(site.get("pdf"))).trailer["/Root"]["/StructTreeRoot"]
    return {
        "json": sum(len(point["bilder"]) for point in archive["punkter"]),
        "docx": len(word.inline_shapes),
        "pdf": sum(kind == "/Figure" for kind, _ in tags(printed)),
    }


@needs_pango
def test_a_hidden_picture_is_gone_from_the_files_at_once(site: Site) -> None:
    before = pictures_in(site)
    photo = next(fix.before[0] for fix in reports.every_row(site.db, site.report, {}) if fix.before)
    with changed(
        site,
        "UPDATE photos SET review = 'hidden' WHERE photo_id = :id",
        "UPDATE photos SET review = 'approved' WHERE photo_id = :id",
        id=photo.photo_id,
    ):
        assert photo.photo_id.encode() not in site.get("json")
        assert photo.photo_id not in report_photos.shown(site.db, site.report)
        assert photo.photo_id.encode() not in site.get("sqlite")
        after = pictures_in(site)
    assert after == {kind: count - 1 for kind, count in before.items()}
    assert pictures_in(site) == before


@needs_pango
def test_what_took_seconds_is_made_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = site.get("pdf")
    monkeypatch.setattr(papers.pdf, "made", lambda *_: pytest.fail("made again"))
    assert site.get("pdf") == first


@needs_pango
def test_the_pdf_is_tagged_for_those_who_hear_it(site: Site) -> None:
    reader = pypdf.PdfReader(io.BytesIO(site.get("pdf")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value and root["/Lang"] == "sv-SE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    found = list(tags(root["/StructTreeRoot"]))
    kinds = Counter(kind for kind, _ in found)
    assert kinds["/H1"] == 1 and kinds["/H4"] == 20
    assert kinds["/Table"] >= 3 and kinds["/TH"] and kinds["/TD"] and kinds["/LI"]
    levels = [int(kind[2:]) for kind, _ in found if kind in ("/H1", "/H2", "/H3", "/H4")]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    figures = [one for kind, one in found if kind == "/Figure"]
    assert len(figures) > 10 and all(str(one.get("/Alt", "")).strip() for one in figures)
    headings = [one for kind, one in found if kind == "/TH"]
    assert {scope(one) for one in headings} == {"/Column", "/Row"}


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every element of a structure tree, in the order it is read."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), node
        if "/K" in node:
            yield from tags(node["/K"])


def scope(heading: Any) -> str:
    given = heading.get("/A", {})
    given = given.get_object()
    every = given if isinstance(given, list) else [given]
    return next((str(one["/Scope"]) for one in every if "/Scope" in one), "")


def test_the_word_document_has_styles_heading_rows_and_words_for_pictures(site: Site) -> None:
    word = docx.Document(io.BytesIO(site.get("docx")))
    assert word.paragraphs[0].style.name == "Title"
    assert word.core_properties.title == site.report.title
    assert word.core_properties.language == "sv-SE"
    assert len(word.tables) >= 3
    for table in word.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader"), table.rows[0].cells[0].text
    assert word.inline_shapes
    assert all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)


def test_the_archive_is_searched_by_pieces_of_words(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "2016.sqlite"
    path.write_bytes(site.get("sqlite"))
    found = asked(
        str(path),
        "SELECT p.rubrik FROM punkter_fts f JOIN punkter p ON p.ordning = f.rowid"
        " WHERE punkter_fts MATCH 'rubrik : tunneln' ORDER BY p.ordning",
    )
    titles = [fix.title for fix in reports.every_row(site.db, site.report, {})]
    assert [row["rubrik"] for row in found] == [title for title in titles if "tunneln" in title]
    assert asked(str(path), "SELECT rowid FROM punkter_fts WHERE punkter_fts MATCH 'lottrade'")
    explained = asked(
        str(path),
        "SELECT m.name, i.name AS col FROM sqlite_master m JOIN pragma_table_info(m.name) i"
        " WHERE m.type = 'table' AND m.name IN (SELECT tabell FROM kontrollsummor)"
        " EXCEPT SELECT tabell, kolumn FROM beskrivning",
    )
    assert explained == []
    pictures = asked(str(path), "SELECT count(*) AS n, sum(length(jpeg_480)) AS b FROM bilder")
    assert pictures[0]["n"] == len(report_photos.shown(site.db, site.report)) and pictures[0]["b"]


def test_no_file_holds_a_person_or_an_internal_word(site: Site) -> None:
    names = [row["name"] for row in site.db.query("SELECT name FROM people")]
    notes = [
        row["internal_note"]
        for row in site.db.query("SELECT internal_note FROM fixes WHERE internal_note <> ''")
    ]
    assert names
    for ending in ("csv", "geojson", "json", "atom", "sqlite"):
        body = site.get(ending)
        for secret in (*names, *notes):
            assert secret.encode() not in body, (ending, secret)


def test_each_column_is_explained_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "files.md").read_text()
    for name, meaning in COLUMNS.items():
        assert f"| `{name}` | {meaning} |" in page, name
