"""What phones say they hold, and who is waited for before people part."""

from dataclasses import replace

import pytest

from tests.cast import AT
from walkapp.domain.ids import new_id
from walkapp.domain.phones import Phone, Unsent, going_home, is_news, read_unsent

PHONE = Phone(
    device_id=new_id(),
    name="Anna",
    number=1,
    joined_at=AT,
    revoked_at=None,
    left_at=None,
    heard_at=AT,
    unsent_issues=0,
    unsent_photos=0,
    issues=4,
    photos=2,
    announced=2,
    missing=0,
)
SOON, LATER = "2026-11-20T18:10:00Z", "2026-11-20T18:10:01Z"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3/5", Unsent(3, 5)),
        (" 0/0 ", Unsent()),
        ("0012/9999", Unsent(12, 9999)),
        ("", None),
        ("3", None),
        ("3/5/1", None),
        ("-1/2", None),
        ("3.5/1", None),
        ("99999/1", None),
        ("٣/٥", None),
        ("3/5\n4/4", None),
    ],
)
def test_odd_words_are_not_read(text: str, found: Unsent | None) -> None:
    assert read_unsent(text) == found


@pytest.mark.parametrize(
    ("seen_at", "told", "at", "news"),
    [
        (None, None, AT, True),
        (AT, Unsent(1, 1), "2026-11-20T18:00:09Z", False),
        (AT, None, "2026-11-20T18:00:09Z", False),
        (AT, Unsent(1, 0), AT, True),
        (AT, Unsent(), AT, True),
        (AT, Unsent(1, 1), "2026-11-20T18:00:10Z", True),
        (AT, None, "2026-11-20T18:00:10Z", True),
    ],
)
def test_the_same_word_is_written_down_every_ten_seconds_at_most(
    seen_at: str | None, told: Unsent | None, at: str, news: bool
) -> None:
    assert is_news(seen_at, Unsent(1, 1), told, at) is news


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({}, False),
        ({"unsent_issues": 1}, True),
        ({"unsent_photos": 1}, True),
        ({"missing": 1}, True),
        ({"unsent_issues": 1, "revoked_at": AT}, False),
        ({"unsent_issues": 1, "left_at": AT}, False),
    ],
)
def test_people_wait_for_phones_that_still_hold_something(
    changes: dict[str, object], waits: bool
) -> None:
    phone = replace(PHONE, **changes)  # type: ignore[arg-type]
    home = going_home([PHONE, phone], SOON)
    assert home.waiting == ((phone,) if waits else ())
    assert home.phones == (1 if phone.revoked_at or phone.left_at else 2)


def test_those_that_went_quiet_come_first_and_the_silent_are_told_apart() -> None:
    sending = replace(PHONE, number=2, unsent_issues=1, heard_at=LATER)
    quiet = replace(PHONE, number=3, unsent_issues=1)
    assert going_home([sending, quiet], LATER).waiting == (quiet, sending)
    assert going_home([sending, quiet], SOON).waiting == (sending, quiet)
    assert going_home([PHONE, sending], LATER).silent == (PHONE,)
    assert going_home([PHONE], SOON).silent == ()
