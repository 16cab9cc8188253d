"""The plain form of an issue: one sending with words and pictures, and nothing typed is lost."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ..domain import issues as rules
from ..domain.errors import N_, Refused
from ..domain.ids import checked_id
from ..domain.issues import BadFields, Differs, Receipt
from ..domain.people import Membership
from ..domain.walks import Walk
from ..storage import issues, photos
from ..storage.photos import Upload
from . import issue_page, outbox
from .blobs import blobs
from .clock import now
from .errors import Problem, problem_of, sentence

_SAVED = {
    "held_for_review": N_("Tack. Vandringsledaren avgör om iakttagelsen kommer med."),
    "updated": N_("Ändringen är sparad."),
}
_RECEIVED = N_("Tack. Iakttagelsen är mottagen.")


def receive(walk: Walk, membership: Membership) -> Response:
    """Store the issue of a form with its pictures, or show the form again with what was typed."""
    try:
        draft = rules.parse(issue_page.sent(), photos=len(_files()))
        receipt = issues.receive(
            g.db, draft, walk=walk, membership=membership, sha256=rules.digest(draft), at=now()
        )
    except Exception as error:
        problem = problem_of(error)
        if problem is None or outbox.asked():
            raise
        return _again(walk, membership, error, problem)
    problems = _add_pictures(draft.client_id)
    if outbox.asked():
        return outbox.answer(receipt)
    return _done(walk, membership, receipt, problems)


def _done(
    walk: Walk, membership: Membership, receipt: Receipt, problems: list[Problem]
) -> Response:
    """Back to the walk; to the form when a picture did not come along and there is time yet."""
    issue = issues.get(g.db, receipt.client_id)
    if problems and issue and rules.can_change(issue, walk, membership):
        errors = {"photos": _but_saved(problems)}
        values = issue_page.filled(issue)
        return issue_page.show(walk, membership, values, errors=errors, status=problems[0].status)
    if problems:
        flash(_but_saved(problems), "warning")
    else:
        flash(gettext(_SAVED.get(receipt.result, _RECEIVED)), "success")
    return redirect(url_for("walks.walker", walk_id=walk.id), 303)


def _but_saved(problems: list[Problem]) -> str:
    said = " ".join(dict.fromkeys(problem.sentence for problem in problems))
    return gettext("Resten är sparat, men en bild kom inte med. %(problem)s", problem=said)


def _again(walk: Walk, membership: Membership, error: Exception, problem: Problem) -> Response:
    """The form with everything typed. Pictures that came with it wait for the next try."""
    values = issue_page.typed()
    errors = {problem.field or "category": problem.sentence}
    if isinstance(error, BadFields):
        errors = {name: sentence(refused) for name, refused in error.by_field.items()}
    elif isinstance(error, Differs):
        errors = {"category": _newer(walk, membership, values, error)}
    issue_page.mend(values, errors)
    if problem.status in (409, 422) and _is_own(values["client_id"]):
        for found in _add_pictures(values["client_id"]):
            errors.setdefault("photos", found.sentence)
    page = issue_page.show(walk, membership, values, errors=errors, status=problem.status)
    if problem.wait:
        page.headers["Retry-After"] = str(problem.wait)
    return page


def _newer(walk: Walk, membership: Membership, values: dict[str, Any], error: Differs) -> str:
    """Let the next try replace what was saved meanwhile, if this phone may still change it."""
    issue = issues.get(g.db, values["client_id"])
    if issue is None or not rules.can_change(issue, walk, membership):
        return sentence(error)
    values["rev"] = error.rev + 1
    return gettext(
        "Iakttagelsen har ändrats på ett annat ställe. Spara igen om det du skrev här ska gälla."
    )


def _files() -> list[FileStorage]:
    return [file for file in request.files.getlist("photos") if file.filename]


def _is_own(client_id: str) -> bool:
    """Whether pictures may be kept for the id: nobody's yet, or this phone's own issue."""
    try:
        issue = issues.get(g.db, checked_id(client_id, "client_id"))
    except Refused:
        return False
    return issue is None or issue.device_id == g.device.id


def _add_pictures(client_id: str) -> list[Problem]:
    """Take in the pictures one by one; a bad one costs the others nothing."""
    upload = Upload("issue", client_id=client_id, device_id=g.device.id)
    problems = []
    for file in _files():
        try:
            photos.receive_upload(g.db, blobs(), file.stream, upload, at=now())
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            problems.append(problem)
    return problems
