"""Any view as a file or a feed, for who is signed in and for a program with a token."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ...domain.errors import N_, NotAllowed
from ...domain.fixes.words import OUTCOMES, STATES
from ...files import atom, csv, geojson, xlsx
from ...storage import fixes
from ...storage.database import Source
from ...storage.fixes import Filter, Listed
from ..clock import today
from ..policy import pull, staff
from .asking import address, order_of, question, wanted
from .blueprint import READERS
from .records import COLUMNS, WIDE, linker, values

bp = Blueprint("fix_files", __name__)
KINDS = "csv, xlsx, geojson, atom"
IN_FEED = 50
_SPOOLED, _AT_ONCE = 2 * 1024 * 1024, 64 * 1024


@bp.get(f"/fixes.<any({KINDS}):kind>")
@staff(*READERS)
def export(kind: str) -> ResponseReturnValue:
    """The fixes an address asks for, all of them."""
    return _answer(kind, request.args)


@bp.get(f"/pull/fixes.<any({KINDS}):kind>")
@pull
def fetch(kind: str) -> ResponseReturnValue:
    """The view a token opens, as the person who made the token sees it now."""
    if not g.person.has(*READERS):
        raise NotAllowed(N_("Din roll har inte tillgång till den här sidan."))
    return _answer(kind, MultiDict(parse_qsl(g.view.query)))


def _answer(kind: str, args: MultiDict[str, str]) -> ResponseReturnValue:
    asked = wanted(g.person, args, today())
    return _WRITERS[kind](asked, args)


def _csv(asked: Filter, args: MultiDict[str, str]) -> Response:
    excel = request.args.get("for") == "excel"
    body = csv.stream(COLUMNS, _rows(asked, args), excel=excel)
    return _streamed(body, "text/csv", "csv")


def _geojson(asked: Filter, args: MultiDict[str, str]) -> Response:
    lat, lon = COLUMNS.index("latitud"), COLUMNS.index("longitud")
    features = (
        (row[lat], row[lon], dict(zip(COLUMNS, row, strict=True))) for row in _rows(asked, args)
    )
    return _streamed(geojson.stream(features), "application/geo+json", "geojson")


def _xlsx(asked: Filter, args: MultiDict[str, str]) -> Response:
    out = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)
    xlsx.write(out, "Åtgärder", COLUMNS, _rows(asked, args), wide=WIDE)
    size = out.tell()
    out.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = _streamed(_emptied(out), kind, "xlsx")
    response.content_length = size
    response.call_on_close(out.close)
    return response


def _emptied(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_AT_ONCE):
            yield chunk


def _atom(asked: Filter, args: MultiDict[str, str]) -> Response:
    newest = islice(fixes.every(g.db, asked, "updated"), IN_FEED)
    base = current_app.extensions["settings"].base_url
    there = base + address(question(args), "fix_files.export", kind="atom")
    link = linker()
    title = g.view.name if "view" in g else _("Åtgärder")
    body = atom.feed(title, there, g.municipality.name, [_entry(found, link) for found in newest])
    return Response(body, mimetype="application/atom+xml")


def _entry(found: Listed, link: Callable[[str], str]) -> atom.Entry:
    fix = found.fix
    state = _(OUTCOMES[fix.outcome] if fix.outcome else STATES[fix.state])
    about = [state, found.party, found.area, fix.place_text]
    return atom.Entry(
        f"urn:uuid:{fix.id}",
        f"{fix.number} {fix.title}: {state}",
        link(fix.id),
        fix.updated_at,
        " · ".join(word for word in about if word),
    )


_WRITERS: dict[str, Callable[[Filter, MultiDict[str, str]], Response]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "atom": _atom,
}


def _rows(asked: Filter, args: MultiDict[str, str]) -> Iterator[tuple[Any, ...]]:
    """The rows; all that the request knows is taken up before the first is asked for."""
    link, municipality = linker(), g.municipality.name
    return (values(found, asked.today, municipality, link) for found in _every(asked, args))


def _every(asked: Filter, args: MultiDict[str, str]) -> Iterator[Listed]:
    return _read(current_app.extensions["source"], asked, order_of(asked, args))


def _read(source: Source, asked: Filter, order: str) -> Iterator[Listed]:
    """By a connection of its own: the request's is given back before the last row has left."""
    db = source.connect()
    try:
        yield from fixes.every(db, asked, order)
    finally:
        db.close()


def _streamed(body: Iterator[bytes], mimetype: str, ending: str) -> Response:
    """Rows leave as they are read: memory does not grow with the table.

    They are read when the request is over, so `body` may need nothing of it.
    """
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(ending)}"'
    return response


def _name(ending: str) -> str:
    return f"atgarder-{today()}.{ending}"
