"""Fixes as the public may see them, gathered for a report that is being prepared."""

import json
from collections import defaultdict
from dataclasses import replace
from typing import Any

from ..domain import reports as rules
from ..domain.fixes import Fix, public_sentence
from ..domain.reports import Earlier, Measures, PublicFix, PublicPhoto, Report, Summary
from . import rows
from .database import Database

SHOWN = ("public", "public_coarse")


def gather(db: Database, report: Report, on: str = "") -> tuple[list[PublicFix], Summary]:
    """The rows and figures of a report as things stand now.

    `on` is today, so that what is late today counts as late; without it only what came late does.
    """
    fixes, summary = _gather(db, *_subject(report), on)
    return fixes, replace(summary, earlier=_earlier(db, report, on))


def of_years(db: Database, first: int, last: int) -> tuple[list[PublicFix], Summary]:
    """The rows and figures of the walks of some years, as things stand now."""
    years = {"first": f"{first:04d}", "last": f"{last:04d}"}
    return _gather(db, "substr(w.starts_at, 1, 4) BETWEEN :first AND :last", years)


def _gather(
    db: Database, chosen: str, params: dict[str, Any], on: str = ""
) -> tuple[list[PublicFix], Summary]:
    fixes = [
        (rows.read(Fix, row), row)
        for row in db.query(
            "SELECT f.*, a.name AS area_name, p.name AS party_name, w.starts_at AS walked_at"
            " FROM fixes f JOIN walks w ON w.id = f.walk_id LEFT JOIN areas a ON a.id = f.area_id"
            f" LEFT JOIN parties p ON p.id = f.party_id WHERE {chosen} ORDER BY f.number",
            params,
        )
    ]
    photos, pasts = _photos(db, chosen, params), _pasts(db, chosen, params)
    public = [
        _measured(_public(fix, row, photos[fix.id]), fix, pasts[fix.id], on)
        for fix, row in fixes
        if fix.visibility in SHOWN and rules.part_of(fix)
    ]
    base = Summary(
        {},
        {},
        (),
        out_of_scope=sum(fix.outcome == "out_of_scope" for fix, _ in fixes),
        not_shown=sum(fix.visibility not in SHOWN and bool(rules.part_of(fix)) for fix, _ in fixes),
        **_walk_figures(db, chosen, params),
    )
    if not base.areas:  # a walk through several areas: name those its fixes lie in
        base = replace(base, areas=tuple(dict.fromkeys(fix.area for fix in public if fix.area)))
    public.sort(key=lambda fix: list(rules.PARTS).index(fix.part))
    return public, rules.summarise(public, base)


def _subject(report: Report) -> tuple[str, dict[str, Any]]:
    if report.kind == "walk":
        return "w.id = :walk_id", {"walk_id": report.walk_id}
    return "substr(w.starts_at, 1, 4) = :year", {"year": f"{report.year:04d}"}


def _public(fix: Fix, row: dict[str, Any], photos: dict[str, list[PublicPhoto]]) -> PublicFix:
    lat, lon = rules.coarse(fix.lat, fix.lon, fix.visibility)
    done = fix.state == "done" or fix.outcome in ("fixed", "partly_fixed")
    status = public_sentence(fix, row["party_name"] or "")
    return PublicFix(
        number=fix.number,
        title=fix.title,
        part=rules.part_of(fix) or "",
        category=fix.category,
        area=row["area_name"] or "",
        place=fix.place_text,
        seen=fix.public_text,
        done=fix.done_text if done else "",
        done_on=fix.done_on if done else None,
        party=row["party_name"] or "",
        state=fix.state,
        status=status.text,
        status_values=dict(status.values),
        reason=fix.outcome_text if fix.state == "closed" else "",
        remaining=fix.remaining,
        planned=fix.planned_action,
        due_on=fix.due_on if fix.state != "closed" else None,
        walked_on=row["walked_at"][:10],
        lat=lat,
        lon=lon,
        remedy=fix.remedy,
        before=tuple(photos["before"]),
        after=tuple(photos["after"]),
    )


def _measured(public: PublicFix, fix: Fix, lines: list[dict[str, Any]], on: str) -> PublicFix:
    days = rules.days_of(fix, public.walked_on or "")
    return replace(
        public,
        promised_on=fix.original_due_on,
        days=days,
        marks=rules.marks_of(fix, days, on),
        past=rules.public_past(lines),
    )


def _pasts(db: Database, chosen: str, params: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The history by fix, oldest first."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in db.query(
        "SELECT e.object_id, e.at, e.kind, e.public_text, e.data FROM fixes f"
        " JOIN walks w ON w.id = f.walk_id JOIN events e ON e.word = 'fix' AND e.object_id = f.id"
        f" WHERE {chosen} ORDER BY e.seq",
        params,
    ):
        found[row["object_id"]].append({**row, "data": json.loads(row["data"])})
    return found


def _earlier(db: Database, report: Report, on: str) -> Earlier | None:
    """The walk before in the same area, or the year before in the same areas."""
    if report.kind == "year" and report.year is not None:
        title = str(report.year - 1)
        subject = {"year": f"{report.year - 1:04d}", "this": f"{report.year:04d}"}
        chosen = (
            "substr(w.starts_at, 1, 4) = :year AND w.area_id IN"
            " (SELECT x.area_id FROM walks x WHERE substr(x.starts_at, 1, 4) = :this)"
        )
    elif report.kind == "walk":
        walk = _walk_before(db, report.walk_id or "")
        if walk is None:
            return None
        title, chosen, subject = walk["title"], "w.id = :walk_id", {"walk_id": walk["id"]}
    else:
        return None
    _, summary = _gather(db, chosen, subject, on)
    if not summary.total:
        return None
    measures = summary.measures or Measures()
    return Earlier(title, summary.total, summary.parts["fixed"], measures)


def _walk_before(db: Database, walk_id: str) -> dict[str, Any] | None:
    return rows.one(
        db,
        "SELECT b.id, b.title FROM walks w JOIN walks b ON b.area_id = w.area_id"
        " AND b.starts_at < w.starts_at AND b.state NOT IN ('planned', 'cancelled')"
        " WHERE w.id = :walk_id ORDER BY b.starts_at DESC, b.id DESC LIMIT 1",
        walk_id=walk_id,
    )


def _photos(
    db: Database, chosen: str, params: dict[str, Any]
) -> dict[str, dict[str, list[PublicPhoto]]]:
    """Approved clean photos by fix, before (from its issues or added) and after."""
    found: dict[str, dict[str, list[PublicPhoto]]] = defaultdict(lambda: defaultdict(list))
    fixes = "FROM fixes f JOIN walks w ON w.id = f.walk_id"
    linked = "JOIN fix_issues l ON l.fix_id = f.id JOIN photos p ON p.client_id = l.client_id"
    # With a bare `state = 'clean'` SQLite takes the cleaner's index and reads every clean photo.
    shown = "p.state || '' = 'clean' AND p.review = 'approved' AND p.removed_at IS NULL"
    for row in db.query(
        f"SELECT f.id AS fix, 'before' AS side, p.* {fixes} {linked} WHERE {shown} AND {chosen}"
        f" UNION ALL SELECT f.id AS fix, p.kind AS side, p.* {fixes}"
        f" JOIN photos p ON p.fix_id = f.id WHERE {shown} AND {chosen} ORDER BY photo_id",
        params,
    ):
        photo = PublicPhoto(row["photo_id"], row["alt_text"], row["width"], row["height"])
        found[row["fix"]]["after" if row["side"] == "after" else "before"].append(photo)
    return found


def _walk_figures(db: Database, chosen: str, params: dict[str, Any]) -> dict[str, Any]:
    walks = list(
        db.query(
            "SELECT w.starts_at, w.organisers, w.participants, a.name AS area FROM walks w"
            " LEFT JOIN areas a ON a.id = w.area_id"
            f" WHERE {chosen} AND w.state NOT IN ('planned', 'cancelled') ORDER BY w.starts_at",
            params,
        )
    )
    issues = rows.one(
        db,
        "SELECT count(*) AS n, count(*) FILTER (WHERE i.kind = 'good') AS good FROM issues i"
        f" JOIN walks w ON w.id = i.walk_id WHERE {chosen} AND i.removed_at IS NULL"
        " AND i.review <> 'rejected'",
        **params,
    )
    return {
        "walks": len(walks),
        "participants": sum(walk["participants"] or 0 for walk in walks),
        "issues": issues["n"] if issues else 0,
        "good": issues["good"] if issues else 0,
        "areas": tuple(dict.fromkeys(walk["area"] for walk in walks if walk["area"])),
        "organisers": tuple(dict.fromkeys(w["organisers"] for w in walks if w["organisers"])),
        "seasons": tuple(dict.fromkeys(rules.season(walk["starts_at"]) for walk in walks)),
    }
