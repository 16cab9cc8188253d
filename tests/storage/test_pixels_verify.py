"""The parent believes nothing that a child says or writes."""

import hashlib
import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.storage import pictures
from walkapp.storage.pixels.breaches import Breach
from walkapp.storage.pixels.result import Cleaned, Copy, Suggestion
from walkapp.storage.pixels.verify import FOREIGN, verify


def a_copy(**save: Any) -> bytes:
    return pictures.written(pictures.scene(64, 48), "JPEG", progressive=True, **save)


def told(data: bytes, **otherwise: Any) -> Cleaned:
    stated = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "width": 64,
        "height": 48,
    }
    copy = Copy(**{**stated, **otherwise})
    return Cleaned(ok=True, width=64, height=48, copies={"1600": copy, "480": copy})


def check(folder: Path, data: bytes, **otherwise: Any) -> None:
    cleaned = told(data, **otherwise)
    (folder / cleaned.copies["480"].sha256).write_bytes(data)
    verify(cleaned, folder)


def test_a_clean_copy_passes(tmp_path: Path) -> None:
    check(tmp_path, a_copy())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(a_copy(exif=pictures.exif()), id="exif"),
        pytest.param(a_copy(comment=b"hej"), id="comment"),
        pytest.param(a_copy(icc_profile=pictures.display_p3()), id="profile"),
        pytest.param(a_copy(xmp=b"<x/>"), id="xmp"),
        pytest.param(a_copy() + b"PK", id="something behind"),
        pytest.param(a_copy()[:-2], id="no end"),
        pytest.param(a_copy()[2:], id="no beginning"),
        pytest.param(pictures.written(pictures.scene(64, 48), "JPEG"), id="not progressive"),
        pytest.param(pictures.png(64, 48), id="png"),
        pytest.param(b"<html>", id="html"),
        pytest.param(b"", id="nothing"),
        *(
            pytest.param(a_copy()[:-2] + b"\xff\x00" + word + b"\xff\xd9", id=repr(word))
            for word in FOREIGN
        ),
    ],
)
def test_a_copy_with_anything_but_pixels_is_a_breach(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Breach):
        check(tmp_path, data)


@pytest.mark.parametrize(
    "otherwise", [{"sha256": "0" * 64}, {"bytes": 5}, {"width": 63}, {"height": 64}]
)
def test_a_copy_other_than_stated_is_a_breach(tmp_path: Path, otherwise: dict[str, Any]) -> None:
    with pytest.raises(Breach):
        check(tmp_path, a_copy(), **otherwise)


def test_a_missing_copy_is_a_breach(tmp_path: Path) -> None:
    with pytest.raises(Breach):
        verify(told(a_copy()), tmp_path)


def test_a_link_to_a_file_elsewhere_is_a_breach(tmp_path: Path) -> None:
    data = a_copy()
    cleaned = told(data)
    (tmp_path / "elsewhere").write_bytes(data)
    (tmp_path / cleaned.copies["480"].sha256).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Breach):
        verify(cleaned, tmp_path)


def test_a_pipe_that_would_never_end_is_a_breach(tmp_path: Path) -> None:
    cleaned = told(a_copy())
    os.mkfifo(tmp_path / cleaned.copies["480"].sha256)
    with pytest.raises(Breach):
        verify(cleaned, tmp_path)


GOOD = Cleaned(
    ok=True,
    width=4000,
    height=3000,
    copies={"1600": Copy("a" * 64, 9, 1600, 1200), "480": Copy("b" * 64, 5, 480, 360)},
    suggestion=Suggestion(59.0581, 16.5883, "2026-11-22T18:05:00"),
)


@pytest.mark.parametrize("cleaned", [GOOD, Cleaned.failed("truncated")])
def test_a_result_survives_its_line(cleaned: Cleaned) -> None:
    assert Cleaned.from_line(cleaned.to_line()) == cleaned
    assert "\n" not in cleaned.to_line()


def altered(*path: str, to: object) -> str:
    line = json.loads(GOOD.to_line())
    at = line
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return json.dumps(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "[]",
        "null",
        "7",
        "{}",
        '{"ok": true}',
        '{"ok": false}',
        '{"ok": false, "problem": "invented"}',
        '{"ok": false, "problem": ["truncated"]}',
        '{"ok": false, "problem": null}',
        altered("ok", to=1),
        altered("ok", to="false"),
        altered("width", to=0),
        altered("width", to=20_000),
        altered("height", to=-1),
        altered("height", to=True),
        altered("height", to="3000"),
        altered("copies", to={}),
        altered("copies", "2400", to={}),
        altered("copies", "../x", to={}),
        altered("copies", "480", "sha256", to="../../etc/passwd"),
        altered("copies", "480", "sha256", to="A" * 64),
        altered("copies", "480", "sha256", to="a" * 64 + "\n"),
        altered("copies", "480", "sha256", to=None),
        altered("copies", "480", "bytes", to=1.5),
        altered("copies", "480", "width", to=481),
        altered("suggestion", to={}),
        altered("suggestion", to=None),
        altered("suggestion", "lat", to=91.0),
        altered("suggestion", "lon", to="16"),
        altered("suggestion", "lon", to=float("nan")),
        altered("suggestion", "taken_at", to="i går"),
        altered("suggestion", "taken_at", to=7),
        altered("suggestion", "extra", to=1),
    ],
)
def test_an_odd_answer_is_an_error(line: str) -> None:
    with pytest.raises(ValueError):
        Cleaned.from_line(line)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
answers = st.fixed_dictionaries(
    {"ok": st.booleans() | anything},
    optional={
        "problem": st.just("truncated") | anything,
        "width": anything,
        "copies": st.dictionaries(st.sampled_from(["1600", "480"]), anything) | anything,
        "suggestion": anything,
    },
)


@given(answers | anything)
def test_any_json_is_a_problem_we_know_or_an_error(answer: object) -> None:
    try:
        cleaned = Cleaned.from_line(json.dumps(answer))
    except ValueError:
        return
    assert cleaned == Cleaned.failed("truncated")


def test_a_picture_whose_bytes_spell_something_else_is_written_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from walkapp.storage.pixels import clean

    picture = pictures.scene(300, 200)
    usual = clean.encode(picture, 80)
    # As chance would have it: these bytes are there at quality 80 and not at 79.
    word = next(
        usual[at : at + 4]
        for at in range(len(usual) // 2, len(usual) - 4)
        if usual[at : at + 4] not in pictures.written(picture, "JPEG", quality=79, progressive=True)
    )
    monkeypatch.setattr(clean, "FOREIGN", (word,))
    other = clean.encode(picture, 80)
    assert word in usual
    assert word not in other
    assert Image.open(BytesIO(other)).size == (300, 200)
