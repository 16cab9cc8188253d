"""How SQLite goes about the queries that grow with the years: never through every photo there is.

The planner knows no statistics, so it decides the same on an empty database as on a full one.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cast import AT, TODAY, a_fix, a_person, a_walk
from walkapp.domain.people import Municipality
from walkapp.domain.promises import Book, Promise
from walkapp.domain.reports import Report
from walkapp.storage import (
    check_answers,
    checks,
    fixes,
    municipality,
    objections,
    people,
    promise_walks,
    public_fixes,
    walks,
    withdrawing,
)
from walkapp.storage.database import Database, Params
from walkapp.storage.fixes import PAGE, Filter

PERSON = a_person("Disa", "coordinator")


@pytest.fixture(autouse=True)
def _sqlite_alone(db: Database) -> None:
    if db.engine != "sqlite":
        pytest.skip("PostgreSQL plans by statistics")


class Watched:
    """A database that keeps the plan of each query."""

    def __init__(self, db: Database) -> None:
        self._db, self.engine, self.known = db, db.engine, db.known
        self.steps: list[str] = []

    def query(self, sql: str, params: Params | None = None) -> Iterator[dict[str, Any]]:
        plan = self._db.query(f"EXPLAIN QUERY PLAN {sql}", params)
        self.steps += [row["detail"] for row in plan]
        return self._db.query(sql, params)


def a_report(kind: str) -> Report:
    walk_id, year = ("w", None) if kind == "walk" else (None, 2026)
    person = PERSON.id
    return Report("r", "r", kind, walk_id, year, "", "", "draft", 0, None, None, AT, person)


@pytest.mark.parametrize(
    "ask",
    [
        lambda db: fixes.find(db, Filter(PERSON, TODAY, state="open")),
        lambda db: fixes.find(db, Filter(PERSON, TODAY, category="klotter")),
        lambda db: fixes.find(db, Filter(PERSON, TODAY, state="open"), "inbox"),
        lambda db: public_fixes.gather(db, a_report("walk")),
        lambda db: public_fixes.gather(db, a_report("year")),
    ],
)
def test_photos_are_found_by_what_they_belong_to(
    db: Database, ask: Callable[[Any], object]
) -> None:
    watched = Watched(db)
    ask(watched)
    by_photo = [step for step in watched.steps if "photos_" in step]
    assert by_photo
    assert [step for step in by_photo if "photos_queue" in step] == []


def test_the_counts_of_a_promise_begin_with_its_walks(db: Database) -> None:
    watched: Any = Watched(db)
    promise = Promise("p", "", 2026, 2026, "joint", AT)
    promise_walks.with_summary(watched, Book(promise))
    of_fixes = [step for step in watched.steps if step.split()[1] in ("f", "i")]
    assert len(of_fixes) >= 2
    assert [step for step in of_fixes if "(walk_id=?)" not in step] == []
    # The outcomes are counted in the order of their index, without being put in order first.
    assert "USE TEMP B-TREE FOR GROUP BY" not in watched.steps


def test_the_latest_walks_are_read_without_sorting_all_there_are(db: Database) -> None:
    watched: Any = Watched(db)
    walks.earlier(watched, PERSON, AT, limit=40, offset=0)
    assert watched.steps[0].endswith("walks_newest")
    assert "USE TEMP B-TREE FOR ORDER BY" not in watched.steps


@pytest.mark.parametrize("state", ["", "open", "closed"])
@pytest.mark.parametrize(
    ("sort", "order"),
    [("due", "due"), ("updated", "update"), ("number", "number"), ("priority", "priority")],
)
def test_a_broad_list_is_read_in_the_order_of_an_index(
    db: Database, state: str, sort: str, order: str
) -> None:
    watched = Watched(db)
    fixes.find(watched, Filter(PERSON, TODAY, state=state), sort)
    picking = next(n for n, step in enumerate(watched.steps) if "chosen" in step) + 1
    index = f"fixes_open_by_{order}" if state == "open" else f"fixes_by_{order}"
    assert watched.steps[picking].endswith(f"INDEX {index}")


@pytest.mark.parametrize("state", ["", "closed"])
def test_an_outcome_that_many_fixes_have_is_read_in_the_order_of_an_index(
    db: Database, state: str
) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    people.add(db, PERSON)
    for n in range(PAGE + 1):
        fixes.create(
            db, a_fix(id=f"f{n}", number="", state="closed", outcome="fixed"), by=PERSON, at=AT
        )
    watched: Any = Watched(db)
    fixes.find(watched, Filter(PERSON, TODAY, state=state, outcome="fixed"), "updated")
    picking = next(n for n, step in enumerate(watched.steps) if "chosen" in step) + 1
    assert watched.steps[picking].endswith("INDEX fixes_by_update")


@pytest.mark.parametrize(
    "wanted",
    [
        {"category": "klotter"},
        {"party": "p"},
        {"text": "lampa"},
        {"overdue": True},
        {"unassigned": True},
        {"reopened": True},
        {"place_type": "torg"},
        {"dated": "created", "since": "2026-01-01"},
    ],
)
def test_narrow_lists_of_open_fixes_come_from_their_own_index(
    db: Database, wanted: dict[str, Any]
) -> None:
    watched = Watched(db)
    fixes.find(watched, Filter(PERSON, TODAY, state="open", **wanted))
    assert [step for step in watched.steps if re.search(r"fixes USING .*INDEX fixes_open\b", step)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda db: fixes.counts(db, PERSON, TODAY),
        lambda db: fixes.find(db, Filter(PERSON, TODAY, state="open"), "inbox"),
        lambda db: fixes.figures(db, PERSON, TODAY),
        lambda db: fixes.board(db, Filter(PERSON, TODAY, state="open"), ("new",), 20),
    ],
)
def test_what_counts_the_open_reads_no_fix_whole(
    db: Database, ask: Callable[[Any], object]
) -> None:
    watched = Watched(db)
    ask(watched)
    scans = [step for step in watched.steps if re.match(r"(SCAN|SEARCH) fixes\b", step)]
    assert scans and all("COVERING INDEX" in step for step in scans), scans


@pytest.mark.parametrize(
    "ask",
    [
        lambda db: checks.earlier(db, a_walk(follows_id="w")),
        lambda db: check_answers.suggested(db, most=9),
    ],
)
def test_what_a_walk_looks_at_again_is_found_from_the_few_it_follows(
    db: Database, ask: Callable[[Any], object]
) -> None:
    watched = Watched(db)
    ask(watched)
    assert any(step.startswith("SEARCH f USING") for step in watched.steps)
    wide = r"SCAN [filpw]\b|SEARCH f USING INDEX fixes_(list|open|closed)"
    whole = [step for step in watched.steps if re.match(wide, step)]
    assert whole == []


def test_what_readers_object_to_is_not_sought_among_all_closed_fixes(db: Database) -> None:
    watched = Watched(db)
    objections.inbox(watched, 5)  # type: ignore[arg-type]
    assert [step for step in watched.steps if "SEARCH f USING INDEX fixes_" in step] == []


def test_what_was_withdrawn_from_a_version_is_not_sought_among_all_its_rows(db: Database) -> None:
    watched = Watched(db)
    withdrawing.of_version(watched, a_report("year"))  # type: ignore[arg-type]
    [step] = [step for step in watched.steps if "report_rows" in step]
    assert "report_rows_withdrawn" in step
