"""That a phone was heard, and what it says it still holds, kept beside what it asked for."""

from flask import Flask, Response, current_app, g, request
from flask_babel import gettext, ngettext

from ..domain import phones as rules
from ..domain.people import Membership
from ..domain.phones import Unsent
from ..storage import devices
from .clock import now

HEADER = "X-Walkapp-Unsent"
_ISSUE, _PHOTO = Unsent(issues=1), Unsent(photos=1)
_LETTERS = {
    "issues.receive": _ISSUE,
    "issues.change": _ISSUE,
    "voices.say": _ISSUE,
    "voices.take_back": _ISSUE,
    "photos.receive": _PHOTO,
}


def register(app: Flask) -> None:
    """Listen beside every request of a phone that is in a walk."""
    app.after_request(_listen)


def told() -> Unsent | None:
    """What the phone says it holds of this walk beside what this request brings."""
    return rules.read_unsent(request.headers.get(HEADER, ""))


def words(unsent: Unsent) -> str:
    """`3 iakttagelser och 2 bilder`, or the one of them there is."""
    issues = ngettext("%(num)s iakttagelse", "%(num)s iakttagelser", unsent.issues)
    photos = ngettext("%(num)s bild", "%(num)s bilder", unsent.photos)
    if unsent.issues and unsent.photos:
        return gettext("%(issues)s och %(photos)s", issues=issues, photos=photos)
    return issues if unsent.issues else photos


def _listen(response: Response) -> Response:
    """Never fails or delays the answer for long: what is lost here is told anew."""
    membership: Membership | None = g.get("membership")
    # After a fault of ours the database has enough to do.
    if membership is None or HEADER not in request.headers or response.status_code >= 500:
        return response
    known, at = Unsent(membership.unsent_issues, membership.unsent_photos), now()
    unsent = told()
    if unsent is not None and response.status_code >= 400:  # what was refused is still in the phone
        unsent += _LETTERS.get(request.endpoint or "", Unsent())
    try:
        if rules.is_news(membership.seen_at, known, unsent, at):
            devices.heard(g.db, membership, unsent, at)
    except Exception:
        current_app.logger.warning("a phone was heard but not noted", exc_info=True)
    return response
