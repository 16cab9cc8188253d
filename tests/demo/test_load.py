"""The demo year as it stands in a database once it is loaded."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.demo import quick
from walkapp.demo import load, load_world
from walkapp.domain import fixes as fix_rules
from walkapp.domain import reports as report_rules
from walkapp.domain.errors import Refused
from walkapp.domain.feelings import LEAST
from walkapp.domain.fixes.words import OUTCOMES, STATES
from walkapp.domain.people import Municipality
from walkapp.domain.walks import code_works
from walkapp.storage import (
    database,
    devices,
    events,
    fixes,
    issues,
    municipality,
    passwords,
    people,
    photos,
    public_fixes,
    reports,
    stops,
    walks,
)
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database
from walkapp.storage.pixels.pool import Pool
from walkapp.web.report_pages import summary_of

T = TypeVar("T")
NOW = "2026-11-22T18:05:00Z"
FIGURES = (
    "14 av 20 punkter är åtgärdade, 2 delvis, 2 återstår, 1 åtgärdas inte,"
    " 1 är hänvisad till annan part"
)


def fill(db: Database, folder: Path, now: str = NOW, **more: Any) -> None:
    with pytest.MonkeyPatch.context() as patch, Pool(2) as pool:
        patch.setattr(load_world, "draw", quick.draw)
        load.load(db, Blobs(folder), pool, now=now, **more)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def loaded(empty_file: Path, folder: Path) -> Iterator[Database]:
    file = shutil.copy(empty_file, folder / "walkapp.db")
    with closing(database.open_source(str(file)).connect()) as db:
        fill(db, folder / "photos")
        yield db


def rows_of(db: Database) -> dict[str, list[dict[str, Any]]]:
    tables = ("municipality", "people", "walks", "issues", "fixes", "photos", "events", "reports")
    return {table: list(db.query(f"SELECT * FROM {table} ORDER BY 1")) for table in tables}


def test_it_loads_on_both_engines_and_a_second_time_changes_nothing(
    db: Database, tmp_path: Path
) -> None:
    said: list[tuple[int, int, str]] = []
    fill(db, tmp_path, progress=lambda *step: said.append(step))
    assert said and said[-1][0] == said[-1][1] == len(said)
    assert events.broken_at(db) is None
    summary = summary_of(found(reports.by_slug(db, "2016")))
    assert ", ".join(map(str, report_rules.figures(summary))) == FIGURES
    before = rows_of(db)
    fill(db, tmp_path)
    fill(db, tmp_path, now="2026-11-23T06:00:00Z")
    assert rows_of(db) == before


@pytest.mark.parametrize("slug", ["2016", "varvandringen-2016"])
def test_the_follow_ups_of_2016_say_what_the_promise_was_followed_up_with(
    loaded: Database, slug: str
) -> None:
    report = found(reports.by_slug(loaded, slug))
    summary = summary_of(report)
    assert [str(sentence) for sentence in report_rules.headline(summary)] == [
        "Åtgärder har genomförts efter trygghetsvandring.",
        "Exempelvis har buskage huggits ner, klotter sanerats och lampor lagats.",
    ]
    assert ", ".join(map(str, report_rules.figures(summary))) == FIGURES
    assert (summary.walks, summary.participants, summary.issues, summary.good) == (1, 14, 28, 6)
    assert str(report_rules.walked(summary)).startswith(
        "Polisen och kommunen har genomfört en trygghetsvandring"
    )
    assert str(report_rules.walked(summary)).endswith("under våren.")


def test_the_figures_still_add_up_when_they_are_counted_again(loaded: Database) -> None:
    report = found(reports.by_slug(loaded, "2016"))
    _, summary = public_fixes.gather(loaded, report)
    assert summary.parts == summary_of(report).parts
    assert sum(summary.parts.values()) == summary.total == 20


def test_what_was_fixed_in_2016_is_seen_before_and_after(loaded: Database) -> None:
    rows = reports.every_row(loaded, found(reports.by_slug(loaded, "2016")), {})
    fixed = [row for row in rows if row.part in ("fixed", "partly_fixed")]
    assert len(fixed) == 16
    for row in fixed:
        assert row.before and row.after, row.number
        assert all(photo.alt for photo in (*row.before, *row.after))
        assert row.seen and row.done and row.done_on and row.party and row.area


def test_every_state_and_outcome_is_there(loaded: Database) -> None:
    kept = [found(fixes.get(loaded, row["id"])) for row in loaded.query("SELECT id FROM fixes")]
    assert {fix.state for fix in kept} == set(STATES)
    assert {fix.outcome for fix in kept if fix.outcome} == set(OUTCOMES)
    assert any(fix.reopen_count for fix in kept)
    assert any(fix.bounce_reason for fix in kept)
    assert any(fix.proposed_reason for fix in kept)
    late = [fix.title for fix in kept if fix_rules.overdue_since(fix, NOW[:10])]
    assert late == ["Paviljongen i Sveaparken står tom på kvällarna"]


def test_work_and_its_check_are_done_by_different_people(loaded: Database) -> None:
    checked = list(loaded.query("SELECT done_by, confirmed_by FROM fixes WHERE outcome = 'fixed'"))
    assert checked and all(row["done_by"] != row["confirmed_by"] for row in checked)


def test_every_picture_is_clean_and_its_original_gone(loaded: Database, folder: Path) -> None:
    blobs = Blobs(folder / "photos")
    listed = [row["photo_id"] for row in loaded.query("SELECT photo_id FROM photos")]
    assert len(listed) > 60
    for photo_id in listed:
        photo = found(photos.get(loaded, photo_id))
        assert photo.state == "clean" and photo.sha256_480 and photo.sha256_1600
        assert blobs.clean_path(photo.sha256_1600).is_file()
    assert list(blobs.originals()) == []


def test_nothing_happened_after_now(loaded: Database) -> None:
    latest = [row["at"] for row in loaded.query("SELECT max(at) AS at FROM events")]
    assert latest[0] <= NOW
    assert events.broken_at(loaded) is None


def test_a_newcomer_can_join_the_walk_that_goes_on(loaded: Database) -> None:
    walk = found(walks.by_code(loaded, "VANDRA26"))
    assert walk.state == "open" and walk.starts_at <= NOW < walk.ends_at
    assert code_works(walk, NOW)
    count = walks.counts(loaded, walk.id)
    assert (count.issues, count.waiting, count.devices) == (9, 0, 4)
    for member in devices.members(loaded, walk.id):
        assert issues.mine(loaded, walk.id, member.device_id)


def test_the_sign_ins_work_and_have_the_roles_they_are_told_to_have(loaded: Database) -> None:
    roles = Counter[str]()
    for address, _ in load.SIGN_INS:
        person = found(people.by_email(loaded, address))
        assert passwords.fits(people.password_hash(loaded, person.id), load.PASSWORD)
        roles.update(person.roles)
    assert {*roles} >= {"admin", "coordinator", "safety_coordinator", "leader", "party", "police"}


def test_last_months_follow_up_waits_for_its_second_click(loaded: Database) -> None:
    states = {report.slug: report.state for report in reports.all_of(loaded)}
    assert states == {
        "2016": "published",
        "namnden-2016": "published",
        "sveaparken-2016": "published",
        "varvandringen-2016": "published",
        "varvandringen-2017": "published",
        "kvallsvandringen": "draft",
    }
    undecided = "SELECT 1 AS one FROM issues WHERE review = 'received' AND kind = 'question'"
    assert list(loaded.query(undecided))


def test_the_installation_says_that_it_is_a_demo(loaded: Database) -> None:
    here = municipality.get(loaded)
    assert (here.name, here.demo, here.number_prefix) == ("Flen (demo)", True, "FLEN")
    assert not load.is_somebody_elses(loaded)


def test_a_walk_whose_code_ran_out_goes_on_today(empty_file: Path, tmp_path: Path) -> None:
    file = shutil.copy(empty_file, tmp_path / "walkapp.db")
    with closing(database.open_source(str(file)).connect()) as db:
        fill(db, tmp_path / "photos")
        later = "2026-12-24T23:50:00Z"
        fill(db, tmp_path / "photos", now=later)
        walk = found(walks.by_code(db, load.CODE))
        assert walk.state == "open" and walk.starts_at <= later < walk.ends_at
        assert code_works(walk, later) and events.broken_at(db) is None


def test_a_real_municipality_is_left_alone(db: Database, tmp_path: Path) -> None:
    municipality.save(db, Municipality("Riktiga kommunen", "Riktig", "RIKT"))
    assert load.is_somebody_elses(db)
    with pytest.raises(Refused, match="riktig kommun"):
        fill(db, tmp_path)
    assert list(db.query("SELECT * FROM walks")) == []


def test_half_a_demo_is_told_from_a_whole_one(db: Database, tmp_path: Path) -> None:
    municipality.save(db, Municipality("Flen (demo)", "Flen", "FLEN", demo=True))
    with pytest.raises(Refused, match="inte färdig"):
        fill(db, tmp_path)


def found(thing: T | None) -> T:
    assert thing is not None
    return thing


def test_the_crew_has_a_round_to_go(loaded: Database) -> None:
    gun = people.by_email(loaded, "drift@flen.example")
    assert gun
    found = fixes.errands(loaded, gun, NOW[:10])
    assert len(found) >= 3 and all(errand.before for errand in found)


def test_a_walk_is_published_beside_the_one_before_it_with_how_safe_it_felt(
    loaded: Database,
) -> None:
    summary = summary_of(found(reports.by_slug(loaded, "varvandringen-2017")))
    before, now = found(summary.earlier), found(summary.measures)
    compared = report_rules.compared(summary.total, summary.parts["fixed"], now, before)
    assert [(row.name, row.before_of, row.now_of) for row in compared] == [
        ("Andel åtgärdade", 20, 8),
        ("Tid till åtgärd, mittersta värdet", 14, 7),
        ("Klart till det datum som först lovades", 16, 7),
        ("Fick ett första svar inom tio arbetsdagar", 20, 8),
    ]
    felt = {one.stop: one for one in summary.felt}
    assert len(felt) == 7
    assert all(min(one.before_of, one.now_of) >= LEAST for one in felt.values())
    assert (felt["Gångtunneln"].before, felt["Gångtunneln"].now) == (1.6, 3.9)
    assert felt["Torget"].before < felt["Torget"].now


def test_the_walks_have_stops_and_todays_has_voices(loaded: Database) -> None:
    by_time = "SELECT w.id FROM walks w JOIN stops s ON s.walk_id = w.id"
    spring, again, today = (
        found(walks.get(loaded, row["id"]))
        for row in loaded.query(f"{by_time} GROUP BY w.id ORDER BY w.starts_at")
    )
    assert (spring.starts_at[:4], again.follows_id) == ("2016", spring.id)
    assert today.code == load.CODE
    assert len(stops.route(loaded, spring).stops) == 7
    assert all(stop.prompt for stop in stops.route(loaded, today).stops)
    assert len(stops.issues_at(loaded, spring.id)) == 7
    assert sorted(issues.voices_by_issue(loaded, today.id).values()) == [1, 2, 3]
