"""Who walked, by group: told only when nobody is pointed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkapp.domain import turnout
from walkapp.domain.errors import Refused
from walkapp.domain.reports import who
from walkapp.domain.reports.values import Summary
from walkapp.domain.reports.walkers import Walked, of_walks
from walkapp.domain.turnout import GROUPS, LEAST

counts = st.dictionaries(st.sampled_from(list(GROUPS)), st.integers(0, 12))
walks = st.tuples(counts, st.none() | st.integers(0, 30))


@pytest.mark.parametrize(
    ("participants", "groups", "told"),
    [
        (14, {"women": 8, "men": 6}, (("women", 8), ("men", 6))),
        (14, {"women": 10, "men": 4}, ()),  # four men
        (14, {"women": 10}, ()),  # and so are the four others
        (15, {"women": 10}, (("women", 10),)),
        (None, {"women": 8, "men": 6}, (("women", 8), ("men", 6))),
        (14, {}, ()),
    ],
)
def test_neither_a_small_group_nor_a_small_rest_is_told(
    participants: int | None, groups: dict[str, int | None], told: tuple[tuple[str, int], ...]
) -> None:
    assert turnout.tellable(participants, turnout.kept(groups)) == told


@given(st.lists(walks, max_size=6))
def test_whoever_walked_no_number_below_five_can_be_read_or_worked_out(
    held: list[tuple[dict[str, int], int | None]],
) -> None:
    told = []
    for groups, participants in held:
        text = turnout.kept(groups)
        shown = turnout.tellable(participants, text)
        assert all(n >= LEAST for _, n in shown)
        rest = (turnout.everybody(participants, text) or 0) - sum(n for _, n in shown)
        assert not shown or rest == 0 or rest >= LEAST
        told.append(shown)
    # One walk fewer takes away just what that walk's own follow-up tells.
    for place, own in enumerate(told):
        all_, others = turnout.together(told), turnout.together(told[:place] + told[place + 1 :])
        assert {g: all_[g] - others.get(g, 0) for g, _ in own} == dict(own)
        assert {g: n for g, n in all_.items() if g not in dict(own)} == {
            g: n for g, n in others.items() if g not in dict(own)
        }


def test_more_in_groups_than_walked_is_refused() -> None:
    with pytest.raises(Refused, match="fler än alla"):
        turnout.checked(turnout.kept({"women": 8, "men": 7}), 14)
    with pytest.raises(Refused, match="mellan 0"):
        turnout.checked(turnout.kept({"women": -1}), None)


def told(*walks: Walked) -> list[str]:
    return [str(said) for said in who(Summary({}, {}, (), **of_walks(walks)))]


def test_the_sentences_tell_how_it_was_and_who_walked() -> None:
    one = Walked("led", "dusk", "lätt regn", 14, (("women", 8), ("men", 6)))
    assert told(one) == [
        "Vandringen gick i skymning.",
        "Väder: lätt regn.",
        "Av dem som gick var 8 kvinnor och 6 män.",
    ]
    assert told(one, Walked("repeat", "dark", "", 9)) == [
        "Vandringarnas form: Gemensam vandring 1 och Uppföljande vandring 1.",
        "Av dem som gick var 8 kvinnor och 6 män.",
        "Det är räknat på 1 av 2 vandringar.",
    ]
    assert told(Walked("led")) == [] == told()
