"""Reports from draft to published, and what a reader without sign-in meets."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cast import a_fix, a_party, a_person, a_walk, an_area, an_issue
from tests.web.conftest import Caller
from walkapp.domain.fixes import Fix
from walkapp.domain.people import Party, Person
from walkapp.domain.walks import Walk
from walkapp.storage import areas, devices, municipality, parties, rows, walks
from walkapp.storage.database import Database

SAFETY = a_person("Siv", "safety_coordinator")
KIM = a_person("Kim", "coordinator")
SECRET = "KANARIE-intern-anteckning"
FOUNDING = (
    "Åtgärder har genomförts efter trygghetsvandring. "
    "Exempelvis har buskage huggits ner, klotter sanerats och lampor lagats."
)
REMEDIES = ("buskage huggits ner", "klotter sanerats", "lampor lagats")


@pytest.fixture
def walk(db: Database) -> Walk:
    """A reviewed spring walk with fixes in most outcomes."""
    area, party = an_area(), a_party()
    areas.add(db, area)
    parties.add(db, party)
    made = a_walk(
        starts_at="2026-04-20T17:00:00Z",
        state="reviewing",
        organisers="Polisen och kommunen",
        area_id=area.id,
        participants=14,
    )
    walks.add(db, made)
    _add_fixes(db, made, area.id, party)
    return made


def _add_fixes(db: Database, walk: Walk, area_id: str, party: Party) -> None:
    closed = {"state": "closed", "done_on": "2026-06-01", "done_text": "Klart och fint"}
    made = [{**closed, "outcome": "fixed", "remedy": remedy} for remedy in REMEDIES]
    made += [
        {"state": "closed", "outcome": "wont_fix", "outcome_text": "Ägaren säger nej."},
        {"state": "closed", "outcome": "out_of_scope"},
        {"state": "planned", "planned_action": "byta stolpen", "due_on": "2026-12-24"},
        {"state": "new", "visibility": "internal", "title": f"{SECRET} dold"},
    ]
    for number, changes in enumerate(made, start=1):
        given = {
            "number": f"FLEN-2026-{number:03d}",
            "title": f"=Punkt <b>{number}</b>",
            "public_text": "Det var mörkt här",
            "internal_note": SECRET,
            "walk_id": walk.id,
            "area_id": area_id,
            "party_id": party.id,
            "lat": 59.058,
            "lon": 16.588,
        }
        keep(db, a_fix(**{**given, **changes}))


def keep(db: Database, fix: Fix) -> None:
    """Put a fix there as it is, in whatever state it stands."""
    serial = next(iter(db.query("SELECT count(*) + 1 AS n FROM fixes")))["n"]
    row = {**rows.values(fix), "serial": serial}
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO fixes ({names}) VALUES ({places})", row)


@pytest.fixture
def safety(signed_in: Callable[[Person], Caller]) -> Caller:
    return signed_in(SAFETY)


@pytest.fixture
def kim(signed_in: Callable[[Person], Caller]) -> Caller:
    """Who drafts, so that the safety coordinator is somebody else than the writer."""
    return signed_in(KIM)


def without_second_reader(db: Database) -> None:
    """Let whoever wrote publish alone."""
    town = municipality.get(db)
    municipality.save(db, replace(town, review_by_other=False, version=town.version + 1))


def begin(caller: Caller, walk: Walk) -> str:
    """The address of the new draft's page."""
    answer = caller.post("/reports", {"walk_id": walk.id})
    assert answer.status_code == 303
    return str(answer.location)


def seen(caller: Caller, page: str) -> str:
    return caller.get(page).get_data(as_text=True).split('name="seen" value="')[1].split('"')[0]


def publish(caller: Caller, page: str, note: str = ""):  # type: ignore[no-untyped-def]
    return caller.post(f"{page}/publish", {"seen": seen(caller, page), "note": note})


def slug(caller: Caller, page: str) -> str:
    return caller.get(page).get_data(as_text=True).split('href="/followup/')[1].split('"')[0]


def test_a_draft_is_a_404_to_everybody_else(safety: Caller, caller, walk: Walk) -> None:  # type: ignore[no-untyped-def]
    begin(safety, walk)
    reader = caller()
    assert "Höstvandring" not in reader.get("/followup").get_data(as_text=True)
    for ending in ("", ".csv", ".geojson", "/fixes/FLEN-2026-001"):
        path = f"/followup/hostvandring-vid-resecentrum-2026-04-20{ending}"
        assert reader.get(path).status_code == 404


def test_the_published_page_says_the_founding_sentence(
    safety: Caller, kim: Caller, caller, walk: Walk
) -> None:  # type: ignore[no-untyped-def]
    page = begin(kim, walk)
    assert publish(safety, page).status_code == 303
    text = caller().get(f"/followup/{slug(safety, page)}").get_data(as_text=True)
    assert FOUNDING in text
    assert "Polisen och kommunen har genomfört en trygghetsvandring vid Sveaparken under" in text
    assert "3 av 5 punkter är åtgärdade, 1 återstår, 1 åtgärdas inte." in text
    assert "Det här åtgärdas inte. Ägaren säger nej." in text
    assert "Gata och park planerar att byta stolpen. Det ska vara klart senast 24 december" in text
    assert "1 punkt hörde inte hit och är inte med." in text
    assert "1 punkt visas inte för att skydda enskilda." in text


def test_no_public_byte_holds_an_internal_note(
    safety: Caller, kim: Caller, caller, walk: Walk
) -> None:  # type: ignore[no-untyped-def]
    page = begin(kim, walk)
    publish(safety, page)
    base = f"/followup/{slug(safety, page)}"
    for ending in ("", ".csv", ".geojson", "/fixes/FLEN-2026-001"):
        answer = caller().get(base + ending)
        assert answer.status_code == 200
        assert SECRET not in answer.get_data(as_text=True)
    assert caller().get(f"{base}/fixes/FLEN-2026-007").status_code == 404


def test_the_table_and_the_map_hold_the_same_rows(
    safety: Caller, kim: Caller, caller, walk: Walk
) -> None:  # type: ignore[no-untyped-def]
    page = begin(kim, walk)
    publish(safety, page)
    base = f"/followup/{slug(safety, page)}"
    text = caller().get(f"{base}.csv").get_data().decode()
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    points = json.loads(caller().get(f"{base}.geojson").get_data())["features"]
    assert [row["nummer"] for row in table] == [p["properties"]["nummer"] for p in points]
    assert len(table) == 5
    assert table[0]["rubrik"].startswith("'=")


def test_unpublishing_closes_the_page(  # type: ignore[no-untyped-def]
    safety: Caller, kim: Caller, caller, walk: Walk
) -> None:
    page = begin(kim, walk)
    publish(safety, page)
    address = f"/followup/{slug(safety, page)}"
    assert caller().get(address).status_code == 200
    safety.post(f"{page}/unpublish")
    assert caller().get(address).status_code == 404


def test_what_is_published_stays_until_it_is_published_again(  # type: ignore[no-untyped-def]
    safety: Caller, kim: Caller, caller, walk: Walk, db: Database
) -> None:
    page = begin(kim, walk)
    publish(safety, page)
    address = f"/followup/{slug(safety, page)}"
    db.execute("UPDATE fixes SET public_text = 'Ny text' WHERE number = 'FLEN-2026-001'")
    assert "Ny text" not in caller().get(address).get_data(as_text=True)
    publish(safety, page, "En text är rättad")
    text = caller().get(address).get_data(as_text=True)
    assert "Ny text" in text
    assert "Version 2" in text


def test_every_reader_gets_the_page_in_their_own_words(
    safety: Caller, kim: Caller, caller, walk: Walk
) -> None:  # type: ignore[no-untyped-def]
    page = begin(kim, walk)
    publish(safety, page)
    address = f"/followup/{slug(safety, page)}"

    def read(query: str, language: str) -> str:
        answer = caller().get(f"{address}{query}", headers={"Accept-Language": language})
        return str(answer.get_data(as_text=True).split('id="list"')[1])

    for query, rows_there in (
        ("", 5),
        ("?part=fixed", 3),
        ("?category=klotter", 0),
        ("?page=2", 0),
    ):
        for language, word in (("sv", "Ansvarig: Gata och park"), ("en", "Responsible: ")) * 2:
            text = read(query, language)
            assert text.count('class="story ') == rows_there, (query, language)
            assert (word in text) is bool(rows_there), (query, language)


def test_what_changed_while_it_was_read_is_not_published(
    safety: Caller, kim: Caller, walk: Walk, db: Database
) -> None:
    page = begin(kim, walk)
    old = seen(safety, page)
    db.execute("UPDATE fixes SET public_text = 'Ny text' WHERE number = 'FLEN-2026-001'")
    answer = safety.post(f"{page}/publish", {"seen": old})
    assert answer.status_code == 422
    assert "Läs igenom dem igen" in answer.get_data(as_text=True)


def test_a_coordinator_drafts_but_does_not_publish(
    signed_in: Callable[[Person], Caller], walk: Walk
) -> None:
    coordinator = signed_in(KIM)
    page = begin(coordinator, walk)
    assert "Trygghetssamordnaren publicerar" in coordinator.get(page).get_data(as_text=True)
    assert coordinator.post(f"{page}/publish", {"seen": "x"}).status_code == 403


def test_a_heading_that_does_not_do_keeps_what_was_typed(safety: Caller, walk: Walk) -> None:
    page = begin(safety, walk)
    answer = safety.post(f"{page}/edit", {"title": " ", "lead": "Min inledning", "version": "1"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Skriv en rubrik." in text
    assert "Min inledning" in text


def test_a_heading_that_is_too_long_is_answered_in_swedish(safety: Caller, walk: Walk) -> None:
    typed = {"title": "a" * 201, "lead": "", "version": "1"}
    answer = safety.post(f"{begin(safety, walk)}/edit", typed)
    assert answer.status_code == 422
    assert "Skriv högst 200 tecken." in answer.get_data(as_text=True)


def test_the_year_gathers_its_walks(
    safety: Caller, kim: Caller, caller, walk: Walk, db: Database
) -> None:  # type: ignore[no-untyped-def]
    other = a_walk(starts_at="2025-04-20T17:00:00Z", state="reviewing", title="Förra årets")
    walks.add(db, other)
    keep(db, a_fix(number="FLEN-2025-001", title="Gammal punkt", walk_id=other.id))
    page = str(kim.post("/reports", {"year": "2026"}).location)
    publish(safety, page)
    text = caller().get(f"/followup/{slug(safety, page)}").get_data(as_text=True)
    assert "3 av 5 punkter" in text
    assert "Gammal punkt" not in text


def test_a_second_report_of_the_same_walk_is_refused(safety: Caller, walk: Walk) -> None:
    begin(safety, walk)
    answer = safety.post("/reports", {"walk_id": walk.id})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query", ["?page=-1", "?page=99999999999", "?page=x", "?part=%00", "?area=%FF"]
)
def test_odd_filters_are_never_a_fault(
    safety: Caller, kim: Caller, caller, walk: Walk, query: str
) -> None:  # type: ignore[no-untyped-def]
    page = begin(kim, walk)
    publish(safety, page)
    assert caller().get(f"/followup/{slug(safety, page)}{query}").status_code == 200


def test_the_report_counts_issues_that_are_shown(safety: Caller, walk: Walk, db: Database) -> None:
    device, _ = devices.new_device(db, "2026-04-20T17:00:00Z", "2099-01-01T00:00:00Z")
    for number, changes in enumerate(({}, {"kind": "good"}, {"review": "rejected"}), start=1):
        rows.insert(db, "issues", an_issue(walk, device.id, number=number, **changes))
    text = safety.get(begin(safety, walk)).get_data(as_text=True)
    assert "2 iakttagelser, 1 om sådant som fungerar bra" in " ".join(text.split())
