"""Who writes, who reads, who publishes; and whether the editor's texts still fit."""

from dataclasses import fields
from typing import Any

import pytest

from tests.cast import AT, a_person
from walkapp.domain import reports
from walkapp.domain.errors import Conflict, NotAllowed, Refused
from walkapp.domain.reports import Page, Report, Written

SIV, KIM = a_person("Siv", "safety_coordinator"), a_person("Kim", "coordinator")
REG = a_person("Reg", "registrar")
PAGE = Page("mark", "mark", '{"walks": 1}')


def a_report(**changes: Any) -> Report:
    given = {field.name: field.default for field in fields(Report)}
    given |= {"id": "r", "slug": "2026", "kind": "year", "title": "2026", "lead": "", "year": 2026}
    given |= {"walk_id": None, "published_at": None, "published_by": None}
    given |= {"state": "draft", "published_version": 0, "drafted_at": AT, "drafted_by": KIM.id}
    return Report(**{**given, **changes})


def published(report: Report, **changes: Any) -> Report:
    made, _, _ = reports.publish(report, PAGE, by=SIV, at=AT, **changes)
    return made


def test_only_the_safety_coordinator_publishes() -> None:
    for role in ("leader", "coordinator", "party", "police", "registrar", "admin"):
        with pytest.raises(NotAllowed):
            reports.publish(a_report(), PAGE, by=a_person("Cia", role), at=AT)


def test_what_is_published_is_frozen_with_who_and_when() -> None:
    written = a_report(lead="Så gick det", texts='{"next": {"text": "Kom!", "beside": []}}')
    made, version, event = reports.publish(written, PAGE, by=SIV, at=AT)
    assert (made.state, made.published_version, made.version) == ("published", 1, 2)
    assert (version.title, version.lead, version.texts) == ("2026", "Så gick det", written.texts)
    assert (version.summary, version.published_by, version.note) == (PAGE.summary, SIV.id, "")
    assert (event.kind, event.by_id, event.version) == ("publish", SIV.id, 2)


def test_a_correction_is_a_new_version_with_a_note() -> None:
    once = published(a_report())
    with pytest.raises(Refused) as refusal:
        published(once, note=" ")
    assert refusal.value.field == "note"
    assert published(once, note="Ett tal är rättat").published_version == 2


def test_what_changed_since_it_was_read_is_neither_published_nor_reviewed() -> None:
    other = Page("mark", "what was there before")
    with pytest.raises(Refused, match="Läs igenom dem igen"):
        reports.publish(a_report(), other, by=SIV, at=AT)
    with pytest.raises(Refused, match="Läs igenom dem igen"):
        reports.review(a_report(), other, by=REG, at=AT)


# Who wrote last, who read, whether that page is the one that stands, and whether Siv publishes.
@pytest.mark.parametrize(
    ("writer", "reader", "same_page", "goes"),
    [
        (KIM, None, True, True),  # Siv has read what Kim wrote
        (SIV, None, True, False),
        (SIV, REG, True, True),
        (SIV, REG, False, False),
        (None, None, True, True),
    ],
)
def test_two_pairs_of_eyes(writer: Any, reader: Any, same_page: bool, goes: bool) -> None:
    report = a_report(edited_by=writer and writer.id, drafted_by=None)
    if reader:
        report, event = reports.review(report, PAGE, by=reader, at=AT)
        assert (event.kind, report.reviewed_by, report.reviewed_at) == ("review", reader.id, AT)
    page = PAGE if same_page else Page("later", "later")
    assert (reports.obstacle(report, page.mark, by=SIV, by_other=True) is None) == goes
    assert reports.obstacle(report, page.mark, by=SIV, by_other=False) is None
    if goes:
        _, version, _ = reports.publish(report, page, by=SIV, at=AT)
        assert version.reviewed_by == (reader.id if reader else None)
    else:
        with pytest.raises(Refused, match="En annan person"):
            reports.publish(report, page, by=SIV, at=AT)


def test_the_writer_and_strangers_do_not_review() -> None:
    for person in (KIM, a_person("Anna", "leader"), a_person("Ada", "admin")):
        with pytest.raises(NotAllowed):
            reports.review(a_report(), PAGE, by=person, at=AT)


def test_a_reader_who_then_writes_is_no_reader_any_more() -> None:
    read, _ = reports.review(a_report(), PAGE, by=SIV, at=AT)
    wrote, _ = reports.edit(read, title="Ny", read=read.version, by=SIV, at=AT)
    assert not reports.is_reviewed(wrote, PAGE.mark)


def test_only_what_is_published_can_be_taken_back() -> None:
    taken, _ = reports.unpublish(a_report(state="published"), by=SIV, at=AT)
    assert taken.state == "draft"
    with pytest.raises(Refused):
        reports.unpublish(taken, by=SIV, at=AT)


def test_an_earlier_version_is_hidden_and_shown_again_but_not_the_latest() -> None:
    once, first, _ = reports.publish(a_report(), PAGE, by=SIV, at=AT)
    twice, second, _ = reports.publish(once, PAGE, by=SIV, at=AT, note="Rättat")
    _, hidden, event = reports.withdraw(twice, first, hidden=True, by=SIV, at=AT)
    assert (hidden.withdrawn_at, event.kind, event.data) == (AT, "withdraw", {"version": 1})
    _, shown, _ = reports.withdraw(twice, hidden, hidden=False, by=SIV, at=AT)
    assert shown.withdrawn_at is None
    with pytest.raises(Refused):
        reports.withdraw(twice, second, hidden=True, by=SIV, at=AT)
    with pytest.raises(NotAllowed):
        reports.withdraw(twice, first, hidden=True, by=KIM, at=AT)


def test_a_report_needs_a_heading_a_coordinator_and_the_latest_draft() -> None:
    with pytest.raises(Refused) as refusal:
        reports.edit(a_report(), title=" ", read=1, by=KIM, at=AT)
    assert refusal.value.field == "title"
    with pytest.raises(NotAllowed):
        reports.edit(a_report(), title="A", read=1, by=a_person("Drift", "party"), at=AT)
    with pytest.raises(Conflict):
        reports.edit(a_report(version=2), title="A", read=1, by=KIM, at=AT)


BEFORE = {"lead": ["1 av 3 är klara"], "next": ["FLEN-1"]}
AFTER = {"lead": ["2 av 3 är klara"], "next": ["FLEN-1"]}
TYPED = {"lead": "Det går bra.", "next": "Vi ses i maj."}


def test_texts_are_kept_with_what_they_were_written_beside() -> None:
    report = reports.rewritten(a_report(), TYPED, beside=BEFORE)
    assert report.lead == "Det går bra."
    assert reports.written(report) == {
        "lead": Written("Det går bra.", ("1 av 3 är klara",)),
        "next": Written("Vi ses i maj.", ("FLEN-1",)),
    }
    assert reports.changed(report, BEFORE) == {}


def test_new_figures_mark_the_text_above_them_and_no_other() -> None:
    report = reports.rewritten(a_report(), TYPED, beside=BEFORE)
    [(section, since)] = reports.changed(report, AFTER).items()
    assert (section, since.gone, since.new) == ("lead", ("1 av 3 är klara",), ("2 av 3 är klara",))


def test_only_looking_at_a_text_makes_it_fit_again() -> None:
    report = reports.rewritten(a_report(), TYPED, beside=BEFORE)
    saved = reports.rewritten(report, TYPED | {"next": "Vi ses i juni."}, beside=AFTER)
    assert set(reports.changed(saved, AFTER)) == {"lead"}
    still = reports.rewritten(saved, TYPED, beside=AFTER, still_right=frozenset({"lead"}))
    assert reports.changed(still, AFTER) == {}
    other = reports.rewritten(saved, TYPED | {"lead": "Det går ännu bättre."}, beside=AFTER)
    assert reports.changed(other, AFTER) == {}


def test_a_text_that_is_emptied_or_has_no_place_in_the_kind_is_gone() -> None:
    report = reports.rewritten(a_report(), TYPED, beside=BEFORE)
    assert reports.written(reports.rewritten(report, {}, beside=BEFORE)) == {}
    of_walk = a_report(kind="walk")
    assert reports.written(reports.rewritten(of_walk, {"police": "Nej"}, beside={})) == {}


def test_a_text_that_is_too_long_says_where() -> None:
    with pytest.raises(Refused) as refusal:
        reports.rewritten(a_report(), {"next": "a" * 4001}, beside={})
    assert refusal.value.field == "next"
