"""The mail server: its address as one setting, and one conversation with it."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT_S = 30.0
_PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}


@dataclass(frozen=True)
class Server:
    """Where mail is handed in.

    `scheme` is smtps (TLS from the first byte), smtp (STARTTLS, always) or smtp+plain (no TLS, for
    a relay in one's own network).
    """

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


class NotSent(Exception):
    """The mail was not taken. The message is what the server or the network said."""


class Later(NotSent):
    """It may go better another time."""


class Unreachable(Later):
    """There was no conversation at all: no mail would fare better now."""


class Never(NotSent):
    """The server will not take this mail, however often it is sent."""


def parse(address: str) -> Server:
    """The server of an address such as `smtp://user:password@host`. Raises ValueError with why."""
    parts = urlsplit(address)
    if parts.scheme not in _PORTS:
        raise ValueError("ska börja med smtp://, smtps:// eller smtp+plain://")
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("ska vara som smtp://namn:lösenord@server:587")
    try:
        port = parts.port
    except ValueError:
        raise ValueError("har en port som inte finns") from None
    server = Server(
        parts.scheme,
        parts.hostname,
        port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )
    if bool(server.user) != bool(server.password):
        raise ValueError("ska ha både namn och lösenord, eller inget av dem")
    if server.user and server.scheme == "smtp+plain":
        raise ValueError("skickar inte lösenord utan TLS; välj smtp:// eller smtps://")
    return server


def send(server: Server, message: EmailMessage, sender: str, reader: str) -> None:
    """Hand one mail in, in a conversation of its own. Raises Later, Unreachable or Never."""
    talk = _greeted(server)
    try:
        talk.send_message(message, sender, [reader])
    except smtplib.SMTPRecipientsRefused as error:
        raise _refused(*error.recipients[reader]) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Later(str(error) or type(error).__name__) from error
    else:
        # It has been taken; how the conversation ends changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            talk.quit()
    finally:
        talk.close()


def _greeted(server: Server) -> smtplib.SMTP:
    """The conversation as far as it goes without a mail. Raises Unreachable."""
    try:
        return _opened(server)
    except smtplib.SMTPResponseException as error:
        # A wrong password is not the mail's fault: it waits until that has been mended.
        raise Unreachable(_words(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(str(error) or type(error).__name__) from error


def _opened(server: Server) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.scheme == "smtps":
        talk: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_S, context=trusted
        )
    else:
        talk = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    try:
        if server.scheme == "smtp":
            talk.starttls(context=trusted)
        if server.user:
            talk.login(server.user, server.password)
    except BaseException:
        talk.close()
        raise
    return talk


def _refused(code: int, said: bytes | str) -> NotSent:
    return (Never if 500 <= code < 600 else Later)(_words(code, said))


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {text}".split())[:300]
