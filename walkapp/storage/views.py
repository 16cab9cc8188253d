"""Saved views, and the tokens that programs fetch them with."""

from ..domain import views as rules
from ..domain.errors import N_, Refused
from ..domain.events import Event
from ..domain.people import Person
from ..domain.views import PullToken, View
from . import events, people, rows, tokens
from .database import Database

_NOTED_EVERY = 13  # of a time's text: once an hour is often enough to say when it was last used


def get(db: Database, view_id: str) -> View | None:
    """The view with this id."""
    row = rows.one(db, "SELECT * FROM views WHERE id = :id", id=view_id)
    return rows.read(View, row) if row else None


def seen_by(db: Database, person: Person) -> list[View]:
    """One's own and those that are shared, by name."""
    found = db.query(
        "SELECT * FROM views WHERE owner_id = :me OR shared = 1 ORDER BY name, id",
        {"me": person.id},
    )
    return [rows.read(View, row) for row in found]


def add(db: Database, view: View) -> None:
    """Save a new view, in a transaction of its own. Raises Refused for one too many or a name."""
    with db.writing():
        _check_free(db, view)
        own = rows.one(db, "SELECT count(*) AS n FROM views WHERE owner_id = :me", me=view.owner_id)
        if own and own["n"] >= rules.MOST_OWN:
            raise Refused(
                N_("Du har %(most)s sparade vyer. Ta bort någon först."), most=rules.MOST_OWN
            )
        rows.insert(db, "views", view)


def save(db: Database, view: View) -> None:
    """Save a changed view. Raises Conflict when somebody was first, Refused as `add`."""
    with db.writing():
        _check_free(db, view)
        rows.update(db, "views", view)


def remove(db: Database, view: View) -> None:
    """Take a view away with all its tokens: what fetched it fetches nothing any more."""
    with db.writing():
        db.execute("DELETE FROM pull_tokens WHERE view_id = :id", {"id": view.id})
        db.execute("DELETE FROM views WHERE id = :id", {"id": view.id})


def add_token(db: Database, token: PullToken, event: Event) -> None:
    """Keep a new token. Raises Refused when the person has too many for the view."""
    with db.writing():
        events.add(db, event)
        kept = [one for one in of_view(db, token.view_id, token.person_id) if not one.revoked_at]
        if len(kept) >= rules.MOST_TOKENS:
            raise Refused(
                N_("Vyn har redan %(most)s länkar. Stäng någon först."), most=rules.MOST_TOKENS
            )
        rows.insert(db, "pull_tokens", token)


def save_token(db: Database, token: PullToken, event: Event) -> None:
    """Keep that a token is revoked."""
    with db.writing():
        events.add(db, event)
        db.execute(
            "UPDATE pull_tokens SET revoked_at = :at WHERE id = :id",
            {"at": token.revoked_at, "id": token.id},
        )


def of_view(db: Database, view_id: str, person_id: str) -> list[PullToken]:
    """One person's tokens for a view, newest first."""
    found = db.query(
        "SELECT * FROM pull_tokens WHERE view_id = :view AND person_id = :me"
        " ORDER BY created_at DESC, id DESC",
        {"view": view_id, "me": person_id},
    )
    return [rows.read(PullToken, row) for row in found]


def opened(db: Database, token: str, at: str) -> tuple[View, Person] | None:
    """The view a token opens and who asks by it, as both are now.

    None when it has run out, is revoked or unknown, when its person may not sign in any more, and
    when the view is no longer shared with that person.
    """
    digest = tokens.digest(token)
    row = rows.one(db, "SELECT * FROM pull_tokens WHERE token_hash = :hash", hash=digest)
    kept = rows.read(PullToken, row) if row else None
    if kept is None or not kept.holds(at):
        return None
    person, view = people.get(db, kept.person_id), get(db, kept.view_id)
    if person is None or person.disabled_at or view is None or not rules.sees(person, view):
        return None
    if (kept.used_at or "")[:_NOTED_EVERY] != at[:_NOTED_EVERY]:
        with db.writing(synced=False):
            db.execute(
                "UPDATE pull_tokens SET used_at = :at WHERE id = :id", {"at": at, "id": kept.id}
            )
    return view, person


def _check_free(db: Database, view: View) -> None:
    sql = "SELECT 1 AS taken FROM views WHERE owner_id = :me AND name = :name AND id <> :id"
    if rows.one(db, sql, me=view.owner_id, name=view.name, id=view.id):
        raise Refused(N_("Du har redan en vy som heter så."), field="name")
