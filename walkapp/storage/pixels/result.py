"""What cleaning one photo came to, and the line in which a child says so."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ...domain.photos import PROBLEMS
from .limits import MAX_EDGE, QUALITY

_HASH = re.compile(r"[0-9a-f]{64}")
_LOCAL_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")


@dataclass(frozen=True)
class Copy:
    """A clean JPEG; `sha256` of its bytes is also the name of its file."""

    sha256: str
    bytes: int
    width: int
    height: int


@dataclass(frozen=True)
class Suggestion:
    """What the camera wrote of place (WGS 84 degrees) and local time. A hint, never a fact."""

    lat: float | None = None
    lon: float | None = None
    taken_at: str | None = None


@dataclass(frozen=True)
class Cleaned:
    """Clean copies by longest edge ("1600", "480"), or the code of the problem.

    `width` and `height` are those of the upright original. `problem` is a key of
    `walkapp.domain.photos.PROBLEMS`.
    """

    ok: bool
    width: int = 0
    height: int = 0
    copies: Mapping[str, Copy] = field(default_factory=dict)
    suggestion: Suggestion = Suggestion()
    problem: str | None = None

    @classmethod
    def failed(cls, problem: str) -> "Cleaned":
        """The result for a picture that could not be used."""
        return cls(ok=False, problem=problem)

    def to_line(self) -> str:
        """One line of JSON, without the line feed."""
        if not self.ok:
            return json.dumps({"ok": False, "problem": self.problem})
        told = asdict(self)
        del told["problem"]
        return json.dumps(told)

    @classmethod
    def from_line(cls, line: str) -> "Cleaned":
        """Read a child's answer, trusting nothing in it. ValueError if anything is odd."""
        try:
            return _read(json.loads(line))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("the answer lacks something") from error


def _read(told: dict[str, Any]) -> Cleaned:
    if told["ok"] is False:
        if told["problem"] not in PROBLEMS:
            raise ValueError("an unknown problem")
        return Cleaned.failed(told["problem"])
    copies = {edge: _copy(copy, int(edge)) for edge, copy in told["copies"].items()}
    if told["ok"] is not True or copies.keys() != QUALITY.keys():
        raise ValueError("not the copies that were asked for")
    return Cleaned(
        ok=True,
        width=_whole(told["width"], MAX_EDGE),
        height=_whole(told["height"], MAX_EDGE),
        copies=copies,
        suggestion=_suggestion(**told["suggestion"]),
    )


def _copy(told: dict[str, Any], edge: int) -> Copy:
    if not _HASH.fullmatch(told["sha256"]):
        raise ValueError("not a hash")
    return Copy(
        sha256=told["sha256"],
        bytes=_whole(told["bytes"], 1 << 40),
        width=_whole(told["width"], edge),
        height=_whole(told["height"], edge),
    )


def _whole(number: object, most: int) -> int:
    if type(number) is not int or not 0 < number <= most:
        raise ValueError("a number out of range")
    return number


def _suggestion(lat: object, lon: object, taken_at: object) -> Suggestion:
    if taken_at is not None and not (isinstance(taken_at, str) and _LOCAL_TIME.fullmatch(taken_at)):
        raise ValueError("not a local time")
    return Suggestion(_degrees(lat, 90), _degrees(lon, 180), taken_at)


def _degrees(number: object, most: int) -> float | None:
    if number is None:
        return None
    if type(number) is not float or not math.isfinite(number) or abs(number) > most:
        raise ValueError("degrees out of range")
    return number
