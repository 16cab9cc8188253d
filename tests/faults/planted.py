"""The server with bugs planted, to see that the checks find them.

`python -m tests.faults.planted BUG[+BUG] WINDOW_S serve …`; the window is how long what ought to
have come first is late, as a slow disk would make it.
"""

import sys
import threading
import time
from typing import Any

import walkapp.storage.durable as durable
import walkapp.storage.issues.receiving as receiving
import walkapp.storage.photos as photos
from walkapp import cli
from walkapp.storage import blobs, database
from walkapp.storage.database import Database

WINDOW_S = 0.0


def commit_before_file() -> None:
    """The row is committed first, the bytes get their name afterwards."""
    keep, save = photos.Blobs.keep, photos._save

    def early(db: Database, photo: Any, *, named: bool) -> Any:
        receipt = save(db, photo, named=named)
        time.sleep(WINDOW_S)
        keep(*_kept.pop(photo.photo_id))
        return receipt

    _kept: dict[str, Any] = {}
    photos.Blobs.keep = lambda blobs, received, photo_id: _kept.update(  # type: ignore[method-assign,assignment]
        {photo_id: (blobs, received, photo_id)}
    )
    photos._save = early


def answer_before_commit() -> None:
    """The walker is told before the row is there."""
    receive = receiving.receive

    def hasty(db: Database, draft: Any, **given: Any) -> Any:
        source = current_source()

        def later() -> None:
            time.sleep(WINDOW_S)
            receive(source.connect(), draft, **given)

        threading.Thread(target=later, daemon=True).start()
        return receiving.rules.Receipt(
            "stored",
            draft.client_id,
            given["sha256"],
            draft.rev,
            number=None,  # type: ignore[arg-type]  # not known yet
            received_at=given["at"],
        )

    for module in list(sys.modules.values()):
        if getattr(module, "receive", None) is receive:
            module.receive = hasty  # type: ignore[attr-defined]


def insert_or_replace() -> None:
    """What comes under a known id takes the place of what is there."""

    def replace(db: Database, issue: Any) -> bool:
        row = receiving.rows.values(issue)
        db.execute("DELETE FROM issues WHERE client_id = :client_id", row)
        receiving.rows.insert(db, "issues", issue)
        return True

    receiving._insert_new = replace


def missing_fsync() -> None:
    """The bytes are never synced, nor is the folder."""
    durable.os.fsync = lambda handle: None  # type: ignore[assignment]


def commit_not_synced() -> None:
    """The commit stays in the memory of the machine."""
    connect = database.SQLiteSource.connect

    def careless(source: database.SQLiteSource) -> Any:
        db = connect(source)
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    database.SQLiteSource.connect = careless  # type: ignore[method-assign]


def no_floor() -> None:
    """Not a bug: pictures may fill the disk, as when another program fills it in between."""
    blobs.floor = lambda total: 0


def impatient() -> None:
    """Not a bug: a locked database is waited for a second and not fifteen."""
    database.BUSY_TIMEOUT_S = 1.0


def current_source() -> Any:
    """Where the running app takes its connections from."""
    from flask import current_app

    return current_app.extensions["source"]


BUGS = {
    "commit-before-file": commit_before_file,
    "answer-before-commit": answer_before_commit,
    "insert-or-replace": insert_or_replace,
    "missing-fsync": missing_fsync,
    "commit-not-synced": commit_not_synced,
    "no-floor": no_floor,
    "impatient": impatient,
}

if __name__ == "__main__":
    planted = sys.argv.pop(1)
    WINDOW_S = float(sys.argv.pop(1))
    for bug in planted.split("+"):
        BUGS[bug]()
    sys.exit(cli.main(sys.argv[1:]))
