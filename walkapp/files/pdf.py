"""PDF from HTML by WeasyPrint, in a process of its own that reads nothing but what it is given.

WeasyPrint and the Pango library it draws letters with are optional; `missing` says what to do.
"""

import base64
import ctypes
import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from threading import BoundedSemaphore

from ..domain.errors import N_, Refused, TooMany

WAIT_S, LIMIT_S = 20, 120
_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
)
_NO_PROGRAM = N_(
    "Servern kan inte göra PDF: WeasyPrint saknas. Skriv ut från webbläsaren i stället."
    " Den som sköter servern installerar walkapp med tillägget pdf."
)
_NO_LIBRARY = N_(
    "Servern kan inte göra PDF: biblioteket Pango saknas. Skriv ut från webbläsaren i stället."
    " Den som sköter servern installerar libpango-1.0-0 och libpangoft2-1.0-0."
)
# Each takes a core for seconds.
_turns = BoundedSemaphore(2)


@cache
def missing() -> str:
    """Why no PDF can be made here, as a sentence; empty when it can. Looked up once a process."""
    if importlib.util.find_spec("weasyprint") is None:
        return _NO_PROGRAM
    try:
        for name in _LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return _NO_LIBRARY
    return ""


def made(html: str, sheet: str, pictures: Mapping[str, bytes]) -> bytes:
    """The tagged PDF of a page and its style sheet; `pictures` are JPEG bytes by their address.

    Any other address in the page stays empty. Raises Refused with the sentence of `missing`, or
    when it cannot be made; TooMany when others are having theirs made.
    """
    if missing():
        raise Refused(missing())
    carried = {name: base64.b64encode(data).decode() for name, data in pictures.items()}
    told = json.dumps({"html": html, "sheet": sheet, "pictures": carried})
    if not _turns.acquire(timeout=WAIT_S):
        raise TooMany(N_("Många PDF:er görs just nu. Försök igen om en stund."), retry_after=30)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "walkapp.files.pdf_maker"],
            input=told.encode(),
            capture_output=True,
            timeout=LIMIT_S,
        )
    except subprocess.TimeoutExpired:
        raise Refused(N_("Det blev för mycket för en PDF. Välj färre åtgärder.")) from None
    finally:
        _turns.release()
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise Refused(N_("PDF:en kunde inte göras. Skriv ut från webbläsaren i stället."))
    return done.stdout
