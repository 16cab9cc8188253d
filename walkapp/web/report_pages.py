"""What the page of a report shows, alike for the draft and for the public."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext

from ..domain import reports as rules
from ..domain.categories import CATEGORIES
from ..domain.promises import Account, kept
from ..domain.reports import PARTS, PublicFix, Report, Summary, boards
from ..domain.reports.boards import Board
from .sentences import listed, say, tell

PAIRS_ON_TOP = 3
TONES = {"fixed": "good", "partly_fixed": "partly"}


def summary_of(report: Report) -> Summary:
    """The figures frozen with the published version."""
    known = {field.name for field in fields(Summary)}
    kept_with_it = json.loads(report.summary)
    return rules.thawed_summary({n: v for n, v in kept_with_it.items() if n in known})


def frozen(summary: Summary, accounts: Sequence[Account] = (), board: Board | None = None) -> str:
    """The figures, promises and the board's page as they are kept with a published version."""
    told: dict[str, Any] = {"promises": [kept(account) for account in accounts]}
    if board:
        told["board"] = boards.kept(board)
    return json.dumps({**asdict(summary), **told}, ensure_ascii=False)


def content(report: Report, summary: Summary) -> dict[str, Any]:
    """The generated sentences and figures, ready for the template."""
    walked = rules.walked(summary)
    counts = [
        (summary.parts[part], gettext(name), TONES.get(part, "neutral"), _rows(report, part))
        for part, name in PARTS.items()
        if summary.parts[part]
    ]
    return {
        "report": report,
        "summary": summary,
        "headline": [say(sentence) for sentence in rules.headline(summary)],
        "figures": listed(rules.figures(summary)),
        "walked": say(walked) if walked else "",
        "who": [say(sentence) for sentence in rules.who(summary)],
        "counts": counts,
        "compared": _compared(summary),
        "texts": {name: one.text for name, one in rules.written(report).items()},
        "parts": PARTS,
        "categories": CATEGORIES,
        "tell": tell,
        "say": say,
    }


def _rows(report: Report, part: str) -> str:
    """Where the rows of an outcome stand; nowhere while nobody can read them."""
    if report.state != "published":
        return ""
    return url_for("followup.show", slug=report.slug, part=part, _anchor="list")


def _compared(summary: Summary) -> list[rules.Compared]:
    if summary.earlier is None or summary.measures is None:
        return []
    fixed = summary.parts["fixed"]
    return rules.compared(summary.total, fixed, summary.measures, summary.earlier)


def grouped(fixes: list[PublicFix]) -> list[tuple[str, list[PublicFix]]]:
    """The rows under their outcomes; published rows come in that order."""
    return [(part, list(group)) for part, group in groupby(fixes, key=lambda fix: fix.part)]


def pairs(fixes: list[PublicFix]) -> list[PublicFix]:
    """One fixed point of each of the first categories that has a picture both before and after."""
    both = [fix for fix in fixes if fix.before and fix.after and fix.part == "fixed"]
    return list({fix.category: fix for fix in reversed(both)}.values())[::-1][:PAIRS_ON_TOP]


def points(report: Report, fixes: list[PublicFix]) -> list[dict[str, Any]]:
    """The map's pins."""
    return [
        {
            "lat": fix.lat,
            "lon": fix.lon,
            "label": fix.title,
            "state": fix.part,
            "href": url_for("followup.fix", slug=report.slug, number=fix.number),
        }
        for fix in fixes
        if fix.lat is not None and fix.lon is not None
    ]
