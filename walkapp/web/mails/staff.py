"""To those who sign in: one notice, or a day's worth of them."""

from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ...domain import fixes as rules
from ...domain import people as rights
from ...domain.fixes import Fix
from ...domain.mails import Mail
from ...domain.notices import KINDS
from ...domain.people import Party, Person
from ...storage import fixes, notices, parties, people, walks
from ...storage.notices import Told
from ..leave_mails import leaving_address
from ..sentences import tell
from .message import Content, NotNeeded
from .outside import place_of
from .pictures import of_place

MOST = 20  # of a kind, in one mail
# What asks for work is left out once the work is over.
_OF_OPEN = ("assigned", "sent_back", "due_soon", "overdue", "bounced")
_OF_CLOSED = ("objected",)  # opened again, nobody needs to look


@dataclass(frozen=True)
class Item:
    """One notice as a mail shows it."""

    kind: str
    heading: str
    fix: Fix
    place: str
    line: str
    by: str
    words: str
    link: str


def notice(mail: Mail, at: str) -> Content:
    """A mail about one thing."""
    person = reader(mail.reader_id)
    found = items(notices.told(g.db, mail.id), person)
    if not found:
        raise NotNeeded(_("Personen ser inte åtgärden längre."))
    item = found[0]
    pictures = of_place(item.fix)
    return Content(
        person.email,
        f"{item.fix.number}: {item.fix.title}",
        "notice",
        {"item": item, "pictures": pictures, "account": _account()},
        thread=f"fix-{item.fix.id}",
        leave=leaving_address("person", person.id, item.kind),
        pictures=pictures,
    )


def digest(mail: Mail, at: str) -> Content:
    """A mail about all that has gathered, by kind."""
    person = reader(mail.reader_id)
    found = items(notices.told(g.db, mail.id), person)
    if not found:
        raise NotNeeded(_("Personen ser inte åtgärderna längre."))
    groups = [
        (_(kind.heading), [item for item in found if item.kind == code])
        for code, kind in KINDS.items()
    ]
    return Content(
        person.email,
        ngettext("%(num)s nyhet om åtgärder", "%(num)s nyheter om åtgärder", len(found)),
        "digest",
        {
            "groups": [(heading, some) for heading, some in groups if some],
            "most": MOST,
            "account": _account(),
            "fixes_link": url_for("fixes.index", _external=True),
        },
        thread=f"digest-{person.id}",
        leave=leaving_address("person", person.id, "digest"),
    )


def reader(person_id: str) -> Person:
    """Who is told. Raises NotNeeded for somebody who signs in no more."""
    person = people.get(g.db, person_id)
    if person is None or person.disabled_at:
        raise NotNeeded(_("Personen loggar inte in längre."))
    return person


def items(news: list[Told], person: Person) -> list[Item]:
    """What of it the person may still see; the last of each kind for a fix says it."""
    own = parties.get(g.db, person.party_id) if person.party_id else None
    found: dict[tuple[str, str], Item] = {}
    for told in news:
        item = _item(told, person, own)
        if item:
            found[told.kind, told.object_id] = item
    return list(found.values())


def _item(told: Told, person: Person, own: Party | None) -> Item | None:
    fix = fixes.get(g.db, told.object_id)
    walk = walks.get(g.db, fix.walk_id) if fix and fix.walk_id else None
    if fix is None or not rights.sees_fix(person, fix, walk):
        return None
    if told.kind in (_OF_CLOSED if fix.is_open else _OF_OPEN):
        return None
    event: dict[str, Any] = told.event or {}
    me = rules.towards(person, walk)
    heard = told.kind == "mentioned" or rules.hears(me, own, event.get("kind", ""))
    words = [event.get("public_text"), event.get("internal_text") if heard else ""]
    line = rules.history_line(event["kind"], event["data"]) if event else None
    return Item(
        told.kind,
        _(KINDS[told.kind].heading),
        fix,
        place_of(fix),
        str(tell(line.text, line.values).striptags()) if line else "",
        event.get("by_name") or event.get("data", {}).get("outside", ""),
        "\n".join(part for part in words if part),
        url_for("fixes.show", fix_id=fix.id, _external=True),
    )


def _account() -> str:
    return url_for("account.account", _external=True, _anchor="notices")
