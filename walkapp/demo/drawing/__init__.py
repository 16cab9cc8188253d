"""Photographs for the demo, drawn: the same place before and after, out of a seed.

Everything is drawn with Pillow, so the demo brings no picture of a real place or person.
"""

from random import Random

from .camera import Camera
from .catalogue import SCENES, Scene
from .light import expose, jpeg
from .mood import mood_for
from .picture import Picture

__all__ = ["SCENES", "Scene", "alt_text", "draw"]

SIZE = (1600, 1200)
FOCAL = 0.73  # focal length as a share of the width: the main camera of an ordinary phone


def draw(scene: str, state: str, seed: int, size: tuple[int, int] = SIZE) -> bytes:
    """Return one photograph as JPEG (at most 350 kB at the usual size).

    `scene` is a key of SCENES, `state` is `before` or `after`. The same scene and seed give the
    same place in the same light; another seed gives another place. Raises KeyError for an unknown
    scene, ValueError for an unknown state.
    """
    if state not in ("before", "after"):
        raise ValueError(f"state is before or after, not {state!r}")
    drawn = SCENES[scene]
    rng = Random(f"{scene} {seed}")
    width, height = size
    camera = Camera(
        width,
        height,
        horizon=height * (drawn.horizon + rng.uniform(-0.02, 0.02)),
        middle=width * (0.5 + rng.uniform(-0.04, 0.04)),
        focal=width * FOCAL * rng.uniform(0.95, 1.08),
        eye=drawn.eye,
    )
    picture = Picture(camera, mood_for(rng, drawn.moods, seed), seed)
    drawn.paint(picture, state == "after")
    return jpeg(expose(picture))


def alt_text(scene: str, state: str) -> str:
    """Return what the photograph shows, in one Swedish line."""
    drawn = SCENES[scene]
    return drawn.after if state == "after" else drawn.before
