"""What the demo year has told of counts as sent, so that nothing waits for a mail server."""

from ..domain.ids import new_id
from ..domain.mails import Mail
from ..storage import outbox
from ..storage.database import Database

# One that did not arrive, so that the page about it has something to show.
_REFUSED = "550 5.1.1 Mottagaren finns inte"


def told(db: Database) -> None:
    """Lay the notices of each reader and day into a mail that has gone."""
    found = db.query(
        "SELECT reader_kind, reader_id, substr(at, 1, 10) AS day, max(at) AS at, count(*) AS n"
        " FROM notices WHERE mail_id IS NULL GROUP BY reader_kind, reader_id, substr(at, 1, 10)"
        " ORDER BY day"
    )
    with db.writing():
        for row in list(found):
            staff = row["reader_kind"] == "person"
            kind = ("notice" if row["n"] == 1 else "digest") if staff else "outside"
            whose = row["reader_kind"], row["reader_id"]
            state = {"state": "sent", "tries": 1, "next_at": row["at"], "sent_at": row["at"]}
            mail = Mail(new_id(), row["at"], kind, *whose, "", **state)
            outbox.put(db, mail)
            db.execute(
                "UPDATE notices SET mail_id = :mail WHERE reader_id = :reader"
                " AND substr(at, 1, 10) = :day",
                {"mail": mail.id, "reader": row["reader_id"], "day": row["day"]},
            )
        db.execute(
            "UPDATE outbox SET state = 'failed', sent_at = NULL, problem = :problem WHERE id ="
            " (SELECT id FROM outbox WHERE reader_kind = 'party' ORDER BY at DESC LIMIT 1)",
            {"problem": _REFUSED},
        )
