"""walkapp: the field app for safety walks (trygghetsvandringar)."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from .settings import Settings
    from .storage.database import Source

_HERE = Path(__file__).parent


def create_app(settings: "Settings", source: "Source | None" = None) -> "Flask":
    """The application for these settings.

    `source` is given by tests that already hold one. Raises WrongSchema when the database is
    older or newer than the program, TooOld when SQLite itself could damage it.
    """
    # Not at the top: the photo children live in this package and start without any of it.
    from flask import Flask

    from . import web
    from .storage import database, migrations

    source = source or database.open_source(settings.database)
    db = source.connect()
    try:
        migrations.check(db)
    finally:
        db.close()
    app = Flask(__name__, static_folder=None, template_folder=folder("templates"))
    web.register(app, settings, source, folder("static"))
    return app


def folder(name: str) -> Path:
    """Where `templates` and `static` lie: at the top of a checkout, inside an installed package."""
    beside = _HERE.parent / name
    return beside if beside.is_dir() else _HERE / f"_{name}"
