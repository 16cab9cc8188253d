"""The map background: tiles, a PMTiles file, a drawing, or nothing. One setting decides.

No request leaves for a third party unless WALKAPP_TILES names it.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, send_file, url_for
from flask.typing import ResponseReturnValue

from ..domain.errors import NotFound
from ..settings import BadSetting, Settings
from .policy import public

bp = Blueprint("mapping", __name__)
_FILES = {".pmtiles": "pmtiles", ".geojson": "geojson"}


def register(app: Flask, settings: Settings) -> None:
    """Check the setting and open the routes. Raises BadSetting for a missing background."""
    kind = background_kind(settings)
    host = urlsplit(settings.tiles).netloc if kind == "tiles" else ""
    scheme = urlsplit(settings.tiles).scheme
    app.extensions["map_hosts"] = f" {scheme}://{host}" if host else ""
    app.register_blueprint(bp)
    app.jinja_env.globals["map_background"] = background


def background_kind(settings: Settings) -> str:
    """`tiles`, `pmtiles`, `geojson` or `none`."""
    chosen = settings.tiles
    if not chosen:
        return "none"
    if chosen.startswith(("https://", "http://")):
        if "{z}" not in chosen:
            raise BadSetting("WALKAPP_TILES: en kartadress behöver {z}, {x} och {y}.")
        return "tiles"
    for ending, kind in _FILES.items():
        if chosen.endswith(ending):
            if not (settings.data / chosen).is_file():
                raise BadSetting(f"WALKAPP_TILES: filen {chosen} finns inte i datamappen.")
            return kind
    raise BadSetting("WALKAPP_TILES ska vara en kartadress, en .pmtiles-fil eller en .geojson-fil.")


def background() -> dict[str, str]:
    """What static/js/map.js needs to draw the background."""
    settings: Settings = current_app.extensions["settings"]
    kind = background_kind(settings)
    if kind == "none":
        return {"kind": "none"}
    address = settings.tiles if kind == "tiles" else url_for("mapping.file", kind=kind)
    return {"kind": kind, "url": address, "attribution": settings.tiles_attribution}


@bp.get("/map/background.<kind>")
@public
def file(kind: str) -> ResponseReturnValue:
    """The background file itself, in ranges when asked."""
    settings: Settings = current_app.extensions["settings"]
    if background_kind(settings) != kind:
        raise NotFound
    mimetype = "application/geo+json" if kind == "geojson" else "application/octet-stream"
    return send_file(
        settings.data / settings.tiles, mimetype=mimetype, conditional=True, max_age=3600
    )
