"""Who gets in with a code, when, and how wrong codes are slowed."""

import re
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network

from .errors import N_, Refused, TooMany
from .walks import DEVICE_LIFE_AFTER, Walk, code_opens_at, code_works, moment, text_time

MAX_NAME = 60
LATE_WITHIN = timedelta(days=365)  # a phone may come back after months; after a year, as a file
LATE_LIFE = timedelta(days=7)

# Guessing an eight-character code: with 100 open walks and 300 wrong codes a minute the chance of
# a hit is about 5e-5 a day (300 · 1440 · 100 / 31^8).
WRONG_FROM_ONE, FROM_ONE_WITHIN = 10, timedelta(minutes=10)
WRONG_IN_ALL, IN_ALL_WITHIN = 300, timedelta(minutes=1)

_SECRET = re.compile(r"[A-Za-z0-9_-]{22}")


class Over(Refused):
    """The walk is over; a phone that still holds something of it may come in to send that."""


def is_secret(typed: str) -> bool:
    """Whether this has the form of a QR's secret: 128 bits that nobody guesses, never slowed."""
    return _SECRET.fullmatch(typed.strip()) is not None


def check(
    walk: Walk | None, at: str, *, shown: Callable[[str], str], to_send: bool = False
) -> Walk:
    """The walk, when its code lets people in now; Refused with a sentence otherwise.

    `walk` is what the code found: a code that never was and one that was replaced both find
    nothing, and so read the same. `shown` makes a UTC text readable. `to_send`: the phone holds
    something of the walk that it could not send; when the walk is over that is held for the leader.
    """
    if walk is None:
        raise Refused(N_("Koden stämmer inte. Kontrollera den med ledaren."), field="code")
    if walk.state == "cancelled":
        raise Refused(N_("Vandringen är inställd. Fråga den som bjöd in dig."), field="code")
    if at < code_opens_at(walk):
        raise Refused(
            N_("Koden är rätt men gäller först från %(opens)s. Kom tillbaka då."),
            field="code",
            opens=shown(code_opens_at(walk)),
        )
    if code_works(walk, at):
        return walk
    late = at <= text_time(moment(walk.ends_at) + LATE_WITHIN)
    if late and to_send:
        return walk
    over = N_("Vandringen är slut, så det går inte att gå med längre.")
    raise (Over if late else Refused)(over, field="code")


def device_until(walk: Walk, at: str) -> str:
    """How long the cookie of a phone that joins lives; one that comes late has time to send."""
    return text_time(max(moment(walk.ends_at) + DEVICE_LIFE_AFTER, moment(at) + LATE_LIFE))


def origin(address: str) -> str:
    """Whom wrong codes are counted against: an IPv4 address or an IPv6 /64."""
    try:
        found = ip_address(address.split("%")[0])
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped or found.version == 4:
        return str(mapped or found)
    return str(ip_network((found, 64), strict=False))


def slow_down(nth_from_one: str | None, nth_in_all: str | None, at: str) -> None:
    """Raises TooMany while there are too many wrong codes.

    `nth_from_one` is when the tenth latest wrong code came from the caller's address within ten
    minutes, `nth_in_all` when the 300th latest came from anywhere within a minute, or none.
    """
    waits = [
        int((moment(since) + within - moment(at)).total_seconds())
        for since, within in ((nth_from_one, FROM_ONE_WITHIN), (nth_in_all, IN_ALL_WITHIN))
        if since
    ]
    if waits:
        raise TooMany(
            N_("Det blev många fel koder. Vänta en stund, eller skanna QR-koden i stället."),
            retry_after=max(1, *waits),
        )
