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
    return _answer(_pair(best[0]) if best else share_picture.shares(summary_of(report).parts))


@bp.get("/<slug>/fixes/<number>/picture.jpg")
@public
def of_fix(slug: str, number: str) -> ResponseReturnValue:
    """The point's own pictures; without any, that of its follow-up."""
    report = _published(slug)
    found = reports.one_row(g.db, report, number)
    if found is None:
        raise NotFound
    [fix] = shown_still([found], reports.hidden_photos(g.db, report))
    if fix.before and fix.after:
        return _answer(_pair(fix))
    if fix.before or fix.after:
        return _answer(share_picture.one(_bytes((fix.after or fix.before)[0])))
    return of_report(slug)


def _published(slug: str) -> Report:
    report = reports.by_slug(g.db, slug)
    if report is None:
        raise NotFound
    return report


def _pair(fix: PublicFix) -> bytes:
    return share_picture.pair(_bytes(fix.before[0]), _bytes(fix.after[0]))


def _bytes(shown: PublicPhoto) -> bytes:
    photo = photos.get(g.db, shown.photo_id)
    try:
        return blobs().clean_path((photo and photo.sha256_1600) or "").read_bytes()
    except OSError:
        raise NotFound from None


def _answer(body: bytes) -> ResponseReturnValue:
    response = Response(body, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)
