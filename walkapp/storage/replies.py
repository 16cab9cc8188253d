"""Templates for replies, by name."""

from ..domain.errors import N_, Refused
from ..domain.events import Event
from ..domain.replies import ReplyTemplate
from . import events, rows
from .database import Database


def get(db: Database, template_id: str) -> ReplyTemplate | None:
    """The template with this id."""
    row = rows.one(db, "SELECT * FROM reply_templates WHERE id = :id", id=template_id)
    return rows.read(ReplyTemplate, row) if row else None


def all(db: Database) -> list[ReplyTemplate]:
    """Every template by name, those out of use too."""
    found = db.query("SELECT * FROM reply_templates ORDER BY name")
    return [rows.read(ReplyTemplate, row) for row in found]


def add(db: Database, template: ReplyTemplate, event: Event) -> None:
    """Add a template. Raises Refused when the name is taken."""
    with db.writing():
        events.add(db, event)
        _check_free(db, template)
        rows.insert(db, "reply_templates", template)


def save(db: Database, template: ReplyTemplate, event: Event) -> None:
    """Save a changed one. Raises Conflict when somebody else was first, Refused as `add`."""
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        _check_free(db, template)
        rows.update(db, "reply_templates", template)


def _check_free(db: Database, template: ReplyTemplate) -> None:
    sql = "SELECT 1 AS taken FROM reply_templates WHERE name = :name AND id <> :id"
    if rows.one(db, sql, name=template.name, id=template.id):
        raise Refused(N_("Det finns redan en mall som heter så."), field="name")
