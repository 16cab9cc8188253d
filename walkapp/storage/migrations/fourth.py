"""Step 4: the municipality's work. Views, the fix, responsibility, notices, the round."""

ENGINE_SQL: dict[str, tuple[str, ...]] = {"sqlite": (), "postgres": ()}

SQL: tuple[str, ...] = (
    # Views.
    # What the lists filter by since: place, when it came in, how often it was opened again.
    "DROP INDEX fixes_list",
    "DROP INDEX fixes_open",
    "CREATE INDEX fixes_list ON fixes (state, outcome, category, party_id, area_id, walk_id,"
    " priority, original_due_on, due_on, followup_on, review_on, person_id, updated_at, number,"
    " serial, place_type, created_at, closed_at, done_on, reopen_count)",
    "CREATE INDEX fixes_open ON fixes (state, category, party_id, area_id, walk_id, priority,"
    " original_due_on, due_on, followup_on, review_on, person_id, updated_at, number, serial,"
    " place_type, created_at, reopen_count, outcome) WHERE outcome IS NULL",
    "CREATE INDEX fixes_closed ON fixes (closed_at, outcome, category, created_at, done_on,"
    " original_due_on, party_id, walk_id) WHERE outcome IS NOT NULL",
    # A view with a name: the question of its address. Shared ones are offered to everybody.
    "CREATE TABLE views (id TEXT PRIMARY KEY, name TEXT NOT NULL {sv}, query TEXT NOT NULL,"
    " layout TEXT NOT NULL, owner_id TEXT NOT NULL REFERENCES people (id),"
    " shared INTEGER NOT NULL, created_at TEXT NOT NULL, version INTEGER NOT NULL,"
    " UNIQUE (owner_id, name)){strict}",
    "CREATE INDEX views_shared ON views (shared) WHERE shared = 1",
    # What a spreadsheet shows to fetch one view as the person who made it.
    "CREATE TABLE pull_tokens (id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE,"
    " view_id TEXT NOT NULL REFERENCES views (id), person_id TEXT NOT NULL REFERENCES people (id),"
    " label TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL,"
    " used_at TEXT, revoked_at TEXT){strict}",
    "CREATE INDEX pull_tokens_view ON pull_tokens (view_id, person_id)",
    # The fix.
    "ALTER TABLE fixes ADD COLUMN pole_number TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE fixes ADD COLUMN cost_band TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE fixes ADD COLUMN season TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE fixes ADD COLUMN effect INTEGER",
    "ALTER TABLE fixes ADD COLUMN ease INTEGER",
    # Whether the same has been seen near by before, by any walk.
    "CREATE INDEX fixes_near ON fixes (category, lat) WHERE lat IS NOT NULL",
    "CREATE INDEX fixes_kept ON fixes (kept_fix_id) WHERE kept_fix_id IS NOT NULL",
    # What was done to one or many fixes at once, and the way back: `back` holds the columns as
    # they were, `linked` and `unlinked` the issues that came and went. `left_out` is those that
    # could not be changed, each with its sentence.
    "CREATE TABLE undos (id TEXT PRIMARY KEY, at TEXT NOT NULL, person_id TEXT NOT NULL"
    " REFERENCES people (id), act TEXT NOT NULL, left_out TEXT NOT NULL,"
    " undone_at TEXT){strict}",
    "CREATE TABLE undo_rows (undo_id TEXT NOT NULL REFERENCES undos (id), fix_id TEXT NOT NULL"
    " REFERENCES fixes (id), version INTEGER NOT NULL, back TEXT NOT NULL, linked TEXT NOT NULL,"
    " unlinked TEXT NOT NULL, PRIMARY KEY (undo_id, fix_id)){strict}",
    "CREATE TABLE reply_templates (id TEXT PRIMARY KEY, name TEXT NOT NULL {sv} UNIQUE,"
    " text TEXT NOT NULL, category TEXT NOT NULL, state TEXT NOT NULL, active INTEGER NOT NULL,"
    " version INTEGER NOT NULL){strict}",
    # WCAG 2.1.4: shortcuts of a single letter can be switched off.
    "ALTER TABLE people ADD COLUMN shortcuts INTEGER NOT NULL DEFAULT 1",
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
    "CREATE INDEX assets_place ON assets (kind, lat)",
    # A file while somebody reads what it would do; emptied when done, gone after a day.
    "CREATE TABLE imports (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,"
    " rows TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES people (id), at TEXT NOT NULL,"
    " done_at TEXT, added INTEGER NOT NULL, changed INTEGER NOT NULL){strict}",
    # Notices.
    # Who shall hear of what. `key` lets the same thing be told once; `how` is now or daily.
    "CREATE TABLE notices (key TEXT PRIMARY KEY, at TEXT NOT NULL, reader_kind TEXT NOT NULL,"
    " reader_id TEXT NOT NULL, kind TEXT NOT NULL, object_id TEXT NOT NULL,"
    " event_id TEXT NOT NULL, how TEXT NOT NULL, mail_id TEXT){strict}",
    "CREATE INDEX notices_waiting ON notices (reader_kind, reader_id) WHERE mail_id IS NULL",
    "CREATE INDEX notices_mail ON notices (mail_id) WHERE mail_id IS NOT NULL",
    "CREATE TABLE notice_choices (person_id TEXT NOT NULL REFERENCES people (id),"
    " kind TEXT NOT NULL, how TEXT NOT NULL, PRIMARY KEY (person_id, kind)){strict}",
    "CREATE TABLE outbox (id TEXT PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL,"
    " reader_kind TEXT NOT NULL, reader_id TEXT NOT NULL, object_id TEXT NOT NULL,"
    " state TEXT NOT NULL, tries INTEGER NOT NULL, next_at TEXT NOT NULL, lease_until TEXT,"
    " problem TEXT NOT NULL, sent_at TEXT){strict}",
    "CREATE INDEX outbox_queue ON outbox (state, next_at)",
    # The last day whose mails were gathered.
    "CREATE TABLE worker_days (id INTEGER PRIMARY KEY CHECK (id = 1), day TEXT NOT NULL){strict}",
    # A link an outside owner answers by. Ended by its last answer or by another link's.
    "CREATE TABLE outside_links (token_hash TEXT PRIMARY KEY, fix_id TEXT NOT NULL"
    " REFERENCES fixes (id), party_id TEXT NOT NULL REFERENCES parties (id),"
    " created_at TEXT NOT NULL, expires_at TEXT NOT NULL, answer TEXT NOT NULL,"
    " answered_at TEXT, ended_at TEXT){strict}",
    "CREATE INDEX outside_links_fix ON outside_links (fix_id, party_id)",
    # The address a walker has given, for news about what that phone logged in that walk.
    "CREATE TABLE walker_addresses (id TEXT PRIMARY KEY, device_id TEXT NOT NULL"
    " REFERENCES devices (id), walk_id TEXT NOT NULL REFERENCES walks (id), email TEXT NOT NULL,"
    " created_at TEXT NOT NULL, confirmed_at TEXT,"
    " UNIQUE (device_id, walk_id)){strict}",
    # The round.
    # A star, and a person's own order; either may be there without the other.
    "CREATE TABLE errands (person_id TEXT NOT NULL REFERENCES people (id),"
    " fix_id TEXT NOT NULL REFERENCES fixes (id), starred INTEGER NOT NULL DEFAULT 0,"
    " place INTEGER, PRIMARY KEY (person_id, fix_id)){strict}",
    "CREATE INDEX errands_fix ON errands (fix_id)",
)
