"""Checks: on a walk that follows another, what a walker sees of an earlier fix on the spot.

A check never moves a fix. It is one phone's word, kept as it was sent; the leader's review weighs
them and decides (see rechecking).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .errors import N_, Refused
from .issues import Differs
from .issues import checks as fields_of
from .walks import Walk, takes_issues

if TYPE_CHECKING:  # people knows fixes, and their history names the results of checks
    from .people import Membership

RESULTS = {
    "fixed": N_("Åtgärdat"),
    "partly": N_("Delvis åtgärdat"),
    "remains": N_("Kvarstår"),
    "returned": N_("Har kommit tillbaka"),
    "unchecked": N_("Inte kontrollerat"),
}
MAX_NOTE = 1000
_BEFORE_REVIEW = ("planned", "open", "closing")


@dataclass(frozen=True)
class CheckDraft:
    """A check as sent, every field looked at; `check_id` was made by the phone."""

    check_id: str
    fix_id: str
    rev: int
    result: str
    note: str
    photo_ids: tuple[str, ...]
    observed_at: str | None


@dataclass(frozen=True)
class Check:
    """One phone's word about one earlier fix. `held` ones came late and are not counted."""

    check_id: str
    walk_id: str
    fix_id: str
    device_id: str
    result: str
    note: str
    photo_ids: str
    rev: int
    sha256: str
    observed_at: str | None
    received_at: str
    held: bool = False


def parse(told: object) -> CheckDraft:
    """The check in the fields of a form or a JSON body. Raises Refused with the field."""
    if not isinstance(told, Mapping):
        raise Refused(N_("Kontrollen gick inte att läsa."))
    result = fields_of.choice(RESULTS)(told.get("result"), "result")
    if result is None:
        raise Refused(N_("Välj hur det ser ut nu."), field="result")
    return CheckDraft(
        fields_of.needed_id(told.get("client_id"), "client_id"),
        fields_of.needed_id(told.get("fix_id"), "fix_id"),
        fields_of.revision(told.get("rev"), "rev"),
        result,
        fields_of.words(MAX_NOTE)(told.get("note"), "note"),
        fields_of.photo_ids(told.get("photo_ids"), "photo_ids") or (),
        fields_of.claimed_moment(told.get("observed_at"), "observed_at"),
    )


def digest(draft: CheckDraft) -> str:
    """A hash of what a form said, so that one sent twice is known again."""
    said: dict[str, Any] = {**vars(draft), "observed_at": None}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def can_change(walk: Walk, membership: "Membership") -> bool:
    """Whether this phone's checks still count as they come: until review begins."""
    return membership.revoked_at is None and walk.state in _BEFORE_REVIEW


def received(
    draft: CheckDraft, *, walk: Walk, membership: "Membership", sha256: str, at: str
) -> tuple[Check, str]:
    """A new check and the word of its receipt: stored, stored_late or held_for_review."""
    result = "held_for_review" if membership.revoked_at else takes_issues(walk, at)
    check = Check(
        check_id=draft.check_id,
        walk_id=walk.id,
        fix_id=draft.fix_id,
        device_id=membership.device_id,
        result=draft.result,
        note=draft.note,
        photo_ids=" ".join(draft.photo_ids),
        rev=draft.rev,
        sha256=sha256,
        observed_at=draft.observed_at,
        received_at=at,
        held=result == "held_for_review",
    )
    return check, result


def repeated(
    stored: Check, draft: CheckDraft, *, walk: Walk, membership: "Membership", sha256: str
) -> tuple[Check, str]:
    """What a check that is here already becomes: the same, or a newer edition of it.

    Raises Differs when other content may not take its place.
    """
    if sha256 == stored.sha256:
        return stored, "already_stored"
    same = (stored.walk_id, stored.fix_id, stored.device_id)
    if same != (walk.id, draft.fix_id, membership.device_id) or draft.rev <= stored.rev:
        raise Differs(N_("Den här kontrollen är redan sparad med ett annat innehåll."), stored.rev)
    if not can_change(walk, membership):
        raise Differs(
            N_("Vandringen sammanställs nu, så kontrollen går inte att ändra längre."), stored.rev
        )
    kept = dict.fromkeys((*stored.photo_ids.split(), *draft.photo_ids))
    return replace(
        stored,
        result=draft.result,
        note=draft.note,
        photo_ids=" ".join(kept),
        rev=draft.rev,
        sha256=sha256,
        observed_at=draft.observed_at,
    ), "updated"
