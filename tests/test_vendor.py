"""What others wrote stands unchanged, with its licence, and every part we name is there."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from walkapp.domain import categories

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
SVG = "{http://www.w3.org/2000/svg}"


def test_vendored_files_are_unchanged() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts" / "vendor", "--check"], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def test_a_changed_vendored_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "vendor"
    script.write_bytes((ROOT / "scripts" / "vendor").read_bytes())
    (tmp_path / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "static" / "icons.svg").write_text("another drawing")
    (tmp_path / "static" / "vendor" / "SHA256SUMS").write_text("0" * 64 + "  icons.svg\n")
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert checked.returncode == 1
    assert "static/icons.svg" in checked.stdout


def test_each_part_brings_its_licence_and_version() -> None:
    parts = [path for path in VENDOR.iterdir() if path.is_dir()]
    assert parts
    for part in parts:
        package, version, licence = (part / "VERSION").read_text().split()
        assert part.name.endswith(f"-{version}"), package
        assert len((part / "LICENSE").read_text()) > 500, package
        assert (ROOT / "LICENSES" / f"{licence}.txt").exists(), package


def test_every_vendored_file_that_is_named_exists() -> None:
    named = {
        (path.relative_to(ROOT).as_posix(), found[0])
        for path in sources()
        for found in re.finditer(r"vendor/[a-z-]+-\d+\.\d+\.\d+/[\w./-]+\.\w+", path.read_text())
    }
    assert named, "no page loads the style sheet any more"
    assert not {(source, file) for source, file in named if not (STATIC / file).is_file()}


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    drawn = {
        symbol.get("id")
        for name in ("icons.svg", "icons-walk.svg", "icons-desk.svg")
        for symbol in ET.parse(STATIC / name).iter(f"{SVG}symbol")
    }
    named = {icon for path in sources() for icon in icons(path.read_text())}
    named |= {category.icon for category in categories.CATEGORIES.values()}
    assert named
    missing = sorted(named - drawn)
    assert not missing, f"add {missing} to scripts/icons.txt and run scripts/vendor"


def sources() -> list[Path]:
    folders = [ROOT / "templates", ROOT / "walkapp", STATIC / "js", STATIC / "css"]
    found = [path for folder in folders for path in folder.rglob("*")]
    return sorted(path for path in found if path.suffix in {".html", ".py", ".js", ".css"})


def icons(text: str) -> set[str]:
    """Icon names in `icon('a')`, `icon({…: 'a'}…)`, `icon_name='a'` and `('a', tone)`."""
    calls = re.findall(r"\bicon\((.*?)(?:\}\}|%\})", text)
    heads = (re.findall(r"(?:^|:\s*|\bor\s+|\belse\s+)'([a-z0-9-]+)'", call) for call in calls)
    named = re.findall(r"\bicon(?:_name)?=['\"]([a-z0-9-]+)['\"]", text)
    toned = re.findall(r"\('([a-z0-9-]+)', '(?:neutral|info|good|partly|warn|danger|lamp)'\)", text)
    return {*named, *toned, *(name for names in heads for name in names)}


def test_the_reader_of_icon_names_reads_every_way_of_naming_one() -> None:
    assert icons("{{ icon('a-b') }} {{ icon(x or {'k': 'c'}.get(t, 'tone')) }}") == {"a-b", "c"}
    assert icons("icon_name='d' {'new': ('e', 'neutral')}") == {"d", "e"}
