"""A published follow-up as files. They are of the page's own rows, and closed when it is."""

from collections.abc import Callable, Iterable

from flask import Blueprint, Response, current_app, g
from flask.typing import ResponseReturnValue

from ...domain.errors import NotFound
from ...domain.reports import Report
from ...storage import reports
from ..policy import public
from . import archives, papers, rows
from .edition import Edition, edition

bp = Blueprint("report_files", __name__, url_prefix="/followup")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = "csv, xlsx, geojson, json, atom, pdf, docx, sqlite"

Body = bytes | Iterable[bytes]
_MADE: dict[str, tuple[str, Callable[[Edition], Body]]] = {
    "csv": ("text/csv; charset=utf-8", rows.as_csv),
    "xlsx": (WORKBOOK, rows.as_xlsx),
    "geojson": ("application/geo+json", rows.as_geojson),
    "json": ("application/json", rows.as_json),
    "atom": ("application/atom+xml", rows.as_atom),
    "pdf": ("application/pdf", papers.as_pdf),
    "docx": (WORD, papers.as_docx),
    "sqlite": ("application/vnd.sqlite3", archives.as_sqlite),
}


@bp.get(f"/<slug>.<any({KINDS}):kind>")
@public
def export(slug: str, kind: str) -> ResponseReturnValue:
    """The version that is published now, as a file."""
    report = reports.by_slug(g.db, slug)
    if report is None:
        raise NotFound
    return _sent(report, kind)


@bp.get(f"/<slug>/versions/<int:published_version>.<any({KINDS}):kind>")
@public
def export_version(slug: str, published_version: int, kind: str) -> ResponseReturnValue:
    """One version as a file, also when another has replaced it."""
    report = reports.by_version(g.db, slug, min(published_version, reports.LARGEST))
    if report is None:
        raise NotFound
    return _sent(report, kind)


def _sent(report: Report, kind: str) -> Response:
    mimetype, made = _MADE[kind]
    base_url = current_app.extensions["settings"].base_url
    body = made(edition(g.db, report, base_url=base_url))
    response = Response(body, mimetype=mimetype)
    if kind != "atom":  # a feed is read where it is
        name = f"{report.slug}-v{report.published_version}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
