"""How a table of the archive is described."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`references` is `table.column`; a column that is not `needed` may be without a value."""

    name: str
    kind: type
    meaning: str
    references: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Table:
    """`key` is the primary key, in whose order the rows are."""

    name: str
    key: str
    meaning: str
    columns: tuple[Column, ...]


ORDER = Column("ordning", int, "Plats i uppföljningen, från 1.")
