"""The words of mails, written when they are sent: `message` puts together what the others say."""

from email.message import EmailMessage

from .message import Content, NotNeeded, built
from .writing import written

__all__ = ["Content", "EmailMessage", "NotNeeded", "built", "written"]
