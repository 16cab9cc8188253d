"""The map background: tiles, a PMTiles file, a drawing, or nothing. One setting decides.

No request leaves for a third party unless WALKAPP_TILES names it.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain.errors import N_, NotFound
from ..settings import BadSetting, Settings
from .policy import public

bp = Blueprint("mapping", __name__)
_FILES = {".pmtiles": "pmtiles", ".geojson": "geojson"}
_TEXTS = {
    "zoomIn": N_("Närmare"),
    "zoomOut": N_("Längre bort"),
    "close": N_("Stäng"),
    "group": N_("{n} platser. Visa närmare."),
    "label": N_("Karta. Flytta med piltangenterna, ändra avstånd med plus och minus."),
}
_DRAWN = N_("Schematisk karta")


def register(app: Flask) -> None:
    """Open the routes."""
    app.register_blueprint(bp)
    app.jinja_env.globals["map_background"] = background


def hosts(settings: Settings) -> str:
    """Where tiles come from, for the content policy. Raises BadSetting for a missing background."""
    if background_kind(settings) != "tiles":
        return ""
    tiles = urlsplit(settings.tiles)
    return f" {tiles.scheme}://{tiles.netloc}"


def background_kind(settings: Settings) -> str:
    """`tiles`, `pmtiles`, `geojson` or `none`."""
    chosen = settings.tiles
    if not chosen:
        return "none"
    if chosen.startswith(("https://", "http://")):
        if not all(place in chosen for place in ("{z}", "{x}", "{y}")):
            raise BadSetting("WALKAPP_TILES: en kartadress behöver {z}, {x} och {y}.")
        if "{s}" in chosen:
            raise BadSetting("WALKAPP_TILES: skriv en servers namn i stället för {s}.")
        return "tiles"
    for ending, kind in _FILES.items():
        if chosen.endswith(ending):
            if not (settings.data / chosen).is_file():
                raise BadSetting(f"WALKAPP_TILES: filen {chosen} finns inte i datamappen.")
            return kind
    raise BadSetting("WALKAPP_TILES ska vara en kartadress, en .pmtiles-fil eller en .geojson-fil.")


def background() -> dict[str, object]:
    """What static/js/map.js needs to draw the background, with the words of the map's controls."""
    settings: Settings = current_app.extensions["settings"]
    kind = background_kind(settings)
    texts = {name: gettext(text) for name, text in _TEXTS.items()}
    if kind == "geojson":
        texts["note"] = gettext(_DRAWN)
    if kind == "none":
        return {"kind": kind, "texts": texts}
    address = settings.tiles if kind == "tiles" else url_for("mapping.file", kind=kind)
    return {"kind": kind, "url": address, "attribution": settings.tiles_attribution, "texts": texts}


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
