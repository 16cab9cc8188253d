"""On what and when the figures were taken."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from walkapp.storage.database import sqlite3

ROOT = Path(__file__).resolve().parent.parent


def facts() -> list[str]:
    """Lines that belong with every table of figures."""
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    return [
        f"commit   {_git('rev-parse', '--short=12', 'HEAD')}{_unsaved()}",
        f"time     {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"machine  {os.cpu_count()} cores, {_processor()}, {_memory():.0f} GB, {platform.system()}"
        f" {platform.release()}",
        f"load     {load} before the run (above 0.5: other work ran at the same time)",
        f"with     Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
    ]


def _git(*words: str) -> str:
    told = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return told.stdout.strip() or "unknown"


def _unsaved() -> str:
    changed = _git("status", "--porcelain", "--untracked-files=no")
    return "" if changed == "unknown" else " with changes that are not committed"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
