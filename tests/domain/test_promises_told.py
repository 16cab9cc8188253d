"""Whatever is written down about an activity is told, whatever its kind and however it stands."""

from typing import Any

import pytest

from tests.domain.test_promises import (
    AREAS,
    NOTHING,
    _account,
    a_commitment,
    a_goal,
    a_promise,
    an_activity,
    measured,
    text,
)
from walkapp.domain import promises
from walkapp.domain.promises import Book, grounds

SECRET = "KANARIE"
ROLES = [({"actors": [(role, SECRET)]}, SECRET) for role in promises.ROLES]
# What is typed, and the word of it that must be there.
TYPED: list[tuple[dict[str, Any], str]] = [
    ({"title": SECRET}, SECRET),
    ({"place": f"i {SECRET}"}, SECRET),
    ({"area_ids": "s"}, "Sveaparken"),
    ({"area_ids": "s", "target_group": "unga"}, "Sveaparken"),
    ({"time_pattern": SECRET}, SECRET),
    ({"recurrence": SECRET}, SECRET),
    ({"count": 77}, "77"),
    ({"starts": "2019-05"}, "2019"),
    ({"starts": "2015-05", "ends": "2019-05"}, "2019"),
    ({"ends": "2019-05"}, "2019"),
    ({"target_group": SECRET}, SECRET),
    ({"purpose": SECRET}, SECRET),
    ({"offers": f"samtal\n{SECRET}"}, SECRET),
    ({"actors": [("responsible", "Nämnden"), ("partner", SECRET)]}, SECRET),
    ({"time_pattern": "på kvällen", "starts": "2019-05"}, "2019"),
    *ROLES,
]


@pytest.mark.parametrize("kind", promises.KINDS)
@pytest.mark.parametrize("status", promises.STATUSES)
def test_all_that_is_written_down_is_told(kind: str, status: str) -> None:
    for changes, word in TYPED:
        said = text(an_activity(kind, **{"title": "något", "status": status, **changes}))
        assert said.count(word) == 1, (changes, said)
        assert "  " not in said and " ." not in said, said


@pytest.mark.parametrize("kind", promises.KINDS)
@pytest.mark.parametrize("status", promises.STATUSES)
def test_more_or_less_and_who_paid_are_told(kind: str, status: str) -> None:
    given: dict[str, Any] = {"title": "något", "status": status}
    plain = text(an_activity(kind, **given))
    assert "bidrag" in text(an_activity(kind, **given, funding=True)) and "bidrag" not in plain
    more, less = (text(an_activity(kind, **given, change=change)) for change in ("more", "less"))
    assert len({plain, more, less}) == 3


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (
            {"recurrence": "varje vecka", "starts": "2016-01", "ends": "2016-04"},
            "Polisen har gått fotpatrull varje vecka från vintern 2016 till våren 2016.",
        ),
        (
            {"starts": "2015", "status": "ongoing", "as_of": "2016-10"},
            "Polisen har gått fotpatrull sedan 2015. [Pågår (hösten 2016)]",
        ),
        (
            {"starts": "2015", "status": "paused", "as_of": "2016-10"},
            "Polisen har gått fotpatrull från och med 2015. [Vilande (hösten 2016)]",
        ),
        (
            {"starts": "2017-04", "status": "planned", "count": 4, "change": "more"},
            "Polisen planerar fotpatrull. Antal tillfällen: 4. Det ska bli mer än förut."
            " [Planeras våren 2017]",
        ),
        ({"title": "mörka platser"}, "Polisen har gått fotpatrull. Det gäller mörka platser."),
    ],
)
def test_dates_and_what_the_first_sentence_has_no_room_for(
    changes: dict[str, Any], wanted: str
) -> None:
    assert text(an_activity(**changes)) == wanted


def test_a_group_and_a_service_tell_where_with_whom_and_when() -> None:
    group = an_activity(
        "group",
        title="En grupp",
        area_ids="s",
        starts="2016-09",
        actors=[("member", "skolan"), ("partner", "Byalaget"), ("lead", "Kommunen")],
    )
    assert text(group) == (
        "En grupp har haft företrädare för skolan. Arbetet har skett tillsammans med Byalaget vid"
        " Sveaparken under hösten 2016. Kommunen leder arbetet."
    )
    service = an_activity("service", title="Lotsen", starts="2015", ends="2018", place="i söder")
    assert text(service) == (
        "Lotsen finns sedan 2015. Verksamheten bedrivs i söder till och med 2018."
    )


def test_a_commitment_tells_where_it_holds() -> None:
    there = a_commitment(area_ids="r s", target_kind="count", target=2, unit="dialoger")
    [row] = _account(Book(a_promise(), commitments=(there,))).rows
    assert str(row.target) == "Minst 2 dialoger. Gäller resecentrum och Sveaparken."


def test_a_state_without_a_verdict_is_a_gap() -> None:
    light = a_commitment(target_kind="state", unit="lampor som lyser", heading="Ljus")
    said = "Ljus saknar omdöme: skriv om det är på plats."
    assert said in map(str, promises.gaps(Book(a_promise(), commitments=(light,)), NOTHING))
    told = Book(a_promise(), commitments=(a_commitment(target_kind="state", verdict="met"),))
    assert "omdöme" not in " ".join(map(str, promises.gaps(told, NOTHING)))


def test_the_follow_up_of_a_year_compares_no_later_value() -> None:
    book = measured((2015, 300), (2016, 288), (2017, 100))
    [found] = promises.account(book, NOTHING, areas=AREAS, place="Flen", year=2016).measured
    assert found.values == (("2015", "300"), ("2016", "288"))
    assert "under 2016 jämfört med 2015" in str(found.said[0])


def test_answers_are_not_read_as_reported_crime() -> None:
    book = measured((2015, 35), (2016, 30), absolute=False)
    asked = Book(
        book.promise,
        indicators=book.indicators,
        measurements=tuple(
            promises.Measurement(m.id, "i", m.year, m.value, 40) for m in book.measurements
        ),
    )
    [found] = _account(asked).measured
    assert "de som svarade" in found.caveat and "anmälda" not in found.caveat


def test_a_text_is_marked_when_only_how_it_stands_has_changed() -> None:
    def lines(status: str) -> list[str]:
        done = an_activity("presence", public=True, status=status)
        book = Book(a_promise(), (a_goal(),), activities=(done,))
        return grounds([], NOTHING, [_account(book)])["police"]

    assert lines("ongoing") == ["Polisen har varit på plats. Pågår"]
    assert lines("paused") == ["Polisen har varit på plats. Vilande"]
