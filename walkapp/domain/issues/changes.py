"""What becomes of an issue that is sent: new, sent again, changed, removed, restored.

A known phone is never turned away: what comes late, or from a phone that has been shut out, is
held for the leader.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import N_, NotAllowed, Refused, TooMany
from ..events import Event
from ..ids import new_id
from ..walks import Walk, takes_issues
from .draft import Draft
from .issue import MAX_ISSUES_PER_PHONE, REVIEW_STATES, Issue
from .receipts import Differs

if TYPE_CHECKING:  # people knows fixes, and fixes are made from issues
    from ..people import Membership

_BEFORE_REVIEW = ("planned", "open", "closing")
_UNDECIDED, _NOT_SHOWN = "received", "rejected"
_TOO_LATE = N_("Vandringen sammanställs nu, så iakttagelsen går inte att ändra längre.")


def logged(
    draft: Draft, *, walk: Walk, membership: "Membership", number: int, sha256: str, at: str
) -> tuple[Issue, Event]:
    """A new issue, with how it is received: `stored`, `stored_late` or `held_for_review`."""
    waits = membership.revoked_at or draft.newer
    result = "held_for_review" if waits else takes_issues(walk, at)
    issue = Issue(
        **{**_given(draft), "author": draft.author or membership.name},
        walk_id=walk.id,
        device_id=membership.device_id,
        number=number,
        received_at=at,
        sha256=sha256,
        result=result,
        held=result == "held_for_review",
    )
    return issue, _event(issue, "logged", at, {"result": result, "rev": issue.rev})


def repeated(
    stored: Issue,
    draft: Draft,
    *,
    walk: Walk,
    membership: "Membership",
    sha256: str,
    earlier: Collection[str] = (),
) -> str:
    """What an issue that is already here becomes.

    `already_stored` or `stored_hidden` for the same content, `updated` for a newer edition, and
    `held_for_review` for one that comes late, or from a phone that was shut out, to an issue that
    nobody has decided about. `earlier` are the hashes of its earlier editions. Raises Differs when
    the content is other and may not take the stored one's place: the phone then sends it as a new
    one. The answer tells nothing of what is stored.
    """
    if sha256 == stored.sha256 or sha256 in earlier:
        return "stored_hidden" if stored.review == _NOT_SHOWN else "already_stored"
    newer = stored.device_id == membership.device_id and draft.rev > stored.rev
    if not newer or stored.walk_id != walk.id:
        raise Differs(
            N_("Den här iakttagelsen är redan sparad med ett annat innehåll."), stored.rev
        )
    if can_change(stored, walk, membership):
        return "updated"
    if stored.review == _UNDECIDED:
        return "held_for_review"
    raise Differs(_TOO_LATE, stored.rev)


def can_change(issue: Issue, walk: Walk, membership: "Membership") -> bool:
    """Whether this phone may still edit, remove or restore it: its own, until review begins.

    One that a leader has moved to another walk is no longer the phone's to change.
    """
    return (
        issue.sent_walk_id is None
        and issue.device_id == membership.device_id
        and membership.revoked_at is None
        and walk.state in _BEFORE_REVIEW
        and issue.review == _UNDECIDED
    )


def check_change(issue: Issue, walk: Walk, membership: "Membership") -> None:
    """Raises NotAllowed when this phone may not change the issue (any more)."""
    if not can_change(issue, walk, membership):
        raise NotAllowed(_TOO_LATE)


def check_quota(logged_by_phone: int) -> None:
    """Raises TooMany when a phone has logged more than one walk can need."""
    if logged_by_phone > MAX_ISSUES_PER_PHONE:
        raise TooMany(
            N_("Telefonen har loggat %(max)s iakttagelser, så många som ryms i en vandring."),
            retry_after=3600,
            max=MAX_ISSUES_PER_PHONE,
        )


def edited(
    stored: Issue, draft: Draft, *, sha256: str, at: str, held: bool = False
) -> tuple[Issue, Event]:
    """The issue with the walker's newer words; what reviewers have written is left alone.

    `held` lets it wait for the leader again.
    """
    given = _given(draft)
    del given["author"]
    if draft.photo_ids is None:
        del given["photo_ids"]
    held = held or stored.held
    issue = replace(stored, **given, sha256=sha256, held=held, version=stored.version + 1)
    return issue, _event(issue, "edited", at, {"rev": issue.rev, "sha256": stored.sha256})


def reread(stored: Issue, draft: Draft, *, sha256: str, by: str, at: str) -> tuple[Issue, Event]:
    """The issue with all that its letter says, now that every field of it is known here.

    `by` is the person who had it read again. Raises Refused when the stored issue has become
    another meanwhile, or was decided about.
    """
    if sha256 != stored.sha256 or stored.review != "received":
        raise Refused(
            N_("Iakttagelsen har ändrats eller gåtts igenom sedan dess. Läs brevet i stället.")
        )
    given = {**_given(draft), "author": draft.author or stored.author}
    issue = replace(stored, **given, version=stored.version + 1)
    event = _event(issue, "reread", at, {})
    return issue, replace(event, by_kind="person", by_id=by)


def removed(
    issue: Issue, *, walk: Walk, membership: "Membership", at: str, rev: int | None = None
) -> tuple[Issue, Event] | None:
    """The issue marked as removed; none when it already was. Raises NotAllowed when too late.

    `rev` is the phone's number for this move, kept in the history so that an older one that
    comes later changes nothing. With a number even a move that changes nothing is written down.
    """
    check_change(issue, walk, membership)
    if issue.removed_at and rev is None:
        return None
    return _moved(replace(issue, removed_at=issue.removed_at or at), "removed", at, rev)


def restored(
    issue: Issue, *, walk: Walk, membership: "Membership", at: str, rev: int | None = None
) -> tuple[Issue, Event] | None:
    """The issue back again; none when it was never away. Raises NotAllowed when too late.

    `rev` as in `removed`.
    """
    check_change(issue, walk, membership)
    if issue.removed_at is None and rev is None:
        return None
    return _moved(replace(issue, removed_at=None), "restored", at, rev)


def _moved(issue: Issue, kind: str, at: str, rev: int | None) -> tuple[Issue, Event]:
    # The phone counts moves and editions as one; what it takes over from here goes on from there.
    moved = replace(issue, version=issue.version + 1, rev=max(issue.rev, rev or 0))
    return moved, _event(moved, kind, at, {} if rev is None else {"rev": rev})


def word_for(issue: Issue) -> str:
    """What its walker reads about where it stands."""
    if issue.removed_at:
        return N_("Borttagen")
    if issue.held and issue.review == _UNDECIDED:
        return N_("Väntar på vandringsledaren")
    if issue.sent_walk_id and issue.review == "received":
        return N_("Flyttad till en annan vandring")
    return REVIEW_STATES[issue.review]


def _given(draft: Draft) -> dict[str, Any]:
    return {**draft.fields(), "photo_ids": " ".join(draft.photo_ids or ())}


def _event(issue: Issue, kind: str, at: str, data: dict[str, object]) -> Event:
    return Event(
        new_id(),
        at,
        "issue",
        issue.client_id,
        issue.version,
        kind,
        "device",
        issue.device_id,
        data=data,
    )
