"""Moves of a fix, and photos added to it. Load, decide, save; what was typed is never lost."""

from dataclasses import replace

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ...domain import fixes as rules
from ...domain import people as rights
from ...domain.errors import N_, Conflict, NotAllowed, Refused
from ...domain.events import Event
from ...domain.fixes import NAMES, Change, Fix, Move, labels
from ...domain.people import Person
from ...storage import fixes, photos, walks
from ...storage.photos import Upload
from .. import people
from ..blobs import blobs
from ..clock import now
from ..errors import sentence
from ..policy import staff
from . import showing
from .blueprint import READERS, WORKERS, bp
from .forms import MoveForm, given, sent_form


@bp.get("/<fix_id>")
@staff(*READERS)
def show(fix_id: str) -> ResponseReturnValue:
    """One fix."""
    return showing.page(people.fix_for(g.person, fix_id))


@bp.post("/<fix_id>/<any({}):name>".format(", ".join(NAMES)))
@staff(*WORKERS)
def move(fix_id: str, name: str) -> ResponseReturnValue:
    """Make one move of the table."""
    fix = people.fix_for(g.person, fix_id)
    row = rules.row_for(fix, name, acting(fix), confirm_by_other=g.municipality.confirm_by_other)
    form = sent_form(fix, row)
    seen = form["version"].data
    with form.attempt():
        if seen != fix.version:
            raise Conflict
        if form.read():
            after, rest = _made(fix, row, form)
            flash(_after_words(name, rest), "success")
            in_round = request.form.get("from") == "round"
            where = url_for("fixes.round_", at=fix.id) if in_round else address_after(after)
            return redirect(where, 303)
    status = 422 if form.status == 200 else form.status
    tried = showing.Tried(row, form, seen if status == 409 else fix.version)
    return showing.page(people.fix_for(g.person, fix_id), tried, status=status)


@bp.post("/<fix_id>/photos")
@staff(*WORKERS)
def add_photos(fix_id: str) -> ResponseReturnValue:
    """Add photos from before or after the work."""
    fix = people.fix_for(g.person, fix_id)
    check_may_add_photos(fix)
    kind = "before" if request.form.get("kind") == "before" else "after"
    try:
        added = _receive(fix, _files(), kind)
        if not added:
            raise Refused(N_("Välj minst en bild som inte redan finns här."))
    except Refused as refusal:
        return showing.page(fix, photo_problem=sentence(refusal), status=422)
    fixes.tell(g.db, rules.photos_added(fix, kind, added, by=g.person, at=now()))
    flash(_("Bilderna är sparade. De syns på webben när de är granskade."), "success")
    return redirect(url_for("fixes.show", fix_id=fix.id, _anchor="photos"), 303)


def acting(fix: Fix) -> Person:
    """The person signed in, as they stand to this fix."""
    return rules.towards(g.person, walks.get(g.db, fix.walk_id) if fix.walk_id else None)


def address_after(fix: Fix) -> str:
    """The fix's own page, or the list for somebody it has just left."""
    walk = walks.get(g.db, fix.walk_id) if fix.walk_id else None
    if rights.sees_fix(g.person, fix, walk):
        return url_for("fixes.show", fix_id=fix.id)
    return url_for("fixes.index")


def check_may_add_photos(fix: Fix) -> None:
    """Raises NotAllowed for somebody who only reads this fix."""
    if not rules.may_add_photos(fix, acting(fix)):
        raise NotAllowed(N_("Bara samordnaren och den som ansvarar kan lägga till bilder."))


def decided(fix: Fix, row: Move, form: MoveForm) -> tuple[Fix, Event]:
    """The fix after the move as the form asks for it, and its line of history; nothing is saved."""
    return rules.apply(
        fix,
        row.name,
        by=acting(fix),
        given=given(form, row),
        at=now(),
        confirm_by_other=g.municipality.confirm_by_other,
    )


def _made(fix: Fix, row: Move, form: MoveForm) -> tuple[Fix, Fix | None]:
    """The fix after the move, saved, and the new fix for what remains if one was wanted."""
    files = _files() if row.name == "finish" else []
    after, event = decided(fix, row, form)
    if files:
        _receive(fix, files, "after")
        event = replace(event, data={**event.data, "photos": len(files)})
    if row.name == "mark_duplicate":
        _merge(Change(fix, after, (event,)))
        return after, None
    return after, _save(after, event, "follow_up" in form and form["follow_up"].data)


def _save(after: Fix, event: Event, wants_rest: bool) -> Fix | None:
    rest = rules.follow_up(after, at=event.at) if wants_rest else None
    return fixes.save(g.db, after, event, follow_up=rest, by=g.person)


def _merge(change: Change) -> None:
    """A duplicate gives its issues to the one that is kept."""
    kept = fixes.get(g.db, change.after.kept_fix_id or "")
    if kept is None:
        raise Conflict
    undo = fixes.opened("merge", g.person, change.events[0].at)
    fixes.merge(g.db, kept, (change,), undo, by=g.person)


def _files() -> list[FileStorage]:
    found = [file for file in request.files.getlist("photos") if file.filename]
    if len(found) > rules.MOST_PHOTOS:
        raise rules.too_many_at_once()
    return found


def _receive(fix: Fix, files: list[FileStorage], kind: str) -> int:
    """Take the pictures in, safe before the move that shows them is saved; how many were new."""
    stored = 0
    for file in files:
        upload = Upload(kind, fix_id=fix.id, person_id=g.person.id)
        try:
            receipt = photos.receive_upload(g.db, blobs(), file.stream, upload, at=now())
        except Refused as refusal:
            refusal.field = "photos"
            raise
        stored += receipt.result == "stored"
    return stored


def _after_words(name: str, rest: Fix | None) -> str:
    if rest:
        return _("Sparat. %(number)s är skapad för det som återstår.", number=rest.number)
    return _("Sparat: %(move)s.", move=_(labels.BUTTONS[name]))
