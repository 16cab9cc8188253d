"""For the machine that watches: alive, and able to read and write."""

from flask import Blueprint, current_app, g, jsonify
from flask.typing import ResponseReturnValue

from ..storage import dead_letters, migrations, outbox
from ..storage.rows import one
from .clock import now
from .policy import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """The database answers with the right schema and the photo folder is there."""
    photos_there = current_app.extensions["settings"].photos.is_dir()
    schema = migrations.version(g.db) == len(migrations.STEPS)
    waiting = one(g.db, "SELECT count(*) AS photos FROM photos WHERE state = 'received'") or {}
    mails = outbox.standing(g.db, now()) if schema else None
    good = photos_there and schema
    body = {
        "status": "ok" if good else "not ready",
        "photos_waiting": waiting.get("photos", 0),
        "letters_waiting": dead_letters.count(g.db) if schema else 0,
        "mails_waiting": mails.waiting if mails else 0,
        "mails_late": mails.late if mails else 0,
    }
    return jsonify(body), 200 if good else 503
