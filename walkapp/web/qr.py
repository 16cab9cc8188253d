"""The QR code of a walk: its secret in the fragment, which reaches no log and no referrer."""

import segno
from flask import current_app, url_for
from markupsafe import Markup

from ..domain.walks import Walk


def address(walk: Walk) -> str:
    """What the QR says. Built on the configured address, never on what the caller sent."""
    base = current_app.extensions["settings"].base_url
    return f"{base}{url_for('join.join')}#{walk.secret}"


def drawing(walk: Walk) -> Markup:
    """The QR as inline SVG, dark on white also at night so that every camera reads it."""
    code = segno.make(address(walk), error="m", micro=False)
    drawn = code.svg_inline(omitsize=True, border=3, dark="#0b1322", light="#fff", svgclass="qr")
    return Markup(drawn)  # made of numbers alone
