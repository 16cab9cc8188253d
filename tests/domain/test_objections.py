"""What a reader may say of a fix, and who answers."""

import pytest

from tests.cast import AT, a_fix, a_person
from walkapp.domain import objections as rules
from walkapp.domain.errors import Conflict, NotAllowed, Refused, TooMany

FIXED = a_fix(state="closed", outcome="fixed")
COORDINATOR = a_person("Kim", "coordinator")


def test_an_objection_keeps_what_was_said_and_not_who() -> None:
    objection, event = rules.new(FIXED, "  Lampan lyser inte. ", waiting=0, at=AT)
    assert (objection.words, objection.fix_id) == ("Lampan lyser inte.", FIXED.id)
    assert (event.kind, event.by_kind, event.by_id) == ("object", "reader", None)
    assert event.public_text + event.internal_text == ""


@pytest.mark.parametrize(
    "changes",
    [{"state": "assessing", "reopen_count": 1}, {"state": "closed", "outcome": "wont_fix"}],
)
def test_only_what_is_told_as_fixed_can_be_objected_to(changes: dict[str, object]) -> None:
    with pytest.raises(Refused):
        rules.new(a_fix(**changes), "", waiting=0, at=AT)


def test_enough_of_one_are_enough() -> None:
    rules.new(FIXED, "", waiting=rules.MOST_OF_ONE - 1, at=AT)
    with pytest.raises(Refused, match="Flera har redan sagt det"):
        rules.new(FIXED, "", waiting=rules.MOST_OF_ONE, at=AT)


def test_words_have_an_end() -> None:
    with pytest.raises(Refused) as refusal:
        rules.new(FIXED, "a" * (rules.MAX_WORDS + 1), waiting=0, at=AT)
    assert refusal.value.field == "words"


def test_a_flood_is_slowed() -> None:
    rules.slow_down(None)
    with pytest.raises(TooMany):
        rules.slow_down(AT)


def test_the_coordinator_answers_once() -> None:
    objection, _ = rules.new(FIXED, "", waiting=0, at=AT)
    with pytest.raises(NotAllowed):
        rules.answer(objection, FIXED, by=a_person("Anna", "leader"), at=AT)
    answered, event = rules.answer(objection, FIXED, by=COORDINATOR, at=AT)
    assert (answered.answered_by, event.by_id) == (COORDINATOR.id, COORDINATOR.id)
    with pytest.raises(Conflict):
        rules.answer(answered, FIXED, by=COORDINATOR, at=AT)
