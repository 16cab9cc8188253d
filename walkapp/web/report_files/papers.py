"""The formats that are read and printed: PDF and Word, made of the same document."""

import hashlib
from pathlib import Path

from flask import current_app, render_template

from ...domain.errors import Refused
from ...domain.photos import Photo
from ...files import pdf
from ...files.document import Document
from ..blobs import blobs
from .edition import Edition
from .paper import document
from .shelf import Shelf

ROOM = 32 * 1024 * 1024
_shelf = Shelf(ROOM)


def as_pdf(edition: Edition) -> bytes:
    """Tagged, by a process of its own. Raises Refused where none can be made."""
    if pdf.missing():
        raise Refused(pdf.missing())
    return _shelf.get(("pdf", _mark(edition)), lambda: _pdf(document(edition), edition))


def as_docx(edition: Edition) -> bytes:
    """A document to work on, with the styles of Word."""
    return _shelf.get(("docx", _mark(edition)), lambda: _docx(document(edition), edition))


def _pdf(paper: Document, edition: Edition) -> bytes:
    pictures = _pictures(paper, edition)
    html = render_template(
        "report_files/pdf.html", document=paper, parts=paper.with_pictures(pictures)
    )
    folder: Path = current_app.extensions["static_folder"]
    return pdf.made(html, (folder / "css" / "document.css").read_text(), pictures)


def _docx(paper: Document, edition: Edition) -> bytes:
    from ...files import docx  # brings Word's whole library, which a start does without

    return docx.made(paper, _pictures(paper, edition))


def _pictures(paper: Document, edition: Edition) -> dict[str, bytes]:
    """The small clean copies of the pictures in the document; one that is gone is left out."""
    found = {}
    for picture in paper.pictures:
        photo: Photo = edition.photos[picture.name.removeprefix("photo-")]
        path = blobs().clean_path(str(photo.sha256_480))
        if path.exists():
            found[picture.name] = path.read_bytes()
    return found


def _mark(edition: Edition) -> str:
    """Another one as soon as anything in the file would be: what is withdrawn, too."""
    report = edition.report
    shown = [report.id, report.published_version, report.published_at, report.summary]
    shown += [edition.publisher, edition.address, *edition.photos]
    shown += [edition.contact, [(v.published_version, v.note) for v in edition.versions]]
    shown += [sorted(edition.withdrawn.gone), sorted(edition.withdrawn.coarse)]
    return hashlib.sha256(repr(shown).encode()).hexdigest()
