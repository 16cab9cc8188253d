"""Static files: addresses that carry their version, scripts without their comments."""

import re
from pathlib import Path

import pytest
from flask import Flask

from walkapp.web.static import without_comments

ROOT = Path(__file__).resolve().parents[2] / "static" / "js"
SCRIPTS = sorted(ROOT.rglob("*.js"))


def test_comments_and_indents_go_and_every_line_keeps_its_number() -> None:
    source = (
        "// one\nimport x;\n\n/**\n * two\n */\n"
        "let a = 'http://b // stays'; // four\n  // three\n  return a;"
    )
    light = without_comments(source)
    assert light == "\nimport x;\n\n\n\n\nlet a = 'http://b // stays';\n\nreturn a;"


def test_sheets_lose_their_comments_too() -> None:
    assert without_comments("a { b: c; } /* one\n two */ d {}", ".css") == "a { b: c; } \nd {}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_text_in_a_script_runs_over_a_line_end(path: Path) -> None:
    for line in without_comments(path.read_text()).split("\n"):
        assert re.sub(r"\\`", "", line).count("`") % 2 == 0, line


def test_scripts_are_served_light_and_for_a_year(app: Flask) -> None:
    client = app.test_client()
    version = app.extensions["static_version"]
    answer = client.get(f"/static/{version}/js/walk.js")
    assert answer.status_code == 200 and answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    assert not answer.text.startswith("//") and "import { post }" in answer.text
    again = client.get(
        f"/static/{version}/js/walk.js", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_an_old_version_gives_the_file_of_today_and_asks_to_be_asked_again(app: Flask) -> None:
    answer = app.test_client().get("/static/000000000000/js/walk.js")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-cache"
