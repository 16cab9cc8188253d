"""A second reader, the editor's own texts, and each version at its own address."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from tests.cast import a_person
from tests.web.conftest import Caller
from tests.web.test_reports import (
    begin,
    kim,
    publish,
    safety,
    seen,
    slug,
    walk,
    without_second_reader,
)
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.files import pdf
from walkapp.storage import municipality
from walkapp.storage.database import Database

__all__ = ["kim", "safety", "walk"]  # fixtures
needs_pango = pytest.mark.skipif(bool(pdf.missing()), reason=pdf.missing())
DOCUMENTS = ("pdf", "docx", "xlsx", "sqlite", "json")
OLD, NEW = "Vi gick runt i mars.", "Vi gick runt i april."


def write(caller: Caller, page: str, **texts: object):  # type: ignore[no-untyped-def]
    """Save the texts over the version the page shows."""
    form = caller.get(f"{page}/edit").get_data(as_text=True)
    version = form.split('name="version" type="hidden" value="')[1].split('"')[0]
    return caller.post(f"{page}/edit", {"title": "Vårens vandring", "version": version, **texts})


def test_the_writer_alone_does_not_publish(
    safety: Caller, signed_in: Callable[[Person], Caller], walk: Walk
) -> None:
    page, reader = begin(safety, walk), signed_in(a_person("Reg", "registrar"))
    mark = {"seen": seen(reader, page)}
    assert "En kollega läser först" in safety.get(page).get_data(as_text=True)
    answer = safety.post(f"{page}/publish", mark)
    assert answer.status_code == 422
    assert "En annan person ska läsa igenom sidan" in answer.get_data(as_text=True)
    assert safety.post(f"{page}/review", mark).status_code == 403
    assert reader.post(f"{page}/review", {"seen": "x"}).status_code == 422
    assert reader.post(f"{page}/review", mark).status_code == 303
    assert "Reg läste sidan" in safety.get(page).get_data(as_text=True)
    assert publish(safety, page).status_code == 303


def test_a_word_after_the_reading_asks_for_another(safety: Caller, kim: Caller, walk: Walk) -> None:
    page = begin(safety, walk)
    kim.post(f"{page}/review", {"seen": seen(kim, page)})
    write(safety, page, lead=NEW)
    assert "Ändrad sedan den granskades" in safety.get(page).get_data(as_text=True)
    assert safety.post(f"{page}/publish", {"seen": seen(kim, page)}).status_code == 422


def test_a_town_with_one_writer_can_do_without_the_second_reader(
    safety: Caller, walk: Walk, db: Database
) -> None:
    without_second_reader(db)
    assert publish(safety, begin(safety, walk)).status_code == 303


def test_each_version_stays_at_its_address_as_it_was(  # type: ignore[no-untyped-def]
    safety: Caller, kim: Caller, caller, walk: Walk, db: Database
) -> None:
    page = begin(kim, walk)
    write(kim, page, lead=OLD)
    publish(safety, page)
    base = f"/followup/{slug(safety, page)}"
    write(kim, page, lead=NEW)
    db.execute("UPDATE fixes SET public_text = 'Ny rad' WHERE number = 'FLEN-2026-001'")
    assert NEW not in caller().get(base).get_data(as_text=True), "a draft is not public"
    assert publish(safety, page).status_code == 422, "a correction says what was corrected"
    assert publish(safety, page, "Månaden är rättad").status_code == 303
    latest, first, second = (
        caller().get(base + ending).get_data(as_text=True)
        for ending in ("", "/versions/1", "/versions/2")
    )
    assert NEW in latest and "Månaden är rättad" in latest and OLD not in latest
    assert "Ny rad" in second and "Ny rad" not in first
    assert OLD in first and NEW not in first and "har ersatts av version 2" in first
    assert json.loads(caller().get(f"{base}/versions/1.json").data)["inledning"] == OLD
    assert NEW in second and "den senaste" in second
    assert caller().get(f"{base}/versions/3").status_code == 404
    assert caller().get(f"{base}/versions/{2**40}").status_code == 404


@needs_pango
def test_what_was_corrected_and_whom_to_ask_stand_in_every_document(  # type: ignore[no-untyped-def]
    safety: Caller, kim: Caller, caller, walk: Walk, db: Database, tmp_path: Path
) -> None:
    town = municipality.get(db)
    asked = replace(town, contact_email="trygg@flen.example", version=town.version + 1)
    municipality.save(db, asked)
    page = begin(kim, walk)
    for lead, note in ((OLD, ""), (NEW, "Månaden är rättad"), (NEW + " Alla.", "Fler var med")):
        write(kim, page, lead=lead)
        assert publish(safety, page, note).status_code == 303
    base = f"/followup/{slug(safety, page)}"

    def texts(address: str) -> list[str]:
        """What the page, the PDF, the Word file, the workbook and the archive say."""
        got = {k: caller().get(f"{address}.{k}", buffered=True).data for k in DOCUMENTS}
        (tmp_path / "it.sqlite").write_bytes(got["sqlite"])
        with closing(sqlite3.connect(tmp_path / "it.sqlite")) as kept:
            archived = kept.execute("SELECT u.kontakt, v.rattelse FROM uppfoljning u, versioner v")
            told = str(archived.fetchall())
        book = openpyxl.load_workbook(BytesIO(got["xlsx"]))["Om filen"]
        return [
            " ".join(part.extract_text() for part in pypdf.PdfReader(BytesIO(got["pdf"])).pages),
            " ".join(docx.Document(BytesIO(got["docx"])).element.itertext()),
            str([[cell.value for cell in row] for row in book]),
            told,
            got["json"].decode(),
            caller().get(address).get_data(as_text=True),
        ]

    notes = ("Månaden är rättad", "Fler var med")
    for words in texts(base):
        assert "trygg@flen.example" in words and all(note in words for note in notes)
    *first, _ = texts(f"{base}/versions/2")
    for words in first:  # what came later is not in it
        assert notes[0] in words and notes[1] not in words
    assert safety.post(f"{page}/versions/2/hide").status_code == 303
    for words in texts(base):
        assert notes[0] not in words and notes[1] in words


def test_a_hidden_version_and_an_unpublished_one_never_were(  # type: ignore[no-untyped-def]
    safety: Caller, kim: Caller, caller, walk: Walk
) -> None:
    page = begin(kim, walk)
    publish(safety, page)
    assert "Ingenting har ändrats sedan version 1" in safety.get(page).get_data(as_text=True)
    write(kim, page, lead=NEW)
    publish(safety, page, "Inledningen är ny")
    base = f"/followup/{slug(safety, page)}"
    assert "/versions/1" in caller().get(base).get_data(as_text=True)
    assert kim.post(f"{page}/versions/1/hide").status_code == 403
    assert safety.post(f"{page}/versions/2/hide").status_code == 422
    assert safety.post(f"{page}/versions/1/hide").status_code == 303
    for ending in ("", ".csv", ".json"):
        assert caller().get(f"{base}/versions/1{ending}").status_code == 404
    assert "/versions/1" not in caller().get(base).get_data(as_text=True)
    safety.post(f"{page}/versions/1/show")
    assert "/versions/1" in caller().get(base).get_data(as_text=True)
    for ending in ("", ".csv", ".json"):
        assert caller().get(f"{base}/versions/1{ending}").status_code == 200
    safety.post(f"{page}/unpublish")
    for ending in ("", "/versions/1", "/versions/2", ".csv", "/versions/1.csv"):
        assert caller().get(base + ending).status_code == 404


def test_a_text_survives_new_figures_and_says_that_they_are_new(
    kim: Caller, walk: Walk, db: Database
) -> None:
    page = begin(kim, walk)
    write(kim, page, points="Punkt ett är klar.", next="Vi ses.")
    db.execute("UPDATE fixes SET state = 'assessing', outcome = NULL WHERE number LIKE '%001'")
    text = kim.get(page).get_data(as_text=True)
    assert "Punkt ett är klar." in text and "Egna texter att läsa igen" in text
    form = kim.get(f"{page}/edit").get_data(as_text=True)
    assert "<del>FLEN-2026-001" in form and "Min text stämmer fortfarande" in form
    right = {"points": "Punkt ett är klar.", "next": "Vi ses.", "still_right": ["points", "next"]}
    write(kim, page, **right)
    assert "Egna texter att läsa igen" not in kim.get(page).get_data(as_text=True)


def test_two_writers_do_not_overwrite_each_other(kim: Caller, walk: Walk) -> None:
    page = begin(kim, walk)
    write(kim, page, lead=OLD)
    answer = kim.post(f"{page}/edit", {"title": "Rubrik", "lead": NEW, "version": "1"})
    assert answer.status_code == 409
    assert NEW in answer.get_data(as_text=True)
