"""Letters from phones that could not be taken in: read, tried again, done with."""

import json
import re

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain import people as rights
from ..domain.errors import N_, NotFound, Refusal, Refused
from ..domain.people import Membership
from ..domain.walks import Walk
from ..storage import dead_letters, devices, issues, people, walks
from ..storage.dead_letters import DeadLetter
from . import letters
from .clock import now
from .errors import sentence, status_of
from .policy import staff

bp = Blueprint("admin_letters", __name__, url_prefix="/admin/dead-letters")
OF_LETTERS = ("safety_coordinator", "admin")
PER_PAGE = 50
_SHOWN = {
    "note": N_("Anteckning"),
    "proposal": N_("Förslag"),
    "kind": N_("Slag"),
    "category": N_("Kategori"),
    "place_text": N_("Plats"),
    "pole_number": N_("Stolpens nummer"),
}
_ROUTE = re.compile(r"/walks/(?P<walk_id>[^/]+)/issues$")


@bp.get("")
@staff(*OF_LETTERS)
def index() -> ResponseReturnValue:
    """Those that wait, oldest first, or those that are done with."""
    handled = request.args.get("show") == "handled"
    counts = {done: dead_letters.count(g.db, handled=done) for done in (False, True)}
    pages = max(1, -(-counts[handled] // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    found = dead_letters.listing(
        g.db, handled=handled, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    return render_template(
        "admin/dead_letters.html",
        letters=found,
        handled=handled,
        counts=counts,
        page=page,
        pages=pages,
    )


@bp.get("/<letter_id>")
@staff(*OF_LETTERS)
def letter(letter_id: str) -> ResponseReturnValue:
    """One letter, whole."""
    return _page(_found(letter_id))


@bp.post("/<letter_id>/retry")
@staff(*OF_LETTERS)
def retry(letter_id: str) -> ResponseReturnValue:
    """Take the letter in once more, as from the phone that sent it."""
    found, at = _found(letter_id), now()
    try:
        walk, membership = _sender(found)
        client_id = _again(found, walk, membership, at)
    except Refusal as refusal:
        return _page(found, problem=sentence(refusal)), status_of(refusal)
    dead_letters.handle(g.db, found.id, by=g.person.id, at=at)
    issue = issues.get(g.db, client_id)
    number = issue.number if issue else "?"
    flash(gettext("Brevet är mottaget, som nummer %(n)s.", n=number), "success")
    return redirect(url_for("admin_letters.index"), 303)


@bp.post("/<letter_id>/close")
@staff(*OF_LETTERS)
def close(letter_id: str) -> ResponseReturnValue:
    """Be done with a letter; it can be read for ninety days more."""
    found = _found(letter_id)
    dead_letters.handle(g.db, found.id, by=g.person.id, at=now())
    flash(gettext("Brevet är avslutat. Det går att läsa i 90 dagar."), "success")
    return redirect(url_for("admin_letters.index"), 303)


def _again(found: DeadLetter, walk: Walk, membership: Membership, at: str) -> str:
    """The id of the issue the letter has become. Raises a refusal."""
    body = found.body.encode()
    draft = letters.draft_of(body)
    if draft.newer:
        raise Refused(N_("Brevet kommer från en nyare app än den här. Uppgradera servern först."))
    digest = letters.digest(body)
    if found.sentence == letters.NEWER and issues.get(g.db, draft.client_id):
        issues.reread(g.db, draft, sha256=digest, by=g.person.id, at=at)
    else:
        issues.receive(g.db, draft, walk=walk, membership=membership, sha256=digest, at=at)
    return draft.client_id


def _sender(found: DeadLetter) -> tuple[Walk, Membership]:
    named = _ROUTE.search(found.route)
    walk = walks.get(g.db, named["walk_id"]) if named else None
    if walk is None or found.device_id is None:
        raise Refused(N_("Vandringen som brevet skickades till finns inte längre."))
    membership = devices.membership(g.db, found.device_id, walk.id)
    if membership is None:
        raise Refused(N_("Telefonen som skickade brevet är inte med i vandringen längre."))
    return walk, membership


def _found(letter_id: str) -> DeadLetter:
    found = dead_letters.get(g.db, letter_id)
    if found is None:
        raise NotFound
    return found


def _page(found: DeadLetter, problem: str = "") -> str:
    try:
        sender = _sender(found)
    except Refused:
        sender = None
    return render_template(
        "admin/dead_letter.html",
        letter=found,
        problem=problem,
        sender=sender,
        sees=sender is not None and rights.sees_walk(g.person, sender[0]),
        fields=_fields(found.body),
        handler=people.get(g.db, found.handled_by) if found.handled_by else None,
    )


def _fields(body: str) -> list[tuple[str, str]]:
    """What a walker wrote or chose in a letter, when it can be read at all."""
    try:
        told = letters.read(body.encode())
    except Refused:
        return []
    if not isinstance(told, dict):
        return []
    return [(gettext(words), _shown(told[name])) for name, words in _SHOWN.items() if name in told]


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
