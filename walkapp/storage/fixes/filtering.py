"""Which fixes a list shows: what the person may see, narrowed by what they ask for."""

from dataclasses import dataclass
from typing import Any

from ...domain.fixes.words import OPEN
from ...domain.people import Person
from .. import search


@dataclass(frozen=True)
class Filter:
    """What the list shows. `seen_by` is who looks: nobody sees more than their own.

    `state` is a state, `open` or `closed`, or empty for all; the other fields narrow it further.
    `today` decides what is overdue.
    """

    seen_by: Person
    today: str
    state: str = ""
    outcome: str = ""
    category: str = ""
    party: str = ""
    area: str = ""
    walk: str = ""
    priority: str = ""
    overdue: bool = False
    mine: bool = False
    text: str = ""

    @property
    def broad(self) -> bool:
        """Whether the list is all, all open or all closed: an index leads straight through it."""
        narrow = (self.outcome, self.category, self.party, self.area, self.walk, self.priority)
        if not _sees_all(self.seen_by) or any(narrow + (self.overdue, self.mine, self.text)):
            return False
        return self.state in ("", "open", "closed")


def conditions(engine: str, wanted: Filter) -> tuple[str, dict[str, Any]]:
    """The filter as a WHERE clause over `fixes`, and its parameters."""
    params: dict[str, Any] = {"me": wanted.seen_by.id, "own_party": wanted.seen_by.party_id}
    clauses = [_seen(wanted.seen_by)]
    if _about_open(wanted):
        clauses.append("outcome IS NULL")  # an index of their own
    if wanted.state == "closed":
        # Exactly the closed have an outcome; asked so, the planner walks the order's index.
        clauses.append("outcome IS NOT NULL")
    columns = {
        "state": "" if wanted.state in ("open", "closed") else wanted.state,
        "outcome": wanted.outcome,
        "category": wanted.category,
        "party_id": wanted.party,
        "area_id": wanted.area,
        "walk_id": wanted.walk,
        "priority": wanted.priority,
    }
    for column, value in columns.items():
        if value:
            clauses.append(f"{column} = :{column}")
            params[column] = value
    if wanted.overdue:
        clauses.append("original_due_on < :today AND state NOT IN ('done', 'closed')")
    if wanted.mine:
        clauses.append(_next_step_is_mine(wanted.seen_by))
    if wanted.overdue or wanted.mine:
        params["today"] = wanted.today
    if wanted.text.strip():
        found, words = search.condition(engine, wanted.text)
        clauses.append(found)
        params |= words
    return " AND ".join(f"({clause})" for clause in clauses), params


def table(engine: str, wanted: Filter) -> str:
    """Where narrow lists are gathered from: of the open ones, from the index that holds them all.

    Without statistics SQLite takes any index of the open and reads each fix whole: five times
    the work. PostgreSQL plans by statistics.
    """
    return "fixes INDEXED BY fixes_open" if engine == "sqlite" and _about_open(wanted) else "fixes"


# Standing alone: beside another condition it keeps SQLite from using an index for that one.
_NONE = "1 = 0"
_LED = "walk_id IN (SELECT walk_id FROM walk_people WHERE person_id = :me)"


def _about_open(wanted: Filter) -> bool:
    return wanted.state in ("open", *OPEN) or wanted.overdue or wanted.mine


def _sees_all(person: Person) -> bool:
    return person.has("coordinator", "safety_coordinator", "registrar")


def _seen(person: Person) -> str:
    """The rule of `people.sees_fix`, for many at once."""
    if _sees_all(person):
        return "1 = 1"
    seen: list[str] = []
    if person.has("party", "police") and person.party_id:
        seen.append("party_id = :own_party")
    if person.has("leader"):
        seen.append(_LED)
    if person.has("police"):
        seen.append("category = 'narvaro'")
    return " OR ".join(seen) or _NONE


def _next_step_is_mine(person: Person) -> str:
    mine: list[str] = []
    if person.has("coordinator", "safety_coordinator"):
        mine.append(
            "state IN ('new', 'assessing', 'done') OR state = 'referred' AND followup_on <= :today"
            " OR state = 'on_hold' AND review_on <= :today"
        )
    if person.has("party", "police") and person.party_id:
        mine.append(
            "party_id = :own_party AND state IN ('assigned', 'planned', 'in_progress')"
            " AND (person_id IS NULL OR person_id = :me)"
        )
    if person.has("leader"):
        mine.append(f"state = 'done' AND {_LED}")
    return " OR ".join(mine) or _NONE
