"""`walkapp work`: sends what waits in the outbox, and gathers each day's mails at seven."""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask.ctx import RequestContext

from . import smtp, webpush
from .domain.mails import Mail
from .domain.notices import DAILY_AT
from .settings import Settings
from .storage import notices, outbox, outside, push
from .storage.database import Database, Source
from .web import mails
from .web import push as pushed
from .web.clock import local, now

POLL_S = 5.0
# A server that cannot be reached is left alone for a while, so that not every mail tries in vain.
PAUSE_S = 30.0

log = logging.getLogger(__name__)


@dataclass
class Worker:
    """Sends for one installation. `clock` gives this moment as UTC text."""

    app: Flask
    source: Source
    settings: Settings
    clock: Callable[[], str] = now

    def __post_init__(self) -> None:
        self._server = smtp.parse(self.settings.smtp)
        self._sender = webpush.Sender.of(self.settings.secret_key, self.settings.mail_from)
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stopping.is_set():
            pause = POLL_S
            try:
                if not self.work():
                    pause = PAUSE_S
            except Exception:
                # Nobody is above this loop to begin again; what waits is still there.
                log.exception("the outbox could not be worked through")
                pause = PAUSE_S
            self._stopping.wait(pause)

    def stop(self, *_: object) -> None:
        """End after the mail that is being sent."""
        self._stopping.set()

    def work(self) -> bool:
        """Gather what is due and send all that waits; false when the server did not answer."""
        db = self.source.connect()
        try:
            self.gather(db)
            while not self._stopping.is_set():
                mail = outbox.claim(db, self.clock())
                if mail is None:
                    return True
                if not self._send(db, mail):
                    return False
            return True
        finally:
            db.close()

    def gather(self, db: Database) -> int:
        """Make mails and pushed messages of notices; gives how many."""
        at = self.clock()
        here, day = local(at), local(at).date().isoformat()
        made = notices.gather_now(db, at)
        if here.hour >= DAILY_AT and notices.begin_day(db, day, at):
            outside.remind(db, day, at)
            made += notices.gather_daily(db, at)
        return made + push.gather(db, at)

    def _send(self, db: Database, mail: Mail) -> bool:
        """Whether the next mail may be tried at once."""
        try:
            if mail.kind == "push":
                self._push(db, mail)
                return True
            reader, message = self._written(db, mail)
        except mails.NotNeeded as reason:
            outbox.drop(db, mail, str(reason))
            return True
        except Exception as error:
            log.exception("mail %s could not be written", mail.id)
            outbox.not_sent(db, mail, f"{type(error).__name__}", self.clock())
            return True
        return self._hand_in(db, mail, reader, message)

    def _hand_in(self, db: Database, mail: Mail, reader: str, message: mails.EmailMessage) -> bool:
        try:
            smtp.send(self._server, message, self.settings.mail_from, reader)
        except smtp.Never as error:
            log.warning("mail %s is given up: %s", mail.id, error)
            outbox.give_up(db, mail, str(error))
        except smtp.Later as error:
            log.warning("mail %s waits: %s", mail.id, error)
            outbox.not_sent(db, mail, str(error), self.clock())
            return not isinstance(error, smtp.Unreachable)
        else:
            outbox.sent(db, mail, self.clock())
        return True

    def _push(self, db: Database, mail: Mail) -> None:
        """Hand one message to a browser's service, which fails for itself alone."""
        with self._in_language(db, mail):
            message = pushed.written(mail, self.clock())
        try:
            webpush.send(
                message.to, message.body, self._sender, topic=message.topic, at=self.clock()
            )
        except webpush.Forgotten as error:
            push.forget(db, message.to.id)
            outbox.drop(db, mail, str(error))
        except webpush.Never as error:
            log.warning("notice %s is given up: %s", mail.id, error)
            outbox.give_up(db, mail, str(error))
        except webpush.Later as error:
            outbox.not_sent(db, mail, str(error), self.clock())
        else:
            outbox.sent(db, mail, self.clock())

    def _written(self, db: Database, mail: Mail) -> tuple[str, mails.EmailMessage]:
        at = self.clock()
        with self._in_language(db, mail):
            content = mails.written(mail, at)
            return content.reader, mails.built(mail, content, at)

    def _in_language(self, db: Database, mail: Mail) -> RequestContext:
        """As if the reader had asked for a page: everything is said in that language."""
        language = {"Accept-Language": outbox.language_of(db, mail) or "sv"}
        base = self.settings.base_url
        return self.app.test_request_context("/", base_url=base, headers=language)


def work(settings: Settings, app: Flask, source: Source, *, once: bool) -> int:
    """The command: until SIGTERM or Ctrl-C, or once through."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    worker = Worker(app, source, settings)
    if once:
        return 0 if worker.work() else 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    print(f"walkapp skickar brev genom {worker._server.host}", flush=True)
    worker.run()
    return 0
