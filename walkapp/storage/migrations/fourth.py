"""Step 4: the municipality's work. Views, the fix, responsibility, notices, the round."""

ENGINE_SQL: dict[str, tuple[str, ...]] = {"sqlite": (), "postgres": ()}

SQL: tuple[str, ...] = (
    # Views.
    # The fix.
    # Responsibility.
    "ALTER TABLE parties ADD COLUMN days INTEGER",
    "ALTER TABLE parties ADD COLUMN categories TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE parties ADD COLUMN area_ids TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE areas ADD COLUMN land INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE fixes ADD COLUMN refused_by TEXT NOT NULL DEFAULT ''",
    # A category's own row has no sub-category and carries the version of them all.
    "CREATE TABLE handling (category TEXT NOT NULL, subcategory TEXT NOT NULL,"
    " active INTEGER NOT NULL, days INTEGER, party_id TEXT REFERENCES parties (id),"
    " version INTEGER NOT NULL, PRIMARY KEY (category, subcategory)){strict}",
    "CREATE TABLE days_off (day TEXT PRIMARY KEY, name TEXT NOT NULL){strict}",
    "CREATE TABLE retention (code TEXT PRIMARY KEY, days INTEGER, decision TEXT NOT NULL,"
    " version INTEGER NOT NULL){strict}",
    "CREATE TABLE assets (id TEXT PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL,"
    " lat {real} NOT NULL, lon {real} NOT NULL, name TEXT NOT NULL,"
    " party_id TEXT REFERENCES parties (id), updated_at TEXT NOT NULL,"
    " UNIQUE (kind, number)){strict}",
    "CREATE INDEX assets_place ON assets (lat, lon)",
    # A file while somebody reads what it would do; emptied when done, gone after a day.
    "CREATE TABLE imports (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,"
    " rows TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES people (id), at TEXT NOT NULL,"
    " done_at TEXT, added INTEGER NOT NULL, changed INTEGER NOT NULL){strict}",
    # Notices.
    # The round.
)
