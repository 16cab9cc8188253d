"""How categories are handled, days off and numbered things, on both engines."""

import pytest

from tests.cast import AT, a_party, a_person, a_walk, an_area
from walkapp.domain import areas as area_rules
from walkapp.domain import days_off
from walkapp.domain.assets import Asset
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.handling import Handling, rewrite
from walkapp.domain.ids import new_id
from walkapp.storage import areas, assets, events, handling, parties, people, walks
from walkapp.storage.database import Database

ADA = a_person("Ada", "admin")


def write(db: Database, *wanted: Handling, read: int = 0) -> None:
    code = wanted[0].category
    handling.save(db, *rewrite(code, list(wanted), read=read, now=read, by=ADA, at=AT))


def test_what_is_written_is_read_again(db: Database) -> None:
    party = a_party()
    parties.add(db, party)
    write(
        db,
        Handling("klotter", days=3, party_id=party.id),
        Handling("klotter", "klotter", active=False),
    )
    book = handling.book(db)
    assert book.days("klotter") == 3 and book.of("klotter").party_id == party.id
    assert "klotter" not in book.subcategories("klotter")
    assert events.broken_at(db) is None
    assert [line["kind"] for line in events.of(db, "category", "klotter")] == ["edit"]


def test_writing_anew_leaves_nothing_of_the_old(db: Database) -> None:
    write(db, Handling("klotter", days=3), Handling("klotter", "klotter", days=1))
    write(db, Handling("klotter", days=9), read=1)
    assert set(handling.book(db).rules) == {("klotter", "")}
    assert handling.book(db).of("klotter").version == 2


def test_a_stale_category_is_a_conflict_and_leaves_no_history(db: Database) -> None:
    write(db, Handling("klotter", days=3))
    with pytest.raises(Conflict):
        write(db, Handling("klotter", days=9))
    assert handling.book(db).days("klotter") == 3
    assert len(events.of(db, "category", "klotter")) == 1


def test_days_off_come_and_go(db: Database) -> None:
    for day, name in (("2027-05-07", "Klämdag"), ("2026-12-23", "Städdag")):
        handling.add_day_off(db, *days_off.new(day, name, by=ADA, at=AT))
    assert list(handling.days_off(db).items()) == [
        ("2026-12-23", "Städdag"),
        ("2027-05-07", "Klämdag"),
    ]
    with pytest.raises(Refused):
        handling.add_day_off(db, *days_off.new("2027-05-07", "Igen", by=ADA, at=AT))
    for _ in range(2):
        handling.remove_day_off(db, "2027-05-07", days_off.removed("2027-05-07", by=ADA, at=AT))
    assert list(handling.days_off(db)) == ["2026-12-23"]
    assert [line["kind"] for line in events.of(db, "day_off", "2027-05-07")] == ["add", "remove"]


def test_things_near_a_place(db: Database) -> None:
    def put(kind: str, number: str, lat: float) -> None:
        with db.writing():
            assets.put(db, [Asset(new_id(), kind, number, lat, 16.588, updated_at=AT)])

    put("lamp", "17", 59.05801)
    put("lamp", "18", 59.06)
    put("bin", "9", 59.058)
    assert [near.asset.number for near in assets.near(db, 59.058, 16.588, "lamp")] == ["17"]
    assert assets.near(db, None, None, "lamp") == assets.near(db, 59.058, 16.588, "") == []
    put("lamp", "17", 59.07)  # moved: the number stays one thing
    assert assets.near(db, 59.058, 16.588, "lamp") == []
    assert assets.counts(db) == {"lamp": 2, "bin": 1}
    assert set(assets.of_kind(db, "lamp")) == {"17", "18"}


def test_land_is_no_place_by_name(db: Database) -> None:
    people.add(db, ADA)
    square = '{"type":"Polygon","coordinates":[[[16.5,59],[16.6,59],[16.6,59.1],[16.5,59]]]}'
    area, event = area_rules.new(area_rules.Given("Gården", square, land=True), by=ADA, at=AT)
    areas.add(db, area, event)
    park = an_area()
    areas.add(db, park)
    assert [found.name for found in areas.all(db)] == ["Sveaparken"]
    assert {found.name for found in areas.all(db, land=True)} == {"Gården", "Sveaparken"}
    walks.add(db, a_walk(area_id=park.id))
    given = area_rules.Given("Sveaparken", square, land=True)
    with pytest.raises(Refused):
        areas.save(db, *area_rules.change(park, given, read=1, by=ADA, at=AT))
    assert not areas.all(db)[0].land
