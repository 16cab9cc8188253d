"""The link by which an outside owner without an account answers about one fix."""

from dataclasses import dataclass, replace
from datetime import timedelta

from .errors import N_, Gone, NotAllowed, Refused
from .events import Event
from .fixes import Fix, Given
from .fixes.hats import ONLY
from .fixes.moves import COORDINATOR
from .ids import new_id
from .people import Party, Person
from .walks import moment, text_time

LIFE = timedelta(days=60)
# Who has not answered is reminded so long before the day to ask again, if not asked just now.
REMINDED_BEFORE = timedelta(days=3)
# After these the party has nothing more to say, so the link ends with them.
LAST_WORDS = ("finish", "bounce", "propose_decline")
ANSWERS = ("finish", "start", "plan", "replan", "bounce", "propose_decline")


@dataclass(frozen=True)
class Link:
    """A link as it is kept: its token only as a hash. `answer` is the move last made by it."""

    token_hash: str
    fix_id: str
    party_id: str
    created_at: str
    expires_at: str
    answer: str = ""
    answered_at: str | None = None
    ended_at: str | None = None


USED = N_("Ni har redan svarat genom den här länken. Tack för det.")
OLD = N_("Länken har gått ut eller ersatts av en nyare. Använd länken i det senaste brevet.")
SETTLED = N_("Det behövs inget svar längre: kommunen har tagit punkten vidare på annat sätt.")
UNKNOWN = N_("Länken finns inte. Kontrollera att hela adressen kom med från brevet.")


def expires(at: str) -> str:
    """Until when a link made now works."""
    return text_time(moment(at) + LIFE)


def check(link: Link, fix: Fix, at: str) -> None:
    """Raises Gone, with the sentence for the page, unless the link still takes an answer."""
    if link.ended_at and link.answer in LAST_WORDS:
        raise Gone(USED)
    if link.ended_at or link.expires_at <= at:
        raise Gone(OLD)
    if fix.party_id != link.party_id or not fix.is_open or fix.state == "done":
        raise Gone(SETTLED)


def words_of(party: Party, given: Given, day: str) -> Given:
    """An answer with who gave it, and when, as the moves ask for it."""
    return replace(given, said_by=party.name, said_on=day)


def reminder(fix_id: str, version: int, at: str) -> Event:
    """The line of history for a reminder that nobody had to send."""
    return Event(new_id(), at, "fix", fix_id, version, "nudge", "system", None)


def sendable(fix: Fix, party: Party | None) -> bool:
    """Whether a link could be sent anew: somebody outside has the fix, with an address."""
    held = fix.state in ("assigned", "referred", "planned", "in_progress", "on_hold")
    return bool(held and party and party.external and party.email)


def sent_anew(fix: Fix, party: Party | None, *, by: Person, at: str) -> Event:
    """The line of history for a new link. Raises NotAllowed, or Refused when none can be sent."""
    if not by.has("coordinator", "safety_coordinator"):
        raise NotAllowed(ONLY[(COORDINATOR,)])
    if not sendable(fix, party):
        raise Refused(N_("Det går inte att skicka en länk för den här punkten."))
    return Event(new_id(), at, "fix", fix.id, fix.version, "resend", "person", by.id)
