"""Fixes as the public may see them, gathered for a report that is being prepared."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from ..domain import reports as rules
from ..domain.fixes import Fix, public_sentence
from ..domain.reports import Earlier, Measures, PublicFix, PublicPhoto, Report, Summary, walkers
from . import handling, public_feelings, report_subjects, rows
from .database import Database
from .report_subjects import Subject

# What walkers.walked_of reads of walks w.
WALKED = (
    "w.starts_at, w.ends_at, w.participants, w.attendance, w.form, w.follows_id, w.light,"
    " w.weather, w.lat, w.lon, (SELECT m.lat FROM municipality m) AS centre_lat,"
    " (SELECT m.lon FROM municipality m) AS centre_lon"
)
SHOWN = ("public", "public_coarse")


def gather(db: Database, report: Report, on: str = "") -> tuple[list[PublicFix], Summary]:
    """The rows and figures of a report as things stand now, or stood when its period ended.

    `on` is today, so that what is late today counts as late; without it only what came late does.
    """
    fixes, summary = of_subject(db, report_subjects.subject(report), on)
    felt = public_feelings.beside_the_walk_before(db, report.walk_id) if report.walk_id else ()
    return fixes, replace(summary, earlier=_earlier(db, report, on), felt=felt)


def of_years(db: Database, first: int, last: int) -> tuple[list[PublicFix], Summary]:
    """The rows and figures of the walks of some years, as things stand now."""
    years = {"first": f"{first:04d}", "last": f"{last:04d}"}
    return of_subject(db, Subject("substr(w.starts_at, 1, 4) BETWEEN :first AND :last", years))


def of_subject(db: Database, about: Subject, on: str = "") -> tuple[list[PublicFix], Summary]:
    """The rows and figures of what a report is about; `on` as in `gather`."""
    day = about.last_on or on
    pasts, photos = report_subjects.pasts(db, about), _photos(db, about)
    fixes = report_subjects.as_it_stood(about, _fixes(db, about), pasts)
    last = _answer_by(db, {row["walked_at"][:10] for _, row in fixes})
    public = [
        _measured(_public(fix, row, photos[fix.id]), fix, pasts[fix.id], on=day, last=last)
        for fix, row in fixes
        if fix.visibility in SHOWN and rules.part_of(fix)
    ]
    base = Summary(
        {},
        {},
        (),
        out_of_scope=sum(fix.outcome == "out_of_scope" for fix, _ in fixes),
        not_shown=sum(fix.visibility not in SHOWN and bool(rules.part_of(fix)) for fix, _ in fixes),
        **_walk_figures(db, about),
    )
    if about.area_id:
        base = replace(base, areas=_name(db, about.area_id))
    elif not base.areas:  # a walk through several areas: name those its fixes lie in
        base = replace(base, areas=tuple(dict.fromkeys(fix.area for fix in public if fix.area)))
    public.sort(key=lambda fix: list(rules.PARTS).index(fix.part))
    return public, rules.summarise(public, base)


def _fixes(db: Database, about: Subject) -> list[tuple[Fix, dict[str, Any]]]:
    return [
        (rows.read(Fix, row), row)
        for row in db.query(
            "SELECT f.*, a.name AS area_name, p.name AS party_name, w.starts_at AS walked_at"
            " FROM fixes f JOIN walks w ON w.id = f.walk_id LEFT JOIN areas a ON a.id = f.area_id"
            f" LEFT JOIN parties p ON p.id = f.party_id WHERE {about.of_fixes()} ORDER BY f.number",
            about.params,
        )
    ]


def _name(db: Database, area_id: str) -> tuple[str, ...]:
    row = rows.one(db, "SELECT name FROM areas WHERE id = :id", id=area_id)
    return (row["name"],) if row else ()


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


def _answer_by(db: Database, walked: set[str]) -> dict[str, str]:
    """The last day for a first answer after each day of a walk."""
    off = handling.days_off(db)
    return {day: rules.answer_by(day, off) for day in walked}


def _measured(
    public: PublicFix, fix: Fix, lines: list[dict[str, Any]], *, on: str, last: dict[str, str]
) -> PublicFix:
    walked_on = public.walked_on or ""
    days = rules.days_of(fix, walked_on)
    answer = rules.answer_marks(lines, last[walked_on], on)
    return replace(
        public,
        promised_on=fix.original_due_on,
        days=days,
        marks=(*rules.marks_of(fix, days, on), *answer),
        past=rules.public_past(lines),
    )


def _earlier(db: Database, report: Report, on: str) -> Earlier | None:
    """The walk it follows or the one before in its area; the year before in the same areas."""
    found = report_subjects.before(db, report)
    if found is None:
        return None
    title, about = found
    _, summary = of_subject(db, about, on)
    if not summary.total:
        return None
    measures = summary.measures or Measures()
    return Earlier(title, summary.total, summary.parts["fixed"], measures)


def _photos(db: Database, about: Subject) -> dict[str, dict[str, list[PublicPhoto]]]:
    """Approved clean photos by fix, before (from its issues or added) and after."""
    chosen, params = about.of_fixes(), about.params
    found: dict[str, dict[str, list[PublicPhoto]]] = defaultdict(lambda: defaultdict(list))
    fixes = "FROM fixes f JOIN walks w ON w.id = f.walk_id"
    linked = "JOIN fix_issues l ON l.fix_id = f.id JOIN photos p ON p.client_id = l.client_id"
    # With a bare `state = 'clean'` SQLite takes the cleaner's index and reads every clean photo.
    shown = "p.state || '' = 'clean' AND p.review = 'approved' AND p.removed_at IS NULL"
    if about.until:
        shown += " AND p.received_at < :until"
    for row in db.query(
        f"SELECT f.id AS fix, 'before' AS side, p.* {fixes} {linked} WHERE {shown} AND {chosen}"
        f" UNION ALL SELECT f.id AS fix, p.kind AS side, p.* {fixes}"
        f" JOIN photos p ON p.fix_id = f.id WHERE {shown} AND {chosen} ORDER BY photo_id",
        params,
    ):
        photo = PublicPhoto(row["photo_id"], row["alt_text"], row["width"], row["height"])
        found[row["fix"]]["after" if row["side"] == "after" else "before"].append(photo)
    return found


def _walk_figures(db: Database, about: Subject) -> dict[str, Any]:
    walks = list(
        db.query(
            f"SELECT w.organisers, a.name AS area, {WALKED} FROM walks w"
            " LEFT JOIN areas a ON a.id = w.area_id"
            f" WHERE {about.walks} AND w.state NOT IN ('planned', 'cancelled')"
            " ORDER BY w.starts_at",
            about.params,
        )
    )
    issues = rows.one(
        db,
        "SELECT count(*) AS n, count(*) FILTER (WHERE i.kind = 'good') AS good FROM issues i"
        f" JOIN walks w ON w.id = i.walk_id WHERE {about.of_issues()} AND i.removed_at IS NULL"
        " AND i.review <> 'rejected'",
        **about.params,
    )
    return {
        **walkers.of_walks([walkers.walked_of(walk) for walk in walks]),
        "issues": issues["n"] if issues else 0,
        "good": issues["good"] if issues else 0,
        "areas": tuple(dict.fromkeys(walk["area"] for walk in walks if walk["area"])),
        "organisers": tuple(dict.fromkeys(w["organisers"] for w in walks if w["organisers"])),
        "seasons": tuple(dict.fromkeys(rules.season(walk["starts_at"]) for walk in walks)),
    }
