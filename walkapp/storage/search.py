"""Finding fixes by words: any part of a word of three letters or more, at once on both engines.

SQLite keeps trigrams in FTS5, PostgreSQL in pg_trgm. The text is kept folded (lower case, å ä ö
distinct), each word after one space, so that two letters still find the beginning of a word.
"""

from typing import Any

from . import known
from .database import Database
from .swedish import fold

MOST_WORDS = 8
LONGEST = 100


def write(db: Database, serial: int, texts: list[str]) -> None:
    """Keep what a fix can be found by, inside the caller's transaction."""
    db.execute("DELETE FROM fix_search WHERE rowid = :serial", {"serial": serial})
    db.execute(
        "INSERT INTO fix_search (rowid, text) VALUES (:serial, :text)",
        {"serial": serial, "text": spaced(" ".join(texts))},
    )


def condition(engine: str, typed: str) -> tuple[str, dict[str, Any]]:
    """A condition on `serial` for rows that hold every word typed, with its parameters.

    Of two letters the beginning of a word is meant; one or two digits are also the end of a
    number; a single letter finds nothing.
    """
    inside, params = _matching(engine, typed)
    if not params:
        return inside, params
    return f"serial IN (SELECT rowid FROM fix_search WHERE {inside})", params


def condition_met(engine: str, typed: str) -> tuple[str, dict[str, Any]]:
    """The same for rows met one after another in an order of their own.

    Worth it for words that many hold: the first page is then found after a few rows, while
    `condition` gathers all there are.
    """
    inside, params = _matching(engine, typed)
    if not params:
        return inside, params
    if engine == "sqlite":
        # The sign keeps the planner from beginning with the words.
        return f"+serial IN (SELECT rowid FROM fix_search WHERE {inside})", params
    return f"(SELECT {inside} FROM fix_search WHERE rowid = serial)", params


def count(db: Database, typed: str) -> int:
    """How many fixes hold every word typed."""
    inside, params = _matching(db.engine, typed)
    [row] = known.ask(db, f"SELECT count(*) AS n FROM fix_search WHERE {inside}", params)
    return int(row["n"])


def _matching(engine: str, typed: str) -> tuple[str, dict[str, Any]]:
    """What the kept text must hold; without parameters it is everything or nothing."""
    wanted = [_phrases(word) for word in spaced(typed[:LONGEST]).split()[:MOST_WORDS]]
    if not wanted:
        return "1 = 1", {}
    if not all(wanted):
        return "1 = 0", {}
    if engine == "sqlite":
        match = " AND ".join(f"({' OR '.join(map(_quoted, any_of))})" for any_of in wanted)
        return "text MATCH :words", {"words": match}
    params: dict[str, Any] = {}
    every = []
    for i, any_of in enumerate(wanted):
        names = [f"word_{i}_{j}" for j in range(len(any_of))]
        params |= {name: holding(text) for name, text in zip(names, any_of, strict=True)}
        every.append(f"({' OR '.join(f'text LIKE :{name}' for name in names)})")
    return " AND ".join(every), params


def spaced(text: str) -> str:
    """Folded, with one space before each word."""
    return "".join(f" {word}" for word in fold(text).replace("\x00", "").split())


def _phrases(word: str) -> list[str]:
    """What to look for, each at least three characters."""
    number = [f"-{int(word):03d}"] if word.isascii() and word.isdigit() and len(word) < 3 else []
    if len(word) >= 3:
        return [word]
    return [*number, f" {word}"] if len(word) == 2 else number


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def holding(text: str) -> str:
    """A pattern for LIKE that finds the text anywhere; its own signs stand for themselves."""
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return f"%{text}%"
