"""From draft to published and back: who may, and what must hold."""

from dataclasses import replace

from ..errors import N_, NotAllowed, Refused
from ..events import Event
from ..ids import new_id
from ..people import Person
from .values import Report


def may_draft(person: Person) -> bool:
    """Coordinators prepare reports."""
    return person.has("coordinator", "safety_coordinator")


def publish(
    report: Report, *, by: Person, at: str, unchanged: bool, summary: str
) -> tuple[Report, Event]:
    """Freeze what the safety coordinator has just looked through and open it to everybody.

    `unchanged` says whether the rows and texts are still those of the page they looked through.
    """
    _only_safety_coordinator(by)
    if not unchanged:
        raise Refused(N_("Uppgifterna har ändrats sedan du läste dem. Läs igenom dem igen."))
    changed = replace(
        report,
        state="published",
        published_version=report.published_version + 1,
        published_at=at,
        published_by=by.id,
        summary=summary,
        version=report.version + 1,
    )
    return changed, _event(changed, "publish", by, at)


def unpublish(report: Report, *, by: Person, at: str) -> tuple[Report, Event]:
    """Close it to everybody; the address answers as if it never was."""
    _only_safety_coordinator(by)
    if report.state != "published":
        raise Refused(N_("Uppföljningen är inte publicerad."))
    changed = replace(report, state="draft", version=report.version + 1)
    return changed, _event(changed, "unpublish", by, at)


def edit(report: Report, *, title: str, lead: str, by: Person, at: str) -> tuple[Report, Event]:
    """Change the heading and the editor's own words; the figures are never typed."""
    if not may_draft(by):
        raise NotAllowed(N_("Bara samordnare får ändra uppföljningen."))
    if not title.strip():
        raise Refused(N_("Skriv en rubrik."), field="title")
    changed = replace(report, title=title.strip(), lead=lead.strip(), version=report.version + 1)
    return changed, _event(changed, "edit", by, at)


def _only_safety_coordinator(person: Person) -> None:
    if not person.has("safety_coordinator"):
        raise NotAllowed(N_("Bara trygghetssamordnaren får publicera och avpublicera."))


def _event(report: Report, kind: str, by: Person, at: str) -> Event:
    return Event(new_id(), at, "report", report.id, report.version, kind, "person", by.id)
