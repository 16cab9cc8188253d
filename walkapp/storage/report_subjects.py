"""What a report is about, as conditions on walks, fixes and issues, and when its count ends."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..domain.fixes import Fix
from ..domain.reports import Report
from ..domain.reports.cutting import KINDS, Step, step, stood
from ..domain.reports.periods import Period
from . import rows
from .database import Database

_LINKED = (
    "SELECT 1 FROM fix_issues l JOIN fixes x ON x.id = l.fix_id"
    " WHERE l.client_id = i.client_id AND x.area_id = :area_id"
)
_YEAR_BEFORE = (
    "substr(w.starts_at, 1, 4) = :year AND w.area_id IN"
    " (SELECT x.area_id FROM walks x WHERE substr(x.starts_at, 1, 4) = :this)"
)
_WALK_BEFORE = (
    "SELECT b.id, b.title FROM walks w JOIN walks b ON b.id = w.follows_id"
    " OR (w.follows_id IS NULL AND b.area_id = w.area_id AND b.starts_at < w.starts_at"
    " AND b.state NOT IN ('planned', 'cancelled'))"
    " WHERE w.id = :walk_id ORDER BY b.starts_at DESC, b.id DESC LIMIT 1"
)
_PASSED = "SELECT 1 FROM fixes x WHERE x.walk_id = w.id AND x.area_id = :area_id"


@dataclass(frozen=True)
class Subject:
    """`walks` asks of walks w, `fixes` of fixes f and their walks, `issues` of issues i and theirs.

    `until` is when the count ends and `last_on` its last day, none for as things stand now.
    `area_id` when it is of one area.
    """

    walks: str
    params: dict[str, Any]
    fixes: str = ""
    issues: str = ""
    until: str | None = None
    last_on: str | None = None
    area_id: str | None = None

    def of_fixes(self) -> str:
        """The condition on fixes with their walks."""
        return self.fixes or self.walks

    def of_issues(self) -> str:
        """The condition on issues with their walks."""
        return self.issues or self.walks


def subject(report: Report) -> Subject:
    """What this report is about."""
    if report.kind == "walk":
        return Subject("w.id = :walk_id", {"walk_id": report.walk_id})
    if report.first_on and report.last_on:
        return of_period(Period(report.first_on, report.last_on), report.area_id)
    return Subject("substr(w.starts_at, 1, 4) = :year", {"year": f"{report.year:04d}"})


def of_period(period: Period, area_id: str | None) -> Subject:
    """The walks of a period with their fixes, of one area or of all, as it stood when it ended."""
    held = "w.starts_at >= :since AND w.starts_at < :until"
    params = {"since": period.since, "until": period.until}
    if area_id is None:
        return Subject(held, params, until=period.until, last_on=period.last_on)
    return Subject(
        f"{held} AND (w.area_id = :area_id OR EXISTS ({_PASSED}))",
        {**params, "area_id": area_id},
        fixes=f"{held} AND f.area_id = :area_id",
        issues=f"{held} AND EXISTS ({_LINKED})",
        until=period.until,
        last_on=period.last_on,
        area_id=area_id,
    )


def before(db: Database, report: Report) -> tuple[str, Subject] | None:
    """What to compare with: the walk it follows or the one before in its area; the year before.

    None when there is none, and for a period, which the board's page sets beside the one before.
    """
    if report.kind == "year" and report.year is not None:
        years = {"year": f"{report.year - 1:04d}", "this": f"{report.year:04d}"}
        return str(report.year - 1), Subject(_YEAR_BEFORE, years)
    if report.kind != "walk":
        return None
    walk = rows.one(db, _WALK_BEFORE, walk_id=report.walk_id)
    return (walk["title"], Subject("w.id = :walk_id", {"walk_id": walk["id"]})) if walk else None


def pasts(db: Database, about: Subject) -> dict[str, list[dict[str, Any]]]:
    """The history by fix, oldest first, as far as the count goes."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in db.query(
        "SELECT e.object_id, e.at, e.kind, e.public_text, e.data FROM fixes f"
        " JOIN walks w ON w.id = f.walk_id JOIN events e ON e.word = 'fix' AND e.object_id = f.id"
        f" WHERE {about.of_fixes()} ORDER BY e.seq",
        about.params,
    ):
        found[row["object_id"]].append({**row, "data": json.loads(row["data"])})
    return found


def as_it_stood(
    about: Subject,
    fixes: Iterable[tuple[Fix, dict[str, Any]]],
    lines: dict[str, list[dict[str, Any]]],
) -> list[tuple[Fix, dict[str, Any]]]:
    """The fixes with their rows as they stood when the count ended; later lines are taken out."""
    until = about.until
    if until is None:
        return list(fixes)
    found = [(stood(fix, _steps(lines[fix.id]), until), row) for fix, row in fixes]
    for past in lines.values():
        past[:] = [line for line in past if line["at"] < until]
    return [(fix, row) for fix, row in found if fix]


def _steps(lines: list[dict[str, Any]]) -> list[Step]:
    return [
        step(line["at"], line["kind"], line["public_text"] or "", line["data"])
        for line in lines
        if line["kind"] in KINDS
    ]
