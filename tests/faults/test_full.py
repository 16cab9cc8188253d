"""A disk that is really full: refused with 507, nothing acknowledged is lost, and on it goes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

# Without root a user namespace gives the right to mount, where the system allows it.
ALONE = ("unshare", "--mount", "--kill-child", *(() if os.geteuid() == 0 else ("--map-root-user",)))


def hindrance() -> str:
    """Why no disk can be mounted here; empty when one can."""
    trial = [*ALONE, "mount", "-t", "tmpfs", "walkapp", "/mnt"]
    try:
        tried = subprocess.run(trial, capture_output=True, text=True)
    except FileNotFoundError as error:
        return str(error)
    return tried.stderr.strip() if tried.returncode else ""


HINDRANCE = hindrance()


@pytest.mark.slow
@pytest.mark.skipif(bool(HINDRANCE), reason=f"no small disk can be mounted: {HINDRANCE}")
@pytest.mark.parametrize("full", ["database", "photos", "both"])
def test_a_full_disk_refuses_loses_nothing_and_goes_on(full: str, tmp_path: Path) -> None:
    command = [*ALONE, sys.executable, "-m", "tests.faults.full_disk", full, str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
