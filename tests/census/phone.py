"""A phone of the census: a node process behind a proxy of its own, and the journals it leaves."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.proxy import Proxy

HERE = Path(__file__).parent
FINISH_S = 60


@dataclass
class Node:
    """The process of a phone; one that was killed gets another."""

    picture: Path
    process: "subprocess.Popen[str] | None" = None

    def tell(self, act: str, **given: Any) -> None:
        """Say what to do; one that was killed hears nothing."""
        assert self.process and self.process.stdin
        self.process.stdin.write(json.dumps({"act": act, **given}) + "\n")
        self.process.stdin.flush()

    def ask(self, act: str, **given: Any) -> dict[str, Any]:
        """Say what to do and wait for the answer."""
        self.tell(act, **given)
        assert self.process and self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"a phone died by itself at {act}, exit code {self.process.wait()}"
        return dict(json.loads(line))

    def start(self) -> None:
        """Have a process."""
        if self.process is None:
            self.process = subprocess.Popen(
                ["node", "--no-warnings", str(HERE / "phone.js"), str(self.picture)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )

    def kill(self) -> None:
        """SIGKILL."""
        if self.process is None:
            return
        self.process.kill()
        self.process.communicate()
        self.process = None


@dataclass
class Phone:
    """One walker's phone in one run. `given` is what its process is told at each start."""

    name: str
    device_id: str
    node: Node
    proxy: Proxy
    folder: Path
    given: dict[str, Any]
    alive: bool = False
    left: list[dict[str, Any]] = field(default_factory=list)

    @property
    def journal(self) -> Path:
        """What its screen called saved, line by line."""
        return self.folder / f"{self.name}.jsonl"

    def begin(self) -> None:
        """Start, or start again with what is on its disk."""
        self.node.start()
        self.alive = True
        self.node.ask(
            "begin",
            disk=str(self.folder / f"{self.name}.disk"),
            journal=str(self.journal),
            origin=self.proxy.url,
            **self.given,
        )

    def kill(self) -> None:
        """SIGKILL, at whatever moment this is."""
        self.node.kill()
        self.alive = False

    def finish(self) -> None:
        """Let it send until nothing is left; what is left is kept for the judge."""
        if not self.alive:
            self.begin()
        self.left = self.node.ask("finish", seconds=FINISH_S)["left"]
        self.kill()

    def lines(self) -> list[dict[str, Any]]:
        """Its journal; a kill may have torn the last line."""
        whole = self.journal.read_text().split("\n")[:-1] if self.journal.exists() else []
        return [json.loads(line) for line in whole]
