"""What each kind of mail says, from how things stand when it is sent."""

from collections.abc import Callable

from flask import g

from ...domain.mails import Mail
from .message import Content, NotNeeded
from .outside import assignment
from .staff import digest, notice

_KINDS: dict[str, Callable[[Mail, str], Content]] = {
    "notice": notice,
    "digest": digest,
    "outside": assignment,
}


def written(mail: Mail, at: str) -> Content:
    """The content of a mail. Raises NotNeeded when it should not be sent after all."""
    if g.db is None or mail.kind not in _KINDS:
        raise NotNeeded(mail.kind)
    return _KINDS[mail.kind](mail, at)
