"""The command as it runs: a process that sends until told to stop, and several side by side."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.mail.conftest import Hand
from tests.mail.server import Postman
from tests.web.fixes_desk import GUN, settle, standing
from walkapp.domain.ids import new_id
from walkapp.domain.mails import Mail
from walkapp.settings import Settings
from walkapp.storage import outbox, rows
from walkapp.storage.database import Database
from walkapp.web.clock import now


def a_notice(db: Database, at: str) -> None:
    """A mail about a fix of Gun's, ready to go."""
    fix = standing(db, "assigned")
    mail = Mail(new_id(), at, "notice", "person", GUN.id, fix.id, next_at=at)
    with db.writing():
        outbox.put(db, mail)
        db.execute(
            "INSERT INTO notices (key, at, reader_kind, reader_id, kind, object_id, event_id, how,"
            " mail_id) VALUES (:id, :at, 'person', :gun, 'assigned', :fix, '', 'now', :id)",
            {"id": mail.id, "at": at, "gun": GUN.id, "fix": fix.id},
        )


def test_the_command_sends_until_it_is_told_to_stop(
    app: object, db: Database, settings: Settings, postman: Postman
) -> None:
    settle(db)
    a_notice(db, now())
    worker = subprocess.Popen(
        [sys.executable, "-m", "walkapp.cli", "work"],
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("WALKAPP_")},
            "WALKAPP_DATA": str(settings.data),
            "WALKAPP_DATABASE": settings.database,
            "WALKAPP_PHOTOS": str(settings.photos),
            "WALKAPP_SECRET_KEY": settings.secret_key,
            "WALKAPP_SMTP": settings.smtp,
            "WALKAPP_MAIL_FROM": settings.mail_from,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            row = rows.one(db, "SELECT state FROM outbox")
            if row and row["state"] == "sent":
                break
            time.sleep(0.1)
        assert postman.readers == [GUN.email]
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()


def test_workers_side_by_side_send_each_mail_once(db: Database, hand: Hand) -> None:
    settle(db)
    for _ in range(24):
        a_notice(db, hand.at)
    workers = [replace(hand.worker) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        assert all(threads.map(lambda worker: worker.work(), workers))
    ids = [mail["Message-ID"] for mail in hand.postman.mails]
    assert len(ids) == len(set(ids)) == 24
    assert outbox.standing(db, hand.at) == outbox.Waiting(0, 0, 0)
