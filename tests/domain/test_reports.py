"""The follow-up's figures and sentences, row by row against the founding text."""

from dataclasses import fields, replace

import pytest

from tests.cast import a_fix
from walkapp.domain import reports
from walkapp.domain.reports import PARTS, PublicFix, Sentence, Summary

BUSH, GRAFFITI, LAMP = "buskage huggits ner", "klotter sanerats", "lampor lagats"


def a_public_fix(part: str = "fixed", remedy: str = "", category: str = "belysning") -> PublicFix:
    empty = {field.name: "" for field in fields(PublicFix)}
    given = {
        **empty,
        "part": part,
        "remedy": remedy,
        "category": category,
        "before": (),
        "after": (),
        "days": None,
        "promised_on": None,
        "marks": (),
        "past": (),
    }
    return PublicFix(
        **{**given, "status_values": {}, "lat": None, "lon": None, "done_on": None, "due_on": None}
    )


def the_walk_of_2016() -> list[PublicFix]:
    fixed = [BUSH] * 4 + [GRAFFITI] * 4 + [LAMP] * 4 + ["skyltar satts upp", "bänkar bytts"]
    rest = ["partly_fixed"] * 2 + ["wont_fix", "referred"] + ["remaining"] * 2
    return [a_public_fix(remedy=remedy) for remedy in fixed] + [a_public_fix(part) for part in rest]


def words(sentences: list[Sentence]) -> list[str]:
    return [str(sentence) for sentence in sentences]


def test_the_founding_sentences_come_from_data() -> None:
    summary = reports.summarise(the_walk_of_2016())
    assert words(reports.headline(summary)) == [
        "Åtgärder har genomförts efter trygghetsvandring.",
        "Exempelvis har buskage huggits ner, klotter sanerats och lampor lagats.",
    ]


def test_the_figures_of_2016_leave_out_what_is_zero() -> None:
    summary = reports.summarise(the_walk_of_2016())
    assert words(reports.figures(summary)) == [
        "14 av 20 punkter är åtgärdade",
        "2 delvis",
        "2 återstår",
        "1 åtgärdas inte",
        "1 är hänvisad till annan part",
    ]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_counted_once(part: str) -> None:
    summary = reports.summarise([a_public_fix(part), a_public_fix("fixed")])
    assert summary.total == 2
    assert summary.parts[part] == (2 if part == "fixed" else 1)


def test_a_category_row_adds_up_to_its_fixes() -> None:
    summary = reports.summarise([a_public_fix("fixed"), a_public_fix("gone", category="skrap")])
    assert {code: sum(row.values()) for code, row in summary.by_category.items()} == {
        "belysning": 1,
        "skrap": 1,
    }


def test_nothing_fixed_says_nothing_was_done() -> None:
    assert reports.headline(reports.summarise([a_public_fix("remaining")])) == []


def test_the_most_frequent_remedies_come_first_and_ties_in_table_order() -> None:
    remedies = [LAMP, LAMP, GRAFFITI, BUSH, "skyltar satts upp"]
    summary = reports.summarise([a_public_fix(remedy=remedy) for remedy in remedies])
    assert summary.remedies == (LAMP, BUSH, GRAFFITI)


def test_remedies_of_what_is_not_fixed_are_not_examples() -> None:
    assert reports.summarise([a_public_fix("partly_fixed", LAMP)]).remedies == ()


@pytest.mark.parametrize(
    ("state", "outcome", "part"),
    [
        ("new", None, "remaining"),
        ("done", None, "remaining"),
        ("closed", "fixed", "fixed"),
        ("closed", "partly_fixed", "partly_fixed"),
        ("closed", "wont_fix", "wont_fix"),
        ("closed", "referred", "referred"),
        ("closed", "gone", "gone"),
        ("closed", "duplicate", None),
        ("closed", "out_of_scope", None),
    ],
)
def test_part_of_a_fix(state: str, outcome: str | None, part: str | None) -> None:
    assert reports.part_of(a_fix(state=state, outcome=outcome)) == part


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2016-02-29", "winter"),
        ("2016-03-01", "spring"),
        ("2016-05-31", "spring"),
        ("2016-06-01", "summer"),
        ("2016-09-01", "autumn"),
        ("2016-11-30", "autumn"),
        ("2016-12-01", "winter"),
    ],
)
def test_seasons_are_whole_months(day: str, name: str) -> None:
    assert reports.season(day) == name


def test_the_walk_sentence_counts_in_words() -> None:
    one = Summary({}, {}, (), walks=1, areas=("Resecentrum", "Sveaparken", "Centrum"))
    one = replace(one, organisers=("Polisen och kommunen",), seasons=("spring",))
    assert str(reports.walked(one)) == (
        "Polisen och kommunen har genomfört en trygghetsvandring vid "
        "resecentrum, Sveaparken och centrum under våren."
    )
    twice = replace(one, walks=2, areas=(), seasons=("spring", "autumn"))
    assert str(reports.walked(twice)) == (
        "Polisen och kommunen har genomfört två trygghetsvandringar under våren och hösten."
    )


def test_a_coarse_position_is_rounded_and_a_public_one_is_not() -> None:
    assert reports.coarse(59.0581234, 16.5884321, "public_coarse") == (59.058, 16.588)
    assert reports.coarse(59.0581234, 16.5884321, "public") == (59.0581234, 16.5884321)


def test_the_public_type_has_no_room_for_people_or_notes() -> None:
    names = {field.name for field in fields(PublicFix)}
    assert not names & {"internal_note", "person_id", "done_by", "confirmed_by", "device_id"}
