"""What others in the walk have seen, and "I saw it too" about it."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from ..domain.errors import NotFound, Refusal
from ..domain.people import Membership
from ..domain.walks import Walk
from ..storage import issues
from . import outbox, people
from .clock import now
from .policy import device

bp = Blueprint("voices", __name__)


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal in the words of the receipt table, or a page with the sentence."""
    return outbox.refuse(refusal)


@bp.get("/walks/<walk_id>/nearby")
@device
def nearby(walk_id: str) -> ResponseReturnValue:
    """Issues of other phones in the walk, for the phone to keep and look among without network."""
    walk, membership = people.member_walk(walk_id)
    return outbox.answer_nearby(walk, issues.nearby(g.db, walk, membership))


@bp.post("/issues/<client_id>/voice")
@device
def say(client_id: str) -> ResponseReturnValue:
    """Say that one has seen it too."""
    walk, membership = _walk_of(client_id)
    digest = outbox.body_digest()
    receipt = issues.say(g.db, client_id, walk=walk, membership=membership, at=now())
    return outbox.answer_voice(receipt, digest)


@bp.post("/issues/<client_id>/unvoice")
@device
def take_back(client_id: str) -> ResponseReturnValue:
    """Take one's voice back."""
    walk, membership = _walk_of(client_id)
    digest = outbox.body_digest()
    receipt = issues.take_back(g.db, client_id, walk=walk, membership=membership, at=now())
    return outbox.answer_voice(receipt, digest)


def _walk_of(client_id: str) -> tuple[Walk, Membership]:
    """The walk of an issue this phone may know of; one that is not there looks the same."""
    issue = issues.get(g.db, client_id)
    if issue is None:
        raise NotFound(people.NOT_JOINED)
    try:
        return people.member_walk(issue.phones_walk_id)
    except NotFound:  # a leader has moved it, and those of its new walk see it nearby
        return people.member_walk(issue.walk_id)
