"""Servers that start in a fraction of the time: a process that has read the program forks them.

What a server does from then on is its own: settings, files, connections, children, death. Only the
reading of modules is shared, which is most of a start. The nursery ends with whoever began it, and
its servers with it.
"""

import atexit
import ctypes
import gc
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READ = ("walkapp.cli", "walkapp.serving", "psycopg")
PR_SET_PDEATHSIG = 1  # sys/prctl.h


class Forked:
    """A server of the nursery, with what is used here of `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._end = os.pidfd_open(pid)  # readable once it has ended; nobody buries it before

    def poll(self) -> int | None:
        """None while it lives. How it ended is not told: 0."""
        return 0 if select.select([self._end], [], [], 0)[0] else None

    def wait(self, timeout: float) -> int:
        """Wait until it has ended. Raises TimeoutExpired after so many seconds."""
        if not select.select([self._end], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(f"server {self.pid}", timeout)
        os.close(self._end)
        return 0


class Nursery:
    """The process that forks, seen from the tests."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._one_at_a_time = threading.Lock()
        atexit.register(self.close)

    def fork(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> Forked:
        """Run `-m module arguments` in a session of its own, its words in the log."""
        asked = {"command": command[1:], "environment": dict(environment), "log": str(log)}
        assert self._process.stdin and self._process.stdout
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            return Forked(int(self._process.stdout.readline()))

    def close(self) -> None:
        """End it, and every server it still has."""
        self._process.communicate()


nursery = cache(Nursery)


def _serve() -> None:
    for module in READ:
        importlib.import_module(module)
    gc.freeze()
    for line in sys.stdin:
        _bury()
        if not (pid := os.fork()):
            _become(json.loads(line))
        print(pid, flush=True)


def _bury() -> None:
    """Those that ended before the last was born; the tests hold on to the others."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _become(asked: dict[str, Any]) -> None:
    """Be the server, until the end of the process."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    log = os.open(str(asked["log"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = asked["command"]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    raise SystemExit


if __name__ == "__main__":
    _serve()
