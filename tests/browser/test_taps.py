"""The budget of taps: whoever walks in the dark has one thumb. Red when a step was added."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import taps

pytestmark = pytest.mark.browser


def test_logging_stays_within_its_taps(joined: Page, picture: Path) -> None:
    taps.counted(joined)
    assert taps.without_photo(joined) <= 2
    assert taps.another(joined) <= 1
    assert taps.undo(joined) <= 1
    assert taps.with_photo(joined, picture) <= 4
    taps.leave(joined)
    assert taps.photo_first(joined, picture) <= 4
