"""Taking things away from a promise, and bringing them back."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...domain import promises as rules
from ...domain.errors import N_, NotAllowed
from ...domain.promises import Activity, Commitment, Goal, Indicator, Measurement, Promise
from ...storage import promises
from .. import promise_accounts
from ..clock import now
from ..policy import staff
from .pages import LOGGERS, bp, get, promise_of

THINGS: dict[str, type[Any]] = {
    "promises": Promise,
    "goals": Goal,
    "commitments": Commitment,
    "activities": Activity,
    "indicators": Indicator,
    "measurements": Measurement,
}
_WORDS = {kind: word for word, kind in THINGS.items()}
_ADDRESS = f"/<any({', '.join(THINGS)}):things>/<thing_id>"


@bp.post(f"{_ADDRESS}/remove")
@staff(*LOGGERS)
def remove(things: str, thing_id: str) -> ResponseReturnValue:
    """Take it away; one press brings it back."""
    thing = _own(things, thing_id)
    if not thing.removed_at:
        made, event = rules.removed(thing, read=_seen(), by=g.person, at=now())
        promises.save(g.db, made, event)
    undo = url_for("promises.restore", things=things, thing_id=thing_id)
    flash(gettext("Borttaget."), f"undo:{undo}")
    return redirect(_back(thing), 303)


@bp.post(f"{_ADDRESS}/restore")
@staff(*LOGGERS)
def restore(things: str, thing_id: str) -> ResponseReturnValue:
    """Bring it back as it was."""
    thing = _own(things, thing_id)
    if thing.removed_at:
        made, event = rules.restored(thing, by=g.person, at=now())
        promises.save(g.db, made, event)
    flash(gettext("Tillbaka som det var."), "success")
    return redirect(url_for("promises.show", promise_id=promise_of(thing).id), 303)


def named(thing: Any) -> tuple[str, str, str]:
    """A thing that was taken away: its words, its kind and its id."""
    if isinstance(thing, Activity):
        said = promise_accounts.in_short(thing)
    elif isinstance(thing, Measurement):
        said = gettext("Mätvärde för %(year)s", year=thing.year)
    elif isinstance(thing, Goal):
        said = gettext("Målet att %(what)s", what=thing.text)
    elif isinstance(thing, Commitment):
        said = thing.heading
    else:
        said = thing.name
    return said, _WORDS[type(thing)], thing.id


def _own(things: str, thing_id: str) -> Any:
    thing = get(THINGS[things], thing_id, removed=True)
    if not rules.may_remove(g.person, thing):
        raise NotAllowed(N_("Du kan bara skriva in era egna insatser."))
    return thing


def _seen() -> int:
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _back(thing: Any) -> str:
    if isinstance(thing, Promise):
        return url_for("promises.index")
    return url_for("promises.show", promise_id=promise_of(thing).id)
