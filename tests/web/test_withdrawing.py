"""A point that may no longer be read is nowhere at once, in no version, and the figures stay."""

import json
import re
from dataclasses import replace

import pytest

from tests.cast import AT
from tests.web.conftest import Caller
from tests.web.test_followup_public import (
    Callers,
    base,
    pictures,
    report,
    safety,
    text_of,
    walk,
)
from tests.web.test_reports import SAFETY, publish
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Change
from walkapp.storage import fixes
from walkapp.storage.database import Database

__all__ = ["base", "pictures", "report", "safety", "walk"]  # fixtures
STORY = re.compile(r'class="story[ "]')
NUMBER, TITLE, WORDS = "FLEN-2026-001", "Punkt 1 vid Ågatan", "Lagat vid fru Ek på fem"


def see(db: Database, visibility: str, number: str = NUMBER) -> None:
    """Let somebody at the desk decide who sees the point."""
    fix = fixes.by_number(db, number)
    assert fix
    wanted = replace(rules.as_it_stands(fix), visibility=visibility, reason="En granne känns igen")
    fixes.save(db, *rules.edit(fix, wanted, by=SAFETY, at=AT))


@pytest.fixture
def twice(safety: Caller, base: str, report: str, pictures: dict[str, str], db: Database) -> str:
    """The public address; two versions have been published."""
    db.execute(
        "UPDATE fixes SET done_text = :words, lat = 59.05871, lon = 16.58842 WHERE number = :n",
        {"words": WORDS, "n": NUMBER},
    )
    assert publish(safety, report, "Bättre ord").status_code == 303
    return base


@pytest.mark.parametrize("visibility", ["internal", "hidden"])
def test_a_point_made_internal_is_nowhere_at_once(
    caller: Callers, twice: str, pictures: dict[str, str], db: Database, visibility: str
) -> None:
    lists = [twice, f"{twice}/versions/1", f"{twice}.json", f"{twice}.csv"]
    lists += [f"{twice}/versions/1.json", f"{twice}?part=fixed", f"{twice}.atom"]
    for path in lists:
        assert TITLE in text_of(caller, path), path
    assert pictures["after"] in text_of(caller, twice.replace("/followup/", "/embed/"))
    shared = caller().get(f"{twice}/picture.jpg").get_data()
    see(db, visibility)
    for path in (*lists, twice.replace("/followup/", "/embed/"), "/followup?q=Ågatan&year=2026"):
        text = text_of(caller, path)
        assert TITLE not in text and WORDS not in text and "59.05" not in text, path
        assert not any(photo in text for photo in pictures.values()), path
    for path in lists:
        assert "Uppgiften är borttagen" in text_of(caller, path), path
    gone = [f"{twice}/fixes/{NUMBER}{more}" for more in ("", "/picture.jpg", "/not-fixed")]
    gone += [f"/followup/photos/{photo}/480.jpg" for photo in pictures.values()]
    for path in gone:
        assert caller().get(path).status_code == 404, path
    assert caller().get(f"{twice}/picture.jpg").get_data() != shared


def test_the_figures_stay_and_say_why_there_is_no_more_to_read(
    caller: Callers, twice: str, db: Database
) -> None:
    see(db, "internal")
    page, told = text_of(caller, twice), json.loads(text_of(caller, f"{twice}.json"))
    assert "7 av 8 punkter är åtgärdade" in page
    assert "1 punkt är borttagen sedan versionen publicerades" in page
    assert len(STORY.findall(page)) == 8 == len(told["punkter"])
    assert len(STORY.findall(text_of(caller, f"{twice}?part=fixed"))) == 7
    assert text_of(caller, f"{twice}?area=Centrum").count("Uppgiften är borttagen") == 0
    [row] = [one for one in told["punkter"] if one["nummer"] == NUMBER]
    kept = {name: value for name, value in row.items() if value not in ("", None, [], {})}
    assert kept.pop("i_tid") and kept.pop("svar_i_tid")  # the shares they count in add up
    assert kept == {
        "nummer": NUMBER,
        "rubrik": "Uppgiften är borttagen",
        "utfall": "Åtgärdat",
        "utfall_kod": "fixed",
        "kategori": "Skräp och städning",
        "kategori_kod": "skrap",
        "adress": row["adress"],
    }


def test_a_position_is_coarse_at_once_and_exact_again(
    caller: Callers, twice: str, db: Database
) -> None:
    see(db, "public_coarse")
    for path in (twice, f"{twice}.geojson", f"{twice}/versions/2.json"):
        text = text_of(caller, path)
        assert "59.05871" not in text and "59.059" in text, path
    see(db, "public")
    assert "59.05871" in text_of(caller, twice) and TITLE in text_of(caller, twice)


def test_changes_of_many_and_their_undoing_withdraw_too(
    caller: Callers, twice: str, db: Database
) -> None:
    fix = fixes.by_number(db, NUMBER)
    assert fix
    after = replace(fix, visibility="internal", version=fix.version + 1)
    undo = fixes.opened("edit", SAFETY, AT)
    fixes.save_all(db, undo, [Change(fix, after, ())])
    assert TITLE not in text_of(caller, twice)
    found = fixes.undo_of(db, undo.id)
    assert found and not fixes.take_back(db, found, by=SAFETY, at=AT)
    assert TITLE in text_of(caller, twice)
