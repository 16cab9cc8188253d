"""To those who walked: is the address right, and what has happened with what they logged."""

from flask import g, url_for
from flask_babel import gettext as _

from ...domain.mails import Mail
from ...domain.walker_news import WalkerAddress
from ...storage import notices, reports, walker_news, walks
from ...storage.notices import Told
from ...storage.walker_news import Standing
from ..leave_mails import leaving_address
from ..own_fixes import shown
from ..walker_news import confirming_address
from .message import Content, NotNeeded


def confirm(mail: Mail, at: str) -> Content:
    """Is it right? Whoever did not ask does nothing and hears no more."""
    address = _address(mail)
    if address.confirmed_at:
        raise NotNeeded(_("Adressen är redan bekräftad."))
    link = confirming_address(address)
    return Content(address.email, _("Bekräfta din adress"), "confirm", {"link": link})


def news(mail: Mail, at: str) -> Content:
    """How one's own issues stand, those that something has happened with."""
    address = _address(mail)
    told = notices.told(g.db, mail.id)
    about = {one.object_id for one in told if one.kind == "news"}
    own = [
        one
        for one in walker_news.standing(g.db, address.device_id, address.walk_id)
        if one.ids & about
    ]
    walk = walks.get(g.db, address.walk_id)
    followup = _followup({one.object_id for one in told if one.kind == "published"})
    if walk is None or not (own or followup):
        raise NotNeeded(_("Det finns inget att visa längre."))
    return Content(
        address.email,
        _("Nyheter efter %(walk)s", walk=walk.title),
        "news",
        {
            "own": [(_said(told, one), shown(one, external=True)) for one in own],
            "walk": walk,
            "followup": followup,
        },
        thread=f"walker-{address.id}",
        leave=leaving_address("walker", address.id, "news"),
    )


def _said(told: list[Told], one: Standing) -> list[str]:
    """What was written to everybody about it."""
    lines = (note.event for note in told if note.object_id in one.ids and note.event)
    return [line["public_text"] for line in lines if line["kind"] == "comment"]


def _address(mail: Mail) -> WalkerAddress:
    found = walker_news.get(g.db, mail.reader_id)
    if found is None or (mail.kind == "news" and found.confirmed_at is None):
        raise NotNeeded(_("Adressen är borttagen."))
    return found


def _followup(ids: set[str]) -> str:
    found = (reports.get(g.db, one) for one in ids)
    open_ = [one for one in found if one and one.state == "published"]
    return url_for("followup.show", slug=open_[0].slug, _external=True) if open_ else ""
