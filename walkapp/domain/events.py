"""One line of history: who changed what, when, and what they said about it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Event:
    """What a save writes beside the change itself.

    `word` and `object_id` name the thing (fix, issue, walk, report, promise, person), `version`
    the version the change made. `by_kind` is person, device, outside (a party by its link) or
    system. `data` holds small facts for the
    history page (from, to, party names), never free text about people.
    """

    id: str
    at: str
    word: str
    object_id: str
    version: int
    kind: str
    by_kind: str
    by_id: str | None
    public_text: str = ""
    internal_text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
