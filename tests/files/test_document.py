"""A document on its way to paper."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from walkapp.files.document import Document, Table

TEMPLATES = Path(__file__).parents[2] / "templates"


def test_only_numbers_stand_to_the_right_in_a_printed_table() -> None:
    source = "Källa"
    values = Table("Värden", ("Vad", "2016", source), [("brott", "336", "Polisen")], (source,))
    kept = Table("Löften", ("Löfte", "Mål"), [("Synas", "Minst 2")], ("Mål",))
    paper = Document("Året", "Flen", "", "sv-SE", "2016-12-05T18:00:00Z", [values, kept])
    page = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    html = page.get_template("report_files/pdf.html").render(document=paper, parts=paper.parts)
    assert re.findall(r'class="number">([^<]*)<', html) == ["2016", "336"]
