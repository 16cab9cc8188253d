"""One photo-cleaning child as its parent sees it: started, asked, ended."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from .breaches import Breach, Died, Late, NotCleaned
from .child import READY
from .limits import START_SECONDS
from .result import Cleaned

COMMAND = (sys.executable, "-P", "-s", "-m", "walkapp.storage.pixels.child")

_LONGEST_ANSWER = 65_536
_ROOT = Path(__file__).absolute().parents[3]

# None of the parent's settings: they hold secrets. One memory arena keeps the child small.
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": str(_ROOT),
}


class Child:
    """A running child. Not for several threads at once."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        """Start it and wait until it is ready. NotCleaned if it does not get that far."""
        self.photos = 0
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env=_ENVIRONMENT,
            # Ctrl-C in the terminal is for the parent, which then ends its children in order.
            process_group=0,
        )
        try:
            if self._line(START_SECONDS) != READY:
                raise Breach("a strange greeting")
        except Breach as breach:
            words = self._last_words()
            raise NotCleaned(f"the photo child did not start: {breach}; {words!r}") from breach

    def ask(self, source: Path, folder: Path, seconds: float) -> Cleaned:
        """Have one photo cleaned. Breach if the child dies, is late or talks nonsense."""
        self.photos += 1
        request = json.dumps({"source": str(source.absolute()), "folder": str(folder.absolute())})
        assert self._process.stdin
        try:
            self._process.stdin.write(request.encode() + b"\n")
        except BrokenPipeError:
            raise Died(self._code()) from None
        line = self._line(seconds)
        try:
            told = json.loads(line)
            if isinstance(told, dict) and "fault" in told:
                raise NotCleaned(f"the photo child could not read or write: {told['fault']!r}")
            return Cleaned.from_line(line)
        except ValueError as error:
            raise Breach(f"a strange answer: {error}") from error

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def kill(self) -> None:
        """Stop it; whoever waits for its answer learns that it died."""
        self._process.kill()

    def end(self) -> None:
        """Stop it and let go of it; it holds nothing that would be lost."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()

    def _line(self, seconds: float) -> str:
        assert self._process.stdout
        out, heard = self._process.stdout.fileno(), b""
        # poll and not select, which cannot watch descriptors above 1023.
        waiting = select.poll()
        waiting.register(out, select.POLLIN)
        until = time.monotonic() + seconds
        while not heard.endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                raise Late(f"no answer in {seconds:.0f} s")
            more = os.read(out, 4096)
            if not more:
                raise Died(self._code())
            heard += more
            if len(heard) > _LONGEST_ANSWER:
                raise Breach("an endless answer")
        return heard.decode("utf-8", "replace").strip()

    def _code(self) -> int:
        try:
            return self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # it closed its mouth but lives on
            self._process.kill()
            return self._process.wait()

    def _last_words(self) -> bytes:
        assert self._process.stderr
        self._process.kill()
        self._process.wait()
        words = os.read(self._process.stderr.fileno(), 65_536)[-500:]
        self.end()
        return words
