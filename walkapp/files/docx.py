"""Word documents: real styles, a heading row for each table, words for each picture."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt

from .document import Bullets, Document, Heading, Paragraph, Part, Pictures, Table
from .writable import writable

_LOOKS = {"": None, "lead": "Lead", "small": "Small"}
_SIZES = {"Lead": Pt(13), "Small": Pt(9)}
_ALONE, _BESIDE = Cm(11), Cm(7.6)


def made(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """The document; `pictures` are JPEG bytes by name, and one without bytes is left out."""
    word = docx.Document()
    _describe(word, document)
    _lay_out(word)
    for part in document.with_pictures(pictures):
        _WRITERS[type(part)](word, part, pictures)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _describe(word: Any, document: Document) -> None:
    about = word.core_properties
    about.title, about.author = writable(document.title), writable(document.author)
    about.subject, about.comments = writable(document.about), ""
    about.language = document.language
    about.created = about.modified = datetime.fromisoformat(document.made_at).astimezone(UTC)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.language)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)


def _lay_out(word: Any) -> None:
    """A4 with the number of the page below, and the two looks that Word has no style for."""
    [section] = word.sections
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    section.footer.paragraphs[0]._p.append(number)
    for name, size in _SIZES.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = word.styles["Normal"], size


def _heading(word: Any, part: Heading, _: Mapping[str, bytes]) -> None:
    # Level 0 is Word's own style for the title of a document.
    word.add_heading(writable(part.text), part.level - 1)


def _paragraph(word: Any, part: Paragraph, _: Mapping[str, bytes]) -> None:
    word.add_paragraph(writable(part.text), _LOOKS[part.look])


def _bullets(word: Any, part: Bullets, _: Mapping[str, bytes]) -> None:
    for item in part.items:
        word.add_paragraph(writable(item), "List Bullet")


def _table(word: Any, part: Table, _: Mapping[str, bytes]) -> None:
    table = word.add_table(rows=1, cols=len(part.header), style="Light Grid Accent 1")
    _describe_table(table, part)
    for cell, text in zip(table.rows[0].cells, part.header, strict=True):
        cell.text = writable(text)
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = writable(text)


def _describe_table(table: Any, part: Table) -> None:
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))  # read out, and repeated on every page
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), writable(part.name))
    table._tbl.tblPr.append(described)


def _pictures(word: Any, part: Pictures, pictures: Mapping[str, bytes]) -> None:
    run = word.add_paragraph().add_run()
    for picture in part.shown:
        width = _ALONE if len(part.shown) == 1 else _BESIDE
        shape = run.add_picture(BytesIO(pictures[picture.name]), width=width)
        named = shape._inline.docPr
        named.set("descr", writable(picture.alt))
        run.add_text(" ")
    word.add_paragraph(writable(" · ".join(one.caption for one in part.shown)), "Caption")


_WRITERS: dict[type[Part], Callable[[Any, Any, Mapping[str, bytes]], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Pictures: _pictures,
}
