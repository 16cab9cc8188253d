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
from ..domain.reports import boards as board_rules
from ..domain.walks import Walk
from ..storage import boards, municipality, promise_walks, promises, public_fixes, reports
from .load_world import World


def load_report(world: World, walk: Walk, given: dict[str, Any]) -> None:
    """Draft a follow-up of the walk, a year, an area or for the board; publish as the data says."""
    by, at = world.people["samordnare"], world.days.at(given["drafted"], 20)
    kind = given["of"] if isinstance(given["of"], str) else "year"
    area = next((area for area in world.areas if area.name == given.get("area")), None)
    report = Report(
        id=new_id(),
        slug=given["slug"],
        kind=kind,
        walk_id=walk.id if kind == "walk" else None,
        year=given["of"] if kind == "year" else None,
        title=given["title"],
        lead="",
        state="draft",
        published_version=0,
        published_at=None,
        published_by=None,
        drafted_at=at,
        drafted_by=by.id,
        area_id=area.id if area else None,
        first_on=given.get("first_on"),
        last_on=given.get("last_on"),
    )
    drafted = Event(new_id(), at, "report", report.id, report.version, "draft", "person", by.id)
    reports.add(world.db, report, drafted)
    for version in given["versions"]:
        report = _write(world, report, version["texts"], at=world.days.at(version["written"], 20))
        if "published" in version:
            day = world.days.at(version["published"], 20)
            report = _publish(world, report, version.get("note", ""), at=day)


def _write(world: World, report: Report, texts: dict[str, str], *, at: str) -> Report:
    fixes, summary = public_fixes.gather(world.db, report)
    beside = promise_rules.grounds(fixes, summary, _accounts(world, report, summary))
    made = rules.rewritten(report, texts, beside=beside)
    by = world.people["samordnare"]
    made, event = rules.edit(made, title=made.title, read=made.version, by=by, at=at)
    reports.save(world.db, made, event)
    return made


def _publish(world: World, report: Report, note: str, *, at: str) -> Report:
    """Read by the registrar, published by the safety coordinator."""
    fixes, summary = public_fixes.gather(world.db, report)
    accounts = _accounts(world, report, summary)
    told = [promise_rules.kept(account) for account in accounts]
    board = boards.board(world.db, report)
    figures = {"board": board_rules.kept(board)} if board else {}
    frozen = json.dumps({**asdict(summary), "promises": told, **figures}, ensure_ascii=False)
    mark = promise_rules.mark(report, fixes, summary, accounts, board=board)
    page = rules.Page(mark, mark, frozen)
    read, event = rules.review(report, page, by=world.people["registrator"], at=at)
    reports.save(world.db, read, event)
    by = world.people["samordnare"]
    published, version, event = rules.publish(read, page, by=by, at=at, note=note)
    reports.publish(world.db, published, version, event, fixes=fixes)
    return published


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
