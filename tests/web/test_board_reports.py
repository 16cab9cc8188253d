"""The reports of a period: an area's, and the board's page with the period before it."""

import json
import re
from collections.abc import Callable

import pytest

from tests.cast import a_fix, a_walk, an_area
from tests.web.conftest import Caller
from tests.web.test_reports import keep, kim, publish, safety, slug
from walkapp.domain.events import Event
from walkapp.domain.ids import new_id
from walkapp.domain.people import Area
from walkapp.storage import areas, events, walks
from walkapp.storage.database import Database

__all__ = ["kim", "safety"]  # fixtures


@pytest.fixture
def park(db: Database) -> Area:
    """Three walks in two areas over two years; one fix that was closed after the spring."""
    park, square = an_area("Sveaparken"), an_area("Torget")
    for area in (park, square):
        areas.add(db, area)
    for number, (day, area) in enumerate(
        (("2025-10-01", park), ("2026-02-01", park), ("2026-03-01", square)), start=1
    ):
        at = f"{day}T17:00:00Z"
        walk = a_walk(starts_at=at, area_id=area.id, participants=10 * number, state="reviewing")
        walks.add(db, walk)
        closed = {"state": "closed", "outcome": "wont_fix", "outcome_text": "Ägaren säger nej."}
        late = {"original_due_on": "2026-04-01", "closed_at": "2026-06-01T08:00:00Z"}
        fix = a_fix(
            number=f"FLEN-2026-00{number}",
            walk_id=walk.id,
            area_id=area.id,
            created_at=at,
            **(closed | late if number == 2 else {}),
        )
        keep(db, fix)
        if number == 2:
            _declined(db, fix.id)
    return park


def _declined(db: Database, fix_id: str) -> None:
    line = Event(new_id(), "2026-06-01T08:00:00Z", "fix", fix_id, 2, "decline", "system", None)
    with db.writing():
        events.add(db, line)


def begin(caller: Caller, **typed: str) -> str:
    answer = caller.post("/reports/new", {"kind": "board", **typed})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def words(caller: Caller, page: str) -> str:
    """The text of a page with its tags taken out."""
    text = re.sub(r"<[^>]+>", " ", caller.get(page).get_data(as_text=True))
    return " ".join(text.split())


SPRING = {"first_on": "2026-01-01", "last_on": "2026-04-30"}
YEAR = {"first_on": "2026-01-01", "last_on": "2026-12-31"}


def test_the_board_reads_how_it_stood_when_the_period_ended(kim: Caller, park: Area) -> None:
    spring, year = (words(kim, begin(kim, **period)) for period in (SPRING, YEAR))
    assert "Vandringar 2 1 Deltagare 50 10 Åtgärdspunkter 2 1 Återstår 2 1" in spring
    assert "Försenade vid periodens slut 1 0" in spring
    assert "Ägaren säger nej" not in spring
    assert "Återstår 1 1 Åtgärdas inte 1 0 Försenade vid periodens slut 0 0" in year
    assert "Ägaren säger nej" in year


def test_an_area_has_its_own_walks_and_points(kim: Caller, park: Area) -> None:
    page = begin(kim, kind="area", area_id=park.id, first_on="2025-01-01", last_on="2026-12-31")
    text = words(kim, page)
    assert "Uppföljning: Sveaparken 2025–2026" in text
    assert "har genomfört två trygghetsvandringar vid Sveaparken" in text
    assert "0 av 2 punkter är åtgärdade, 1 återstår, 1 åtgärdas inte" in text
    assert "30 deltagare" in text


def test_the_published_board_says_the_same_as_its_rows(  # type: ignore[no-untyped-def]
    safety: Caller, kim: Caller, caller: Callable[[], Caller], park: Area
) -> None:
    page = begin(kim, **YEAR)
    publish(safety, page)
    base = f"/followup/{slug(safety, page)}"
    for address in (base, f"{base}/versions/1"):
        text = words(caller(), address)
        assert "Åtgärdspunkter 2 1 Återstår 1 1 Åtgärdas inte 1 0" in text
    told = json.loads(caller().get(f"{base}.json").data)["namnd"]
    assert (told["nu"]["punkter"], told["fore"]["punkter"]) == (2, 1)
    table = caller().get(f"{base}.csv").get_data(as_text=True)
    assert table.count("FLEN-2026-00") == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "area"}, "Välj vilket område det gäller."),
        ({"last_on": "2025-01-01"}, "Perioden slutar innan den börjar."),
        ({"kind": "year"}, "Välj något som finns i listan."),
        ({"first_on": ""}, "Skriv när perioden börjar."),
    ],
)
def test_a_period_that_does_not_do_keeps_what_was_typed(
    kim: Caller, typed: dict[str, str], sentence: str
) -> None:
    answer = kim.post("/reports/new", {"kind": "board", **YEAR, **typed})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
