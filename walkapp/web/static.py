"""Static files under an address that carries their own hash: cached for a year, never stale."""

import hashlib
from pathlib import Path

from flask import Flask, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from .policy import public

YEAR_S = 365 * 24 * 3600


def register(app: Flask, folder: Path) -> None:
    """Serve the folder as `/static/<hash>/…`; an old hash gives the current file, uncached."""
    current = folder_hash(folder)

    @public
    def static(version: str, filename: str) -> ResponseReturnValue:
        response = send_from_directory(
            folder, filename, max_age=YEAR_S if version == current else None
        )
        if version == current:
            response.cache_control.immutable = True
            response.cache_control.public = True
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response

    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.extensions["static_version"] = current

    @public
    def favicon() -> ResponseReturnValue:
        """Browsers ask for it at the root whatever the page says."""
        return redirect(url_for("static", filename="favicon.svg"), 302)

    app.add_url_rule("/favicon.ico", "favicon", favicon)

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            values.setdefault("version", current)


def folder_hash(folder: Path) -> str:
    """Twelve hex digits over the names and bytes of every file in the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
