"""The picture of a shared link, made of what is published and of nothing else."""

from functools import lru_cache

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from ..domain.errors import NotFound
from ..domain.reports import PublicFix, PublicPhoto, Report
from ..storage import photos, reports
from .blobs import blobs
from .policy import public
from .report_pages import pairs, summary_of

bp = Blueprint("share_pictures", __name__, url_prefix="/followup")
MOST = 32  # pictures kept in each process, some 150 kB each


@bp.get("/<slug>/picture.jpg")
@public
def of_report(slug: str) -> ResponseReturnValue:
    """The first pair on the page; without one, a bar of the outcomes."""
    report = _published(slug)
    rows, _ = reports.page(g.db, report, {"part": "fixed"}, 1)
    best = pairs(rows)
    return _answer(report, best[0] if best else None)


@bp.get("/<slug>/fixes/<number>/picture.jpg")
@public
def of_fix(slug: str, number: str) -> ResponseReturnValue:
    """The point's own pictures; without any, the bar."""
    report = _published(slug)
    fix = reports.one_row(g.db, report, number)
    if fix is None:
        raise NotFound
    return _answer(report, fix)


def _published(slug: str) -> Report:
    report = reports.by_slug(g.db, slug)
    if report is None:
        raise NotFound
    return report


def _made(report: Report, fix: PublicFix | None) -> bytes:
    from ..files import share_picture  # brings Pillow, which a start does without

    shown = [photos[0] for photos in (fix.before, fix.after) if photos] if fix else []
    try:
        if shown:
            return _drawn(tuple(_name(photo) for photo in shown))
    except OSError:  # a copy that is gone or broken: the page says so where it is looked at
        pass
    return share_picture.shares(summary_of(report).parts)


@lru_cache(maxsize=MOST)
def _drawn(names: tuple[str, ...]) -> bytes:
    """Of one copy or two, by the names that their bytes have given them."""
    from ..files import share_picture

    given = [blobs().clean_path(name).read_bytes() for name in names]
    return share_picture.pair(*given) if len(given) == 2 else share_picture.one(given[0])


def _name(shown: PublicPhoto) -> str:
    photo = photos.get(g.db, shown.photo_id)
    if photo is None or photo.sha256_1600 is None:
        raise FileNotFoundError
    return photo.sha256_1600


def _answer(report: Report, fix: PublicFix | None) -> ResponseReturnValue:
    response = Response(_made(report, fix), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    return response.make_conditional(request)
