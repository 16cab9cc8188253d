"""Static files under an address that carries their own hash: cached for a year, never stale.

Our own scripts are sent without their comments, which a phone on a forest path need not fetch;
every line keeps its number.
"""

import hashlib
import re
from pathlib import Path

from flask import Flask, Response, redirect, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from .policy import public

YEAR_S = 365 * 24 * 3600
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*[\s\S]*?\*/)$", re.MULTILINE)


def register(app: Flask, folder: Path) -> None:
    """Serve the folder as `/static/<hash>/…`; an old hash gives the current file, uncached."""
    current = folder_hash(folder)
    scripts = {path.relative_to(folder).as_posix(): path for path in (folder / "js").rglob("*.js")}
    light = {name: without_comments(path.read_text()) for name, path in scripts.items()}

    @public
    def static(version: str, filename: str) -> ResponseReturnValue:
        response = (
            _script(light[filename]) if filename in light else send_from_directory(folder, filename)
        )
        if version == current:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response

    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.extensions["static_version"] = current
    app.extensions["static_folder"] = folder

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


def without_comments(script: str) -> str:
    """A script without the comments that stand on lines of their own, its line numbers kept.

    Safe for scripts whose texts in backquotes never run over a line end; a test holds ours to it.
    """
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), script)


def _script(source: str) -> AnyResponse:
    response = Response(source, mimetype="text/javascript")
    response.add_etag()
    return response.make_conditional(request)
