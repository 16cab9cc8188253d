"""What each person wants to be told of, and how."""

from ..database import Database


def choices(db: Database, person_id: str) -> dict[str, str]:
    """What the person has chosen, by kind; what is missing is as usual."""
    found = db.query(
        "SELECT kind, how FROM notice_choices WHERE person_id = :id", {"id": person_id}
    )
    return {row["kind"]: row["how"] for row in found}


def choose(db: Database, person_id: str, wanted: dict[str, str]) -> None:
    """Keep these choices, in a transaction of its own; others stay as they are."""
    with db.writing():
        for kind, how in wanted.items():
            db.execute(
                "INSERT INTO notice_choices (person_id, kind, how) VALUES (:id, :kind, :how)"
                " ON CONFLICT (person_id, kind) DO UPDATE SET how = excluded.how",
                {"id": person_id, "kind": kind, "how": how},
            )
        off = [kind for kind, how in wanted.items() if how == "off"]
        for kind in off:
            db.execute(
                "DELETE FROM notices WHERE reader_kind = 'person' AND reader_id = :id"
                " AND kind = :kind AND mail_id IS NULL",
                {"id": person_id, "kind": kind},
            )
