"""Step 1: all tables of the first release. `{real}`, `{strict}` and `{sv}` differ by engine."""

ENGINE_SQL = {
    "sqlite": (
        # Only the trigrams are kept: the words themselves stand in fixes.
        "CREATE VIRTUAL TABLE fix_search USING"
        " fts5(text, content = '', contentless_delete = 1, tokenize = 'trigram')",
    ),
    "postgres": (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        "CREATE COLLATION IF NOT EXISTS sv (provider = icu, locale = 'sv-SE')",
        "CREATE TABLE fix_search (rowid INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        "CREATE INDEX fix_search_text ON fix_search USING gin (text gin_trgm_ops)",
    ),
}

SQL = (
    "CREATE TABLE schema_steps (step INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " at TEXT NOT NULL){strict}",
    "CREATE TABLE municipality (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL,"
    " short_name TEXT NOT NULL, number_prefix TEXT NOT NULL, danger_phone TEXT NOT NULL DEFAULT '',"
    " contact_email TEXT NOT NULL DEFAULT '', confirm_by_other INTEGER NOT NULL DEFAULT 1,"
    " demo INTEGER NOT NULL DEFAULT 0, lat {real}, lon {real},"
    " version INTEGER NOT NULL DEFAULT 1){strict}",
    "CREATE TABLE parties (id TEXT PRIMARY KEY, name TEXT NOT NULL {sv} UNIQUE,"
    " kind TEXT NOT NULL, external INTEGER NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,"
    " active INTEGER NOT NULL, version INTEGER NOT NULL){strict}",
    "CREATE TABLE areas (id TEXT PRIMARY KEY, name TEXT NOT NULL {sv} UNIQUE, polygon TEXT,"
    " version INTEGER NOT NULL){strict}",
    "CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL {sv}, email TEXT NOT NULL UNIQUE,"
    " party_id TEXT REFERENCES parties (id), disabled_at TEXT, password_hash TEXT,"
    " version INTEGER NOT NULL){strict}",
    "CREATE TABLE person_roles (person_id TEXT NOT NULL REFERENCES people (id),"
    " role TEXT NOT NULL, PRIMARY KEY (person_id, role)){strict}",
    "CREATE TABLE sessions (id_hash TEXT PRIMARY KEY, person_id TEXT NOT NULL"
    " REFERENCES people (id), created_at TEXT NOT NULL, seen_at TEXT NOT NULL,"
    " label TEXT NOT NULL){strict}",
    "CREATE INDEX sessions_person ON sessions (person_id)",
    "CREATE TABLE invitations (token_hash TEXT PRIMARY KEY, person_id TEXT NOT NULL"
    " REFERENCES people (id), expires_at TEXT NOT NULL, used_at TEXT){strict}",
    "CREATE TABLE attempts (id TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL,"
    " at TEXT NOT NULL){strict}",
    "CREATE INDEX attempts_key ON attempts (kind, key, at)",
    "CREATE INDEX attempts_at ON attempts (kind, at)",
    "CREATE TABLE delays (key TEXT PRIMARY KEY, failures INTEGER NOT NULL,"
    " last_at TEXT NOT NULL){strict}",
    "CREATE TABLE walks (id TEXT PRIMARY KEY, title TEXT NOT NULL, purpose TEXT NOT NULL,"
    " area_id TEXT REFERENCES areas (id), starts_at TEXT NOT NULL, ends_at TEXT NOT NULL,"
    " meeting_place TEXT NOT NULL, lat {real}, lon {real}, organisers TEXT NOT NULL,"
    " text_for_walkers TEXT NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL UNIQUE,"
    " secret TEXT NOT NULL UNIQUE, closing_until TEXT, participants INTEGER,"
    " created_at TEXT NOT NULL, version INTEGER NOT NULL){strict}",
    "CREATE TABLE walk_people (walk_id TEXT NOT NULL REFERENCES walks (id), person_id TEXT NOT NULL"
    " REFERENCES people (id), PRIMARY KEY (walk_id, person_id)){strict}",
    "CREATE INDEX walk_people_person ON walk_people (person_id)",
    "CREATE TABLE devices (id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE,"
    " created_at TEXT NOT NULL, expires_at TEXT NOT NULL){strict}",
    "CREATE TABLE memberships (walk_id TEXT NOT NULL REFERENCES walks (id), device_id TEXT NOT NULL"
    " REFERENCES devices (id), name TEXT NOT NULL, joined_at TEXT NOT NULL, revoked_at TEXT,"
    " PRIMARY KEY (device_id, walk_id)){strict}",
    "CREATE INDEX memberships_walk ON memberships (walk_id)",
    "CREATE TABLE issues (client_id TEXT PRIMARY KEY, walk_id TEXT NOT NULL REFERENCES walks (id),"
    " device_id TEXT NOT NULL REFERENCES devices (id), number INTEGER NOT NULL,"
    " rev INTEGER NOT NULL, seq INTEGER, kind TEXT NOT NULL, category TEXT, place_type TEXT,"
    " place_text TEXT NOT NULL, pole_number TEXT NOT NULL, note TEXT NOT NULL,"
    " proposal TEXT NOT NULL, lat {real}, lon {real}, accuracy {real}, position_age {real},"
    " position_source TEXT NOT NULL, gps_lat {real}, gps_lon {real}, observed_at TEXT,"
    " received_at TEXT NOT NULL, sha256 TEXT NOT NULL, result TEXT NOT NULL,"
    " held INTEGER NOT NULL, review TEXT NOT NULL, review_reason TEXT NOT NULL,"
    " edited_text TEXT NOT NULL, public INTEGER NOT NULL, removed_at TEXT, stop_id TEXT,"
    " photo_ids TEXT NOT NULL, version INTEGER NOT NULL, UNIQUE (walk_id, number)){strict}",
    "CREATE INDEX issues_device ON issues (device_id, walk_id)",
    # `serial` is what the search index knows a fix by.
    "CREATE TABLE fixes (id TEXT PRIMARY KEY, serial INTEGER NOT NULL UNIQUE,"
    " number TEXT NOT NULL UNIQUE, title TEXT NOT NULL,"
    " category TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,"
    " subcategory TEXT NOT NULL, public_text TEXT NOT NULL, internal_note TEXT NOT NULL,"
    " place_type TEXT, place_text TEXT NOT NULL, lat {real}, lon {real},"
    " area_id TEXT REFERENCES areas (id), walk_id TEXT REFERENCES walks (id),"
    " state TEXT NOT NULL, outcome TEXT, outcome_reason TEXT NOT NULL,"
    " outcome_text TEXT NOT NULL, remaining TEXT NOT NULL,"
    " priority TEXT, party_id TEXT REFERENCES parties (id), person_id TEXT REFERENCES people (id),"
    " due_on TEXT, original_due_on TEXT, planned_action TEXT NOT NULL, hold_reason TEXT NOT NULL,"
    " review_on TEXT, sent_on TEXT, channel TEXT NOT NULL, reference TEXT NOT NULL,"
    " followup_on TEXT, reminders INTEGER NOT NULL, replied INTEGER NOT NULL,"
    " done_text TEXT NOT NULL, done_on TEXT, done_by TEXT REFERENCES people (id),"
    " remedy TEXT NOT NULL, confirmed_by TEXT REFERENCES people (id), confirmed_on TEXT,"
    " closed_at TEXT, bounce_reason TEXT NOT NULL,"
    " bounce_whose TEXT NOT NULL, proposed_reason TEXT NOT NULL,"
    " kept_fix_id TEXT REFERENCES fixes (id),"
    " reopen_count INTEGER NOT NULL, visibility TEXT NOT NULL, version INTEGER NOT NULL,"
    " CHECK ((state = 'closed') = (outcome IS NOT NULL))){strict}",
    "CREATE INDEX fixes_party ON fixes (party_id, state)",
    "CREATE INDEX fixes_walk ON fixes (walk_id)",
    "CREATE INDEX fixes_created ON fixes (created_at)",
    # Every column the list filters or sorts by, so that it is counted without reading the texts.
    "CREATE INDEX fixes_list ON fixes (state, outcome, category, party_id, area_id, walk_id,"
    " priority, original_due_on, due_on, followup_on, review_on, person_id, updated_at, number,"
    " serial)",
    # The same for the open ones, a small part after some years: most lists are about them.
    "CREATE INDEX fixes_open ON fixes (state, category, party_id, area_id, walk_id, priority,"
    " original_due_on, due_on, followup_on, review_on, person_id, updated_at, number, serial)"
    " WHERE outcome IS NULL",
    "CREATE INDEX fixes_open_by_due ON fixes ((coalesce(due_on, '9999-12-31')), serial)"
    " WHERE outcome IS NULL",
    # The orders of storage/fixes/finding.py, word for word.
    "CREATE INDEX fixes_by_due ON fixes ((coalesce(due_on, '9999-12-31')), serial)",
    "CREATE INDEX fixes_by_update ON fixes (updated_at, serial)",
    "CREATE INDEX fixes_by_number ON fixes"
    " ((rtrim(number, '0123456789')), (length(number)), number)",
    "CREATE INDEX fixes_by_priority ON fixes ((CASE priority WHEN 'urgent' THEN 0"
    " WHEN 'high' THEN 1 WHEN 'normal' THEN 2 WHEN 'long_term' THEN 3 ELSE 4 END), serial)",
    "CREATE INDEX fixes_waiting ON fixes (updated_at)"
    " WHERE state <> 'closed' AND (bounce_reason <> '' OR proposed_reason <> '')",
    "CREATE TABLE fix_issues (fix_id TEXT NOT NULL REFERENCES fixes (id), client_id TEXT NOT NULL"
    " REFERENCES issues (client_id), PRIMARY KEY (fix_id, client_id)){strict}",
    "CREATE INDEX fix_issues_issue ON fix_issues (client_id)",
    # An issue's photo may arrive before its issue, so client_id is not a foreign key.
    "CREATE TABLE photos (photo_id TEXT PRIMARY KEY, client_id TEXT, fix_id TEXT"
    " REFERENCES fixes (id), kind TEXT NOT NULL, device_id TEXT REFERENCES devices (id),"
    " person_id TEXT REFERENCES people (id), sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,"
    " signature TEXT NOT NULL, received_at TEXT NOT NULL, state TEXT NOT NULL,"
    " problem TEXT NOT NULL, lease_until TEXT, tries INTEGER NOT NULL, sha256_1600 TEXT,"
    " sha256_480 TEXT, width INTEGER, height INTEGER, suggested_lat {real}, suggested_lon {real},"
    " suggested_at TEXT, alt_text TEXT NOT NULL, review TEXT NOT NULL, removed_at TEXT,"
    " inbox_gone_at TEXT, version INTEGER NOT NULL){strict}",
    "CREATE INDEX photos_issue ON photos (client_id)",
    "CREATE INDEX photos_fix ON photos (fix_id)",
    "CREATE INDEX photos_device ON photos (device_id)",
    "CREATE INDEX photos_queue ON photos (state, lease_until)",
    "CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL,"
    " word TEXT NOT NULL, object_id TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,"
    " by_kind TEXT NOT NULL, by_id TEXT, public_text TEXT NOT NULL, internal_text TEXT NOT NULL,"
    " data TEXT NOT NULL, salt TEXT, personal_hash TEXT NOT NULL, previous_hash TEXT NOT NULL,"
    " hash TEXT NOT NULL){strict}",
    "CREATE INDEX events_object ON events (word, object_id, seq)",
    "CREATE TABLE event_head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL,"
    " hash TEXT NOT NULL){strict}",
    "INSERT INTO event_head (id, seq, hash) VALUES (1, 0, '')",
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL){strict}",
    "CREATE TABLE reports (id TEXT PRIMARY KEY, slug TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
    " walk_id TEXT REFERENCES walks (id), year INTEGER, title TEXT NOT NULL,"
    " lead TEXT NOT NULL, state TEXT NOT NULL, published_version INTEGER NOT NULL,"
    " published_at TEXT, published_by TEXT REFERENCES people (id), drafted_at TEXT NOT NULL,"
    " drafted_by TEXT REFERENCES people (id), summary TEXT NOT NULL,"
    " version INTEGER NOT NULL){strict}",
    # The published rows, frozen: what readers see changes only by publishing again.
    "CREATE TABLE report_rows (report_id TEXT NOT NULL REFERENCES reports (id),"
    " published_version INTEGER NOT NULL, position INTEGER NOT NULL, number TEXT NOT NULL,"
    " part TEXT NOT NULL, category TEXT NOT NULL, area TEXT NOT NULL, data TEXT NOT NULL,"
    " PRIMARY KEY (report_id, published_version, position)){strict}",
    "CREATE INDEX report_rows_number ON report_rows (report_id, published_version, number)",
    "CREATE TABLE report_photos (report_id TEXT NOT NULL REFERENCES reports (id),"
    " published_version INTEGER NOT NULL, photo_id TEXT NOT NULL REFERENCES photos (photo_id),"
    " PRIMARY KEY (photo_id, report_id, published_version)){strict}",
    "CREATE TABLE dead_letters (id TEXT PRIMARY KEY, at TEXT NOT NULL, route TEXT NOT NULL,"
    " device_id TEXT, sentence TEXT NOT NULL, body TEXT NOT NULL){strict}",
)
