"""News to those who walked: an address of their own choice, confirmed, and forgotten by rule."""

from dataclasses import dataclass
from datetime import timedelta

from .accounts import checked_email
from .ids import new_id

CONFIRM_WITHIN = timedelta(days=7)
LONGEST = timedelta(days=730)
# So long after the last word about their own issues the address is of no use.
AFTER_LAST = timedelta(days=90)

# Seconds to wait after so many mails asked for: by one phone, and to one address.
_BY_PHONE, _TO_ADDRESS = (0, 0, 0, 600, 3600), (0, 0, 3600)


@dataclass(frozen=True)
class WalkerAddress:
    """Where news goes about what one phone logged in one walk; only once `confirmed_at` is set.

    `language` is the one the page was read in.
    """

    id: str
    device_id: str
    walk_id: str
    email: str
    created_at: str
    confirmed_at: str | None = None
    language: str = ""

    @property
    def shown(self) -> str:
        """The address as others holding the phone may read it: `b…@exempel.se`."""
        name, _, host = self.email.partition("@")
        return f"{name[:1]}…@{host}"


def given(typed: str, device_id: str, walk_id: str, at: str) -> WalkerAddress:
    """The address as typed, to be confirmed. Raises Refused."""
    return WalkerAddress(new_id(), device_id, walk_id, checked_email(typed), at)


def phone_wait(asked: int) -> int:
    """Seconds a phone waits before it may ask for one more mail."""
    return _BY_PHONE[min(asked, len(_BY_PHONE) - 1)]


def address_wait(asked: int) -> int:
    """Seconds before one more mail may be asked for to the same address, whoever asks."""
    return _TO_ADDRESS[min(asked, len(_TO_ADDRESS) - 1)]
