"""Counts are remembered until the history goes on, and never a moment longer."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, TODAY, a_fix, a_person
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.people import Municipality
from walkapp.storage import database, fixes, known, municipality, people
from walkapp.storage.database import Database, Params
from walkapp.storage.fixes import Filter

DISA = a_person("Disa", "coordinator")
OPEN, DARK = Filter(DISA, TODAY, state="open"), Filter(DISA, TODAY, text="mörkt")


class Asked:
    """A database that keeps what it was asked."""

    def __init__(self, db: Database) -> None:
        self._db, self.engine, self.known = db, db.engine, db.known
        self.counts: list[str] = []

    def query(self, sql: str, params: Params | None = None) -> Iterator[dict[str, Any]]:
        self.counts += [sql] if "count(*)" in sql else []
        return self._db.query(sql, params)


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    people.add(db, DISA)


def logged(db: Database, **changes: Any) -> Fix:
    return fixes.create(db, a_fix(id=new_id(), **changes), by=DISA, at=AT)


def told(db: Database) -> tuple[int, int, int, int]:
    """The chips, the heading of the list, of a search, and what the search finds in all."""
    found = fixes.find(db, DARK, "updated")
    return fixes.counts(db, DISA, TODAY).open, fixes.count(db, OPEN), found.count, len(found.fixes)


def test_what_was_counted_is_not_counted_again(db: Database) -> None:
    logged(db)
    first, second = Asked(db), Asked(db)
    assert fixes.counts(first, DISA, TODAY) == fixes.counts(second, DISA, TODAY)
    assert (len(first.counts), len(second.counts)) == (1, 0)


def test_every_change_is_counted_whoever_makes_it(db: Database, url: str) -> None:
    logged(db, public_text="Mörkt här")
    assert told(db) == (1, 1, 1, 1)
    other = database.open_source(url)  # as another process
    with closing(other), closing(other.connect()) as elsewhere:
        logged(elsewhere, public_text="Mörkt där")
        assert told(elsewhere) == told(db) == (2, 2, 2, 2)
        logged(db)
        assert told(elsewhere) == told(db) == (3, 3, 2, 2)


def test_words_that_are_changed_are_counted_anew(db: Database) -> None:
    fix = logged(db)
    assert told(db)[2] == 0
    wanted = replace(rules.as_it_stands(fix), public_text="Mörkt")
    fixes.save(db, *rules.edit(fix, wanted, by=DISA, at=AT))
    assert told(db)[2] == 1


def test_what_was_never_kept_is_not_counted(db: Database) -> None:
    logged(db)
    with suppress(ZeroDivisionError), db.writing():
        fixes.insert(db, a_fix(id=new_id()), by=DISA, at=AT)
        raise ZeroDivisionError
    assert told(db)[:2] == (1, 1)


def test_words_without_end_do_not_fill_the_memory(db: Database) -> None:
    for n in range(known.MOST + 10):
        known.ask(db, "SELECT count(*) AS n FROM fixes WHERE title = :title", {"title": str(n)})
    assert len(db.known.of(_head(db))) <= known.MOST


def _head(db: Database) -> str:
    return str(next(iter(db.query("SELECT hash FROM event_head")))["hash"])
