"""Voices: who may say "I saw it too", and when it counts."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_walk, an_issue
from walkapp.domain import issues as rules
from walkapp.domain.errors import Refused
from walkapp.domain.ids import new_id
from walkapp.domain.people import Membership
from walkapp.domain.walks import STATES

WALK = a_walk()
BO = Membership(WALK.id, new_id(), "Bo", AT)
COUNTS = {
    "planned": True,
    "open": True,
    "closing": True,
    "reviewing": False,
    "protocol_published": False,
    "followed_up": False,
    "cancelled": False,
}


def test_the_table_names_every_state() -> None:
    assert set(COUNTS) == set(STATES)


@pytest.mark.parametrize(("state", "counts"), COUNTS.items())
def test_a_voice_counts_until_review_begins(state: str, counts: bool) -> None:
    walk = replace(WALK, state=state)
    assert rules.takes_voices(walk, BO) is counts
    assert not rules.takes_voices(walk, replace(BO, revoked_at=AT))


def test_nobody_has_a_voice_about_what_they_logged() -> None:
    rules.check_voice(an_issue(WALK, new_id()), BO)
    with pytest.raises(Refused, match="själv loggat"):
        rules.check_voice(an_issue(WALK, BO.device_id), BO)


@pytest.mark.parametrize(
    ("is_new", "counted", "result"),
    [
        (True, True, "stored"),
        (False, True, "already_stored"),
        (True, False, "stored_hidden"),
        (False, False, "stored_hidden"),
    ],
)
def test_the_receipt_says_what_became_of_it(is_new: bool, counted: bool, result: str) -> None:
    assert rules.voice_result(is_new=is_new, counted=counted) == result
