"""Numbered things near a place."""

from walkapp.domain.assets import KIND_OF_CATEGORY, KINDS, Asset, box, nearest
from walkapp.domain.categories import CATEGORIES

METRE = 1 / 111_195  # degrees of latitude


def lamp(number: str, metres: float) -> Asset:
    return Asset(number, "lamp", number, 59.058 + metres * METRE, 16.588)


def test_the_nearest_come_first_and_the_far_not_at_all() -> None:
    found = nearest([lamp("C", 59), lamp("A", 3), lamp("D", 62), lamp("B", -20)], 59.058, 16.588)
    assert [(near.asset.number, near.metres) for near in found] == [("A", 3), ("B", 20), ("C", 59)]


def test_a_handful_is_enough() -> None:
    assert len(nearest([lamp(str(n), n) for n in range(20)], 59.058, 16.588)) == 5


def test_the_box_holds_what_is_within_reach_and_little_more() -> None:
    south, west, north, east = box(59.058, 16.588, 60)
    assert round((north - south) / METRE) == 120
    assert round((east - west) / METRE * 0.5141) == 120  # a degree is shorter this far north


def test_every_kind_that_is_looked_for_exists() -> None:
    assert set(KIND_OF_CATEGORY.values()) <= set(KINDS)
    assert set(KIND_OF_CATEGORY) <= set(CATEGORIES)
