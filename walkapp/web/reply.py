"""An outside owner answers by the link in its mail: no account, one fix, no names.

Opening a link changes nothing, for mail scanners open them all; answers are sent forms.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ..domain import fixes as rules
from ..domain import outside as link_rules
from ..domain.errors import Conflict, Gone, NotFound, Refused
from ..domain.fixes import Fix, Given
from ..domain.outside import ANSWERS, Link
from ..domain.people import Party
from ..storage import fixes, outside, parties, photos
from ..storage.photos import Upload
from .blobs import blobs
from .clock import now, today
from .errors import sentence
from .mails.outside import place_of
from .mails.pictures import approved_before, place_map
from .photos import send
from .policy import outside_link
from .reply_forms import FORMS, LABELS, AnswerForm

bp = Blueprint("reply", __name__)


@dataclass(frozen=True)
class Task:
    """What a link leads to: the fix, and whose it is."""

    link: Link
    fix: Fix
    party: Party


@bp.get("/reply/<link>")
@outside_link
def show(link: str) -> ResponseReturnValue:
    """The fix and the answers; or, plainly, why there is nothing to answer any more."""
    try:
        return _page(link, task_for(link))
    except Gone as gone:
        return _over(link, gone)


@bp.post("/reply/<link>/<any({}):name>".format(", ".join(ANSWERS)))
@outside_link
def answer(link: str, name: str) -> ResponseReturnValue:
    """Save an answer. Sent twice, or after the last word, it says so and changes nothing."""
    try:
        task = task_for(link)
    except Gone as gone:
        return _over(link, gone)
    form = FORMS[name]()
    seen = form.version.data
    with form.attempt():
        if seen != task.fix.version:
            raise Conflict
        if form.read():
            _save(task, name, form)
            if name in link_rules.LAST_WORDS:
                return redirect(url_for("reply.show", link=link), 303)
            flash(gettext("Tack. Svaret är sparat, och länken gäller fortfarande."), "success")
            return redirect(url_for("reply.show", link=link), 303)
    form.show_version(task.fix.version)
    status = 422 if form.status == 200 else form.status
    return _page(link, task, name, form, status=status)


@bp.get("/reply/<link>/photos/<photo_id>/<int:size>.jpg")
@outside_link
def photo(link: str, photo_id: str, size: int) -> ResponseReturnValue:
    """A photo of the place that a reviewer has approved."""
    task = _still(link)
    found = [one for one in approved_before(task.fix) if one.photo_id == photo_id]
    return send(found[0] if found else None, size)


@bp.get("/reply/<link>/map.png")
@outside_link
def small_map(link: str) -> ResponseReturnValue:
    """The place on a small map."""
    drawn = place_map(_still(link).fix)
    if drawn is None:
        raise NotFound
    return Response(drawn, mimetype="image/png")


def task_for(token: str) -> Task:
    """What the link in an address leads to. NotFound for no link of ours, Gone for an old one."""
    link = outside.find(g.db, token)
    fix = fixes.get(g.db, link.fix_id) if link else None
    party = parties.get(g.db, link.party_id) if link else None
    if link is None or fix is None or party is None:
        raise NotFound(link_rules.UNKNOWN)
    link_rules.check(link, fix, now())
    return Task(link, fix, party)


def _still(token: str) -> Task:
    """The same for what stands on the page, which nobody reads when the link has ended."""
    try:
        return task_for(token)
    except Gone:
        raise NotFound from None


def _save(task: Task, name: str, form: AnswerForm) -> None:
    said: dict[str, Any] = {one.name: one.data or "" for one in form if one.name in _SAID}
    given = link_rules.words_of(task.party, Given(**said), today())
    after, event = rules.apply(task.fix, name, by=rules.by_link(task.party), given=given, at=now())
    if name == "finish":
        _receive(task.fix, request.files.getlist("photos"))
    outside.answer(g.db, task.link, after, event)


_SAID = ("done_text", "done_on", "planned_action", "due_on", "reason", "whose", "proposed_reason")


def _receive(fix: Fix, sent: list[FileStorage]) -> None:
    """Take the pictures in, safe before the answer that they belong to is saved."""
    files = [file for file in sent if file.filename]
    if len(files) > rules.MOST_PHOTOS:
        raise rules.too_many_at_once()
    for file in files:
        try:
            upload = Upload("after", fix_id=fix.id)
            photos.receive_upload(g.db, blobs(), file.stream, upload, at=now())
        except Refused as refusal:
            refusal.field = "photos"
            raise


def _page(
    token: str, task: Task, tried: str = "", form: AnswerForm | None = None, *, status: int = 200
) -> Response:
    """The fix with every answer that can be given now; the one tried keeps what was typed."""
    names = _offered(task)
    shown = render_template(
        "reply/show.html",
        token=token,
        fix=task.fix,
        party=task.party,
        place=place_of(task.fix),
        photos=approved_before(task.fix),
        tried=tried if tried in names else "",
        form=form,
        answers=[
            (name, LABELS[name], form if form and name == tried else _empty(name, task.fix))
            for name in names
        ],
        until=task.link.expires_at,
    )
    return make_response(shown, status)


def _offered(task: Task) -> list[str]:
    """The answers that can be given now. What is not planned yet is planned, not moved."""
    may = {move.name for move in rules.allowed_moves(task.fix, rules.by_link(task.party))}
    return [name for name in ANSWERS if name in may and not (name == "replan" and "plan" in may)]


def _empty(name: str, fix: Fix) -> AnswerForm:
    usual: dict[str, object] = {"version": fix.version, "done_on": today()}
    usual |= {"due_on": fix.due_on or "", "planned_action": fix.planned_action}
    form = FORMS[name](formdata=None, data=usual)
    for field in form:
        field.id = f"{name}-{field.name}"
    if name == "plan" and not fix.due_on:
        del form["reason"]  # no date has been promised, so none is changed
    return form


def _over(token: str, gone: Gone) -> Response:
    """A link that takes no answer: what was answered and when, and whom to ask."""
    link = outside.find(g.db, token)
    fix = fixes.get(g.db, link.fix_id) if link else None
    shown = render_template(
        "reply/over.html",
        sentence=sentence(gone),
        fix=fix,
        answer=LABELS.get(link.answer, "") if link else "",
        answered_at=link.answered_at if link else None,
        good=link is not None and link.answer in link_rules.LAST_WORDS,
    )
    return make_response(shown, 410)
