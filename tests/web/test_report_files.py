"""The files of a published follow-up: the same figures in each, and gone when the page is."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
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
from tests.files.pdf_judge import judged, missing
from tests.web.file_readers import READERS, asked
from walkapp import cli, create_app
from walkapp.domain.fixes.measuring import share
from walkapp.domain.reports import PARTS, TAKEN_AWAY, Report, Withdrawn
from walkapp.domain.reports.open_data import COLUMNS, counted
from walkapp.files import pdf
from walkapp.files.archive import checksum, ordered
from walkapp.files.archive_tables import TABLES
from walkapp.settings import Settings, load
from walkapp.storage import database, public_fixes, report_photos, reports, withdrawing
from walkapp.storage.database import Database
from walkapp.web.report_files import papers
from walkapp.web.report_pages import summary_of

needs_judge = pytest.mark.skipif(bool(missing()), reason=missing())
# Of every kind: a walk, one with another before it, an area, a year of a promise, the board's.
PUBLISHED = ("varvandringen-2016", "varvandringen-2017", "sveaparken-2016", "2016", "namnden-2016")
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
    assert figures["answered"] == sum(point["svar_i_tid"] == "ja" for point in points) > 0
    assert figures["unanswered"] == sum(point["svar_i_tid"] == "nej" for point in points)
    assert figures["answer_rate"] == share(figures["answered"], 20)
    days = [point["dagar"] for point in points if point["dagar"] is not None]
    assert figures["timed"] == len(days) > 0
    assert figures["days_middle"] == round(median(days))


@needs_pango
def test_the_walks_are_told_alike_in_every_file(site: Site) -> None:
    [walk] = json.loads(site.get("json"))["loften"][0]["vandringar"]
    assert (walk["form"], walk["ljus"]) == ("Gemensam vandring", "skymning")
    assert walk["grupper"] == {"kvinnor": 8, "män": 6}
    path = site.folder / "walks.sqlite"
    path.write_bytes(site.get("sqlite"))
    with closing(sqlite3.connect(path)) as db:
        kept = db.execute("SELECT form, ljus, grupper FROM loftets_vandringar").fetchall()
    assert kept == [("Gemensam vandring", "skymning", "8 kvinnor, 6 män")]
    printed = pypdf.PdfReader(io.BytesIO(site.get("pdf")))
    word = docx.Document(io.BytesIO(site.get("docx")))
    texts = [
        " ".join(page.extract_text() for page in printed.pages),
        " ".join(text for text in word.element.itertext()),
        site.client.get("/followup/2016").get_data(as_text=True),
    ]
    for text in texts:
        words = " ".join(text.split())
        assert "Gemensam vandring" in words and "skymning" in words.lower()
        assert "8 kvinnor" in words and "6 män" in words


def test_the_municipalitys_own_days_off_give_longer_to_answer_in(site: Site) -> None:
    def unanswered() -> int:
        _, summary = public_fixes.gather(site.db, site.report, "2016-12-31")
        assert summary.measures is not None
        return summary.measures.unanswered

    before = unanswered()
    off = ", ".join(f"('2016-{month:02}-{day:02}', '')" for month in (5, 6) for day in range(1, 31))
    with changed(site, f"INSERT INTO days_off (day, name) VALUES {off}", "DELETE FROM days_off"):
        assert unanswered() < before


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
        assert photo.photo_id in withdrawing.of_version(site.db, site.report).photos
        assert photo.photo_id.encode() not in site.get("sqlite")
        after = pictures_in(site)
    assert after == {kind: count - 1 for kind, count in before.items()}
    assert pictures_in(site) == before


@needs_pango
@pytest.mark.parametrize("ending", READERS)
def test_a_point_that_was_withdrawn_is_gone_from_the_files_at_once(site: Site, ending: str) -> None:
    before = READERS[ending](site.get(ending))
    fix = next(fix for fix in reports.every_row(site.db, site.report, {}) if fix.before)
    with changed(
        site,
        "UPDATE report_rows SET withdrawn = 'gone' WHERE number = :number",
        "UPDATE report_rows SET withdrawn = '' WHERE number = :number",
        number=fix.number,
    ):
        body = site.get(ending)
        after = READERS[ending](body)
    assert after.titles.count(TAKEN_AWAY) == 1 and fix.title not in after.titles
    assert after.parts == before.parts
    names = {one.name for one in counted(summary_of(site.report))} & before.figures.keys()
    assert all(after.figures[name] == before.figures[name] for name in names)
    assert fix.before[0].photo_id.encode() not in body
    assert READERS[ending](site.get(ending)) == before


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


@needs_pango
def test_a_day_stands_on_one_line_in_the_table_of_walks(site: Site) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(site.get("pdf"))).pages]
    lines = [line.replace("\u00a0", " ") for text in pages for line in text.splitlines()]
    assert sum(line.startswith("20 april 2016 ") for line in lines) == 1


@needs_pango
@needs_judge
def test_verapdf_finds_nothing_wrong_with_the_pdfs_by_pdf_ua(site: Site) -> None:
    made = [site.client.get(f"/followup/{slug}.pdf").get_data() for slug in PUBLISHED]
    assert judged(*made) == [[] for _ in PUBLISHED]


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
    assert (
        pictures[0]["n"] == len(report_photos.shown(site.db, site.report, Withdrawn()))
        and pictures[0]["b"]
    )


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


@pytest.fixture(scope="module")
def exported(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive as `walkapp export` writes it, and a new installation."""
    folder = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as patch:
        environment(patch, site.folder)
        assert cli.main(["export", "2016", str(folder / "flen.sqlite")]) == 0
        environment(patch, folder / "new")
        assert cli.main(["init", "--name", "Flens kommun", "--short-name", "Flen"]) == 0
    return folder


@pytest.fixture
def carried(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the archive, and a copy of the new installation in the environment."""
    shutil.copytree(exported, tmp_path, dirs_exist_ok=True)
    environment(monkeypatch, tmp_path / "new")
    return tmp_path / "flen.sqlite"


def environment(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The commands work on this data folder and nothing else."""
    for name in [name for name in os.environ if name.startswith("WALKAPP_")]:
        patch.delenv(name)
    patch.setenv("WALKAPP_SECRET_KEY", "s" * 40)
    patch.setenv("WALKAPP_DATA", str(folder))


def answers(folder: Path, *paths: str) -> list[bytes]:
    """What an installation answers."""
    settings = load()
    assert settings.data == folder
    with closing(database.open_source(settings.database)) as source:
        client = create_app(settings, source).test_client()
        return [client.get(path, buffered=True).data for path in paths]


def test_an_archive_is_read_back_as_it_was(
    site: Site, carried: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", str(carried)]) == 0
    assert "/followup/2016" in capsys.readouterr().out
    photo = next(iter(report_photos.shown(site.db, site.report, Withdrawn())))
    paths = ("2016.csv", "2016.json", f"photos/{photo}/1600.jpg", f"photos/{photo}/480.jpg")
    asked_for = [f"/followup/{path}" for path in paths]
    there = [site.client.get(path, buffered=True).data for path in asked_for]
    here = answers(tmp_path / "new", *asked_for)
    assert [here[0], *here[2:]] == [there[0], *there[2:]]
    old, new = (json.loads(body) for body in (there[1], here[1]))
    # Who publishes it and whom to ask are those of where it stands now.
    assert new == {**old, "kommun": "Flens kommun", "kontakt": ""}
    assert cli.main(["verify"]) == 0
    assert cli.main(["import", str(carried)]) == 2
    assert "finns redan här" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE punkter SET sett = 'Allt var bra' WHERE ordning = 1", "punkter stämmer inte"),
        ("UPDATE siffror SET antal = 19 WHERE kod = 'fixed'", "siffror stämmer inte"),
        ("UPDATE bilder SET jpeg_480 = jpeg_1600", "bilder stämmer inte"),
        ("DELETE FROM kontrollsummor WHERE tabell = 'resultat'", "resultat stämmer inte"),
        ("DROP TABLE loften", "inte ett arkiv"),
        (
            "ALTER TABLE punkter RENAME TO p; CREATE VIEW punkter AS SELECT * FROM p",
            "inte ett arkiv",
        ),
    ],
)
def test_an_archive_that_was_changed_is_refused(
    carried: Path, capsys: pytest.CaptureFixture[str], sql: str, words: str
) -> None:
    subprocess.run(["sqlite3", str(carried), sql], check=True)
    assert cli.main(["import", str(carried)]) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_no_archive_is_refused(
    carried: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for body in (b"", b"SQLite format 3\0" + bytes(5000), b"\xff\xd8\xff\xe0"):
        carried.write_bytes(body)
        assert cli.main(["import", str(carried)]) == 2
        assert "inte ett arkiv" in capsys.readouterr().err
    assert cli.main(["import", str(carried.with_name("none.sqlite"))]) == 2


def test_a_picture_with_more_than_pixels_is_refused_even_when_the_sums_are_right(
    carried: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(carried)) as db:
        [(picture,)] = db.execute("SELECT jpeg_480 FROM bilder ORDER BY id LIMIT 1")
        bad = picture[:2] + b"\xff\xe1\x00\x08Exif\0\0" + picture[2:]
        db.execute(
            "UPDATE bilder SET jpeg_480 = ?, sha256_480 = ? WHERE jpeg_480 = ?",
            (bad, hashlib.sha256(bad).hexdigest(), picture),
        )
        db.row_factory = sqlite3.Row
        [table] = [table for table in TABLES if table.name == "bilder"]
        rows = (dict(row) for row in db.execute(ordered(table)))
        db.execute(
            "UPDATE kontrollsummor SET sha256 = ? WHERE tabell = 'bilder'", (checksum(rows)[1],)
        )
        db.commit()
    assert cli.main(["import", str(carried)]) == 2
    assert "inte en ren JPEG-bild" in capsys.readouterr().err


@contextmanager
def corrected(site: Site) -> Iterator[None]:
    """A second version for a while, with one point fewer."""
    key = {"id": site.report.id}
    copy(site, "report_versions", title="title || ' (rättad)'", note="'En punkt hörde inte hit.'")
    copy(site, "report_rows", having="position > 1")
    site.db.execute("UPDATE reports SET published_version = 2 WHERE id = :id", key)
    try:
        yield
    finally:
        site.db.execute("UPDATE reports SET published_version = 1 WHERE id = :id", key)
        for table in ("report_rows", "report_versions"):
            there = "report_id = :id AND published_version = 2"
            site.db.execute(f"DELETE FROM {table} WHERE {there}", key)


def copy(site: Site, table: str, having: str = "1 = 1", **other: str) -> None:
    """The rows of the first version as those of a second."""
    names = [row["name"] for row in site.db.query(f"PRAGMA table_info({table})")]
    as_new = {"published_version": "2", **other}
    copied = ", ".join(as_new.get(name, name) for name in names)
    site.db.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {copied} FROM {table}"
        f" WHERE report_id = :id AND {having}",
        {"id": site.report.id},
    )


def test_each_version_has_files_until_it_is_withdrawn(site: Site) -> None:
    first = site.get("csv")
    with corrected(site):
        new = json.loads(site.get("json"))
        assert (new["version"], len(new["punkter"])) == (2, 19)
        assert new["rattelse"] == "En punkt hörde inte hit." and new["titel"].endswith("(rättad)")
        old = site.client.get("/followup/2016/versions/1.json", buffered=True).get_json()
        assert (old["version"], len(old["punkter"])) == (1, 20)
        assert old["adress"].endswith("/followup/2016/versions/1")
        assert site.client.get("/followup/2016/versions/1.csv", buffered=True).data == first
        page = site.client.get("/followup/2016/versions/1").get_data(as_text=True)
        assert 'href="/followup/2016/versions/1.xlsx"' in page
        assert 'href="/followup/2016.xlsx"' in site.client.get("/followup/2016").text
        withdrawn = "UPDATE report_versions SET withdrawn_at = {} WHERE published_version = 1"
        with changed(site, withdrawn.format("'2026-01-01'"), withdrawn.format("NULL")):
            assert site.client.get("/followup/2016/versions/1.json").status_code == 404
            site.get("json")
    assert site.client.get("/followup/2016/versions/2.json").status_code == 404
    assert site.client.get(f"/followup/2016/versions/{10**30}.json").status_code == 404


def test_the_page_for_the_board_is_in_its_files(site: Site) -> None:
    told = site.client.get("/followup/namnden-2016.json", buffered=True).get_json()
    count = told["namnd"]["nu"]["punkter"]
    assert count == len(told["punkter"]) == sum(told["namnd"]["nu"]["utfall"].values()) > 0
    word = docx.Document(
        io.BytesIO(site.client.get("/followup/namnden-2016.docx", buffered=True).data)
    )
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["Åtgärdspunkter", str(count)] in [row[:2] for row in cells]
    path = site.folder / "board.sqlite"
    path.write_bytes(site.client.get("/followup/namnden-2016.sqlite", buffered=True).data)
    sums = asked(
        str(path),
        "SELECT p.punkter, sum(k.punkter) AS n FROM perioder p"
        " JOIN periodens_kategorier k ON k.period = p.ordning WHERE p.ordning = 1",
    )
    assert sums == [{"punkter": count, "n": count}]


def test_what_is_not_published_is_not_exported(
    site: Site, carried: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "2016", str(carried)]) == 2
    assert "finns redan" in capsys.readouterr().err
    monkeypatch.setenv("WALKAPP_DATA", str(site.folder))
    drafts = [row["slug"] for row in site.db.query("SELECT slug FROM reports WHERE state='draft'")]
    for slug in ("nothing", *drafts):
        path = carried.with_name(f"{slug}.sqlite")
        assert cli.main(["export", slug, str(path)]) == 2
        assert not path.exists() and "Ingen sådan" in capsys.readouterr().err
