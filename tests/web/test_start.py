"""What starting the server loads, and what waits until it is used."""

import subprocess
import sys
from pathlib import Path

from tests.faults.installation import install

WAIT = ["weasyprint", "docx", "lxml", "xlsxwriter", "openpyxl", "pyproj", "PIL", "cryptography"]
BUILD = f"""
import sys
from walkapp import create_app, serving
from walkapp.settings import load
create_app(load())
raise SystemExit(" ".join(name for name in {WAIT} if name in sys.modules))
"""


def test_libraries_that_few_answers_need_do_not_delay_the_start(tmp_path: Path) -> None:
    place = install(tmp_path / "data", phones=0)
    started = subprocess.run(
        [sys.executable, "-c", BUILD], env=place.environment(), capture_output=True, text=True
    )
    assert not started.stderr.strip(), f"import these where they are used: {started.stderr}"
