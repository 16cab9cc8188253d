"""Reading in what another system has: what each row would do, decided before anything is done.

A row is new, changes something, changes nothing, or is wrong. As long as one is wrong nothing is
read in, so that what is there is never half of a file.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import N_, Refusal, Refused

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
VERDICTS = {
    WRONG: N_("Går inte att läsa in"),
    NEW: N_("Ny"),
    CHANGED: N_("Ändras"),
    SAME: N_("Är redan så"),
}
KINDS = {
    "parties": N_("Ansvariga parter"),
    "assets": N_("Lyktstolpar och annat med nummer"),
}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One thing a row would change: the column's name and the words before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """What one row of the file would do. `number` is its place among the rows, from 1."""

    number: int
    name: str
    verdict: str
    refusal: Refusal | None = None
    differences: tuple[Difference, ...] = ()
    things: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a whole file would do."""

    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict, those without any left out."""
        found = Counter(line.verdict for line in self.lines)
        return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}

    @property
    def can_be_done(self) -> bool:
        """Whether no row is wrong and at least one does something."""
        counts = self.counts
        return not counts.get(WRONG) and bool(counts.get(NEW) or counts.get(CHANGED))

    def check(self) -> None:
        """Raises Refused with the sentence unless it can be done."""
        if self.counts.get(WRONG):
            raise Refused(N_("Inget är inläst. Rätta raderna i filen och välj den igen."))
        if not self.can_be_done:
            raise Refused(N_("Det finns inget att läsa in: allt är redan så."))


class Columns:
    """A row by our names for its columns, whatever the file calls them."""

    def __init__(self, row: Row, names: Mapping[str, Sequence[str]]) -> None:
        """`names`: ours, and the words (in lower case) that stand for each."""
        self._row = {str(name).strip().casefold(): value for name, value in row.items()}
        self._names = names

    def given(self, name: str) -> Any:
        """What the row says, or none when it has no such column."""
        for word in self._names[name]:
            if word in self._row:
                return self._row[word]
        return None

    def has(self, name: str) -> bool:
        """Whether the file has such a column."""
        return any(word in self._row for word in self._names[name])

    def words(self, name: str) -> str:
        """The same as trimmed text, empty when absent."""
        value = self.given(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # a spreadsheet's 17.0 is the number 17
        return "" if value is None else str(value).strip()

    def truth(self, name: str) -> bool:
        """Whether the row says yes."""
        return self.words(name).casefold() in ("ja", "j", "yes", "y", "true", "sant", "1", "x")

    def degrees(self, name: str) -> float | None:
        """A number with decimal point or comma, or none. Raises Refused."""
        text = self.words(name).replace(",", ".")
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            raise Refused(
                N_("”%(text)s” är inget tal."), field=name, text=self.words(name)[:40]
            ) from None

    def whole(self, name: str) -> int | None:
        """A whole number, or none. Raises Refused."""
        text = self.words(name)
        if not text:
            return None
        if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 9:
            raise Refused(N_("”%(text)s” är inget helt tal."), field=name, text=text[:40])
        return int(text)


def check_columns(rows: Iterable[Row], names: Mapping[str, Sequence[str]], needed: str) -> None:
    """Raises Refused when no row has a column that stands for `needed`."""
    if not any(Columns(row, names).has(needed) for row in rows):
        raise Refused(
            N_("Filen har ingen kolumn som heter ”%(name)s”."),
            field="file",
            name=names[needed][0],
        )


def repeated(line: Line, first: int) -> Line:
    """The line of a row whose name has come before in the same file."""
    refusal = Refused(N_("Samma som rad %(number)s i filen."), number=first)
    return Line(line.number, line.name, WRONG, refusal)


def without_repeats(lines: Iterable[Line]) -> Plan:
    """The plan of the lines; a name that comes again is wrong."""
    seen: dict[str, int] = {}
    kept = []
    for line in lines:
        key = line.name.casefold()
        kept.append(repeated(line, seen[key]) if key and key in seen else line)
        seen.setdefault(key, line.number)
    return Plan(kept)
