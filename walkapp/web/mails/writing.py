"""What each kind of mail says, from how things stand when it is sent."""

from collections.abc import Callable

from ...domain.mails import Mail
from .message import Content
from .outside import assignment
from .staff import digest, notice
from .walkers import confirm, news

_KINDS: dict[str, Callable[[Mail, str], Content]] = {
    "notice": notice,
    "digest": digest,
    "outside": assignment,
    "confirm": confirm,
    "news": news,
}


def written(mail: Mail, at: str) -> Content:
    """The content of a mail. Raises NotNeeded when it should not be sent after all."""
    return _KINDS[mail.kind](mail, at)
