"""Backup files of phones, brought by a walker or by the walk's leader."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from typing import BinaryIO, cast

from flask import Blueprint, g, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response
from wtforms import FileField

from ..domain.errors import N_, Refused
from ..domain.walks import Walk
from ..files.backup import Backup
from . import errors, forms, importing, outbox, people
from .importing import Bringer, Outcome
from .policy import device, staff, takes

bp = Blueprint("backups", __name__)
RUNNERS = ("leader", "coordinator", "safety_coordinator")
MAX_BACKUP = 100 * 1024 * 1024
_AROUND = 64 * 1024  # the other fields of the form, and what stands between them
_TOO_LARGE = N_("Filen är större än %(megabytes)s MB. Dela upp den eller skicka direkt från appen.")


class BackupForm(forms.Form):
    """The file."""

    file = FileField(_("Säkerhetskopia"))

    def opened(self) -> Backup:
        """What the file holds. Raises Refused."""
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Refused(N_("Välj filen med säkerhetskopian först."), field="file")
        return Backup(cast(BinaryIO, sent.stream))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A file beyond what is taken in."""
    sentence = gettext(_TOO_LARGE, megabytes=MAX_BACKUP // (1024 * 1024))
    return errors.answer(413, sentence, field="file")


@bp.route("/walks/<walk_id>/import", methods=["GET", "POST"])
@takes(MAX_BACKUP + _AROUND)
@device
def own(walk_id: str) -> ResponseReturnValue:
    """A walker's phone brings the backup of itself, or of a phone that cannot send."""
    walk, membership = people.member_walk(walk_id)
    return _page(walk, lambda _backup: importing.from_phone(walk, membership), leads=False)


@bp.route("/walks/<walk_id>/backup", methods=["GET", "POST"])
@takes(MAX_BACKUP + _AROUND)
@staff(*RUNNERS)
def leader(walk_id: str) -> ResponseReturnValue:
    """The leader brings a backup that a walker has handed over, and vouches for it."""
    walk = people.walk_for(g.person, walk_id, to="run")
    return _page(walk, lambda backup: importing.from_leader(walk, backup), leads=True)


def _page(walk: Walk, bringer: Callable[[Backup], Bringer], *, leads: bool) -> Response:
    form = BackupForm()
    outcome = None
    if form.read():
        with nullcontext() if outbox.asked() else form.attempt():
            backup = form.opened()
            outcome = importing.bring_in(backup, bringer(backup))
    if outcome and outbox.asked():
        return _told(outcome)
    return form.page("walks/backup.html", walk=walk, leads=leads, outcome=outcome)


def _told(outcome: Outcome) -> Response:
    return make_response(jsonify({"result": "imported", **asdict(outcome)}))
