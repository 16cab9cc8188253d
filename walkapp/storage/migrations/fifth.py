"""Step 5: what came of it, and what was promised."""

ENGINE_SQL: dict[str, tuple[str, ...]] = {"sqlite": (), "postgres": ()}

SQL: tuple[str, ...] = (
    # Promises.
    "CREATE TABLE promises (id TEXT PRIMARY KEY, title TEXT NOT NULL, first_year INTEGER NOT NULL,"
    " last_year INTEGER NOT NULL, parties TEXT NOT NULL, created_at TEXT NOT NULL,"
    " signed_on TEXT, document TEXT NOT NULL, removed_at TEXT, version INTEGER NOT NULL){strict}",
    "CREATE INDEX promises_years ON promises (first_year, last_year)",
    "CREATE TABLE goals (id TEXT PRIMARY KEY, promise_id TEXT NOT NULL REFERENCES promises (id),"
    " text TEXT NOT NULL, position INTEGER NOT NULL, area_ids TEXT NOT NULL,"
    " background TEXT NOT NULL, until TEXT NOT NULL, removed_at TEXT,"
    " version INTEGER NOT NULL){strict}",
    "CREATE INDEX goals_promise ON goals (promise_id, position)",
    "CREATE TABLE commitments (id TEXT PRIMARY KEY, promise_id TEXT NOT NULL"
    " REFERENCES promises (id), owner TEXT NOT NULL, heading TEXT NOT NULL,"
    " position INTEGER NOT NULL, text TEXT NOT NULL, of_walks INTEGER NOT NULL,"
    " target_kind TEXT NOT NULL, target INTEGER, unit TEXT NOT NULL, period TEXT NOT NULL,"
    " area_ids TEXT NOT NULL, verdict TEXT NOT NULL, verdict_text TEXT NOT NULL,"
    " goal_id TEXT REFERENCES goals (id), removed_at TEXT, version INTEGER NOT NULL){strict}",
    "CREATE INDEX commitments_promise ON commitments (promise_id, position)",
    "CREATE TABLE activities (id TEXT PRIMARY KEY, promise_id TEXT NOT NULL"
    " REFERENCES promises (id), owner TEXT NOT NULL, kind TEXT NOT NULL, created_at TEXT NOT NULL,"
    " commitment_id TEXT REFERENCES commitments (id), party_id TEXT REFERENCES parties (id),"
    " title TEXT NOT NULL, details TEXT NOT NULL, place TEXT NOT NULL, area_ids TEXT NOT NULL,"
    " actors TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL, recurrence TEXT NOT NULL,"
    " count INTEGER, change TEXT NOT NULL, time_pattern TEXT NOT NULL,"
    " target_group TEXT NOT NULL, purpose TEXT NOT NULL, offers TEXT NOT NULL,"
    " status TEXT NOT NULL, as_of TEXT NOT NULL, funding INTEGER NOT NULL,"
    " document TEXT NOT NULL, public INTEGER NOT NULL, created_by TEXT REFERENCES people (id),"
    " from_id TEXT REFERENCES activities (id), fix_id TEXT REFERENCES fixes (id),"
    " removed_at TEXT, version INTEGER NOT NULL){strict}",
    "CREATE INDEX activities_fix ON activities (fix_id) WHERE fix_id IS NOT NULL",
    "CREATE INDEX activities_promise ON activities (promise_id, id)",
    "CREATE INDEX activities_commitment ON activities (commitment_id)",
    "CREATE INDEX activities_from ON activities (from_id) WHERE from_id IS NOT NULL",
    "CREATE INDEX activities_planned ON activities (starts) WHERE status = 'planned'",
    "CREATE TABLE indicators (id TEXT PRIMARY KEY, promise_id TEXT NOT NULL"
    " REFERENCES promises (id), name TEXT NOT NULL, position INTEGER NOT NULL, unit TEXT NOT NULL,"
    " definition TEXT NOT NULL, source TEXT NOT NULL, caveat TEXT NOT NULL, wanted TEXT NOT NULL,"
    " absolute INTEGER NOT NULL, area_ids TEXT NOT NULL, goal_id TEXT REFERENCES goals (id),"
    " removed_at TEXT, version INTEGER NOT NULL){strict}",
    "CREATE INDEX indicators_promise ON indicators (promise_id, position)",
    # Notices in the browser, and the language of mails.
    "CREATE TABLE subscriptions (id TEXT PRIMARY KEY, person_id TEXT NOT NULL"
    " REFERENCES people (id), endpoint TEXT NOT NULL UNIQUE, p256dh TEXT NOT NULL,"
    " auth TEXT NOT NULL, label TEXT NOT NULL, created_at TEXT NOT NULL){strict}",
    "CREATE INDEX subscriptions_person ON subscriptions (person_id, created_at)",
    # What a notice was pushed with, as `mail_id` is what it was mailed with.
    "ALTER TABLE notices ADD COLUMN push_id TEXT",
    "CREATE INDEX notices_push ON notices (push_id) WHERE push_id IS NOT NULL",
    "CREATE INDEX notices_unpushed ON notices (reader_id, at)"
    " WHERE push_id IS NULL AND reader_kind = 'person'",
    "ALTER TABLE people ADD COLUMN language TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE walker_addresses ADD COLUMN language TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE measurements (id TEXT PRIMARY KEY, indicator_id TEXT NOT NULL"
    " REFERENCES indicators (id), year INTEGER NOT NULL, value {real} NOT NULL, base INTEGER,"
    " note TEXT NOT NULL, removed_at TEXT, version INTEGER NOT NULL){strict}",
    "CREATE UNIQUE INDEX measurements_year ON measurements (indicator_id, year)"
    " WHERE removed_at IS NULL",
    # What the fixes of a walk came to is counted without reading the fixes.
    "DROP INDEX fixes_walk",
    "CREATE INDEX fixes_walk ON fixes (walk_id, state, outcome, remedy, visibility, area_id,"
    " number)",
    # Public.
    # What a published row is found by: its marks with a space around each, its folded words, its
    # day. Rows of before have none and are found by outcome, category and area alone.
    "ALTER TABLE report_rows ADD COLUMN marks TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE report_rows ADD COLUMN words TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE report_rows ADD COLUMN walked_on TEXT NOT NULL DEFAULT ''",
    # What of a row was withdrawn after it was frozen, see domain.reports.withdrawing.
    "ALTER TABLE report_rows ADD COLUMN withdrawn TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX report_rows_withdrawn ON report_rows (report_id, published_version)"
    " WHERE withdrawn <> ''",
    "CREATE INDEX report_rows_of ON report_rows (number)",
    "UPDATE report_rows SET withdrawn = (SELECT CASE f.visibility WHEN 'public' THEN ''"
    " WHEN 'public_coarse' THEN 'coarse' ELSE 'gone' END FROM fixes f"
    " WHERE f.number = report_rows.number) WHERE number IN (SELECT number FROM fixes)",
    "CREATE INDEX photos_hidden ON photos (photo_id)"
    " WHERE state <> 'clean' OR review <> 'approved' OR removed_at IS NOT NULL",
    "CREATE INDEX report_rows_newest ON report_rows (walked_on DESC, number)",
    "CREATE INDEX report_photos_of ON report_photos (report_id, published_version)",
    # A reader says that what is told as fixed is not. `answered_at`: somebody has looked at it.
    "CREATE TABLE objections (id TEXT PRIMARY KEY, fix_id TEXT NOT NULL REFERENCES fixes (id),"
    " at TEXT NOT NULL, words TEXT NOT NULL, answered_at TEXT, answered_by TEXT"
    " REFERENCES people (id), version INTEGER NOT NULL){strict}",
    "CREATE INDEX objections_open ON objections (fix_id, at) WHERE answered_at IS NULL",
    # Walks that follow another.
    "ALTER TABLE walks ADD COLUMN follows_id TEXT REFERENCES walks (id)",
    "ALTER TABLE walks ADD COLUMN form TEXT NOT NULL DEFAULT 'led'",
    # Empty: worked out from day, time and place.
    "ALTER TABLE walks ADD COLUMN light TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE walks ADD COLUMN weather TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE walks ADD COLUMN attendance TEXT NOT NULL DEFAULT '{}'",
    "CREATE INDEX walks_follows ON walks (follows_id) WHERE follows_id IS NOT NULL",
    "CREATE INDEX walks_newest ON walks (starts_at DESC, id)",
    "ALTER TABLE stops ADD COLUMN from_id TEXT REFERENCES stops (id) ON DELETE SET NULL",
    "CREATE INDEX stops_from ON stops (from_id) WHERE from_id IS NOT NULL",
    # What one phone saw of an earlier fix. A held one came late and is not counted.
    "CREATE TABLE checks (check_id TEXT PRIMARY KEY, walk_id TEXT NOT NULL REFERENCES walks (id),"
    " fix_id TEXT NOT NULL REFERENCES fixes (id), device_id TEXT NOT NULL"
    " REFERENCES devices (id), result TEXT NOT NULL, note TEXT NOT NULL, photo_ids TEXT NOT NULL,"
    " rev INTEGER NOT NULL, sha256 TEXT NOT NULL, observed_at TEXT, received_at TEXT NOT NULL,"
    " held INTEGER NOT NULL){strict}",
    "CREATE INDEX checks_walk ON checks (walk_id, fix_id)",
    "CREATE INDEX checks_fix ON checks (fix_id)",
    "CREATE INDEX checks_device ON checks (device_id)",
    # What the review did about the checks of one fix.
    "CREATE TABLE check_answers (walk_id TEXT NOT NULL REFERENCES walks (id), fix_id TEXT NOT NULL"
    " REFERENCES fixes (id), move TEXT NOT NULL, verdict TEXT NOT NULL, person_id TEXT NOT NULL"
    " REFERENCES people (id), at TEXT NOT NULL, PRIMARY KEY (walk_id, fix_id)){strict}",
    "CREATE INDEX check_answers_fix ON check_answers (fix_id)",
    "CREATE INDEX check_answers_suggested ON check_answers (at) WHERE move = 'suggest'",
    # How safe a stop feels. The key is made of the phone's own secret, which is not kept here:
    # one answer of each phone, and nobody can tell whose.
    "CREATE TABLE feelings (key TEXT PRIMARY KEY, walk_id TEXT NOT NULL REFERENCES walks (id),"
    " stop_id TEXT NOT NULL REFERENCES stops (id), value INTEGER NOT NULL"
    " CHECK (value BETWEEN 1 AND 5), counted INTEGER NOT NULL){strict}",
    "CREATE INDEX feelings_walk ON feelings (walk_id)",
    "CREATE INDEX feelings_stop ON feelings (stop_id)",
    # Reports.
    "ALTER TABLE municipality ADD COLUMN review_by_other INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE reports ADD COLUMN area_id TEXT REFERENCES areas (id)",
    "ALTER TABLE reports ADD COLUMN first_on TEXT",
    "ALTER TABLE reports ADD COLUMN last_on TEXT",
    "ALTER TABLE reports ADD COLUMN texts TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE reports ADD COLUMN edited_by TEXT REFERENCES people (id)",
    "ALTER TABLE reports ADD COLUMN reviewed_by TEXT REFERENCES people (id)",
    "ALTER TABLE reports ADD COLUMN reviewed_at TEXT",
    # The mark of the page as the reviewer read it.
    "ALTER TABLE reports ADD COLUMN reviewed TEXT NOT NULL DEFAULT ''",
    # What each version said. Withdrawn: no longer for anybody outside, as if it never was.
    "CREATE TABLE report_versions (report_id TEXT NOT NULL REFERENCES reports (id),"
    " published_version INTEGER NOT NULL, title TEXT NOT NULL, lead TEXT NOT NULL,"
    " texts TEXT NOT NULL, summary TEXT NOT NULL, note TEXT NOT NULL, published_at TEXT NOT NULL,"
    " published_by TEXT REFERENCES people (id), reviewed_by TEXT REFERENCES people (id),"
    " withdrawn_at TEXT, mark TEXT NOT NULL,"
    " PRIMARY KEY (report_id, published_version)){strict}",
    "INSERT INTO report_versions SELECT id, published_version, title, lead, texts, summary, '',"
    " published_at, published_by, NULL, NULL, '' FROM reports WHERE published_at IS NOT NULL",
)
