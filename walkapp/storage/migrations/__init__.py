"""The schema as an append-only list of steps, forward only, each in one transaction."""

from datetime import UTC, datetime
from pathlib import Path

from ..database import Database
from ..rows import one
from . import fifth, first, fourth, second, third

# Add at the end; never change one that has been released.
STEPS = (
    ("first", first.SQL, first.ENGINE_SQL),
    ("walk life", second.SQL, second.ENGINE_SQL),
    ("orders of lists", third.SQL, third.ENGINE_SQL),
    ("the municipality's work", fourth.SQL, fourth.ENGINE_SQL),
    ("promises", fifth.SQL, fifth.ENGINE_SQL),
)

_WORDS = {
    # SQLite's STRICT tables know REAL (8 bytes); PostgreSQL's REAL has 4.
    "sqlite": {"real": "REAL", "strict": " STRICT", "sv": "COLLATE sv"},
    "postgres": {"real": "DOUBLE PRECISION", "strict": "", "sv": "COLLATE sv"},
}


class WrongSchema(Exception):
    """The database is older or newer than this program."""


def version(db: Database) -> int:
    """How many steps the database has taken; 0 for an empty one."""
    if db.engine == "sqlite":
        found = one(db, "SELECT 1 AS there FROM sqlite_master WHERE name = 'schema_steps'")
    else:
        found = one(db, "SELECT 1 AS there WHERE to_regclass('schema_steps') IS NOT NULL")
    if not found:
        return 0
    row = one(db, "SELECT count(*) AS steps FROM schema_steps")
    return int(row["steps"]) if row else 0


def check(db: Database) -> None:
    """Raises WrongSchema, with the sentence for the operator, unless the schema is this one."""
    found = version(db)
    if found < len(STEPS):
        raise WrongSchema("Databasen är äldre än programmet. Kör: walkapp migrate")
    if found > len(STEPS):
        raise WrongSchema(
            "Databasen är nyare än programmet. Installera den version av walkapp som skrev den."
        )


def migrate(db: Database) -> list[str]:
    """Take the steps that are missing; gives their names. Safe to run again."""
    taken = []
    for number, (name, statements, engine_statements) in enumerate(STEPS, start=1):
        if version(db) >= number:
            continue
        with db.writing():
            for statement in (*engine_statements[db.engine], *statements):
                for word, replacement in _WORDS[db.engine].items():
                    statement = statement.replace("{" + word + "}", replacement)
                db.execute(statement)
            db.execute(
                "INSERT INTO schema_steps (step, name, at) VALUES (:step, :name, :at)",
                {"step": number, "name": name, "at": datetime.now(UTC).isoformat()},
            )
        taken.append(name)
    return taken


def back_up(db: Database, path: Path) -> Path | None:
    """Copy a SQLite database whole beside itself before it is changed; gives the copy's path.

    Nothing is copied when there is nothing to lose or no step to take.
    """
    if db.engine != "sqlite" or version(db) in (0, len(STEPS)):
        return None
    copy = path.with_suffix(f".before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db")
    db.execute("VACUUM INTO :copy", {"copy": str(copy)})
    return copy
