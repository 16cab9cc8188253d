"""The docs name what there is, and nothing that is not."""

import ast
import re
from contextlib import redirect_stdout
from dataclasses import fields
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest

from walkapp import cli

ROOT = Path(__file__).resolve().parent.parent
# Read by the tests themselves, not by the app.
NOT_SETTINGS = {"WALKAPP_TEST_POSTGRES"}


def settings() -> set[str]:
    from walkapp.settings import Settings

    return {f"WALKAPP_{field.name.upper()}" for field in fields(Settings)}


def helped(*arguments: str) -> str:
    """What `walkapp … --help` says."""
    said = StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as ended:
        cli.main([*arguments, "--help"])
    assert ended.value.code == 0
    return said.getvalue()


def commands() -> set[str]:
    listed = re.search(r"\{([a-z,-]+)\}", helped())
    assert listed
    return set(listed[1].split(","))


def pages() -> list[Path]:
    """Every page of documentation that people read."""
    top = [path for path in ROOT.glob("*.md") if path.is_file()]
    return sorted([*top, *(ROOT / "docs").rglob("*.md"), ROOT / "instance" / "README.md"])


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = sorted(name for name in commands() if f"walkapp {name}" not in readme)
    assert not missing, f"README.md does not name: walkapp {', walkapp '.join(missing)}"


def test_every_command_has_help() -> None:
    for name in sorted(commands()):
        assert len(helped(name).splitlines()) > 3, f"walkapp {name} --help says next to nothing"


def test_the_pages_name_no_command_that_does_not_exist() -> None:
    known = commands()
    named = {
        (path.name, found[1])
        for path in pages()
        for found in re.finditer(r"(?:^|`|bin/)walkapp ([a-z][a-z-]+)", path.read_text(), re.M)
    }
    assert not {(page, name) for page, name in named if name not in known}


def test_every_make_target_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [name for name in ("demo", "test", "check", "bench") if f"make {name}" not in readme]
    assert not missing


def test_the_pages_name_no_make_target_that_does_not_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {
        (path.name, found[1])
        for path in pages()
        for found in re.finditer(r"(?:^|`)make ([a-z]+)\b", path.read_text(), re.M)
    }
    assert named
    assert not {(page, name) for page, name in named if name not in targets}


def test_every_setting_is_explained() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    missing = sorted(name for name in settings() if name not in page)
    assert not missing, f"docs/settings.md does not explain {missing}"


def test_the_pages_name_no_setting_that_does_not_exist() -> None:
    known = settings() | NOT_SETTINGS
    known |= {f"{name}_FILE" for name in known}
    named = {
        (path.name, name)
        for path in pages()
        for name in re.findall(r"\bWALKAPP_[A-Z_]*[A-Z]\b", path.read_text())
    }
    assert not {(page, name) for page, name in named if name not in known}


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in pages()
        for target in re.findall(r"(?:\]\(|src(?:set)?=\")([^)\s\"#]+)", path.read_text())
        if "://" not in target and not target.startswith("mailto:")
        if not (path.parent / unquote(target)).exists()
    ]
    assert not broken


@pytest.mark.parametrize("layer", ["domain", "storage", "files"])
def test_public_functions_say_what_they_do(layer: str) -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted((ROOT / "walkapp" / layer).rglob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not silent, "\n".join(["a docstring is missing:", *silent])
