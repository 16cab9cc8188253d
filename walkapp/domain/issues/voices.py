"""Voices: "I saw it too", one of each phone for an issue of somebody else in the same walk.

A voice is no line of history: it changes nothing in the issue, its own row tells when it came,
and until review begins it can be taken back as if it had never been given.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import N_, Refused
from ..walks import Walk
from .issue import Issue

if TYPE_CHECKING:  # people knows fixes, and fixes are made from issues
    from ..people import Membership

# What a walker is shown of the others' issues: what one may have seen, too.
SHARED_KINDS = ("problem", "idea")
MAX_NEARBY = 300
_BEFORE_REVIEW = ("planned", "open", "closing")


@dataclass(frozen=True)
class VoiceReceipt:
    """What the phone may rely on. `voices` is how many others have now seen the issue."""

    result: str
    client_id: str
    number: int
    voices: int
    received_at: str


def takes_voices(walk: Walk, membership: "Membership") -> bool:
    """Whether a voice of this phone counts now: until review begins, unless it is shut out."""
    return membership.revoked_at is None and walk.state in _BEFORE_REVIEW


def check_voice(issue: Issue, membership: "Membership") -> None:
    """Raises Refused for one's own issue: who logged it has said so already."""
    if issue.device_id == membership.device_id:
        raise Refused(N_("Det här har du själv loggat, så det räknas redan."), field="client_id")


def voice_result(*, is_new: bool, counted: bool) -> str:
    """The word of the receipt: `stored`, `already_stored`, or `stored_hidden` when not counted."""
    if not counted:
        return "stored_hidden"
    return "stored" if is_new else "already_stored"
