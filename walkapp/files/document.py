"""A document in parts that say what they are, for the formats that are read and printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's own, and no level is skipped on the way down."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Sentences. `look` is lead, small or nothing."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with a row of headings. The first column names its row, the rest are numbers.

    `words` are those among the rest that hold words instead, by their headings.
    """

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[str] = ()

    def is_number(self, column: int) -> bool:
        """Whether a column, counted from 0, holds numbers."""
        return column > 0 and self.header[column] not in self.words


@dataclass(frozen=True)
class Picture:
    """A picture by the name of its bytes, with what it shows in words."""

    name: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Pictures:
    """One picture, or two side by side."""

    shown: Sequence[Picture]


Part = Heading | Paragraph | Bullets | Table | Pictures


@dataclass(frozen=True)
class Document:
    """The whole of it, in one language. `made_at` is UTC text."""

    title: str
    author: str
    about: str
    language: str
    made_at: str
    parts: Sequence[Part]

    @property
    def pictures(self) -> list[Picture]:
        """Every picture in it."""
        groups = [part for part in self.parts if isinstance(part, Pictures)]
        return [picture for group in groups for picture in group.shown]

    def with_pictures(self, there: Mapping[str, bytes]) -> list[Part]:
        """The parts without the pictures whose bytes are gone."""
        kept: list[Part] = []
        for part in self.parts:
            if not isinstance(part, Pictures):
                kept.append(part)
                continue
            shown = [picture for picture in part.shown if picture.name in there]
            if shown:
                kept.append(Pictures(shown))
        return kept
