"""Which fixes a list shows: what the person may see, narrowed by what they ask for."""

from dataclasses import dataclass, replace
from typing import Any

from ...domain.dates import days_after
from ...domain.fixes.words import OPEN
from ...domain.people import Person
from ...domain.times import midnight
from .. import search

NOBODY = "none"


@dataclass(frozen=True)
class Filter:
    """What the list shows. `seen_by` is who looks: nobody sees more than their own.

    `state` is a state, `open` or `closed`, or empty for all; the other fields narrow it further.
    `today` decides what is overdue. `since` and `until` are days (both counted in) of what
    `dated` says: created, closed or due. `party` and `handler` may be `none`. `punctual` is yes or
    no: done by the date first promised.
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
    handler: str = ""
    place_type: str = ""
    dated: str = ""
    since: str = ""
    until: str = ""
    punctual: str = ""
    unassigned: bool = False
    reopened: bool = False
    followup: bool = False

    @property
    def broad(self) -> bool:
        """Whether the list is all, all open or all closed: an index leads straight through it."""
        if not _sees_all(self.seen_by) or self.state not in ("", "open", "closed"):
            return False
        return replace(self, state="") == Filter(self.seen_by, self.today)

    @property
    def about_open(self) -> bool:
        """Whether all that is asked for is open."""
        asked = self.overdue or self.mine or self.unassigned or self.followup
        return asked or self.state in ("open", *OPEN)


def conditions(engine: str, wanted: Filter, *, walking: bool = False) -> tuple[str, dict[str, Any]]:
    """The filter as a WHERE clause over `fixes`, and its parameters.

    `walking`: for fixes met in an order of their own, where many hold the words asked for.
    """
    params: dict[str, Any] = {
        "me": wanted.seen_by.id,
        "own_party": wanted.seen_by.party_id,
        "today": wanted.today,
    }
    clauses = [seen(wanted.seen_by)]
    if wanted.about_open:
        clauses.append("outcome IS NULL")  # an index of their own
    if wanted.state == "closed":
        # Exactly the closed have an outcome; asked so, the planner walks the order's index.
        clauses.append("outcome IS NOT NULL")
    for clause, values in (*_equal(wanted), *_period(wanted)):
        clauses.append(clause)
        params |= values
    marks = {
        OVERDUE: wanted.overdue,
        UNASSIGNED: wanted.unassigned,
        REOPENED: wanted.reopened,
        FOLLOWUP: wanted.followup,
        next_step_is_mine(wanted.seen_by): wanted.mine,
        _PUNCTUAL.get(wanted.punctual, ""): wanted.punctual in _PUNCTUAL,
    }
    clauses += [clause for clause, asked in marks.items() if asked]
    if wanted.text.strip():
        having = search.condition_met if walking else search.condition
        found, words = having(engine, wanted.text)
        clauses.append(found)
        params |= words
    return " AND ".join(f"({clause})" for clause in clauses), params


def table(engine: str, wanted: Filter) -> str:
    """Where narrow lists are gathered from: of the open ones, from the index that holds them all.

    Without statistics SQLite takes any index of the open and reads each fix whole: five times
    the work. PostgreSQL plans by statistics.
    """
    return "fixes INDEXED BY fixes_open" if engine == "sqlite" and wanted.about_open else "fixes"


# Standing alone: beside another condition it keeps SQLite from using an index for that one.
_NONE = "1 = 0"
_LED = "walk_id IN (SELECT walk_id FROM walk_people WHERE person_id = :me)"

_DATES = {"created": "created_at", "closed": "closed_at", "due": "due_on"}
_PUNCTUAL = {"yes": "done_on <= original_due_on", "no": "done_on > original_due_on"}

# What a fix is called in lists, as SQL.
UNASSIGNED = "state IN ('new', 'assessing')"
OVERDUE = "original_due_on < :today AND state NOT IN ('done', 'closed')"
REOPENED = "reopen_count > 0"
FOLLOWUP = "state = 'referred' AND followup_on <= :today"


def _equal(wanted: Filter) -> list[tuple[str, dict[str, Any]]]:
    columns = {
        "state": "" if wanted.state in ("open", "closed") else wanted.state,
        "outcome": wanted.outcome,
        "category": wanted.category,
        "party_id": wanted.party,
        "area_id": wanted.area,
        "walk_id": wanted.walk,
        "priority": wanted.priority,
        "person_id": wanted.handler,
        "place_type": wanted.place_type,
    }
    found: list[tuple[str, dict[str, Any]]] = []
    for column, value in columns.items():
        if value == NOBODY and column in ("party_id", "person_id"):
            found.append((f"{column} IS NULL", {}))
        elif value:
            found.append((f"{column} = :{column}", {column: value}))
    return found


def _period(wanted: Filter) -> list[tuple[str, dict[str, Any]]]:
    """From the first day's beginning to the last day's end, as clocks in Sweden show them."""
    column, found = _DATES.get(wanted.dated), list[tuple[str, dict[str, Any]]]()
    is_day = wanted.dated == "due"
    if column and wanted.since:
        since = wanted.since if is_day else midnight(wanted.since)
        found.append((f"{column} >= :since", {"since": since}))
    if column and wanted.until:
        after = days_after(wanted.until, 1)
        found.append((f"{column} < :after", {"after": after if is_day else midnight(after)}))
    return found


def _sees_all(person: Person) -> bool:
    return person.has("coordinator", "safety_coordinator", "registrar")


def seen(person: Person) -> str:
    """The rule of `people.sees_fix`, for many at once; takes `:me` and `:own_party`."""
    if _sees_all(person):
        return "1 = 1"
    found: list[str] = []
    if person.has("party", "police") and person.party_id:
        found.append("party_id = :own_party")
    if person.has("leader"):
        found.append(_LED)
    if person.has("police"):
        found.append("category = 'narvaro'")
    return " OR ".join(found) or _NONE


def next_step_is_mine(person: Person) -> str:
    """Where this person has the next step; takes `:me`, `:own_party` and `:today`."""
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
