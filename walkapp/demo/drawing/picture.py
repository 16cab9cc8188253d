"""The picture being made: paint, a map of the light that falls on it, and a glow on top.

Scenes paint everything as it would look in plain white light. `light` says how much light falls
where, and is multiplied in at the end, so the same scene is dark when its lamps are out and warm
when they burn. `own` marks what shines by itself (sky, windows, lamp heads) and is left alone.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from .camera import Camera, Point, homography
from .colour import Colour
from .mood import Mood

FINE = 2  # shapes are drawn this many times larger and then reduced, which smooths their edges
COARSE = 4  # light and glow are soft, so a quarter of the size is enough
Box = tuple[int, int, int, int]


class Pen:
    """Draws smooth-edged shapes, in picture pixels, on one layer."""

    def __init__(self, layer: Image.Image, left: int, top: int, k: int) -> None:
        self._draw = ImageDraw.Draw(layer)
        self._left, self._top, self._k = left, top, k

    def _at(self, points: Sequence[Point]) -> list[Point]:
        k, left, top = self._k, self._left, self._top
        return [((x - left) * k, (y - top) * k) for x, y in points]

    def shape(self, points: Sequence[Point], fill: Colour, alpha: int = 255) -> None:
        """Fill an outline."""
        if len(points) > 2:
            self._draw.polygon(self._at(points), fill=(*fill, alpha))

    def diamond(self, at: Point, long: Point, short: Point, fill: Colour) -> None:
        """Fill a four-cornered leaf given its middle and two half-axes (drawn by the thousand)."""
        k = self._k
        x, y = (at[0] - self._left) * k, (at[1] - self._top) * k
        a, b, c, d = long[0] * k, long[1] * k, short[0] * k, short[1] * k
        self._draw.polygon(((x + a, y + b), (x + c, y + d), (x - a, y - b), (x - c, y - d)), fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float, alpha: int = 255) -> None:
        """Draw a line with round joints and ends."""
        at, w = self._at(points), max(1.0, width * self._k)
        self._draw.line(at, fill=(*fill, alpha), width=round(w), joint="curve")
        if w > 5 and alpha == 255:
            for x, y in (at[0], at[-1]):
                self._draw.ellipse((x - w / 2, y - w / 2, x + w / 2, y + w / 2), (*fill, alpha))

    def dot(
        self, at: Point, rx: float, fill: Colour, ry: float | None = None, alpha: int = 255
    ) -> None:
        """Fill an ellipse with half-axes `rx` and `ry`."""
        ((x, y),) = self._at([at])
        a, b = rx * self._k, (rx if ry is None else ry) * self._k
        self._draw.ellipse((x - a, y - b, x + a, y + b), fill=(*fill, alpha))

    def ring(self, at: Point, r: float, fill: Colour, width: float) -> None:
        """Draw a circle's outline."""
        ((x, y),) = self._at([at])
        a = r * self._k
        self._draw.ellipse(
            (x - a, y - a, x + a, y + a), outline=(*fill, 255), width=max(1, round(width * self._k))
        )

    def block(
        self,
        box: tuple[float, float, float, float],
        fill: Colour,
        round_by: float = 0,
        alpha: int = 255,
    ) -> None:
        """Fill an upright rectangle (left, top, right, bottom), corners rounded by `round_by`."""
        (x0, y0), (x1, y1) = self._at([(box[0], box[1]), (box[2], box[3])])
        if x1 >= x0 and y1 >= y0:
            self._draw.rounded_rectangle((x0, y0, x1, y1), round_by * self._k, (*fill, alpha))


@dataclass
class Picture:
    """One picture under way."""

    camera: Camera
    mood: Mood
    seed: int
    paint: Image.Image = field(init=False)
    own: Image.Image = field(init=False)
    light: Image.Image = field(init=False)
    glow: Image.Image = field(init=False)
    kept: dict[str, Image.Image] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        size = (self.camera.width, self.camera.height)
        small = (size[0] // COARSE, size[1] // COARSE)
        self.paint = Image.new("RGB", size, self.mood.haze)
        self.own = Image.new("L", size, 255)
        self.light = Image.new("RGB", small, self.mood.ambient)
        self.glow = Image.new("RGB", small)

    @property
    def unit(self) -> float:
        """Pixels per sixteen-hundredth of the width, for strokes that are not in metres."""
        return self.camera.width / 1600

    def random(self, name: str) -> Random:
        """Return the random numbers of one part, the same before and after."""
        return Random(f"{self.seed} {name}")

    def keep(self, name: str, make: Callable[[], Image.Image]) -> Image.Image:
        """Return what `make` makes, made once for this picture."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    @contextmanager
    def layer(
        self,
        box: Sequence[float] | None = None,
        *,
        blur: float = 0,
        opacity: float = 1,
        shines: bool = False,
    ) -> Iterator[Pen]:
        """Give a pen whose shapes are laid on the picture together when the block ends."""
        cut = self._cut(box)
        if cut is None:
            yield Pen(Image.new("RGBA", (1, 1)), 0, 0, 1)
            return
        width, height = cut[2] - cut[0], cut[3] - cut[1]
        sheet = Image.new("RGBA", (width * FINE, height * FINE))
        yield Pen(sheet, cut[0], cut[1], FINE)
        drawn = sheet.getbbox()
        if drawn is None:
            return
        # most boxes are generous, and reducing is the costly part
        spare = int(blur * self.unit * 3)
        left, top = (max(0, drawn[i] // FINE - spare) for i in (0, 1))
        right = min(width, drawn[2] // FINE + 1 + spare)
        bottom = min(height, drawn[3] // FINE + 1 + spare)
        sheet = sheet.crop((left * FINE, top * FINE, right * FINE, bottom * FINE)).reduce(FINE)
        if blur:
            sheet = sheet.filter(ImageFilter.GaussianBlur(blur * self.unit))
        self.lay(sheet, cut[0] + left, cut[1] + top, opacity=opacity, shines=shines)

    def lay(
        self, sheet: Image.Image, left: int, top: int, *, opacity: float = 1, shines: bool = False
    ) -> None:
        """Lay a finished RGBA sheet on the picture."""
        alpha = sheet.getchannel("A")
        if opacity < 1:
            alpha = alpha.point([int(v * opacity) for v in range(256)])
        self.paint.paste(sheet.convert("RGB"), (left, top), alpha)
        self.own.paste(
            255 if shines else 0, (left, top, left + sheet.width, top + sheet.height), alpha
        )

    def warp(self, texture: Image.Image, quad: Sequence[Point], *, shines: bool = False) -> None:
        """Lay a flat picture (a wall, a sign) on four corners, in perspective, edges smooth."""
        cut = self._cut(
            (
                min(x for x, _ in quad),
                min(y for _, y in quad),
                max(x for x, _ in quad),
                max(y for _, y in quad),
            )
        )
        if cut is None:
            return
        moved = [(x - cut[0], y - cut[1]) for x, y in quad]
        size = (cut[2] - cut[0], cut[3] - cut[1])
        numbers = homography(moved, texture.size)
        sheet = texture.convert("RGBA").transform(
            size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC
        )
        mask = Image.new("L", (size[0] * FINE, size[1] * FINE))
        ImageDraw.Draw(mask).polygon([(x * FINE, y * FINE) for x, y in moved], fill=255)
        if texture.mode == "RGBA":
            mask = Image.composite(mask.reduce(FINE), Image.new("L", size), sheet.getchannel("A"))
        else:
            mask = mask.reduce(FINE)
        self.paint.paste(sheet.convert("RGB"), (cut[0], cut[1]), mask)
        self.own.paste(255 if shines else 0, cut, mask)

    def _cut(self, box: Sequence[float] | None) -> Box | None:
        """Return the whole-pixel part of `box` inside the picture, or None if there is none."""
        width, height = self.paint.size
        if box is None:
            return (0, 0, width, height)
        left, top = max(0, int(box[0]) - 2), max(0, int(box[1]) - 2)
        right, bottom = min(width, int(box[2]) + 3), min(height, int(box[3]) + 3)
        return (left, top, right, bottom) if right > left and bottom > top else None
