"""A real installation to hurt: data folder, walk, phones, and a server that can be killed."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.cast import a_walk
from tests.faults.nursery import Forked, nursery
from walkapp.domain.people import Municipality
from walkapp.storage import database, devices, migrations, municipality, walks

AT = "2026-11-20T18:00:00Z"
FOREVER = "2099-01-01T00:00:00Z"
START_LIMIT_S = 60


@dataclass
class Installation:
    """A data folder with an open walk and phones that have joined it.

    `url` is where its database is: the SQLite file, or PostgreSQL.
    """

    data: Path
    walk_id: str
    tokens: list[str]
    url: str
    port: int = 0
    process: "subprocess.Popen[bytes] | Forked | None" = None
    starter: tuple[str, ...] = ("-m", "walkapp.cli")
    trace: tuple[str, ...] = ()

    def start(self) -> None:
        """Start the server on a free port and wait until it answers."""
        self.port = free_port()
        command = [*self.starter, "serve", "--port", str(self.port)]
        log = self.data / "server.log"
        if self.trace:
            # Should the test itself be killed, the server goes with it.
            guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
            traced = [*guard, *self.trace, sys.executable, *command]
            with log.open("ab") as said:
                self.process = subprocess.Popen(
                    traced,
                    env=self.environment(),
                    stdout=said,
                    stderr=said,
                    start_new_session=True,
                )
        else:
            self.process = nursery().fork(command, self.environment(), log)
        deadline = time.monotonic() + START_LIMIT_S
        while not self.answers():
            assert self.process.poll() is None, (self.data / "server.log").read_text()[-3000:]
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether the server is up."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as got:
                return bool(json.load(got)["status"] == "ok")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """Kill -9 the server and everything it started."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end."""
        self._signal(signal.SIGTERM)

    def environment(self) -> dict[str, str]:
        """Only what a server needs."""
        return {
            "PATH": os.environ["PATH"],
            "WALKAPP_DATA": str(self.data),
            "WALKAPP_DATABASE": self.url,
            "WALKAPP_SECRET_KEY": "k" * 40,
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }

    def _signal(self, number: int) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        self.process.wait(timeout=30)
        self.process = None


def install(data: Path, phones: int, url: str = "") -> Installation:
    """A fresh installation whose walk is open and has this many phones."""
    data.mkdir(parents=True, exist_ok=True)
    url = url or str(data / "walkapp.db")
    source = database.open_source(url)
    db = source.connect()
    migrations.migrate(db)
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    walk = a_walk(starts_at=AT)
    walks.add(db, walk)
    tokens = []
    for number in range(phones):
        _, token = devices.admit(db, walk.id, f"Telefon {number}", AT, expires_at=FOREVER)
        tokens.append(token)
    db.close()
    source.close()
    return Installation(data, walk.id, tokens, url)


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
