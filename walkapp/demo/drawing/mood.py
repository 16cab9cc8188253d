"""Times of day: what colours the sky has and how much light it gives."""

from dataclasses import dataclass
from random import Random

from .colour import Colour, vary


@dataclass(frozen=True)
class Mood:
    """Colours of one time of day.

    `ambient` is the light that falls everywhere, on a scale where 160 leaves paint as it is.
    """

    name: str
    top: Colour
    middle: Colour
    low: Colour
    haze: Colour
    ambient: Colour
    cloud: Colour
    dark: bool
    stars: int = 0


MOODS = {
    "overcast": Mood(
        "overcast",
        (128, 148, 170),
        (172, 187, 200),
        (214, 220, 222),
        (196, 205, 210),
        (150, 153, 158),
        (228, 232, 235),
        False,
    ),
    "clear": Mood(
        "clear",
        (70, 122, 184),
        (128, 172, 216),
        (206, 222, 228),
        (186, 206, 220),
        (166, 162, 152),
        (248, 248, 246),
        False,
    ),
    "golden": Mood(
        "golden",
        (84, 122, 172),
        (206, 178, 158),
        (250, 208, 150),
        (232, 196, 156),
        (172, 148, 122),
        (252, 214, 172),
        False,
    ),
    "dusk": Mood(
        "dusk",
        (24, 36, 82),
        (74, 78, 132),
        (222, 140, 112),
        (112, 96, 124),
        (98, 98, 128),
        (150, 104, 124),
        True,
        20,
    ),
    "blue": Mood(
        "blue",
        (14, 26, 62),
        (36, 62, 116),
        (118, 138, 176),
        (70, 88, 126),
        (76, 88, 124),
        (66, 82, 124),
        True,
        60,
    ),
    "night": Mood(
        "night",
        (8, 13, 34),
        (17, 27, 60),
        (48, 58, 96),
        (32, 40, 70),
        (52, 62, 98),
        (36, 42, 72),
        True,
        140,
    ),
}


def mood_for(rng: Random, names: tuple[str, ...], seed: int) -> Mood:
    """Return a named mood, its sky shifted a little; neighbouring seeds get different ones."""
    # the second term keeps seeds a few tens apart from meeting in the same evening
    mood = MOODS[names[(seed + seed // 11) % len(names)]]
    return Mood(
        mood.name,
        vary(rng, mood.top, 8),
        vary(rng, mood.middle, 12),
        vary(rng, mood.low, 12),
        mood.haze,
        vary(rng, mood.ambient, 5),
        mood.cloud,
        mood.dark,
        mood.stars,
    )
