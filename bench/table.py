"""One line for each figure, beside what it should be."""

import statistics
from collections.abc import Sequence

WIDTH = 58


def line(what: str, measured: str, aim: str = "", met: bool | None = None) -> None:
    """Print one figure at once, so that a run that is cut short has told what it knew."""
    word = {None: "", True: "met", False: "MISSED"}[met]
    print(f"{what:<{WIDTH}} {measured:<34} {aim:<14} {word}".rstrip(), flush=True)


def at_most(what: str, value: float, unit: str, most: float) -> None:
    """A figure with an upper bound."""
    line(what, f"{value:.1f} {unit}", f"{most:g} {unit}", value <= most)


def times(took: Sequence[float], cpu: float) -> str:
    """Milliseconds as median and p95, with the server's CPU for each answer."""
    return f"p50 {statistics.median(took):.1f}  p95 {p95(took):.1f}  CPU {cpu:.1f} ms"


def p95(took: Sequence[float]) -> float:
    """What all but every twentieth were within."""
    return sorted(took)[int(len(took) * 0.95)]
