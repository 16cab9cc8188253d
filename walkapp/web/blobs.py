"""The photo folder of this application."""

from flask import Flask, current_app

from ..settings import Settings
from ..storage.blobs import Blobs


def register(app: Flask) -> None:
    """Open the folder; `serve` finds it as `app.extensions["blobs"]` for its cleaner."""
    settings: Settings = app.extensions["settings"]
    app.extensions["blobs"] = Blobs(settings.photos)


def blobs() -> Blobs:
    """The folder."""
    found: Blobs = current_app.extensions["blobs"]
    return found
