"""Reports: drafts, and what was published, frozen row by row, version by version."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ..domain.events import Event
from ..domain.reports import (
    GONE,
    PublicFix,
    PublicMoment,
    PublicPhoto,
    Report,
    Version,
    still,
)
from . import events, rows, search, withdrawing
from .database import Database

PAGE = 50
LARGEST = 2**31 - 1  # the largest number a version can have
# What a version froze; the row of the report holds the same of the draft.
_FROZEN = ("title", "lead", "texts", "summary", "published_at", "published_by")
_AS_PUBLISHED = (
    f"SELECT r.*, {', '.join(f'v.{name} AS frozen_{name}' for name in _FROZEN)}"
    ", v.published_version AS frozen_version, v.published_version < r.published_version AS older"
    " FROM reports r JOIN report_versions v ON v.report_id = r.id"
    " WHERE r.state = 'published' AND v.withdrawn_at IS NULL"
)


def get(db: Database, report_id: str) -> Report | None:
    """The report with this id."""
    row = rows.one(db, "SELECT * FROM reports WHERE id = :id", id=report_id)
    return rows.read(Report, row) if row else None


def by_slug(db: Database, slug: str) -> Report | None:
    """The published report at this address, as it was published; none while it is a draft."""
    latest = f"{_AS_PUBLISHED} AND r.slug = :slug AND v.published_version = r.published_version"
    row = rows.one(db, latest, slug=slug)
    return _as_published(row) if row else None


def by_version(db: Database, slug: str, number: int) -> Report | None:
    """One version of the report at this address; its state tells whether another came after it."""
    one = f"{_AS_PUBLISHED} AND r.slug = :slug AND v.published_version = :number"
    row = rows.one(db, one, slug=slug, number=number)
    return _as_published(row) if row else None


def versions(db: Database, report_id: str) -> list[Version]:
    """Every version of a report, the latest first, those that were withdrawn too."""
    found = db.query(
        "SELECT * FROM report_versions WHERE report_id = :id ORDER BY published_version DESC",
        {"id": report_id},
    )
    return [rows.read(Version, row) for row in found]


def all_of(db: Database) -> list[Report]:
    """Every report, newest first."""
    found = db.query("SELECT * FROM reports ORDER BY drafted_at DESC, id DESC")
    return [rows.read(Report, row) for row in found]


def published(db: Database) -> list[Report]:
    """Those open to everybody, last published first."""
    latest = f"{_AS_PUBLISHED} AND v.published_version = r.published_version"
    found = db.query(f"{latest} ORDER BY v.published_at DESC, r.id DESC")
    return [_as_published(row) for row in found]


def slug_taken(db: Database, slug: str) -> bool:
    """Whether an address is in use, published or not."""
    return rows.one(db, "SELECT 1 AS there FROM reports WHERE slug = :slug", slug=slug) is not None


def of_subject(db: Database, *, walk_id: str | None, year: int | None) -> Report | None:
    """The report of this walk or year, if somebody has begun one."""
    row = rows.one(
        db,
        "SELECT * FROM reports WHERE (walk_id = :walk_id AND kind = 'walk')"
        " OR (year = :year AND kind = 'year')",
        walk_id=walk_id,
        year=year,
    )
    return rows.read(Report, row) if row else None


def add(db: Database, report: Report, event: Event) -> None:
    """Keep a new draft."""
    with db.writing():
        rows.insert(db, "reports", report)
        events.add(db, event)


def save(db: Database, report: Report, event: Event) -> None:
    """Save a changed report. Raises Conflict for a stale one."""
    with db.writing():
        rows.update(db, "reports", report)
        events.add(db, event)


def publish(
    db: Database, report: Report, version: Version, event: Event, *, fixes: list[PublicFix]
) -> None:
    """Save the report as published and freeze its words and rows, in one transaction."""
    with db.writing():
        rows.update(db, "reports", report)
        rows.insert(db, "report_versions", version)
        for position, fix in enumerate(fixes, start=1):
            freeze(db, report, position, fix)
        events.add(db, event)


def withdraw(db: Database, report: Report, version: Version, event: Event) -> None:
    """Save that a version is hidden, or shown again."""
    with db.writing():
        rows.update(db, "reports", report)
        db.execute(
            "UPDATE report_versions SET withdrawn_at = :withdrawn_at"
            " WHERE report_id = :report_id AND published_version = :published_version",
            {
                "withdrawn_at": version.withdrawn_at,
                "report_id": version.report_id,
                "published_version": version.published_version,
            },
        )
        events.add(db, event)


def freeze(db: Database, report: Report, position: int, fix: PublicFix) -> None:
    """Keep one row of a version, and which pictures it shows; inside a transaction."""
    key = {"report_id": report.id, "published_version": report.published_version}
    db.execute(
        "INSERT INTO report_rows (report_id, published_version, position, number, part, category,"
        " area, data, marks, words, walked_on, withdrawn) VALUES (:report_id, :published_version,"
        " :position, :number, :part, :category, :area, :data, :marks, :words, :walked_on,"
        " :withdrawn)",
        {
            **key,
            "position": position,
            "number": fix.number,
            "part": fix.part,
            "category": fix.category,
            "area": fix.area,
            "data": json.dumps(asdict(fix), ensure_ascii=False),
            "marks": f" {' '.join(fix.marks)} ",
            "words": search.spaced(
                " ".join((fix.number, fix.title, fix.place, fix.area, fix.seen))
            ),
            "walked_on": fix.walked_on or "",
            "withdrawn": withdrawing.of_fix(db, fix.number),
        },
    )
    for photo in {photo.photo_id for photo in (*fix.before, *fix.after)}:
        db.execute(
            "INSERT INTO report_photos (report_id, published_version, photo_id) VALUES"
            " (:report_id, :published_version, :photo_id) ON CONFLICT DO NOTHING",
            {**key, "photo_id": photo},
        )


def page(
    db: Database, report: Report, chosen: dict[str, str], number: int
) -> tuple[list[PublicFix], int]:
    """One page of the frozen rows, as they may be read today, and how many there are.

    `chosen` filters by column.
    """
    where, params = _where(report, chosen)
    counted = rows.one(db, f"SELECT count(*) AS n FROM report_rows WHERE {where}", **params)
    found = db.query(
        f"SELECT data FROM report_rows WHERE {where} ORDER BY position LIMIT :size OFFSET :skip",
        {**params, "size": PAGE, "skip": (number - 1) * PAGE},
    )
    return _still(db, report, found), counted["n"] if counted else 0


def every_row(db: Database, report: Report, chosen: dict[str, str]) -> list[PublicFix]:
    """All frozen rows that match, in order, as they may be read today."""
    where, params = _where(report, chosen)
    found = db.query(f"SELECT data FROM report_rows WHERE {where} ORDER BY position", params)
    return _still(db, report, found)


def one_row(db: Database, report: Report, number: str) -> PublicFix | None:
    """The frozen row with this public number; none when it was withdrawn."""
    found = [fix for fix in every_row(db, report, {"number": number}) if not fix.withdrawn]
    return found[0] if found else None


def areas(db: Database, report: Report) -> list[str]:
    """The areas that occur in the rows that may be read, in Swedish order."""
    found = db.query(
        "SELECT area FROM (SELECT DISTINCT area FROM report_rows WHERE report_id = :id AND"
        " published_version = :version AND area <> '' AND withdrawn <> :gone) AS known"
        " ORDER BY area COLLATE sv",
        {"id": report.id, "version": report.published_version, "gone": GONE},
    )
    return [row["area"] for row in found]


def thaw(data: str) -> PublicFix:
    """A frozen row as the value it was."""
    given: dict[str, Any] = json.loads(data)
    for side in ("before", "after"):
        given[side] = tuple(PublicPhoto(**photo) for photo in given[side])
    given["marks"] = tuple(given.get("marks", ()))
    given["past"] = tuple(PublicMoment(**moment) for moment in given.get("past", ()))
    return PublicFix(**given)


def _as_published(row: dict[str, Any]) -> Report:
    frozen = {name: row[f"frozen_{name}"] for name in _FROZEN}
    state = "superseded" if row["older"] else "published"
    known = {**row, **frozen, "published_version": row["frozen_version"], "state": state}
    return rows.read(Report, known)


def _still(db: Database, report: Report, found: Iterable[dict[str, Any]]) -> list[PublicFix]:
    withdrawn = withdrawing.of_version(db, report)
    return [still(thaw(row["data"]), withdrawn) for row in found]


def _where(report: Report, chosen: dict[str, str]) -> tuple[str, dict[str, Any]]:
    columns = [name for name in ("part", "category", "area", "number") if chosen.get(name)]
    where = " AND ".join(
        ("report_id = :report_id", "published_version = :version")
        + tuple(f"{name} = :{name}" for name in columns)
    )
    params = {"report_id": report.id, "version": report.published_version}
    if chosen.get("mark"):
        where += " AND marks LIKE :mark"
        params["mark"] = f"% {chosen['mark']} %"
    if chosen.get("area"):  # where a point lay is no longer told of what was withdrawn
        where, params["gone"] = f"{where} AND withdrawn <> :gone", GONE
    return where, params | {name: chosen[name] for name in columns}
