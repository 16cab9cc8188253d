"""How light a walk was, worked out from day, time and place."""

from datetime import UTC, datetime, timedelta

import pytest

from walkapp.domain import daylight

STOCKHOLM, FLEN, KIRUNA = (59.3293, 18.0686), (59.058, 16.588), (67.8558, 20.2253)


@pytest.mark.parametrize(
    ("day", "place", "sets"),
    [
        # As almanacs have it for Stockholm, in UTC.
        ("2026-03-20", STOCKHOLM, "17:02"),
        ("2026-06-21", STOCKHOLM, "20:08"),
        ("2026-12-21", STOCKHOLM, "13:48"),
        ("2026-06-21", KIRUNA, None),
        ("2026-12-21", KIRUNA, None),
    ],
)
def test_when_the_sun_sets(day: str, place: tuple[float, float], sets: str | None) -> None:
    found = daylight.sunset(datetime.fromisoformat(f"{day}T11:00:00+00:00"), *place)
    assert (found is None) == (sets is None)
    if found and sets:
        wanted = datetime.fromisoformat(f"{day}T{sets}:00+00:00")
        assert abs(found - wanted) < timedelta(minutes=2)


@pytest.mark.parametrize(
    ("starts", "light"),
    [
        (datetime(2016, 4, 20, 15, 0, tzinfo=UTC), "daylight"),
        (datetime(2016, 4, 20, 17, 30, tzinfo=UTC), "dusk"),  # the founding walk
        (datetime(2016, 4, 20, 19, 30, tzinfo=UTC), "dark"),
        (datetime(2026, 6, 21, 20, 0, tzinfo=UTC), "dusk"),
    ],
)
def test_the_light_is_that_of_halfway_through(starts: datetime, light: str) -> None:
    assert daylight.light(starts, starts + timedelta(hours=2), *FLEN) == light
