"""Nothing that a screen called saved is lost or doubled; and a phone that lies is found out."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def census(runs: int, seed: int, *more: str) -> tuple[int, list[str]]:
    """Exit code and lines of the command."""
    command = [sys.executable, str(ROOT / "scripts" / "census"), str(runs), str(seed), *more]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout, done.stderr
    return done.returncode, done.stdout.splitlines()


def test_nothing_is_lost_or_doubled_in_twenty_runs() -> None:
    code, lines = census(20, 1)
    words = lines[-1].split()
    captured, received = int(words[1]), int(words[3])
    assert lines[-1] == f"captured {captured} received {received} doubled 0 lost 0", lines
    assert code == 0 and received > 300 and captured - received < 5, lines


@pytest.mark.parametrize(
    ("bug", "word"),
    [("anyYes", "lost"), ("popFirst", "lost"), ("newIds", "doubled")],
)
def test_a_planted_bug_is_counted(bug: str, word: str) -> None:
    code, lines = census(2, 5, "--bug", bug)
    words = lines[-1].split()
    assert code == 1 and int(words[words.index(word) + 1]) > 0, lines
