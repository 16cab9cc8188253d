"""The app with a mail server set, and a worker whose clock the test holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from tests.mail.server import Postman, listening
from tests.web.conftest import app, built, caller, compiled, joined, signed_in  # noqa: F401
from walkapp.settings import Settings
from walkapp.storage.database import Source
from walkapp.worker import Worker

MORNING = "2026-11-25T06:30:00Z"  # half past seven in Sweden
NIGHT = "2026-11-25T03:00:00Z"


@pytest.fixture
def postman() -> Iterator[Postman]:
    """A mail server of the test's own."""
    with listening(Postman()) as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path, url: str, postman: Postman) -> Settings:
    """Settings of a plain installation on loopback that can send mail."""
    (tmp_path / "photos").mkdir(exist_ok=True)
    return Settings(
        data=tmp_path,
        database=url,
        photos=tmp_path / "photos",
        secret_key="s" * 40,
        smtp=f"smtp+plain://127.0.0.1:{postman.port}",
        mail_from="trygghet@flen.example",
    )


@dataclass
class Hand:
    """A worker and its clock."""

    worker: Worker
    postman: Postman
    at: str = NIGHT

    def works(self, at: str = "") -> list[EmailMessage]:
        """The mails that arrived when it worked through at this time."""
        self.at = at or self.at
        before = len(self.postman.mails)
        self.worker.work()
        return self.postman.mails[before:]


@pytest.fixture
def hand(app: Flask, source: Source, settings: Settings, postman: Postman) -> Hand:  # noqa: F811
    """The worker of this installation."""
    made = Hand(Worker(app, source, settings), postman)
    made.worker = replace(made.worker, clock=lambda: made.at)
    return made


def text_of(mail: EmailMessage) -> str:
    """The plain words of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def page_of(mail: EmailMessage) -> str:
    """The HTML of a mail."""
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())
