"""Review: what the walk leader decides about each issue; the walker's own words stay."""

from dataclasses import dataclass, replace

from .errors import N_, Refused
from .events import Event
from .ids import new_id
from .issues import MAX_NOTE, REJECT_REASONS, Issue
from .people import Person
from .walks import Walk

PHOTO_REVIEWS = {
    "pending": N_("Inte granskad"),
    "approved": N_("Visas för alla"),
    "hidden": N_("Visas inte"),
}
MAX_ALT = 300


@dataclass(frozen=True)
class PhotoReview:
    """What was decided about a photo, and the words for those who cannot see it."""

    photo_id: str
    review: str
    alt_text: str
    version: int


def check_begun(walk: Walk) -> None:
    """Raises Refused while walkers may still change their issues."""
    if walk.state in ("planned", "open", "closing"):
        raise Refused(N_("Deltagarna kan fortfarande ändra. Börja sammanställa vandringen först."))


def note(issue: Issue, *, by: Person, at: str) -> tuple[Issue, Event]:
    """Keep it in the protocol without a fix; a good one is noted as what works well."""
    _not_linked(issue)
    return _decided(issue, "noted", by=by, at=at)


def reject(issue: Issue, reason: str, *, by: Person, at: str) -> tuple[Issue, Event]:
    """Do not show it, for one of the listed reasons."""
    _not_linked(issue)
    if reason not in REJECT_REASONS:
        raise Refused(N_("Välj varför iakttagelsen inte ska visas."), field="reason")
    hidden = replace(issue, public=False)
    return _decided(hidden, "rejected", by=by, at=at, reason=reason)


def take_back(issue: Issue, *, by: Person, at: str) -> tuple[Issue, Event]:
    """Undo a decision: the issue waits for review again."""
    _not_linked(issue)
    return _decided(issue, "received", by=by, at=at)


def accept_held(issue: Issue, *, by: Person, at: str) -> tuple[Issue, Event]:
    """Let a late issue in among the others."""
    if not issue.held:
        raise Refused(N_("Iakttagelsen är redan med."))
    changed = replace(issue, held=False, version=issue.version + 1)
    return changed, _event(changed, "accept-held", by, at)


def takes_moved(walk: Walk) -> bool:
    """Whether an issue may be moved to the walk: while its issues are still worked on."""
    return walk.state in ("planned", "open", "closing", "reviewing", "protocol_published")


def move(issue: Issue, to: Walk, *, number: int, by: Person, at: str) -> tuple[Issue, Event]:
    """Put an issue that was logged in the wrong walk into the right one, with a number there.

    Its id stays, and so does the walk its phone knows it in; a stop of the old walk does not.
    """
    if issue.review != "received":
        raise Refused(N_("Iakttagelsen är redan genomgången. Ångra det beslutet först."))
    if to.id == issue.walk_id or not takes_moved(to):
        raise Refused(N_("Välj en annan vandring som inte är uppföljd eller inställd."), field="to")
    sent = issue.phones_walk_id
    moved = replace(
        issue,
        walk_id=to.id,
        sent_walk_id=None if sent == to.id else sent,
        number=number,
        stop_id=None,
        version=issue.version + 1,
    )
    facts = {"from": issue.walk_id, "to": to.id, "number": issue.number}
    return moved, replace(_event(moved, "moved", by, at), data=facts)


def edit(issue: Issue, text: str, public: bool, *, by: Person, at: str) -> tuple[Issue, Event]:
    """Set the text the public may read beside the walker's own, and whether it is shown."""
    words = text.strip()
    if len(words) > MAX_NOTE:
        raise Refused(N_("Skriv högst %(max)s tecken."), field="edited_text", max=MAX_NOTE)
    if public and issue.review == "rejected":
        raise Refused(N_("Iakttagelsen visas inte. Ångra det beslutet först."), field="public")
    changed = replace(issue, edited_text=words, public=public, version=issue.version + 1)
    return changed, _event(changed, "edit", by, at)


def decide_photo(photo: PhotoReview, review: str, alt_text: str) -> PhotoReview:
    """Approve or hide a photo for the public."""
    if review not in PHOTO_REVIEWS:
        raise Refused(N_("Välj om bilden ska visas eller inte."), field="review")
    alt = alt_text.strip()
    if len(alt) > MAX_ALT:
        raise Refused(N_("Skriv högst %(max)s tecken."), field="alt_text", max=MAX_ALT)
    return replace(photo, review=review, alt_text=alt, version=photo.version + 1)


def public_text(issue: Issue) -> str:
    """The words a reader may see: the edited text, else the walker's when it was approved.

    What the walker has written anew since then waits for the leader.
    """
    if not issue.public:
        return ""
    return issue.edited_text or ("" if issue.held else issue.note)


def _not_linked(issue: Issue) -> None:
    if issue.review == "linked":
        raise Refused(N_("Iakttagelsen hör till en åtgärd. Ändra där i stället."))


def _decided(
    issue: Issue, review: str, *, by: Person, at: str, reason: str = ""
) -> tuple[Issue, Event]:
    changed = replace(
        issue, review=review, review_reason=reason, held=False, version=issue.version + 1
    )
    return changed, _event(changed, review, by, at)


def _event(issue: Issue, kind: str, by: Person, at: str) -> Event:
    data = {"reason": issue.review_reason} if issue.review_reason else {}
    return Event(
        new_id(), at, "issue", issue.client_id, issue.version, kind, "person", by.id, data=data
    )
