"""What lets the walker's pages open without a network: worker, manifest, shell, and a way back."""

import json
from pathlib import Path

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from ..storage import walks
from . import mapping, people
from .policy import public

bp = Blueprint("offline", __name__)

# What a walk page needs, map included. Fonts are the system's.
_SHEETS = ("tokens", "base", "parts", "capture", "recheck", "camera", "map")
_FILES = (
    "vendor/designsystemet-1.22.0/designsystemet.css",
    "vendor/designsystemet-1.22.0/theme.css",
    "vendor/leaflet-1.9.4/leaflet.js",
    "vendor/leaflet-1.9.4/leaflet.css",
    "vendor/idb-8.0.4/idb.js",
    "vendor/fflate-0.8.3/fflate.js",
    "icons.svg",
    "icons-walk.svg",
    "icons-desk.svg",
    "mark.svg",
    "favicon.svg",
    "icon-192.png",
    "js/theme.js",
    "js/base.js",
    "js/map.js",
    "js/snackbar.js",
    "js/walk.js",
    "js/offline.js",
    *(f"css/{name}.css" for name in _SHEETS),
)
_FOLDERS = ("js/capture", "js/walk", "js/map", "js/recheck")
# What the round of those who work with fixes needs besides; fetched when a phone first opens one.
_CREW_FILES = (
    "vendor/designsystemet-1.22.0/table.css",
    "js/keys.js",
    "js/round.js",
    *(f"css/{name}.css" for name in ("reading", "desk", "print", "fixes", "crew", "round")),
)
_CREW_FOLDERS = ("js/crew", "js/desk")


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker with the list of files of exactly this version, or the one that leaves."""
    settings = current_app.extensions["settings"]
    config = {
        "version": current_app.extensions["static_version"],
        "root": request.script_root,
        "files": [*precached(), url_for("offline.shell")],
        "shell": url_for("offline.shell"),
        "crew": _addresses(_CREW_FILES, _CREW_FOLDERS),
        "notice": url_for("static", filename="icon-192.png"),
    }
    name = "offline/worker.js" if settings.offline else "offline/leaving.js"
    body = render_template(name, config=json.dumps(config, sort_keys=True))
    response = Response(body, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = f"{request.script_root}/"
    return response


@bp.get("/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """Name, icons and colours for the phone's home screen."""

    def icon(name: str, size: int, purpose: str = "any") -> dict[str, str]:
        address = url_for("static", filename=name)
        return {
            "src": address,
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }

    body = {
        "id": f"{request.script_root}/",
        "name": gettext("Trygghetsvandring"),
        "short_name": gettext("Vandring"),
        "description": gettext("Logga det du ser på en trygghetsvandring, också utan nät."),
        "lang": str(get_locale()),
        "dir": "ltr",
        "start_url": url_for("offline.app"),
        "scope": f"{request.script_root}/",
        "display": "standalone",
        "background_color": "#0b1322",
        "theme_color": "#16223b",
        "icons": [
            icon("icon-192.png", 192),
            icon("icon-512.png", 512),
            icon("icon-maskable-512.png", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": gettext("Logga det du ser"), "url": url_for("offline.app", _anchor="new")},
            {"name": gettext("Läs vad som har gjorts"), "url": url_for("followup.index")},
        ],
    }
    response = Response(json.dumps(body, ensure_ascii=False), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/app")
@public
def app() -> ResponseReturnValue:
    """Where the icon on the home screen leads: the walk joined last, or the place to join one."""
    device = people.device_of_request()
    joined = walks.of_device(g.db, device.id) if device else []
    if joined:
        return redirect(url_for("walks.walker", walk_id=joined[0].id), 302)
    return redirect(url_for("join.join"), 302)  # 303 would say that somebody was kept out


@bp.get("/offline")
@public
def shell() -> ResponseReturnValue:
    """The page shown without a network when the wanted one is not in the phone."""
    return render_template("offline/shell.html")


@bp.get("/kill-switch")
@public
def kill_switch() -> ResponseReturnValue:
    """A way back when the stored pages are broken: lets go of them, never of saved issues."""
    return render_template("offline/kill_switch.html")


def precached() -> list[str]:
    """The addresses of every file a walk page needs, in the order of their names."""
    background = mapping.background()
    drawn = [str(background["url"])] if background["kind"] == "geojson" else []
    return _addresses(_FILES, _FOLDERS) + drawn


def _addresses(files: tuple[str, ...], folders: tuple[str, ...]) -> list[str]:
    """The addresses of files, and of the scripts in folders, in the order of their names."""
    static: Path = current_app.extensions["static_folder"]
    found = [
        path.relative_to(static).as_posix()
        for folder in folders
        for path in (static / folder).glob("*.js")
    ]
    return sorted(url_for("static", filename=name) for name in (*files, *found))
