"""The picture of a shared link, made of what is published and of nothing else."""

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from ..domain.errors import NotFound
from ..domain.reports import PublicFix, PublicPhoto, Report
from ..files import share_picture
from ..storage import photos, reports
from .blobs import blobs
from .policy import public
from .report_pages import pairs, shown_still, summary_of

bp = Blueprint("share_pictures", __name__, url_prefix="/followup")


@bp.get("/<slug>/picture.jpg")
@public
def of_report(slug: str) -> ResponseReturnValue:
    """The first pair on the page; without one, a bar of the outcomes."""
    report = _published(slug)
    rows, _ = reports.page(g.db, report, {"part": "fixed"}, 1)
    best = pairs(shown_still(rows, reports.hidden_photos(g.db, report)))
    return _answer(report, best[0] if best else None)


@bp.get("/<slug>/fixes/<number>/picture.jpg")
@public
def of_fix(slug: str, number: str) -> ResponseReturnValue:
    """The point's own pictures; without any, the bar."""
    report = _published(slug)
    found = reports.one_row(g.db, report, number)
    if found is None:
        raise NotFound
    [fix] = shown_still([found], reports.hidden_photos(g.db, report))
    return _answer(report, fix)


def _published(slug: str) -> Report:
    report = reports.by_slug(g.db, slug)
    if report is None:
        raise NotFound
    return report


def _made(report: Report, fix: PublicFix | None) -> bytes:
    shown = [photos[0] for photos in (fix.before, fix.after) if photos] if fix else []
    try:
        given = [_bytes(photo) for photo in shown]
        if len(given) == 2:
            return share_picture.pair(*given)
        if given:
            return share_picture.one(given[0])
    except OSError:  # a copy that is gone or broken: the page says so where it is looked at
        pass
    return share_picture.shares(summary_of(report).parts)


def _bytes(shown: PublicPhoto) -> bytes:
    photo = photos.get(g.db, shown.photo_id)
    if photo is None or photo.sha256_1600 is None:
        raise FileNotFoundError
    return blobs().clean_path(photo.sha256_1600).read_bytes()


def _answer(report: Report, fix: PublicFix | None) -> ResponseReturnValue:
    response = Response(_made(report, fix), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)
