"""The issue itself: one row, one value."""

from dataclasses import dataclass

from ..errors import N_
from ..photos import MAX_PER_ISSUE

REVIEW_STATES = {
    "received": N_("Mottagen"),
    "linked": N_("Kopplad till åtgärdspunkt"),
    "noted": N_("Noterad i protokollet"),
    "rejected": N_("Visas inte"),
}

REJECT_REASONS = {
    "personal_data": N_("personuppgift"),
    "crime_tip": N_("tips om brott"),
    "offensive": N_("kränkande"),
    "test": N_("test"),
    "duplicate": N_("dubblett"),
}

POSITION_SOURCES = ("gps", "pin", "copied", "none", "photo")
MAX_PHOTOS = MAX_PER_ISSUE
MAX_NOTE, MAX_PROPOSAL, MAX_PLACE, MAX_POLE, MAX_NAME = 4000, 2000, 300, 40, 60

# The form of the fields phones send. An older one is read as it is; of a later one the fields known
# here are read, and the letter itself is kept.
FORMAT = 1

# What one phone may log in one walk (threat of a flood at a public walk): 60 issues are one
# every two minutes for two hours.
MAX_ISSUES_PER_PHONE = 60


@dataclass(frozen=True)
class Issue:
    """What one walker logged. `note` and `proposal` are the walker's own words, never overwritten.

    `edited_text` is the reviewer's version for the public. `held` marks issues that came late or
    from a revoked device and wait for the leader. `gps_lat/gps_lon` keep the phone's own position
    when the pin was moved. `observed_at` is the phone's claim, `received_at` the server's time.
    `photo_ids` are those the phone announced, with spaces between, so that it shows what is
    missing. `removed_at` is when the walker removed it; the row stays and can be restored.
    `sent_walk_id` is the walk the phone sent it to, when a leader has moved it to another.
    `author` is what its walker was called then, never public: a phone may be handed on.
    """

    client_id: str
    walk_id: str
    device_id: str
    number: int
    rev: int
    seq: int | None
    kind: str
    category: str | None
    place_type: str | None
    place_text: str
    pole_number: str
    note: str
    proposal: str
    lat: float | None
    lon: float | None
    accuracy: float | None
    position_age: float | None
    position_source: str
    gps_lat: float | None
    gps_lon: float | None
    observed_at: str | None
    received_at: str
    sha256: str
    result: str
    held: bool = False
    review: str = "received"
    review_reason: str = ""
    edited_text: str = ""
    public: bool = False
    removed_at: str | None = None
    stop_id: str | None = None
    photo_ids: str = ""
    sent_walk_id: str | None = None
    author: str = ""
    version: int = 1

    @property
    def phones_walk_id(self) -> str:
        """The walk in which its phone knows it."""
        return self.sent_walk_id or self.walk_id
