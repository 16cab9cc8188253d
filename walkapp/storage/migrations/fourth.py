"""Step 4: the municipality's work. Views, the fix, responsibility, notices, the round."""

ENGINE_SQL: dict[str, tuple[str, ...]] = {"sqlite": (), "postgres": ()}

SQL: tuple[str, ...] = (
    # Views.
    # The fix.
    # Responsibility.
    # Notices.
    # The round.
)
