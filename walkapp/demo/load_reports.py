"""The follow-ups of the demo: drafted, and published by the safety coordinator."""

import json
from dataclasses import asdict
from typing import Any

from ..domain import promises as promise_rules
from ..domain import reports as rules
from ..domain.events import Event
from ..domain.ids import new_id
from ..domain.promises import Account
from ..domain.reports import Report, Summary
from ..domain.walks import Walk
from ..storage import municipality, promise_walks, promises, public_fixes, reports
from .load_world import World


def load_report(world: World, walk: Walk, given: dict[str, Any]) -> None:
    """Draft the follow-up of the walk or of a year; publish it when the data says so."""
    by, at = world.people["samordnare"], world.days.at(given["drafted"], 20)
    of_walk = given["of"] == "walk"
    report = Report(
        id=new_id(),
        slug=given["slug"],
        kind="walk" if of_walk else "year",
        walk_id=walk.id if of_walk else None,
        year=None if of_walk else given["of"],
        title=given["title"],
        lead="",
        state="draft",
        published_version=0,
        published_at=None,
        published_by=None,
        drafted_at=at,
        drafted_by=by.id,
    )
    drafted = Event(new_id(), at, "report", report.id, report.version, "draft", "person", by.id)
    reports.add(world.db, report, drafted)
    if given["lead"]:
        report, event = rules.edit(report, title=report.title, lead=given["lead"], by=by, at=at)
        reports.save(world.db, report, event)
    if "published" in given:
        _publish(world, report, at=world.days.at(given["published"], 20))


def _publish(world: World, report: Report, *, at: str) -> None:
    fixes, summary = public_fixes.gather(world.db, report)
    told = [promise_rules.kept(account) for account in _accounts(world, report, summary)]
    frozen = json.dumps({**asdict(summary), "promises": told}, ensure_ascii=False)
    published, event = rules.publish(
        report, by=world.people["samordnare"], at=at, unchanged=True, summary=frozen
    )
    reports.publish(world.db, published, event, fixes)


def _accounts(world: World, report: Report, summary: Summary) -> list[Account]:
    areas = {area.id: area.name for area in world.areas}
    place = municipality.get(world.db).name
    books = [
        promise_walks.with_walks(world.db, promises.book(world.db, promise))
        for promise in promises.of_year(world.db, report.year or 0)
    ]
    return [
        promise_rules.account(book, summary, areas=areas, place=place, year=report.year)
        for book in books
    ]
