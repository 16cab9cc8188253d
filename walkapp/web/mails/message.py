"""One mail as it leaves: text and HTML, pictures inside, the headers that keep it in its thread."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, g, render_template
from markupsafe import Markup

from ... import folder
from ...domain.mails import Mail
from ...domain.walks import moment


class NotNeeded(Exception):
    """There is nothing to say any more, or nobody to say it to."""


@dataclass(frozen=True)
class Content:
    """What one mail says. `template` names the pair in templates/mail; `thread` what it is about,
    so that mails about the same thing lie together; `leave` is the address that ends such mails;
    `pictures` go inside, each shown as `cid:` and its name."""

    reader: str
    subject: str
    template: str
    given: dict[str, Any]
    thread: str = ""
    leave: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)


def built(mail: Mail, content: Content, at: str) -> EmailMessage:
    """The mail with every header."""
    settings = current_app.extensions["settings"]
    host = settings.mail_from.rpartition("@")[2]
    message = EmailMessage()
    message["From"] = Address(g.municipality.name, addr_spec=settings.mail_from)
    message["To"] = content.reader
    message["Subject"] = " ".join(content.subject.split())
    message["Date"] = format_datetime(moment(at))
    message["Message-ID"] = f"<{mail.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if g.municipality.contact_email:
        message["Reply-To"] = g.municipality.contact_email
    if content.thread:
        # No mail has this id: clients lay together what names the same one.
        message["In-Reply-To"] = message["References"] = f"<{content.thread}@{host}>"
    if content.leave:
        message["List-Unsubscribe"] = f"<{content.leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _body(message, content)
    return message


def _body(message: EmailMessage, content: Content) -> None:
    given = {**content.given, "subject": content.subject, "leave": content.leave}
    message.set_content(render_template(f"mail/{content.template}.txt", **given).strip() + "\n")
    page = render_template(f"mail/{content.template}.html", sheet=_sheet(), **given)
    message.add_alternative(page, subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    for name, data in content.pictures.items():
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        html.add_related(  # type: ignore[union-attr]
            data, "image", kind, cid=f"<{name}>", filename=f"{name}.{kind}", disposition="inline"
        )


@cache
def _sheet() -> Markup:
    """The styles stand in the mail itself: nothing is fetched when it is read."""
    path: Path = folder("static") / "css" / "mail.css"
    return Markup("<style>{}</style>").format(Markup(path.read_text()))  # our own file
