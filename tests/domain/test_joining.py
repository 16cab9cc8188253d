"""Who gets in with a code."""

import pytest

from tests.cast import AT, a_walk
from walkapp.domain import joining
from walkapp.domain.errors import Refused, TooMany

ENDS = "2026-11-20T20:00:00Z"


def test_a_walk_in_its_time_lets_people_in() -> None:
    walk = a_walk()
    assert joining.check(walk, AT, shown=str) is walk


@pytest.mark.parametrize(
    ("walk", "at", "words"),
    [
        (None, AT, "stämmer inte"),
        (a_walk(state="planned"), "2026-11-18T18:00:00Z", "först från <2026-11-19T18:00:00Z>"),
        (a_walk(state="cancelled"), "2026-11-18T18:00:00Z", "inställd"),
        (a_walk(state="reviewing"), AT, "slut"),
        (a_walk(state="open", ends_at=ENDS), "2026-12-20T18:00:00Z", "slut"),
    ],
)
def test_every_other_time_has_a_sentence(walk: joining.Walk | None, at: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        joining.check(walk, at, shown=lambda text: f"<{text}>")
    assert refused.value.field == "code"


@pytest.mark.parametrize(
    "walk", [a_walk(state="followed_up", ends_at=ENDS), a_walk(closing_until=AT, ends_at=ENDS)]
)
def test_who_holds_something_of_a_walk_that_is_over_may_come_in_to_send_it(
    walk: joining.Walk,
) -> None:
    months_later = "2027-11-20T18:00:00Z"
    with pytest.raises(joining.Over):
        joining.check(walk, months_later, shown=str)
    assert joining.check(walk, months_later, shown=str, to_send=True) is walk
    with pytest.raises(Refused) as refused:
        joining.check(walk, "2027-11-21T18:00:00Z", shown=str, to_send=True)
    assert not isinstance(refused.value, joining.Over)


@pytest.mark.parametrize(
    ("walk", "at"),
    [
        (a_walk(state="planned"), "2026-11-18T18:00:00Z"),
        (a_walk(state="cancelled"), AT),
        (None, AT),
    ],
)
def test_nobody_else_comes_in_that_way(walk: joining.Walk | None, at: str) -> None:
    with pytest.raises(Refused):
        joining.check(walk, at, shown=str, to_send=True)


def test_only_a_secret_looks_like_one() -> None:
    assert joining.is_secret(a_walk().secret)
    assert joining.is_secret("  AbC-_fghijklmnopqrstuv\n")
    assert not any(joining.is_secret(text) for text in ("", "VANDRA26", "å" * 22, "a" * 23))


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_wrong_codes_count_against_an_address_or_a_64(address: str, counted: str) -> None:
    assert joining.origin(address) == counted


@pytest.mark.parametrize(
    ("from_one", "in_all", "wait"),
    [
        ("2026-11-20T17:55:00Z", None, 300),
        (None, "2026-11-20T17:59:30Z", 30),
        ("2026-11-20T17:59:00Z", "2026-11-20T17:59:30Z", 540),
        ("2026-11-20T17:50:00Z", None, 1),
    ],
)
def test_too_many_wrong_codes_are_slowed(
    from_one: str | None, in_all: str | None, wait: int
) -> None:
    with pytest.raises(TooMany) as slowed:
        joining.slow_down(from_one, in_all, AT)
    assert slowed.value.retry_after == wait


def test_few_wrong_codes_are_not_slowed() -> None:
    joining.slow_down(None, None, AT)


def test_the_cookie_lives_thirty_days_after_the_walk() -> None:
    assert joining.device_until(a_walk(ends_at=ENDS), AT) == "2026-12-20T20:00:00Z"


def test_the_cookie_of_a_phone_that_comes_late_lives_long_enough_to_send() -> None:
    late = "2027-03-01T08:00:00Z"
    assert joining.device_until(a_walk(ends_at=ENDS), late) == "2027-03-08T08:00:00Z"
