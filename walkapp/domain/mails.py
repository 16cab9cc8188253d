"""Mails that wait to be sent: when to try again, when to give up, when to sound the alarm."""

from dataclasses import dataclass
from datetime import timedelta

from .errors import N_
from .walks import moment, text_time

STATES = {
    "waiting": N_("Väntar"),
    "sending": N_("Skickas"),
    "sent": N_("Skickat"),
    "failed": N_("Kunde inte skickas"),
    "dropped": N_("Behövdes inte längre"),
}
READERS = ("person", "party", "walker", "browser")

LEASE = timedelta(minutes=5)
LATE = timedelta(hours=1)
DAY = timedelta(days=1)
KEPT = timedelta(days=90)
# Minutes to wait after the nth try; they add up to two days and a half.
_WAITS = (1, 5, 15, 30, 60, 120, 240, 480, 720, 960, 960)


@dataclass(frozen=True)
class Mail:
    """One mail to one reader, without its words: they are written when it is sent.

    `reader_kind` is person, party, walker or browser and `reader_id` whose; `object_id` the fix,
    report or address it is about, or for a browser what was pushed together. `tries` also tells
    apart who holds it, until `lease_until`. `problem` is what the mail server last said.
    """

    id: str
    at: str
    kind: str
    reader_kind: str
    reader_id: str
    object_id: str
    state: str = "waiting"
    tries: int = 0
    next_at: str = ""
    lease_until: str | None = None
    problem: str = ""
    sent_at: str | None = None


def again_at(tries: int, at: str) -> str | None:
    """When to try once more after so many tries; none when it is time to give up."""
    if tries > len(_WAITS):
        return None
    return text_time(moment(at) + timedelta(minutes=_WAITS[tries - 1]))


def late_before(at: str, *, daily: bool = False) -> str:
    """Mails that wait since before this moment sound the alarm; `daily` those of the day's mail."""
    return text_time(moment(at) - LATE - (DAY if daily else timedelta()))
