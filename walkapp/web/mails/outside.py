"""To an outside owner without an account: what it is about, and the link to answer by."""

from flask import g, url_for
from flask_babel import gettext as _

from ...domain.categories import PLACE_TYPES
from ...domain.fixes import Fix
from ...domain.mails import Mail
from ...domain.outside import expires, sendable
from ...storage import fixes, notices, outside, parties
from .message import Content, NotNeeded
from .pictures import of_place


def assignment(mail: Mail, at: str) -> Content:
    """The fix with photo, place and map, and a link of its own for this mail."""
    fix, party = fixes.get(g.db, mail.object_id), parties.get(g.db, mail.reader_id)
    if fix is None or party is None or fix.party_id != party.id or not sendable(fix, party):
        raise NotNeeded(_("Punkten ligger inte längre hos dem."))
    events = [told.event for told in notices.told(g.db, mail.id) if told.event]
    event = events[0] if events else None
    link = outside.make(g.db, fix.id, party.id, at)
    pictures = of_place(fix)
    given = {
        "fix": fix,
        "party": party,
        "place": place_of(fix),
        "why": event["kind"] if event else "",
        # What is said to the party with the move, never the notes about it.
        "words": event["internal_text"] if event and event["kind"] == "reject_work" else "",
        "link": url_for("reply.show", link=link, _external=True),
        "until": expires(at),
        "pictures": pictures,
    }
    return Content(
        party.email,
        f"{fix.number}: {fix.title}",
        "outside",
        given,
        thread=f"fix-{fix.id}",
        pictures=pictures,
    )


def place_of(fix: Fix) -> str:
    """Where it is, in words."""
    kind = _(PLACE_TYPES[fix.place_type]) if fix.place_type in PLACE_TYPES else ""
    return ", ".join(part for part in (fix.place_text, kind) if part)
