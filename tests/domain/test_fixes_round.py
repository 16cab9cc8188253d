"""Whose errand a fix is, and the order of a round."""

import pytest

from tests.cast import a_fix, a_party, a_person
from walkapp.domain.fixes import arranged, is_errand, moved

PARTY = a_party()
GUN, DISA = a_person("Gun", "party", party=PARTY), a_person("Disa", "coordinator")


@pytest.mark.parametrize("state", ["assigned", "planned", "in_progress", "on_hold"])
def test_what_is_given_to_me_or_starred_is_my_errand(state: str) -> None:
    mine = a_fix(state=state, party_id=PARTY.id, person_id=GUN.id)
    ours = a_fix(state=state, party_id=PARTY.id)
    assert is_errand(mine, GUN, starred=False) and is_errand(ours, GUN, starred=True)
    assert not is_errand(ours, GUN, starred=False)
    assert not is_errand(mine, DISA, starred=False)


def test_done_work_is_an_errand_for_those_who_check_it() -> None:
    done = a_fix(state="done", party_id=PARTY.id, person_id=GUN.id)
    assert is_errand(done, DISA, starred=True)
    assert not is_errand(done, DISA, starred=False)
    assert not is_errand(done, GUN, starred=True)


@pytest.mark.parametrize("state", ["closed", "new", "referred"])
def test_what_nobody_can_do_anything_about_is_no_errand(state: str) -> None:
    fix = a_fix(state=state, party_id=PARTY.id, person_id=GUN.id)
    assert not is_errand(fix, GUN, starred=True)
    assert is_errand(fix, DISA, starred=True) is (state != "closed")


@pytest.mark.parametrize(
    ("fix_id", "way", "after"),
    [("b", "up", "bac"), ("b", "down", "acb"), ("a", "up", "abc"), ("c", "down", "abc")],
)
def test_one_place_at_a_time_and_no_further_than_the_end(fix_id: str, way: str, after: str) -> None:
    assert "".join(moved("abc", fix_id, way)) == after


def test_what_is_not_in_the_round_is_not_moved_into_it() -> None:
    assert moved("abc", "x", "up") == ["a", "b", "c"]
    assert arranged("abcd", ["d", "x", "b", "d"]) == ["d", "b", "a", "c"]
