"""The public follow-up: readable without sign-in and without script; unpublished is 404."""

from dataclasses import asdict, fields

from flask import Blueprint, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain.categories import CATEGORIES
from ..domain.errors import NotFound
from ..domain.reports import MARKS, PARTS, Report
from ..storage import photos, public_points, reports, withdrawing
from ..storage.public_points import Wanted
from . import board_pages, followup_versions, promise_accounts
from . import photos as photo_answers
from .catalogues import language
from .drawn import Asked, Chosen, drawn
from .kept_pages import kept
from .policy import public
from .report_pages import content, points, summary_of

bp = Blueprint("followup", __name__, url_prefix="/followup")
MAX_PAGE = 100_000


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """The published follow-ups, and the points of all of them that a reader looks for."""
    found = [(report, summary_of(report)) for report in reports.published(g.db)]
    wanted = Wanted(**{name: request.args.get(name, "") for name in ("q", "year", "category")})
    page = _page_number()
    points, count = public_points.find(g.db, wanted, page) if wanted else ([], 0)
    return render_template(
        "followup/index.html",
        reports=found,
        wanted=wanted,
        points=points,
        count=count,
        years=public_points.years(g.db),
        parts=PARTS,
        categories=CATEGORIES,
        page=page,
        pages=max(1, -(-min(count, public_points.MOST) // reports.PAGE)),
        most=public_points.MOST,
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """One follow-up as a page."""
    report = _published(slug)
    chosen = Chosen(**{field.name: request.args.get(field.name, "") for field in fields(Chosen)})
    withdrawn = withdrawing.of_version(g.db, report)
    wanted = Asked(report, chosen, _page_number(), language(), request.script_root, withdrawn)
    key = (wanted, g.municipality, request.full_path, promise_accounts.open_walks())
    return kept(key, lambda: _drawn(wanted))


def _drawn(wanted: Asked) -> str:
    report, chosen = wanted.report, wanted.chosen
    summary = summary_of(report)
    page = drawn(wanted)
    shown = {part: PARTS[part] for part, count in summary.parts.items() if count}
    named = {code: CATEGORIES[code].name for code in summary.by_category}
    marked = {chosen.mark: MARKS[chosen.mark]} if chosen.mark in MARKS else {}
    return render_template(
        "followup/show.html",
        **content(report, summary),
        accounts=promise_accounts.published(report),
        address=address_of(report),
        versions=followup_versions.shown(report),
        **board_pages.shown(board_pages.published(report)),
        drawn=page,
        withdrawn=len(wanted.withdrawn.gone),
        part_links=_links(report, chosen, "part", shown),
        area_links=_links(report, chosen, "area", {area: area for area in page.areas}),
        category_links=_links(report, chosen, "category", named),
        mark_links=_links(report, chosen, "mark", marked) if marked else [],
        page=wanted.page,
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
        address=address_of(report),
        fix=found,
        points=points(report, [found]),
    )


@bp.get("/photos/<photo_id>/<int:size>.jpg")
@public
def photo(photo_id: str, size: int) -> ResponseReturnValue:
    """A picture of a published follow-up; gone at once when somebody hides it."""
    if not withdrawing.photo_is_public(g.db, photo_id):
        raise NotFound
    return photo_answers.send(photos.get(g.db, photo_id), size, public=True)


def address_of(report: Report) -> str:
    """Where everybody finds it: the configured address, whatever the request came to."""
    base: str = current_app.extensions["settings"].base_url
    return base + url_for("followup.show", slug=report.slug)


def _page_number() -> int:
    return max(1, min(request.args.get("page", 1, int), MAX_PAGE))


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
