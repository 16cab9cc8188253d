"""Step 2: life of a walk. When phones were heard, what they still hold, voices, stops, letters."""

ENGINE_SQL: dict[str, tuple[str, ...]] = {"sqlite": (), "postgres": ()}

SQL = (
    # What the phone itself last said it still holds, and when.
    "ALTER TABLE memberships ADD COLUMN seen_at TEXT",
    "ALTER TABLE memberships ADD COLUMN unsent_issues INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE memberships ADD COLUMN unsent_photos INTEGER NOT NULL DEFAULT 0",
    # A phone that left: what it sent stays, with a device nobody has the key of.
    "ALTER TABLE memberships ADD COLUMN left_at TEXT",
    # Whose words they are, also when the phone is handed on to somebody else.
    "ALTER TABLE issues ADD COLUMN author TEXT NOT NULL DEFAULT ''",
    # "I saw it too": one voice of each phone for an issue of somebody else. One that came after
    # review had begun, or from a phone that was shut out, is kept but not counted.
    "CREATE TABLE voices (client_id TEXT NOT NULL REFERENCES issues (client_id),"
    " device_id TEXT NOT NULL REFERENCES devices (id), at TEXT NOT NULL,"
    " counted INTEGER NOT NULL, PRIMARY KEY (client_id, device_id)){strict}",
    "CREATE INDEX voices_device ON voices (device_id)",
    "CREATE TABLE stops (id TEXT PRIMARY KEY, walk_id TEXT NOT NULL REFERENCES walks (id),"
    " position INTEGER NOT NULL, name TEXT NOT NULL, prompt TEXT NOT NULL,"
    " lat {real}, lon {real}, UNIQUE (walk_id, position)){strict}",
    # A fix marked done from the outbox, so that the same letter counts once.
    "CREATE TABLE fix_letters (op_id TEXT PRIMARY KEY, fix_id TEXT NOT NULL REFERENCES fixes (id),"
    " person_id TEXT NOT NULL REFERENCES people (id), sha256 TEXT NOT NULL,"
    " version INTEGER NOT NULL, at TEXT NOT NULL){strict}",
    "CREATE INDEX fix_letters_fix ON fix_letters (fix_id)",
    # The walk the phone sent an issue to, once a leader has moved it to the right one.
    "ALTER TABLE issues ADD COLUMN sent_walk_id TEXT REFERENCES walks (id)",
    "ALTER TABLE dead_letters ADD COLUMN handled_at TEXT",
    "ALTER TABLE dead_letters ADD COLUMN handled_by TEXT",
)
