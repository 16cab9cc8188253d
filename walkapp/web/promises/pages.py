"""What the pages of promises share: who comes in, loading, and a form that saves a thing."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...domain import promises as rules
from ...domain.errors import NotFound
from ...domain.fixes import Fix
from ...domain.promises import Book, Indicator, Measurement, Promise
from ...domain.reports import Summary
from ...storage import known, promise_walks, promises
from ..clock import now
from .forms import ThingForm

bp = Blueprint("promises", __name__, url_prefix="/promises")
READERS = ("coordinator", "safety_coordinator", "registrar", "police", "party")
LOGGERS = ("safety_coordinator", "police", "party")


@dataclass(frozen=True)
class Page:
    """What a form's page says above it, and where it leads back to. `word` is its kind of thing.

    `fix` is the one that an activity answers.
    """

    title: str
    promise: Promise | None = None
    template: str = "promises/form.html"
    word: str = ""
    fix: Fix | None = None

    @property
    def back(self) -> str:
        """The fix it answers, the promise it belongs to, or the list."""
        if self.fix:
            return url_for("fixes.show", fix_id=self.fix.id, _anchor="presence")
        if self.promise is None:
            return url_for("promises.index")
        return url_for("promises.show", promise_id=self.promise.id)


def get(kind: type[Any], thing_id: str, *, removed: bool = False) -> Any:
    """The thing; one that was taken away is not found unless it is asked for."""
    found = promises.get(g.db, kind, thing_id)
    if found is None or (found.removed_at and not removed):
        raise NotFound
    return found


def counted(promise_id: str) -> tuple[Book, Summary]:
    """The promise with all under it and its walks, and their figures together.

    Put together once for each state of the history. Raises NotFound as `get`.
    """

    def found() -> tuple[Book, Summary]:
        book = promises.book(g.db, get(Promise, promise_id))
        return promise_walks.with_summary(g.db, book)

    kept: tuple[Book, Summary] = known.kept(g.db, ("promise", promise_id), found)
    return kept


def promise_of(thing: Any) -> Promise:
    """The promise it stands under; a promise stands under itself."""
    if isinstance(thing, Promise):
        return thing
    if isinstance(thing, Measurement):
        thing = get(Indicator, thing.indicator_id)
    promise: Promise = get(Promise, thing.promise_id)
    return promise


def save_form(
    form: ThingForm, kept: Any, page: Page, *, fresh: bool = False
) -> ResponseReturnValue:
    """Show the form, or save what was typed and go back."""
    if form.read():
        with form.attempt():
            typed = form.written(kept)
            if fresh:
                made, event = rules.added(typed, by=g.person, at=now())
                promises.add(g.db, made, event)
            else:
                seen = form.version.data
                made, event = rules.changed(kept, typed, read=seen, by=g.person, at=now())
                promises.save(g.db, made, event)
            flash(gettext("Sparat."), "success")
            return redirect(page.back, 303)
    elif not form.is_submitted():
        form.show(kept)
    form.show_version(kept.version)
    return form.page(page.template, page=page, thing=kept, fresh=fresh)
