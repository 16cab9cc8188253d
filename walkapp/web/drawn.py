"""Rows of a published follow-up, drawn once: they stay as they are until the next version."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from flask import g, render_template
from markupsafe import Markup

from ..domain.reports import Report, Withdrawn
from ..storage import reports
from .report_pages import content, grouped, pairs, points, summary_of

MOST = 64  # pages kept in each process, some 100 kB each


@dataclass(frozen=True)
class Chosen:
    """The filters of the address, empty for all."""

    part: str = ""
    category: str = ""
    area: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Asked:
    """All that decides what the rows look like. The report's row differs with every version."""

    report: Report
    chosen: Chosen
    page: int
    language: str
    root: str
    withdrawn: Withdrawn = Withdrawn()


@dataclass(frozen=True)
class Drawn:
    """The rows as HTML, with neither nonce nor token, and what the page tells about them."""

    pairs: Markup
    stories: Markup
    points: list[dict[str, Any]]
    areas: list[str]
    count: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // reports.PAGE))


@lru_cache(maxsize=MOST)
def drawn(asked: Asked) -> Drawn:
    """The rows asked for, from the database the first time."""
    report = asked.report
    fixes, count = reports.page(g.db, report, asdict(asked.chosen), asked.page)
    given = content(report, summary_of(report))
    first = asked.page == 1 and asked.chosen == Chosen()
    top = pairs(fixes) if first else []
    return Drawn(
        Markup(render_template("followup/_pairs.html", **given, top=top)),
        Markup(render_template("followup/_stories.html", **given, groups=grouped(fixes))),
        points(report, fixes),
        reports.areas(g.db, report),
        count,
    )
