"""Whose a fix probably is: each rule, their order, and never the one that said no."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, a_fix, a_party, a_person, an_area
from walkapp.domain.assets import Asset, Near
from walkapp.domain.fixes import Fix, Given, Known, apply, suggest
from walkapp.domain.handling import Book, Handling
from walkapp.domain.people import Area, Party


def a_square(size: float) -> str:
    """An outline around the place of every fix here."""
    w, e, s, n = 16.588 - size, 16.588 + size, 59.058 - size, 59.058 + size
    ring = f"[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]"
    return f'{{"type":"Polygon","coordinates":[{ring}]}}'


CENTRE = an_area("Centrum", a_square(0.01))
YARD = replace(an_area("Gården", a_square(0.001)), land=True)
NAMED = an_area("Sveaparken")
HERE = {"lat": 59.058, "lon": 16.588}
ELSEWHERE = {"lat": 60.0, "lon": 16.588}


def party(name: str, *areas: Area, takes: str = "", **changes: Any) -> Party:
    ids = " ".join(area.id for area in areas)
    return replace(a_party(name), area_ids=ids, categories=takes, **changes)


def known(*parties: Party, near: tuple[Near, ...] = (), rules: tuple[Handling, ...] = ()) -> Known:
    book = Book({(rule.category, rule.subcategory): rule for rule in rules})
    return Known(parties, [CENTRE, YARD, NAMED], book, near)


def told(fix: Fix, what: Known) -> tuple[str, str] | None:
    found = suggest(fix, what)
    return (found.party.name, found.reason.text % found.reason.values) if found else None


LIGHT = party("Ljus", takes="belysning")
LIGHT_CENTRE = party("Ljus centrum", CENTRE, takes="belysning")
HOUSES = party("Bostäder", YARD)
PARK = party("Parken", NAMED)


def test_nothing_known_suggests_nobody() -> None:
    assert suggest(a_fix(**HERE), known(a_party(), a_party("Två"))) is None


@pytest.mark.parametrize(
    ("fix", "parties", "name", "reason"),
    [
        (HERE, (LIGHT_CENTRE,), "Ljus centrum", "har hand om Belysning i området Centrum"),
        (HERE, (HOUSES,), "Bostäder", "Platsen ligger i området Gården, som Bostäder ansvarar för"),
        # The smallest area holds more than the wide one says.
        (HERE, (LIGHT_CENTRE, HOUSES), "Bostäder", "Gården"),
        # Without a position the area's name is what there is.
        ({"area_id": NAMED.id}, (PARK,), "Parken", "Sveaparken"),
        ({}, (LIGHT,), "Ljus", "den enda som har hand om Belysning"),
        # A place goes before a party for all of the municipality.
        (HERE, (LIGHT, LIGHT_CENTRE), "Ljus centrum", "Centrum"),
        (ELSEWHERE, (LIGHT, LIGHT_CENTRE), "Ljus", "hela kommunen"),
    ],
)
def test_place_and_category(
    fix: dict[str, Any], parties: tuple[Party, ...], name: str, reason: str
) -> None:
    found = told(a_fix(**fix), known(*parties))
    assert found is not None
    assert found[0] == name and reason in found[1]


def test_who_takes_something_else_there_is_not_asked() -> None:
    assert told(a_fix(category="klotter", **HERE), known(LIGHT, LIGHT_CENTRE)) is None


def test_two_that_might_do_are_no_answer() -> None:
    assert told(a_fix(), known(LIGHT, party("Ljus två", takes="belysning"))) is None


def test_who_usually_gets_it() -> None:
    usual = a_party("Driften")
    narrow = a_party("Jouren")
    rules = (
        Handling("belysning", party_id=usual.id),
        Handling("belysning", "trasig lampa", party_id=narrow.id),
    )
    what = known(usual, narrow, rules=rules)
    assert told(a_fix(), what) == ("Driften", "Driften brukar få Belysning.")
    found = told(a_fix(subcategory="trasig lampa"), what)
    assert found == ("Jouren", "Jouren brukar få sådant som gäller ”trasig lampa”.")
    # What has been chosen for a category goes before the only one that takes it.
    assert told(a_fix(), known(usual, LIGHT, rules=rules)) == (
        "Driften",
        "Driften brukar få Belysning.",
    )


def test_whose_lamp_it_is_goes_before_the_area() -> None:
    road = a_party("Trafikverket")
    lamp = Asset("a", "lamp", "B 17", 59.058, 16.588, party_id=road.id)
    near = known(road, LIGHT_CENTRE, near=(Near(lamp, 6),))
    assert told(a_fix(**HERE), near) == (
        "Trafikverket",
        "Trafikverket ansvarar för nummer B 17, som står 6 meter bort.",
    )
    far = known(road, LIGHT_CENTRE, near=(Near(lamp, 26),))
    assert told(a_fix(**HERE), far)[0] == "Ljus centrum"  # type: ignore[index]


def test_an_inactive_party_is_not_suggested() -> None:
    assert told(a_fix(**HERE), known(replace(HOUSES, active=False))) is None


def test_the_one_that_said_no_is_left_out_and_named() -> None:
    coordinator = a_person("Disa", "coordinator")
    worker = a_person("Gun", "party", party=HOUSES)
    assigned = a_fix(state="assigned", party_id=HOUSES.id, due_on="2026-12-10", **HERE)
    given = Given(reason="Det är inte vår gård.", whose="ljus centrum")
    back, _ = apply(assigned, "bounce", by=worker, given=given, at=AT)
    assert back.refused_by == HOUSES.id
    found = suggest(back, known(HOUSES, LIGHT, LIGHT_CENTRE))
    assert found is not None and found.party == LIGHT_CENTRE
    assert "tror att det är deras" in found.reason.text and found.without == ("Bostäder",)
    # Words that are nobody's name lead nowhere, and the rules go on.
    vague, _ = apply(assigned, "bounce", by=worker, given=replace(given, whose="kommunen"), at=AT)
    assert told(vague, known(HOUSES, LIGHT_CENTRE))[0] == "Ljus centrum"  # type: ignore[index]
    # The one that said no is not suggested again, whoever else says it is theirs.
    assert suggest(replace(back, bounce_whose="Bostäder"), known(HOUSES)) is None
    # A new round begins when it is opened again.
    closed = replace(back, state="closed", outcome="gone")
    again, _ = apply(closed, "reopen", by=coordinator, given=Given(reason="Kvar"), at=AT)
    assert again.refused_by == ""


def test_two_that_said_no_are_both_left_out() -> None:
    fix = a_fix(refused_by=f"{HOUSES.id} {LIGHT_CENTRE.id}", **HERE)
    found = suggest(fix, known(HOUSES, LIGHT_CENTRE, LIGHT))
    assert found is not None and found.party == LIGHT
    assert found.without == ("Bostäder", "Ljus centrum")
