"""Fixes on paper: a work order of one A4 each, and a compact list of any view; as pages and PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import segno
from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from ...domain import fixes as rules
from ...domain.categories import CATEGORIES, PLACE_TYPES
from ...domain.errors import Refused
from ...domain.fixes.words import OUTCOMES, PRIORITIES, STATES
from ...files import pdf
from ...storage import areas, fixes
from ...storage.fixes import Errand, Listed
from .. import map_picture, people
from ..blobs import blobs
from ..clock import now, show_date, today
from ..policy import staff
from .asking import address, order_of, question, wanted
from .blueprint import READERS
from .rounds import reads_notes

bp = Blueprint("paper", __name__, url_prefix="/fixes")
MOST_ORDERS, MOST_ROWS = 40, 1000
LONGEST_IN_CODE = 300  # of a longer address the squares are too small for a phone


@dataclass(frozen=True)
class Sheets:
    """What goes on paper: orders, or the rows of a list. `left_out` is what did not fit.

    `path` leads to the same list on screen; empty for fixes that were picked one by one.
    """

    title: str
    orders: Sequence[Errand] = ()
    rows: Sequence[Listed] = ()
    left_out: int = 0
    path: str = ""

    @property
    def photos(self) -> dict[str, str | None]:
        """The name of the small clean copy of each photo that is shown, by its id."""
        shown = (photo for errand in self.orders for photo in errand.before[:1])
        return {photo.photo_id: photo.sha256_480 for photo in shown}


@bp.get("/<fix_id>/paper")
@staff(*READERS)
def order(fix_id: str) -> ResponseReturnValue:
    """The work order of one fix."""
    return _page(_order(fix_id), url_for("paper.order_pdf", fix_id=fix_id))


@bp.get("/<fix_id>/paper.pdf")
@staff(*READERS)
def order_pdf(fix_id: str) -> ResponseReturnValue:
    """The same as PDF."""
    sheets = _order(fix_id)
    return _pdf(sheets, f"{sheets.orders[0].fix.number}.pdf")


@bp.get("/paper")
@staff(*READERS)
def view() -> ResponseReturnValue:
    """A view on paper: a compact list, or with `as=orders` a work order each."""
    query = request.query_string.decode()
    return _page(_view(), url_for("paper.view_pdf") + (f"?{query}" if query else ""))


@bp.get("/paper.pdf")
@staff(*READERS)
def view_pdf() -> ResponseReturnValue:
    """The same as PDF."""
    return _pdf(_view(), f"atgarder-{today()}.pdf")


def _order(fix_id: str) -> Sheets:
    fix = people.fix_for(g.person, fix_id)
    orders = fixes.on_paper(g.db, [fix])
    return Sheets(_("Arbetsorder %(number)s", number=fix.number), orders=orders)


def _view() -> Sheets:
    as_orders = request.args.get("as") == "orders"
    most = MOST_ORDERS if as_orders else MOST_ROWS
    shown, count = _chosen(most)
    left_out = max(0, count - most)
    if as_orders:
        orders = fixes.on_paper(g.db, [listed.fix for listed in shown])
        return Sheets(_("Arbetsorder"), orders=orders, left_out=left_out)
    title = _("Åtgärder %(day)s", day=show_date(today()))
    return Sheets(title, rows=shown, left_out=left_out, path=_on_screen())


def _on_screen() -> str:
    if request.args.get("round") == "1":
        return url_for("fixes.round_")
    return "" if request.args.get("fix") else address(question(request.args), "fixes.index")


def _chosen(most: int) -> tuple[list[Listed], int]:
    """The first of the round, of the fixes named in the address, or of the view it describes."""
    if request.args.get("round") == "1":
        errands = fixes.errands(g.db, g.person, today())
        return [Listed(it.fix, it.party, "", None) for it in errands[:most]], len(errands)
    asked = wanted(g.person, request.args, today())
    named = set(request.args.getlist("fix"))
    found = fixes.every(g.db, asked, order_of(asked, request.args))
    if named:
        chosen = [listed for listed in found if listed.fix.id in named]
        return chosen[:most], len(chosen)
    return list(islice(found, most)), fixes.find(g.db, asked).count


def _page(sheets: Sheets, pdf_address: str) -> str:
    return render_template(
        "paper/page.html",
        pdf_address=pdf_address,
        no_pdf=_(pdf.missing()) if pdf.missing() else "",
        **_given(
            sheets, lambda photo_id: url_for("photos.staff_photo", photo_id=photo_id, size=480)
        ),
    )


def _pdf(sheets: Sheets, name: str) -> Response:
    if pdf.missing():
        raise Refused(pdf.missing())
    html = render_template("paper/pdf.html", **_given(sheets, lambda photo_id: f"photo-{photo_id}"))
    folder: Path = current_app.extensions["static_folder"]
    data = pdf.made(html, (folder / "css" / "paper.css").read_text(), _pictures(sheets))
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _pictures(sheets: Sheets) -> dict[str, bytes]:
    found = {}
    for photo_id, name in sheets.photos.items():
        path = blobs().clean_path(name) if name else None
        if path and path.exists():
            found[f"photo-{photo_id}"] = path.read_bytes()
    return found


def _given(sheets: Sheets, photo_at: Callable[[str], str]) -> dict[str, Any]:
    return {
        "papers": sheets,  # base.html has a macro called sheets
        "photo_at": photo_at,
        "qr_of": lambda fix_id: _qr(url_for("fixes.show", fix_id=fix_id)),
        "qr_to": _qr,
        "map_of": lambda fix: map_picture.picture(fix.lat, fix.lon, fix.place_text),
        "area_names": {area.id: area.name for area in areas.all(g.db)},
        "reads_notes": reads_notes(),
        "late": lambda fix: rules.overdue_since(fix, today()),
        "printed_at": now(),
        "states": STATES,
        "outcomes": OUTCOMES,
        "priorities": PRIORITIES,
        "categories": CATEGORIES,
        "place_types": PLACE_TYPES,
    }


def _qr(path: str) -> Markup:
    """The way to a page of ours as inline SVG, on the configured address; nothing if too long."""
    whole = current_app.extensions["settings"].base_url + path
    if len(whole) > LONGEST_IN_CODE:
        return Markup()
    code = segno.make(whole, error="m", micro=False)
    # The title is what a PDF says instead of the picture.
    said = _("Skanna för att öppna")
    drawn = code.svg_inline(omitsize=True, border=2, dark="#000", light="#fff", title=said)
    return Markup(drawn)
