"""Rules of what is deleted when: nothing without a decision."""

import pytest

from tests.cast import AT, a_person
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.retention import KINDS, Rule, change, deleted

ROLF = a_person("Rolf", "registrar")
BLANK = Rule("walker_names")


def test_a_rule_is_in_force_with_days_and_a_decision() -> None:
    assert not BLANK.in_force
    rule, event = change(BLANK, 90, " KS 2026 § 88 ", read=0, by=ROLF, at=AT)
    assert rule.in_force and (rule.days, rule.decision, rule.version) == (90, "KS 2026 § 88", 1)
    assert (event.word, event.object_id, event.data["days"]) == ("retention", "walker_names", 90)
    lifted, _ = change(rule, None, "", read=1, by=ROLF, at=AT)
    assert not lifted.in_force and lifted.version == 2


@pytest.mark.parametrize(
    ("days", "decision", "field"),
    [(90, "", "decision"), (None, "KS", "days"), (0, "KS", "days"), (36_501, "KS", "days")],
)
def test_half_a_rule_is_refused(days: int | None, decision: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        change(BLANK, days, decision, read=0, by=ROLF, at=AT)
    assert refusal.value.field == field


def test_a_stale_rule_is_a_conflict() -> None:
    with pytest.raises(Conflict):
        change(Rule("walker_names", version=2), 90, "KS", read=1, by=ROLF, at=AT)


def test_what_went_is_told_with_its_decision() -> None:
    event = deleted(Rule("old_history", 1825, "KS § 1", 3), 7, at=AT)
    assert event.data == {"count": 7, "days": 1825, "decision": "KS § 1"}
    assert (event.kind, event.by_kind, event.by_id, event.version) == ("deleted", "system", None, 3)


def test_every_usual_time_could_be_decided() -> None:
    for code, kind in KINDS.items():
        assert change(Rule(code), kind.days, "KS", read=0, by=ROLF, at=AT)[0].in_force
