"""Notices in the browser (Web Push): where a person has asked to be told, and what is no address.

The address is one that the browser's maker keeps: whoever could name any other would let this
server knock on doors inside its own network.
"""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from .errors import N_, Refused
from .ids import new_id
from .people import Person

# Chrome and its kin, Firefox, Safari, Edge.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
)
MOST = 10  # browsers of one person
LIFE = timedelta(days=1)  # what is older says nothing new: the mail has it
ODD = N_("Webbläsaren gav en adress som det inte går att skicka till.")
_LONGEST = 1000


@dataclass(frozen=True)
class Subscription:
    """A browser that shall show notices, as it described itself."""

    id: str
    person_id: str
    endpoint: str
    p256dh: str
    auth: str
    label: str
    created_at: str


def subscribed(
    endpoint: str, p256dh: str, auth: str, *, by: Person, services: Collection[str]
) -> Subscription:
    """A browser's own words, checked; the caller fills in what it is called and when.

    Raises Refused when they are not such words, or name another service than those known.
    """
    fits = len(endpoint) <= _LONGEST and _is_known(endpoint, services)
    if not fits or _octets(p256dh)[:1] != b"\x04" or len(_octets(p256dh)) != 65:
        raise Refused(ODD)
    if len(_octets(auth)) != 16:
        raise Refused(ODD)
    return Subscription(new_id(), by.id, endpoint, p256dh, auth, "", "")


def _is_known(endpoint: str, services: Collection[str]) -> bool:
    try:
        parts = urlsplit(endpoint)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and "@" not in parts.netloc and endpoint.isascii()
    known = any(host == name or host.endswith(f".{name}") for name in services)
    return plain and known and endpoint.isprintable() and " " not in endpoint


def _octets(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)) if len(text) <= 100 else b""
    except (binascii.Error, ValueError):
        return b""
