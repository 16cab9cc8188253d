"""Promises: who may write what, the sentences of each kind, and figures that are computed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import AT, a_party, a_person
from walkapp.domain import promises
from walkapp.domain.errors import Conflict, NotAllowed, Refused
from walkapp.domain.promises import (
    Activity,
    Actor,
    Book,
    Commitment,
    Goal,
    HeldWalk,
    Indicator,
    Measurement,
    Promise,
)
from walkapp.domain.promises.sentences import marker, told
from walkapp.domain.reports import Summary

GATA = a_party()
SIV = a_person("Siv", "safety_coordinator")
POLIS = a_person("Pia", "police")
UNIT = a_person("Ulf", "party", party=GATA)
AREAS = {"r": "Resecentrum", "s": "Sveaparken", "c": "Centrum"}
NOTHING = Summary({}, {}, ())


def a_promise(**changes: Any) -> Promise:
    given: dict[str, Any] = {
        "id": "p",
        "title": "Medborgarlöfte 2016",
        "first_year": 2016,
        "last_year": 2016,
        "parties": "joint",
        "created_at": AT,
    }
    return Promise(**{**given, **changes})


def a_goal(**changes: Any) -> Goal:
    given: dict[str, Any] = {
        "id": "g",
        "promise_id": "p",
        "text": "öka tryggheten",
        "position": 1,
        "area_ids": "r s c",
    }
    return Goal(**{**given, **changes})


def a_commitment(**changes: Any) -> Commitment:
    given: dict[str, Any] = {
        "id": "c1",
        "promise_id": "p",
        "owner": "police",
        "heading": "Synas mer",
        "position": 1,
    }
    return Commitment(**{**given, **changes})


def an_activity(kind: str = "foot_patrol", **changes: Any) -> Activity:
    given = {"id": "a", "promise_id": "p", "owner": "police", "kind": kind, "created_at": AT}
    actors = [Actor(*actor) for actor in changes.pop("actors", ())]
    return Activity(**{**given, "actors": promises.kept_actors(actors), **changes})


def an_indicator(**changes: Any) -> Indicator:
    given: dict[str, Any] = {"id": "i", "promise_id": "p", "name": "brottsligheten", "position": 1}
    return Indicator(**{"source": "Polisen", **given, **changes})


def measured(*values: tuple[int, float], **changes: Any) -> Book:
    found = tuple(Measurement(str(year), "i", year, value) for year, value in values)
    return Book(a_promise(), (a_goal(),), indicators=(an_indicator(**changes),), measurements=found)


def text(activity: Activity) -> str:
    said = [str(sentence) for sentence in told(activity, AREAS, set())]
    return " ".join([*said, *([f"[{marker(activity)}]"] if marker(activity) else [])])


@pytest.mark.parametrize(
    ("activity", "wanted"),
    [
        (
            an_activity("teaching", title="ANDT", place="i skolan", starts="2016"),
            "Polisen har undervisat om ANDT (alkohol, narkotika, dopning och tobak) i skolan"
            " under 2016.",
        ),
        (
            an_activity("targeted", title="droger", area_ids="r s c", status="ongoing"),
            "Polisen har arbetat riktat mot droger vid resecentrum, Sveaparken och centrum."
            " [Pågår]",
        ),
        (
            an_activity("dialogue", count=2, area_ids="s"),
            "Polisen har vid två tillfällen haft medborgardialog vid Sveaparken.",
        ),
        (an_activity("meeting", count=1), "Polisen har vid ett tillfälle haft medborgarmöte."),
        (an_activity(count=63), "Polisen har vid 63 tillfällen gått fotpatrull."),
        (an_activity(change="more"), "Polisen har ökat sin närvaro med fotpatrull."),
        (
            an_activity("presence", change="more", count=3, time_pattern="på kvällen"),
            "Polisen har ökat sin närvaro vid tre tillfällen på kvällen.",
        ),
        (
            an_activity("dialogue", actors=[("helper", "Volontärer")]),
            "Polisen har haft medborgardialog. Volontärer har medverkat.",
        ),
        (
            an_activity(
                "group",
                title="En grupp",
                actors=[("member", "polis"), ("member", "skola")],
                status="ongoing",
                as_of="2016-10",
            ),
            "En grupp har haft företrädare för polis och skola. [Pågår (hösten 2016)]",
        ),
        (
            an_activity("group", title="En grupp", recurrence="varje månad"),
            "En grupp har träffats varje månad.",
        ),
        (
            an_activity(
                "project",
                title="ett projekt",
                actors=[("lead", "Länsstyrelsen")],
                owner="municipality",
            ),
            "Kommunen har deltagit i ett projekt, som Länsstyrelsen leder.",
        ),
        (
            an_activity(
                "project",
                title="ett projekt",
                funding=True,
                target_group="unga",
                place="i söder",
                actors=[("responsible", "Nämnden"), ("partner", "en förening")],
            ),
            "Nämnden har gett bidrag till och deltagit i ett projekt tillsammans med en förening."
            " Målgruppen är unga i söder.",
        ),
        (
            an_activity(
                "agreement",
                title="ett avtal",
                status="planned",
                starts="2017",
                actors=[("partner", "en stiftelse")],
                purpose="mobilisera unga",
            ),
            "Polisen planerar ett avtal tillsammans med en stiftelse."
            " Syftet är att mobilisera unga. [Planeras 2017]",
        ),
        (
            an_activity(
                "service",
                title="Ungdomshuset",
                starts="2015-03",
                offers="samtal\nstöd",
                actors=[("responsible", "Nämnden"), ("partner", "skolan")],
            ),
            "Ungdomshuset finns sedan 2015. Nämnden är ansvarig och samverkar med skolan."
            " Här erbjuds samtal och stöd.",
        ),
        (an_activity(status="cancelled"), "Polisen planerar fotpatrull. [Inställd]"),
    ],
)
def test_each_activity_tells_itself(activity: Activity, wanted: str) -> None:
    assert text(activity) == wanted


def test_every_kind_has_its_sentence_done_and_planned() -> None:
    for kind in promises.KINDS:
        for status in promises.STATUSES:
            said = text(an_activity(kind, title="något", status=status))
            assert said.startswith(("Polisen ", "något "))
            assert "%" not in said


def test_an_abbreviation_is_spelled_out_once() -> None:
    known: set[str] = set()
    first, second = (told(an_activity("teaching", title="ANDT"), {}, known) for _ in range(2))
    assert "alkohol" in str(first[0])
    assert str(second[0]) == "Polisen har undervisat om ANDT."


@pytest.mark.parametrize(
    ("values", "changes", "said", "shown"),
    [
        (
            [(2015, 300), (2016, 288)],
            {"area_ids": "s"},
            "Sammantaget har brottsligheten vid Sveaparken minskat med 4 % under 2016 jämfört"
            " med 2015.",
            "−12 (−4 %)",
        ),
        (
            [(2016, 30), (2015, 20)],
            {},
            "Sammantaget har brottsligheten ökat med 50 % under 2016 jämfört med 2015.",
            "+10 (+50 %)",
        ),
        (
            [(2015, 19), (2016, 10)],
            {},
            "Sammantaget har brottsligheten minskat under 2016 jämfört med 2015."
            " Talen är för små för att räknas om till procent.",
            "−9",
        ),
        (
            [(2015, 100), (2016, 96)],
            {"absolute": False},
            "Sammantaget har brottsligheten minskat med 4 % under 2016 jämfört med 2015."
            " Absoluta tal saknas.",
            "−4 %",
        ),
        (
            [(2015, 50), (2016, 50)],
            {},
            "Sammantaget är brottsligheten oförändrad under 2016 jämfört med 2015.",
            "0 (0 %)",
        ),
    ],
)
def test_a_change_is_computed_and_never_says_more_than_it_knows(
    values: list[tuple[int, float]], changes: dict[str, Any], said: str, shown: str
) -> None:
    [found] = _account(measured(*values, **changes)).measured
    assert " ".join(map(str, found.said)) == said
    assert found.change == shown
    assert "anmälda brott" in found.caveat


@pytest.mark.parametrize(
    ("bases", "values", "said", "shown"),
    [
        ((40, 30), ("35 (n = 40)", "30 (n = 30)"), "minskat från 35 till 30 under", "−5"),
        ((12, 30), ("– (n = 12)", "30 (n = 30)"), "bygger på för få för att jämföras", ""),
        ((40, 19), ("35 (n = 40)", "– (n = 19)"), "bygger på för få för att jämföras", ""),
    ],
)
def test_a_share_of_fewer_than_twenty_is_not_told(
    bases: tuple[int, int], values: tuple[str, str], said: str, shown: str
) -> None:
    book = measured((2015, 35), (2016, 30), absolute=False)
    rested = zip(book.measurements, bases, strict=True)
    book = replace(book, measurements=tuple(replace(m, base=base) for m, base in rested))
    [found] = _account(book).measured
    assert tuple(value.replace("\N{NO-BREAK SPACE}", " ") for _, value in found.values) == values
    assert "saknas" not in f"{found.said} {promises.gaps(book, NOTHING)}"
    assert said in " ".join(map(str, found.said))
    assert found.change == shown


def test_one_measurement_is_a_gap_and_no_change() -> None:
    book = measured((2016, 288))
    assert _account(book).measured == ()
    assert "brottsligheten behöver två mätvärden." in map(str, promises.gaps(book, NOTHING))


@pytest.mark.parametrize(
    ("target", "counts", "over", "verdict", "wanted"),
    [
        ({"target_kind": "count", "target": 8}, [20], True, "exceeded", 8),
        ({"target_kind": "count", "target": 4}, [3, None], True, "met", 4),
        ({"target_kind": "count", "target": 4}, [3], False, "ongoing", 4),
        ({"target_kind": "count", "target": 4}, [3], True, "partly", 4),
        ({"target_kind": "count", "target": 4}, [], True, "not_met", 4),
        ({"target_kind": "frequency", "target": 2, "period": "tertial"}, [6], True, "met", 6),
        ({"target_kind": "none"}, [6], True, "not_assessable", None),
        ({"target_kind": "count", "target": 4, "verdict": "partly"}, [9], True, "partly", 4),
    ],
)
def test_a_result_is_held_against_its_target(
    target: dict[str, Any], counts: list[int | None], over: bool, verdict: str, wanted: int | None
) -> None:
    done = tuple(an_activity(commitment_id="c1", count=count) for count in counts)
    planned = an_activity(commitment_id="c1", count=50, status="planned")
    book = Book(a_promise(), commitments=(a_commitment(**target),), activities=(*done, planned))
    [result] = promises.results(book, over=over)
    assert (result.verdict, result.wanted) == (verdict, wanted)
    assert result.reached == sum(1 if count is None else count for count in counts)


def test_a_tertial_holds_what_began_in_it() -> None:
    days = {"2016-01-31": 1, "2016-05": 2, "2016-12-31": 4, "2016": 8, "2015-06": 16, "": 32}
    done = tuple(an_activity(commitment_id="c1", starts=d, count=n) for d, n in days.items())
    book = Book(a_promise(), commitments=(a_commitment(),), activities=done)
    assert promises.tertials(book, a_commitment(), 2016) == (1, 2, 4, 8 + 16 + 32)


DAYS = st.sampled_from(("", "2014", "2015", "2015-04", "2016-05-01", "2017-12", "2018-01-02"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 9))), st.lists(DAYS.filter(len)))
def test_the_tertials_of_all_years_together_are_the_result(
    counts: list[tuple[str, int | None]], walked: list[str]
) -> None:
    done = tuple(an_activity(commitment_id="c1", starts=day, count=n) for day, n in counts)
    commitment = a_commitment(of_walks=True)
    promise = a_promise(first_year=2015, last_year=2017)
    walks = tuple(HeldWalk(day) for day in walked)
    book = Book(promise, commitments=(commitment,), activities=done, walks=walks)
    [result] = promises.results(book)
    parts = [promises.tertials(book, commitment, year) for year in book.years]
    assert sum(map(sum, parts)) == result.reached
    for year, part in ((2015, 1), (2016, 2), (2017, 0)):
        [until] = promises.results(book, year=year, part=part)
        before = sum(sum(parts[n]) for n, y in enumerate(book.years) if y < year)
        this = parts[year - 2015]
        assert until.reached == before + sum(this[:part] if part else this)


def test_nothing_is_told_before_it_is_read_through() -> None:
    secret = an_activity("other", title="KANARIE")
    book = Book(a_promise(), activities=(secret,))
    assert "KANARIE" not in str(promises.kept(_account(book)))
    assert "1 insats är inte granskad." in map(str, promises.gaps(book, NOTHING))
    told_of = _account(replace(book, activities=(replace(secret, public=True),)))
    assert "KANARIE" in str(promises.kept(told_of))


def test_empty_parts_are_gaps() -> None:
    found = [str(gap) for gap in promises.gaps(Book(a_promise()), NOTHING)]
    assert found == [
        "Löftet har inget mål.",
        "Ingen trygghetsvandring hölls under perioden.",
        "”Det här har polisen gjort” är tomt.",
        "”Det här har kommunen gjort” är tomt.",
        "Inga mätvärden finns.",
    ]


def test_a_patrol_without_a_number_is_asked_for_it() -> None:
    found = promises.gaps(Book(a_promise(), activities=(an_activity(),)), NOTHING)
    assert "Ange gärna antal: Polisen har gått fotpatrull." in map(str, found)


def test_a_frozen_account_comes_back_as_it_was() -> None:
    done = an_activity("dialogue", count=2, public=True, area_ids="s", commitment_id="c1")
    book = measured((2015, 300), (2016, 288))
    walks = (HeldWalk("2016-04-20", "", 14, 28, 20, 14, "var", ("Centrum",)),)
    book = replace(book, commitments=(a_commitment(),), activities=(done,), walks=walks)
    full = _account(book)
    assert full.aims and full.parts and full.rows and full.walks and full.measured
    assert promises.thawed(promises.kept(full)) == full


@pytest.mark.parametrize(
    ("person", "changes", "allowed"),
    [
        (SIV, {"owner": "municipality"}, True),
        (POLIS, {}, True),
        (POLIS, {"owner": "joint"}, True),
        (POLIS, {"owner": "municipality"}, False),
        (UNIT, {"owner": "municipality", "party_id": GATA.id}, True),
        (UNIT, {"owner": "municipality"}, False),
        (a_person("Kim", "coordinator"), {}, False),
        (a_person("Rut", "registrar"), {}, False),
    ],
)
def test_each_writes_down_their_own(person: Any, changes: dict[str, Any], allowed: bool) -> None:
    activity = an_activity(**changes)
    if not allowed:
        with pytest.raises(NotAllowed):
            promises.added(activity, by=person, at=AT)
        return
    made, event = promises.added(activity, by=person, at=AT)
    assert (made.created_by, event.word, event.kind) == (person.id, "activity", "add")


def test_only_the_safety_coordinator_writes_promises_and_says_what_is_public() -> None:
    with pytest.raises(NotAllowed):
        promises.added(a_promise(), by=POLIS, at=AT)
    activity = an_activity(public=True)
    assert not promises.added(activity, by=POLIS, at=AT)[0].public
    made, _ = promises.added(activity, by=SIV, at=AT)
    assert made.public
    again, _ = promises.changed(made, replace(made, count=3), read=1, by=POLIS, at=AT)
    assert (again.public, again.version, again.created_by) == (False, 2, SIV.id)
    with pytest.raises(Conflict):
        promises.changed(again, again, read=1, by=SIV, at=AT)


def test_the_police_cannot_make_an_activity_of_theirs_out_of_the_municipalitys() -> None:
    theirs = an_activity(owner="municipality")
    with pytest.raises(NotAllowed):
        promises.changed(theirs, replace(theirs, owner="police"), read=1, by=POLIS, at=AT)


@pytest.mark.parametrize(
    ("thing", "field"),
    [
        (a_goal(text=" "), "text"),
        (a_goal(until="snart"), "until"),
        (a_promise(last_year=2015), "last_year"),
        (a_promise(first_year=16), "first_year"),
        (a_promise(document="javascript:alert(1)"), "document"),
        (a_commitment(heading=""), "heading"),
        (a_commitment(target_kind="count", unit="gånger"), "target"),
        (a_commitment(target_kind="count", target=3), "unit"),
        (a_commitment(verdict="good"), "verdict"),
        (an_activity("teaching"), "title"),
        (an_activity(count=-1), "count"),
        (an_activity(starts="i våras"), "starts"),
        (an_activity(starts="2016-02-30"), "starts"),
        (an_activity(starts="2016-05", ends="2016-04"), "ends"),
        (an_indicator(source=""), "source"),
        (Measurement("m", "i", 2016, -1), "value"),
        (Measurement("m", "i", 16, 1), "year"),
    ],
)
def test_what_does_not_do_is_refused_beside_its_field(thing: Any, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        promises.added(thing, by=SIV, at=AT)
    assert refusal.value.field == field


def _account(book: Book) -> promises.Account:
    return promises.account(book, NOTHING, areas=AREAS, place="Flens kommun")


def test_heading_goal_and_lead() -> None:
    book = Book(a_promise(), (a_goal(),), (a_commitment(),), (an_activity(public=True),))
    found = _account(book)
    assert str(found.title) == "Uppföljning av medborgarlöfte i Flens kommun 2016"
    assert [str(said) for said in found.aims[0].said] == [
        "Polisen och kommunens mål är att öka tryggheten vid resecentrum, Sveaparken och centrum."
    ]
    assert str(found.lead) == "Här sammanfattas 1 åtagande och 1 insats."
