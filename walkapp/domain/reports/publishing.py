"""From draft to published and back: who may, who must have read it, and what is frozen."""

from dataclasses import dataclass, replace

from .. import text
from ..errors import N_, Conflict, NotAllowed, Refused
from ..events import Event
from ..ids import new_id
from ..people import Person
from .report import Report, Version

MAX_TITLE, MAX_NOTE = 200, 1000
_READ_AGAIN = N_("Uppgifterna har ändrats sedan du läste dem. Läs igenom dem igen.")


@dataclass(frozen=True)
class Page:
    """The page as it stands. `mark` becomes another with any of its words, rows and pictures;

    `seen` is the mark the person had before their eyes, `summary` what is frozen with it.
    """

    mark: str
    seen: str
    summary: str = "{}"


def may_draft(person: Person) -> bool:
    """Coordinators prepare reports."""
    return person.has("coordinator", "safety_coordinator")


def may_review(report: Report, person: Person) -> bool:
    """Whoever reads drafts, except the one who wrote last."""
    reads = person.has("coordinator", "safety_coordinator", "registrar")
    return reads and person.id != report.writer


def edit(report: Report, *, title: str, read: int, by: Person, at: str) -> tuple[Report, Event]:
    """Save the heading, and the texts the report already carries, as a new version of the draft.

    The figures are never typed. `read` is the version of the draft that was seen.
    """
    if not may_draft(by):
        raise NotAllowed(N_("Bara samordnare får ändra uppföljningen."))
    if report.version != read:
        raise Conflict
    heading = text.line(title, "title", MAX_TITLE)
    if not heading:
        raise Refused(N_("Skriv en rubrik."), field="title")
    made = replace(report, title=heading, edited_by=by.id, version=report.version + 1)
    return made, _event(made, "edit", by, at)


def review(report: Report, page: Page, *, by: Person, at: str) -> tuple[Report, Event]:
    """Somebody else than the writer has read the page and says that it is right."""
    if not may_review(report, by):
        raise NotAllowed(N_("Den som skrev senast kan inte granska. Be en kollega läsa."))
    _check_seen(page)
    made = replace(
        report,
        reviewed=page.mark,
        reviewed_by=by.id,
        reviewed_at=at,
        version=report.version + 1,
    )
    return made, _event(made, "review", by, at)


def is_reviewed(report: Report, mark: str) -> bool:
    """Whether somebody else than the writer has read this very page."""
    return report.reviewed == mark and report.reviewed_by not in (None, report.writer)


def obstacle(report: Report, mark: str, *, by: Person, by_other: bool) -> Refused | None:
    """What stands in the way of publishing: a writer alone has not been read by anybody."""
    if report.kind == "walk" and report.walk_id is None:
        return Refused(N_("Vandringen finns inte här, så uppföljningen går inte att göra om."))
    if not by_other or by.id != report.writer or is_reviewed(report, mark):
        return None
    return Refused(N_("En annan person ska läsa igenom sidan innan du publicerar den."))


def publish(
    report: Report, page: Page, *, by: Person, at: str, note: str = "", by_other: bool = True
) -> tuple[Report, Version, Event]:
    """Freeze what the safety coordinator has just looked through and open it to everybody.

    A correction says in `note` what was changed. `by_other`: the one who wrote last does not
    publish before another has read it; whoever publishes what somebody else wrote has read it.
    """
    _only_safety_coordinator(by)
    _check_seen(page)
    problem = obstacle(report, page.mark, by=by, by_other=by_other)
    if problem:
        raise problem
    said = text.lines(note, "note", MAX_NOTE)
    if report.published_version and not said:
        raise Refused(N_("Skriv vad som är ändrat sedan förra versionen."), field="note")
    made = replace(
        report,
        state="published",
        published_version=report.published_version + 1,
        published_at=at,
        published_by=by.id,
        summary=page.summary,
        version=report.version + 1,
    )
    reader = report.reviewed_by if is_reviewed(report, page.mark) else None
    version = Version(
        report_id=made.id,
        published_version=made.published_version,
        title=made.title,
        lead=made.lead,
        texts=made.texts,
        summary=made.summary,
        note=said,
        published_at=at,
        published_by=by.id,
        reviewed_by=reader,
        mark=page.mark,
    )
    return made, version, _event(made, "publish", by, at)


def unpublish(report: Report, *, by: Person, at: str) -> tuple[Report, Event]:
    """Close it to everybody, with every version; the address answers as if it never was."""
    _only_safety_coordinator(by)
    if report.state != "published":
        raise Refused(N_("Uppföljningen är inte publicerad."))
    made = replace(report, state="draft", version=report.version + 1)
    return made, _event(made, "unpublish", by, at)


def withdraw(
    report: Report, version: Version, *, hidden: bool, by: Person, at: str
) -> tuple[Report, Version, Event]:
    """Hide an earlier version from everybody, or show it again. Raises Refused for the latest."""
    _only_safety_coordinator(by)
    if version.published_version == report.published_version:
        raise Refused(N_("Den senaste versionen döljs genom att du avpublicerar uppföljningen."))
    changed = replace(version, withdrawn_at=at if hidden else None)
    made = replace(report, version=report.version + 1)
    event = _event(made, "withdraw" if hidden else "restore", by, at)
    return made, changed, replace(event, data={"version": version.published_version})


def _check_seen(page: Page) -> None:
    if page.seen != page.mark:
        raise Refused(_READ_AGAIN)


def _only_safety_coordinator(person: Person) -> None:
    if not person.has("safety_coordinator"):
        raise NotAllowed(N_("Bara trygghetssamordnaren får publicera och avpublicera."))


def _event(report: Report, kind: str, by: Person, at: str) -> Event:
    return Event(new_id(), at, "report", report.id, report.version, kind, "person", by.id)
