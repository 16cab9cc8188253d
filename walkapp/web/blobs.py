"""The photo folder of this application."""

from flask import current_app

from ..storage.blobs import Blobs


def blobs() -> Blobs:
    """The folder; `serve` finds it as `app.extensions["blobs"]` for its cleaner."""
    found: Blobs = current_app.extensions["blobs"]
    return found
