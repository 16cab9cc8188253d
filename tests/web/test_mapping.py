"""The map background that one setting decides, refused at start when it cannot work."""

from dataclasses import replace
from pathlib import Path

import pytest

from walkapp.settings import BadSetting, Settings
from walkapp.web.mapping import background_kind

PLAIN = Settings(data=Path(), database="", photos=Path(), secret_key="")


@pytest.mark.parametrize(
    ("tiles", "said"),
    [
        ("https://tiles.example/{z}.png", "behöver {z}, {x} och {y}"),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "i stället för {s}"),
        ("nowhere.pmtiles", "nowhere.pmtiles finns inte"),
        ("somewhere", "ska vara en kartadress"),
    ],
)
def test_a_background_that_cannot_work_is_named_at_start(tiles: str, said: str) -> None:
    with pytest.raises(BadSetting) as refused:
        background_kind(replace(PLAIN, tiles=tiles))
    assert said in str(refused.value)


def test_an_address_with_its_three_places_is_taken() -> None:
    tiles = "https://tiles.example/{z}/{x}/{y}.png"
    assert background_kind(replace(PLAIN, tiles=tiles)) == "tiles"
