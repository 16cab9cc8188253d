"""The way back from what was just done to one or many fixes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ..errors import N_
from ..events import Event
from ..ids import new_id
from ..people import Person
from .fix import Fix

ACTS = {
    "assign": N_("Tilldela"),
    "replan": N_("Ändra datum"),
    "priority": N_("Ändra hur bråttom det är"),
    "merge": N_("Slå ihop"),
    "split": N_("Dela upp"),
    "meeting": N_("Prioritera"),
}
_KEPT = frozenset({"id", "number", "created_at", "updated_at", "version"})


@dataclass(frozen=True)
class Change:
    """One fix before and after, the lines that tell it, and the issues that came and went."""

    before: Fix
    after: Fix
    events: tuple[Event, ...]
    linked: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()


def way_back(before: Fix, after: Fix) -> dict[str, Any]:
    """The columns as they were, of those that differ."""
    names = (field.name for field in fields(Fix) if field.name not in _KEPT)
    return {n: getattr(before, n) for n in names if getattr(before, n) != getattr(after, n)}


def undone(fix: Fix, back: Mapping[str, Any], act: str, *, by: Person, at: str) -> Change:
    """The fix as it was before the act, as a new version with a line of its own."""
    values = dict(back)
    if values.get("state") == "closed":
        values["closed_at"] = at
    after = replace(fix, **values, updated_at=at, version=fix.version + 1)
    data = {"act": act, "from": fix.state, "to": after.state}
    event = Event(new_id(), at, "fix", fix.id, after.version, "undo", "person", by.id, data=data)
    return Change(fix, after, (event,))
