"""Three hundred damaged files of each format: never a crash, never a trace in a copy."""

import random
from importlib.util import find_spec

import pytest

from tests.storage import pictures
from tests.storage.pixel_runs import run
from walkapp.domain.photos import PROBLEMS
from walkapp.storage.pixels.pool import Pool

needs_heic = pytest.mark.skipif(not find_spec("pillow_heif"), reason="the extra heic is missing")

MUTANTS = 300
FLEN = (59.0581, 16.5883)


def flip(data: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def cut(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


def drop(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    del data[at : at + dice.randrange(1, 40)]


def repeat(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    data[at:at] = data[at : at + dice.randrange(1, 200)]


def overwrite(data: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(data))
    end = min(len(data), at + dice.randrange(1, 9))
    data[at:end] = dice.choice((b"\0", b"\xff", b"\x7f")) * (end - at)


def mutant(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        if changed:
            dice.choice((flip, flip, flip, cut, drop, repeat, overwrite))(changed, dice)
    return bytes(changed)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(pictures.jpeg, id="jpeg"),
        pytest.param(lambda *size, **rest: pictures.scan_bomb(12, *size), id="progressive"),
        pytest.param(pictures.png, id="png"),
        pytest.param(pictures.webp, id="webp"),
        pytest.param(pictures.heic, id="heic", marks=needs_heic),
        pytest.param(pictures.avif, id="avif", marks=needs_heic),
    ],
)
def test_no_mutant_breaks_a_child_or_keeps_its_metadata(
    make: pictures.Maker, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(20261122)
    problems = set()
    whole = make(40, 30, gps=FLEN)
    with Pool(1) as pool:
        for _ in range(MUTANTS):
            problems.add(run(pool, mutant(whole, dice)).cleaned.problem)
    assert caplog.messages == []  # a child that had to be replaced is a warning
    assert problems <= {None, *PROBLEMS}
    assert {None, "truncated"} < problems or {None, "unreadable"} < problems
