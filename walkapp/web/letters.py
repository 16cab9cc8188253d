"""What a phone posts, as bytes: read, received, and kept when it cannot be.

The outbox, a backup file and an administrator who tries again all end here.
"""

import hashlib
import json
from typing import Any

from flask import g, url_for

from ..domain import issues as rules
from ..domain.errors import N_, Refused, TooMany
from ..domain.issues import Draft, Receipt
from ..domain.people import Membership
from ..domain.walks import Walk
from ..storage import dead_letters, issues

NEWER = N_("Skickades från en nyare app. Iakttagelsen är mottagen, men här kan mer stå.")


def take(body: bytes, walk: Walk, membership: Membership, *, at: str) -> Receipt:
    """Store the issue a body holds. Of a newer app's the whole body is kept beside it.

    Raises Refused, Conflict (Differs) or TooMany.
    """
    draft = draft_of(body)
    if draft.newer and not keep(body, membership, NEWER, at=at):
        raise TooMany(
            N_("Vi hinner inte läsa det din app skickar. Det ligger kvar i telefonen."),
            retry_after=3600,
        )
    return issues.receive(g.db, draft, walk=walk, membership=membership, sha256=digest(body), at=at)


def keep(body: bytes, membership: Membership, sentence: str, *, at: str) -> bool:
    """Keep a body as a letter to look at; whether there was room for it."""
    route = url_for("issues.receive", walk_id=membership.walk_id)
    device_id = membership.device_id
    return dead_letters.keep(g.db, route, device_id, body, sentence=sentence, at=at)


def draft_of(body: bytes) -> Draft:
    """What a body says, checked. Raises Refused."""
    return rules.parse(read(body))


def digest(body: bytes) -> str:
    """The hash an issue is known by: that of the bytes as they were sent."""
    return hashlib.sha256(body).hexdigest()


def read(body: bytes) -> object:
    """The JSON of a body. Raises Refused."""
    try:
        return json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Refused(N_("Det som skickades gick inte att läsa.")) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A field that is there twice becomes a list, which no field may be."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = [found[name], value] if name in found else value
    return found
