"""The public follow-up: readable without sign-in and without script; unpublished is 404."""

from dataclasses import asdict, fields

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain.errors import NotFound
from ..domain.reports import PARTS, Report
from ..files import csv, geojson
from ..storage import photos, reports
from . import photos as photo_answers
from . import promise_accounts
from .catalogues import language
from .drawn import Chosen, Wanted, drawn
from .policy import public
from .report_pages import COLUMNS, content, points, record, summary_of

bp = Blueprint("followup", __name__, url_prefix="/followup")
MAX_PAGE = 100_000


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """The published walks and years."""
    found = [(report, summary_of(report)) for report in reports.published(g.db)]
    return render_template("followup/index.html", reports=found)


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """One follow-up as a page."""
    report = _published(slug)
    chosen = Chosen(**{field.name: request.args.get(field.name, "") for field in fields(Chosen)})
    number = max(1, min(request.args.get("page", 1, int), MAX_PAGE))
    summary = summary_of(report)
    page = drawn(Wanted(report, chosen, number, language(), request.script_root))
    shown = {part: PARTS[part] for part, count in summary.parts.items() if count}
    return render_template(
        "followup/show.html",
        **content(report, summary),
        accounts=promise_accounts.published(report),
        drawn=page,
        part_links=_links(report, chosen, "part", shown),
        area_links=_links(report, chosen, "area", {area: area for area in page.areas}),
        page=number,
    )


@bp.get("/<slug>/fixes/<number>")
@public
def fix(slug: str, number: str) -> ResponseReturnValue:
    """One fix with its own address."""
    report = _published(slug)
    found = reports.one_row(g.db, report, number)
    if found is None:
        raise NotFound
    return render_template(
        "followup/fix.html",
        **content(report, summary_of(report)),
        fix=found,
        points=points(report, [found]),
    )


@bp.get("/<slug>.csv")
@public
def as_csv(slug: str) -> ResponseReturnValue:
    """The same rows as a table."""
    report = _published(slug)
    rows = (record(fix).values() for fix in reports.every_row(g.db, report, {}))
    body = csv.table(COLUMNS, (list(row) for row in rows))
    return _download(body, "text/csv; charset=utf-8", f"{report.slug}.csv")


@bp.get("/<slug>.geojson")
@public
def as_geojson(slug: str) -> ResponseReturnValue:
    """The same rows as points."""
    report = _published(slug)
    rows = reports.every_row(g.db, report, {})
    body = geojson.collection((fix.lat, fix.lon, record(fix)) for fix in rows)
    return _download(body, "application/geo+json", f"{report.slug}.geojson")


@bp.get("/photos/<photo_id>/<int:size>.jpg")
@public
def photo(photo_id: str, size: int) -> ResponseReturnValue:
    """A picture of a published follow-up; gone at once when somebody hides it."""
    if not reports.photo_is_public(g.db, photo_id):
        raise NotFound
    return photo_answers.send(photos.get(g.db, photo_id), size, public=True)


def _links(
    report: Report, chosen: Chosen, name: str, values: dict[str, str]
) -> list[tuple[str, str, bool]]:
    """Filter links that keep the other filters: (label, address, in use)."""
    kept = {key: value for key, value in asdict(chosen).items() if value and key != name}
    now = getattr(chosen, name)

    def address(value: str | None) -> str:
        given = {**kept, **({name: value} if value else {})}
        return url_for("followup.show", slug=report.slug, _anchor="list", **given)

    everything = (gettext("Alla"), address(None), not now)
    return [
        everything,
        *((gettext(word), address(value), now == value) for value, word in values.items()),
    ]


def _published(slug: str) -> Report:
    report = reports.by_slug(g.db, slug)
    if report is None:
        raise NotFound
    return report


def _download(body: bytes, mimetype: str, name: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
