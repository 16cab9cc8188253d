"""Static files under an address that carries their own hash: cached for a year, never stale.

Our own scripts and sheets are sent without comments and indents, which a phone on a forest path
need not fetch; every line keeps its number.
"""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from jinja2.runtime import Macro
from werkzeug.wrappers import Response as AnyResponse

from .catalogues import language
from .policy import public

_SOME_ID = "00000000-0000-0000-0000-000000000000"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
YEAR_S = 365 * 24 * 3600
_SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)"')
_COMMENTS = {
    ".js": re.compile(r"^[ \t]*(?://.*|/\*\*[\s\S]*?\*/)$", re.MULTILINE),
    ".css": re.compile(r"/\*[\s\S]*?\*/"),
}
# After code: a // within a text would have the text's end after it.
_TAIL = re.compile(r"[ \t]+// [^'\"`\n]*$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def register(app: Flask, folder: Path) -> None:
    """Serve the folder as `/static/<hash>/…`; an old hash gives the current file, uncached."""
    current = folder_hash(folder)
    light = {
        path.relative_to(folder).as_posix(): without_comments(path.read_text(), path.suffix)
        for pattern in ("js/**/*.js", "css/*.css")
        for path in folder.glob(pattern)
    }

    @public
    def static(version: str, filename: str) -> ResponseReturnValue:
        response = (
            _text(light[filename], filename)
            if filename in light
            else send_from_directory(folder, filename)
        )
        if version == current:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
        else:
            response.headers["Cache-Control"] = "no-cache"
        return response

    app.add_url_rule("/static/<version>/<path:filename>", "static", static)
    app.jinja_env.globals["icon_file"] = _icon_file(folder)
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

    _remember_addresses(app)


def remembered(macro: Macro) -> Callable[..., Any]:
    """The macro, drawn once for each set of words it is given.

    For those that say the same to everybody. What is safe HTML and what is text differ by type.
    """

    @lru_cache(maxsize=2048, typed=True)
    def drawn(_root: str, _language: str, *args: Any, **named: Any) -> Any:
        return macro(*args, **named)

    def shown(*args: Any, **named: Any) -> Any:
        return drawn(request.script_root, language(), *args, **named)

    return shown


def _remember_addresses(app: Flask) -> None:
    @lru_cache(maxsize=1024)
    def built(root: str, filename: str) -> str:
        # `root` tells apart the paths the app may be mounted at.
        return url_for("static", filename=filename)

    @lru_cache(maxsize=1024)
    def around(root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> tuple[str, str]:
        """What stands before and after the one id of an address."""
        before, _, after = url_for(endpoint, **dict(values)).partition(_SOME_ID)
        return before, after

    def address(endpoint: str, **values: Any) -> str:
        """`url_for` of templates: a page names the same few files a hundred times."""
        if endpoint == "static" and values.keys() == {"filename"}:
            return built(request.script_root, values["filename"])
        ids = [name for name, value in values.items() if type(value) is str and _is_id(value)]
        if len(ids) != 1 or "_external" in values or endpoint.startswith("."):
            return url_for(endpoint, **values)
        wanted, values[ids[0]] = values[ids[0]], _SOME_ID
        try:
            before, after = around(request.script_root, endpoint, tuple(values.items()))
        except TypeError:  # a list among them, as addresses with many of a name have
            return url_for(endpoint, **{**values, ids[0]: wanted})
        return f"{before}{wanted}{after}"

    app.jinja_env.globals.update(url_for=address, remembered=remembered)


def _is_id(text: str) -> bool:
    return len(text) == len(_SOME_ID) and _ID.fullmatch(text) is not None


def _icon_file(folder: Path) -> Callable[[str], str]:
    """Which sprite holds an icon: readers fetch one, phones on a walk two."""
    held = {
        icon: sprite
        for sprite in ("icons-walk.svg", "icons-desk.svg")
        for icon in _SYMBOL.findall((folder / sprite).read_text())
    }
    return lambda name: held.get(name, "icons.svg")


def folder_hash(folder: Path) -> str:
    """Twelve hex digits over the names and bytes of every file in the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def without_comments(source: str, kind: str = ".js") -> str:
    """A script or a sheet without comments and indents.

    Safe for scripts whose texts in backquotes never run over a line end; a test holds ours to it.
    """
    bare = _COMMENTS[kind].sub(lambda found: "\n" * found[0].count("\n"), source)
    return _INDENT.sub("", _TAIL.sub("", bare) if kind == ".js" else bare)


def _text(source: str, name: str) -> AnyResponse:
    response = Response(source, mimetype="text/css" if name.endswith(".css") else "text/javascript")
    response.add_etag()
    return response.make_conditional(request)
