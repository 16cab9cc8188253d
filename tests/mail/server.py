"""A real mail server in a thread, that can refuse, hang up and speak TLS."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


@dataclass
class Postman:
    """What came, and what to say instead of yes: a reply for RCPT or DATA, or `cut` to hang up."""

    mails: list[EmailMessage] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    to_reader: str = ""
    to_data: str = ""
    after_data: str = ""
    port: int = 0

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.to_reader == "cut":
            server.transport.abort()
        if self.to_reader:
            return self.to_reader
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.to_data == "cut":
            server.transport.abort()
        if self.to_data:
            return self.to_data
        read = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.mails.append(read)
        self.readers += envelope.rcpt_tos
        if self.after_data == "cut":
            server.transport.abort()
        return "250 OK"


def _password(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = LoginPassword(b"walkapp", b"hemligt")
    return AuthResult(success=data == right, handled=False)


@contextmanager
def listening(
    postman: Postman, *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Postman]:
    """The server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        postman.port = probe.getsockname()[1]
    given: dict[str, Any] = {}
    if starttls:
        given = {
            "tls_context": starttls,
            "require_starttls": True,
            "authenticator": _password,
            "auth_required": True,
        }
    controller = Controller(
        postman, hostname="127.0.0.1", port=postman.port, ssl_context=tls, **given
    )
    controller.start()
    try:
        yield postman
    finally:
        controller.stop(no_assert=True)
