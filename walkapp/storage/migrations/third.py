"""Step 3: the broad lists in every order by an index of that order, areas and open fixes too."""

ENGINE_SQL: dict[str, tuple[str, ...]] = {"sqlite": (), "postgres": ()}

SQL = (
    # The orders of storage/fixes/finding.py, word for word.
    "CREATE INDEX fixes_open_by_update ON fixes (updated_at, serial) WHERE outcome IS NULL",
    "CREATE INDEX fixes_open_by_number ON fixes"
    " ((rtrim(number, '0123456789')), (length(number)), number) WHERE outcome IS NULL",
    "CREATE INDEX fixes_open_by_priority ON fixes ((CASE priority WHEN 'urgent' THEN 0"
    " WHEN 'high' THEN 1 WHEN 'normal' THEN 2 WHEN 'long_term' THEN 3 ELSE 4 END), serial)"
    " WHERE outcome IS NULL",
    # Counted and read area by area: the names' Swedish order is in no index of fixes.
    "CREATE INDEX fixes_by_area ON fixes (area_id, serial)",
    "CREATE INDEX fixes_open_by_area ON fixes (area_id, serial) WHERE outcome IS NULL",
)
