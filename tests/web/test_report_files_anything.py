"""Whatever was published, every format gives the same totals, and the outcomes add up to them."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.file_readers import READERS
from walkapp.domain.categories import CATEGORIES
from walkapp.domain.reports import MARKS, PARTS, PublicFix, Report, Summary, summarise
from walkapp.domain.reports.open_data import counted
from walkapp.domain.turnout import GROUPS
from walkapp.domain.walks import FORM_NAMES
from walkapp.files import archive, docx
from walkapp.web.report_files import rows
from walkapp.web.report_files.archiving import contents
from walkapp.web.report_files.edition import Edition
from walkapp.web.report_files.paper import document
from walkapp.web.report_pages import frozen

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
days = st.none() | st.dates().map(str)


def a_public_fix(**given: Any) -> PublicFix:
    plain = dict.fromkeys(("status", "reason", "remaining", "planned"), "")
    return PublicFix(state="closed", status_values={}, **{**plain, **given})


fixes = st.lists(
    st.builds(
        a_public_fix,
        number=st.just(""),
        title=words,
        part=st.sampled_from(list(PARTS)),
        category=st.sampled_from(list(CATEGORIES)),
        area=words,
        place=words,
        seen=words,
        done=words,
        done_on=days,
        party=words,
        due_on=days,
        walked_on=days,
        lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180),
        days=st.none() | st.integers(0, 5000),
        marks=st.lists(st.sampled_from(list(MARKS)), unique=True).map(tuple),
    ),
    max_size=12,
)
counts = st.integers(0, 10**6)
bases = st.builds(
    Summary,
    parts=st.just({}),
    by_category=st.just({}),
    remedies=st.just(()),
    out_of_scope=counts,
    not_shown=counts,
    walks=st.integers(0, 30),
    participants=counts,
    issues=counts,
    good=counts,
    forms=st.dictionaries(st.sampled_from(list(FORM_NAMES)), counts),
    groups=st.dictionaries(st.sampled_from(list(GROUPS)), counts),
    seasons=st.just(("spring",)),
)


def an_edition(found: list[PublicFix], base: Summary) -> Edition:
    numbered = [PublicFix(**{**vars(fix), "number": f"F-{n}"}) for n, fix in enumerate(found)]
    ordered = sorted(numbered, key=lambda fix: list(PARTS).index(fix.part))
    report = Report(
        id="r",
        slug="r",
        kind="year",
        walk_id=None,
        year=2026,
        title="Uppföljning",
        lead="",
        state="published",
        published_version=1,
        published_at="2026-11-20T18:00:00Z",
        published_by=None,
        drafted_at="2026-11-20T18:00:00Z",
        drafted_by=None,
        summary=frozen(summarise(ordered, base)),
    )
    return Edition(report, "Flen", "http://localhost/followup", tuple(ordered), {})


def made(edition: Edition, ending: str) -> bytes:
    if ending == "docx":
        return docx.made(document(edition), {})
    if ending == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "it.sqlite"
            archive.write(path, contents(edition, lambda _: None))
            return path.read_bytes()
    kind, _, query = ending.partition("?")
    with Flask(__name__).test_request_context(f"/?{query}"):
        body = getattr(rows, f"as_{kind}")(edition)
    return body if isinstance(body, bytes) else b"".join(body)


# The PDF is made of the same document as Word's, in a process that takes a second each time.
@pytest.mark.parametrize("ending", [ending for ending in READERS if ending != "pdf"])
@settings(max_examples=8, deadline=None)
@given(found=fixes, base=bases)
def test_every_format_gives_the_same_totals(
    ending: str, found: list[PublicFix], base: Summary
) -> None:
    edition = an_edition(found, base)
    read = READERS[ending](made(edition, ending))
    assert read.parts == Counter(PARTS[fix.part] for fix in found)
    assert len(read.titles) == len(found)
    wanted = {one.name: one.number for one in counted(edition.summary)}
    assert wanted["Punkter"] == len(found) == sum(wanted[name] for name in PARTS.values())
    assert not read.figures or read.figures == wanted
