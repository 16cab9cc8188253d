"""A place on a small map that the server draws, and the way to it in the phone's own map app."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from flask import current_app, request
from flask_babel import gettext
from markupsafe import Markup

from ..files import map_drawing
from ..settings import Settings
from .mapping import background_kind


def picture(lat: float, lon: float, place: str = "") -> Markup:
    """The drawn map around a position as inline SVG; a grid where the map is not a drawing."""
    label = gettext("Karta: %(place)s", place=place) if place else gettext("Karta över platsen")
    return Markup(_drawn(_features(), lat, lon, label))  # the label is escaped


def directions(lat: float, lon: float, label: str) -> str:
    """What opens the place in a map app: `geo:` on Android, elsewhere a page of a map service."""
    here, agent = f"{lat:.5f},{lon:.5f}", request.user_agent.string
    if "Android" in agent:
        return f"geo:{here}?q={here}({quote(label, safe='')})"
    if "iPhone" in agent or "iPad" in agent:
        return f"https://maps.apple.com/?ll={here}&q={quote(label, safe='')}"
    return (
        f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=18/{lat:.5f}/{lon:.5f}"
    )


def _features() -> tuple[map_drawing.Feature, ...]:
    settings: Settings = current_app.extensions["settings"]
    if background_kind(settings) != "geojson":
        return ()
    path = settings.data / settings.tiles
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _drawn(features: tuple[map_drawing.Feature, ...], lat: float, lon: float, label: str) -> str:
    return map_drawing.drawn(features, lat, lon, label=label)


@lru_cache(maxsize=4)
def _read(path: Path, _: int) -> tuple[map_drawing.Feature, ...]:
    return map_drawing.read(path.read_text())
