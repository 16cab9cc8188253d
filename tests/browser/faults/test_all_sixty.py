"""Every row of the fault table has a test that carries its number."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r"(?:def |test\([\"'`])test_fault_(\d\d)[_ ]\w+")


def test_each_of_the_sixty_faults_has_a_test_of_its_own() -> None:
    sources = [*TESTS.rglob("test_*.py"), *(TESTS / "js").glob("*.test.js")]
    there = {number for path in sources for number in _NAMED.findall(path.read_text())}
    missing = sorted({f"{number:02}" for number in range(1, 61)} - there)
    assert not missing, f"no test_fault_NN_… for {', '.join(missing)}"
