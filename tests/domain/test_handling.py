"""How long a fix usually takes, what can be chosen, and what an administrator may write."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_party, a_person
from walkapp.domain.categories import CATEGORIES
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.handling import (
    SOONER,
    Book,
    Handling,
    field_name,
    rewrite,
    with_one_more,
    without,
)

ADA = a_person("Ada", "admin")
GATA = a_party()
FAST = replace(GATA, days=3)
LAMP, GROUP = "trasig lampa", "flera lampor släckta"


def a_book(*rules: Handling, **days_off: str) -> Book:
    return Book({(rule.category, rule.subcategory): rule for rule in rules}, days_off)


WIDE, NARROW = Handling("belysning", days=10), Handling("belysning", LAMP, days=2)


@pytest.mark.parametrize(
    ("rules", "subcategory", "party", "days"),
    [
        ((), "", None, 40),
        ((), LAMP, None, 40),
        ((), GROUP, None, 5),  # several lamps cannot wait as long
        ((), "", FAST, 3),
        ((), LAMP, FAST, 3),
        ((), GROUP, FAST, 5),  # what is dangerous goes before the party's own time
        ((WIDE,), "", None, 10),
        ((WIDE,), LAMP, None, 10),
        ((WIDE,), "", FAST, 3),
        ((WIDE, NARROW), LAMP, None, 2),
        ((WIDE, NARROW), LAMP, FAST, 2),
        ((WIDE, NARROW), "", None, 10),
        ((Handling("belysning", days=0),), "", None, 0),
        ((Handling("belysning", GROUP, days=0),), GROUP, GATA, 0),
    ],
)
def test_the_narrowest_that_is_written_counts(
    rules: tuple[Handling, ...], subcategory: str, party: object, days: int
) -> None:
    assert a_book(*rules).days("belysning", subcategory, party) == days  # type: ignore[arg-type]


def test_a_due_date_goes_round_the_days_off() -> None:
    plain = a_book(Handling("klotter", days=2))
    assert plain.due("klotter", "", "2026-11-20") == "2026-11-24"
    own = Book(plain.rules, {"2026-11-23": "Planeringsdag"})
    assert own.due("klotter", "", "2026-11-20") == "2026-11-25"


def test_every_word_that_is_sooner_is_a_subcategory() -> None:
    known = {name for category in CATEGORIES.values() for name in category.subcategories}
    assert set(SOONER) <= known


def test_what_is_switched_off_is_not_offered_but_stays_where_it_is() -> None:
    book = a_book(Handling("narvaro", active=False), Handling("belysning", LAMP, active=False))
    assert "narvaro" not in book.categories() and "belysning" in book.categories()
    assert "narvaro" in book.categories(keep="narvaro")
    assert LAMP not in book.subcategories("belysning")
    assert LAMP in book.subcategories("belysning", keep=LAMP)
    assert book.subcategories("nothing") == []


def test_writing_anew_makes_the_next_version() -> None:
    wanted = [Handling("klotter", days=3), Handling("klotter", "klotter", active=False)]
    written, event = rewrite("klotter", wanted, read=4, now=4, by=ADA, at=AT)
    assert [(rule.subcategory, rule.days, rule.active, rule.version) for rule in written] == [
        ("", 3, True, 5),
        ("klotter", None, False, 5),
    ]
    assert (event.word, event.object_id, event.version) == ("category", "klotter", 5)


def test_what_somebody_else_has_written_is_not_overwritten() -> None:
    with pytest.raises(Conflict):
        rewrite("klotter", [Handling("klotter")], read=1, now=2, by=ADA, at=AT)


@pytest.mark.parametrize("days", [-1, 751])
def test_a_time_that_cannot_be_meant_is_refused_beside_its_field(days: int) -> None:
    wanted = [Handling("klotter"), Handling("klotter", "krossat glas", days=days)]
    with pytest.raises(Refused) as refusal:
        rewrite("klotter", wanted, read=0, now=0, by=ADA, at=AT)
    assert refusal.value.field == field_name("days", "krossat glas")


def test_there_is_always_somewhere_to_put_the_rest() -> None:
    with pytest.raises(Refused):
        rewrite("annat", [Handling("annat", active=False)], read=0, now=0, by=ADA, at=AT)


OWN = "bländande reklamskylt"


def test_an_own_subcategory_is_like_the_others() -> None:
    book = a_book(Handling("belysning", OWN, days=3), Handling("belysning", LAMP))
    assert book.own_names("belysning") == [OWN] and book.own_names("klotter") == []
    assert book.names("belysning")[-1] == OWN and LAMP in book.names("belysning")
    assert OWN in book.subcategories("belysning")
    assert book.days("belysning", OWN) == 3
    off = a_book(Handling("belysning", OWN, active=False))
    assert OWN not in off.subcategories("belysning")
    assert OWN in off.subcategories("belysning", keep=OWN)


def test_one_is_added_under_a_name_of_its_own() -> None:
    written = [Handling("belysning", version=5), Handling("belysning", LAMP, version=5)]
    assert with_one_more(written, "  ") == written
    assert with_one_more(written, f" {OWN} ")[-1] == Handling("belysning", OWN, version=5)
    with pytest.raises(Refused) as refusal:
        with_one_more(written, LAMP.upper())
    assert refusal.value.field == "added"


def test_one_that_no_fix_has_can_be_taken_away() -> None:
    written = [Handling("belysning"), Handling("belysning", OWN)]
    assert without(written, {OWN}, {LAMP: 3}) == written[:1]
    with pytest.raises(Refused) as refusal:
        without(written, {OWN}, {OWN: 1})
    assert refusal.value.field == field_name("gone", OWN)
