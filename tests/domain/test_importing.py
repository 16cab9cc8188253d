"""What each row of a file would do: new, changed, the same or wrong, and in what words."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, a_party, a_person, an_area
from walkapp.domain.assets import Asset
from walkapp.domain.errors import Refused
from walkapp.domain.importing import CHANGED, NEW, SAME, WRONG, Plan
from walkapp.domain.importing_assets import plan as plan_assets
from walkapp.domain.importing_parties import There
from walkapp.domain.importing_parties import plan as plan_parties
from walkapp.domain.people import Area, Party

ADA = a_person("Ada", "admin")
GATA = replace(a_party(), email="gata@flen.example", days=10)
CENTRE = an_area("Centrum")
RING = [[16.5, 59.0], [16.6, 59.0], [16.6, 59.1], [16.5, 59.0]]
YARD = {"type": "Polygon", "coordinates": [RING]}
LAMP = Asset("a", "lamp", "17", 59.058, 16.588, "Åsgatan", GATA.id)


def of_parties(*rows: dict[str, Any], areas: tuple[Area, ...] = (CENTRE,)) -> Plan:
    return plan_parties(rows, There([GATA], areas, ADA, AT))


def of_lamps(*rows: dict[str, Any]) -> Plan:
    return plan_assets(rows, "lamp", there={"17": LAMP}, parties=[GATA], at=AT)


def verdicts(plan: Plan) -> list[str]:
    return [line.verdict for line in plan.lines]


def why(plan: Plan) -> list[str]:
    return [str(line.refusal) for line in plan.lines if line.refusal]


def test_a_register_row_by_row() -> None:
    there = {"nummer": "17", "lat": "59,058", "lon": "16,588", "namn": "Åsgatan"}
    plan = of_lamps(
        {"Stolpnummer": 18.0, "Latitud": 59.06, "Longitud": 16.59, "Ansvarig": "gata OCH park"},
        {**there, "ansvarig": "Gata och park"},
    )
    assert verdicts(plan) == [NEW, SAME]
    (lamp,) = plan.lines[0].things
    assert (lamp.number, lamp.lat, lamp.lon, lamp.party_id) == ("18", 59.06, 16.59, GATA.id)
    assert plan.lines[1].things == () and plan.can_be_done
    # A column that the file lacks leaves what is there; an empty cell empties it.
    assert verdicts(of_lamps(there)) == [SAME]
    moved = of_lamps({**there, "lat": "59.059", "ansvarig": ""})
    assert verdicts(moved) == [CHANGED]
    assert [(d.label, d.before, d.after) for d in moved.lines[0].differences] == [
        ("Latitud", "59.058000", "59.059000"),
        ("Ansvarig", "Gata och park", ""),
    ]
    (after,) = moved.lines[0].things
    assert after.id == LAMP.id


def test_a_point_is_a_place() -> None:
    point = {"type": "Point", "coordinates": [16.59, 59.06, 31.0]}
    (lamp,) = of_lamps({"littera": "B 4", "geometry": point}).lines[0].things
    assert (lamp.number, lamp.lat, lamp.lon) == ("B 4", 59.06, 16.59)


GOOD = {"nummer": "9", "lat": "59", "lon": "16"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**GOOD, "nummer": ""}, "Numret saknas."),
        ({**GOOD, "lat": ""}, "Platsen saknas"),
        ({**GOOD, "lat": "norrut"}, "”norrut” är inget tal."),
        ({**GOOD, "lat": "6547123", "lon": "585123"}, "varken i grader"),
        ({**GOOD, "lat": "nan"}, "finns inte på jorden"),
        ({**GOOD, "ansvarig": "Ingen alls"}, "ingen part som heter ”Ingen alls”"),
        ({**GOOD, "geometry": {"type": "Point", "coordinates": ["x", 1]}}, "gick inte att läsa"),
        ({**GOOD, "namn": "x" * 101}, "högst 100"),
    ],
)
def test_a_wrong_row_says_why_and_stops_the_whole_file(row: dict[str, Any], words: str) -> None:
    plan = of_lamps({**GOOD, "nummer": "8"}, row)
    assert verdicts(plan) == [NEW, WRONG] and words in why(plan)[0]
    assert not plan.can_be_done
    with pytest.raises(Refused, match="Inget är inläst"):
        plan.check()


def test_the_same_number_twice_is_wrong() -> None:
    plan = of_lamps(GOOD, {**GOOD, "nummer": " 9 "})
    assert verdicts(plan) == [NEW, WRONG] and why(plan) == ["Samma som rad 1 i filen."]


def test_nothing_to_do_is_said() -> None:
    row = {"nummer": "17", "lat": 59.058, "lon": 16.588, "namn": "Åsgatan", "part": GATA.name}
    with pytest.raises(Refused, match="allt är redan så"):
        of_lamps(row).check()


@pytest.mark.parametrize("plan", [of_lamps, of_parties])
def test_a_file_without_the_column_is_refused(plan: Any) -> None:
    with pytest.raises(Refused, match="ingen kolumn som heter"):
        plan({"färg": "röd"})


def test_a_kind_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused):
        plan_assets([GOOD], "kingdom", there={}, parties=[], at=AT)


def test_parties_row_by_row() -> None:
    plan = of_parties(
        {"namn": "Vägföreningen", "slag": "Vägförening eller samfällighet", "extern": "ja"},
        {"namn": "gata och park", "kategorier": "Belysning, klotter", "områden": "centrum"},
        {"namn": "Gata och park "},
    )
    assert verdicts(plan) == [NEW, CHANGED, WRONG]  # the third is the second once more
    new, changed = plan.lines[0].things[0].party, plan.lines[1].things[0].party
    assert (new.name, new.kind, new.external) == ("Vägföreningen", "vagforening", True)
    # What the file does not tell stays as it is.
    assert (changed.id, changed.email, changed.days) == (GATA.id, GATA.email, 10)
    assert (changed.categories, changed.area_ids) == ("belysning klotter", CENTRE.id)
    assert [(d.label, d.after) for d in plan.lines[1].differences] == [
        ("Har hand om", "Belysning, Klotter och skadegörelse"),
        ("I områdena", "Centrum"),
    ]


def test_a_party_that_is_so_already() -> None:
    assert verdicts(of_parties({"namn": "Gata och park", "dagar": "10"})) == [SAME]


def test_an_outline_becomes_the_land_of_the_party() -> None:
    plan = of_parties({"name": "Gata och park", "geometry": YARD})
    change = plan.lines[0].things[0]
    assert change.land.name == "Gata och park, mark" and change.land.land
    assert change.land_is_new and change.party.area_ids == change.land.id
    # The same file once more changes nothing.
    party: Party = change.party
    again = plan_parties(
        [{"name": "Gata och park", "geometry": YARD}], There([party], [change.land], ADA, AT)
    )
    assert verdicts(again) == [SAME]
    # A new outline changes the area and not the party.
    wider = {"type": "Polygon", "coordinates": [[[16.4, 59.0], *RING[1:3], [16.4, 59.0]]]}
    moved = plan_parties(
        [{"name": "Gata och park", "geometry": wider}], There([party], [change.land], ADA, AT)
    )
    assert verdicts(moved) == [CHANGED]
    assert [d.label for d in moved.lines[0].differences] == ["Yta"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"namn": ""}, "Skriv vad parten heter."),
        ({"namn": "Ny", "slag": "kungarike"}, "”kungarike” är inget slag av part."),
        ({"namn": "Ny", "e-post": "inte en adress"}, "e-postadress"),
        ({"namn": "Ny", "dagar": "snart"}, "”snart” är inget helt tal."),
        ({"namn": "Ny", "dagar": "-4"}, "mellan 0 och 750"),
        ({"namn": "Ny", "kategorier": "belysning, väder"}, "ingen kategori som heter ”väder”"),
        ({"namn": "Ny", "områden": "Månen"}, "inget område som heter ”Månen”"),
        ({"namn": "Ny", "geometry": {"type": "Polygon", "coordinates": [[[1, 2]]]}}, "tre hörn"),
    ],
)
def test_a_wrong_party_says_why(row: dict[str, Any], words: str) -> None:
    plan = of_parties(row)
    assert verdicts(plan) == [WRONG] and words in why(plan)[0]
