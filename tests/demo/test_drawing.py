"""The drawn photographs: always the same from the same seed, light to send, before beside after."""

import io
from functools import lru_cache

import pytest
from PIL import Image, ImageChops

from walkapp.demo.drawing import SCENES, alt_text, draw

SMALL = (480, 360)
# Its lamps are the only light there is, so that not a pixel stays as it was.
ALL_LIGHT_CHANGES = {"bicycle_room"}


@lru_cache(maxsize=100)
def small(scene: str, state: str, seed: int = 5) -> Image.Image:
    picture = Image.open(io.BytesIO(draw(scene, state, seed, size=SMALL)))
    picture.load()
    return picture


def share(before: Image.Image, after: Image.Image, low: int, high: int) -> float:
    """How large a part of two pictures differs by `low` to `high` grey levels."""
    counts = ImageChops.difference(before, after).convert("L").histogram()
    return sum(counts[low:high]) / sum(counts)


@pytest.mark.parametrize("scene", SCENES)
def test_something_has_been_repaired(scene: str) -> None:
    assert share(small(scene, "before"), small(scene, "after"), 32, 256) > 0.002


@pytest.mark.parametrize("scene", sorted(SCENES.keys() - ALL_LIGHT_CHANGES))
def test_before_and_after_are_the_same_place(scene: str) -> None:
    before = small(scene, "before")
    kept = share(before, small(scene, "after"), 0, 16)
    assert kept > 0.25
    assert kept > share(before, small(scene, "after", seed=6), 0, 16)


@pytest.mark.parametrize("state", ["before", "after"])
def test_the_same_seed_gives_the_same_bytes(state: str) -> None:
    drawn = {draw("thicket", state, 3, size=SMALL) for _ in range(2)}
    assert len(drawn) == 1


def test_another_seed_gives_another_picture() -> None:
    drawn = {draw("bench", "before", seed, size=SMALL) for seed in range(4)}
    assert len(drawn) == 4


# The leafiest and the grainiest ones: the others weigh less.
@pytest.mark.parametrize("scene", ["hedge_path", "kerb", "playground", "stairs", "thicket"])
def test_a_photo_is_a_plain_jpeg_of_a_phones_size_and_small_to_send(scene: str) -> None:
    data = draw(scene, "before", 13)
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (1600, 1200), "RGB")
    assert len(data) <= 350_000
    assert not picture.getexif()


@pytest.mark.parametrize("scene", SCENES)
def test_each_photo_says_in_one_line_what_it_shows(scene: str) -> None:
    before, after = alt_text(scene, "before"), alt_text(scene, "after")
    assert before != after
    for text in (before, after):
        assert text.endswith(".") and "\n" not in text and 15 < len(text) <= 120


def test_an_unknown_scene_or_state_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw("moon", "before", 1)
    with pytest.raises(ValueError, match="meanwhile"):
        draw("bench", "meanwhile", 1)
