"""Colours as plain (red, green, blue) triples, and the few sums the scenes need."""

from random import Random

Colour = tuple[int, int, int]


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """Return the colour a share `t` (0–1) of the way from `a` to `b`."""
    t = min(1.0, max(0.0, t))
    return (
        _byte(a[0] + (b[0] - a[0]) * t),
        _byte(a[1] + (b[1] - a[1]) * t),
        _byte(a[2] + (b[2] - a[2]) * t),
    )


def shade(colour: Colour, factor: float) -> Colour:
    """Return `colour` made darker (factor < 1) or lighter (factor > 1)."""
    return (_byte(colour[0] * factor), _byte(colour[1] * factor), _byte(colour[2] * factor))


def vary(rng: Random, colour: Colour, amount: int = 12) -> Colour:
    """Return a neighbour of `colour`: one common step of light, small steps of hue."""
    light = (2 * rng.random() - 1) * amount
    drift = (2 * rng.random() - 1) * amount / 3
    return (
        _byte(colour[0] + light + drift),
        _byte(colour[1] + light),
        _byte(colour[2] + light - drift),
    )


def _byte(value: float) -> int:
    return 0 if value < 0 else 255 if value > 255 else int(value)
