"""A proxy on loopback that hurts what passes through it, as a bad network or a café's does.

    with Proxy(server_port) as proxy:
        proxy.on("PUT /issues/", Fault(cut="commit"))      # the next photo: answer lost
        proxy.decide = lambda request: Fault(wait_before=0.2)  # whatever no rule is about
        ... proxy.url ... proxy.passed

Each connection carries one request. `Host` stays as the client sent it.
"""

import re
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Self

from tests.faults.fault import PASS, Fault
from tests.faults.wire import Answer, Pace, Request, read_all, read_request

PATIENCE_S = 120
KEPT_ANSWERS = 40


@dataclass
class Passed:
    """What became of one request: the server's status, and the one that the client was told."""

    method: str
    path: str
    fault: Fault
    status: int | None = None
    told: int | None = None


@dataclass
class _Rule:
    wanted: Callable[[Request], bool]
    fault: Fault
    left: int


@dataclass
class Proxy:
    """Stands at `url` before the server on `upstream_port`; both may be changed while it runs.

    `decide` is asked about each request that no rule of `on` is about.
    """

    upstream_port: int
    host: str = "127.0.0.1"
    port: int = 0
    decide: Callable[[Request], Fault] = lambda request: PASS
    passed: list[Passed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rules: list[_Rule] = []
        self._stored: deque[tuple[Request, bytes]] = deque(maxlen=KEPT_ANSWERS)
        self._change = threading.Condition()
        self._working = 0
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._up, self._down_way, self._latency = Pace(), Pace(), 0.0
        # Bound and never listening: while the proxy is down nobody else gets its port.
        self._holder = self._bound()
        self.port = self._holder.getsockname()[1]
        self.down = False

    @property
    def url(self) -> str:
        """Where the client finds it; each host address is an origin of its own."""
        return f"http://{self.host}:{self.port}"

    def on(self, wanted: str | Callable[[Request], bool], fault: Fault, times: int = 1) -> None:
        """Hurt the next requests whose "METHOD /path" matches an expression, or a function."""
        asked = wanted
        if isinstance(asked, str):
            pattern = re.compile(asked)

            def wanted(request: Request) -> bool:
                return bool(pattern.match(f"{request.method} {request.path}"))

        with self._change:
            self._rules.append(_Rule(wanted, fault, times))

    def clear(self) -> None:
        """Forget all rules and let everything pass."""
        with self._change:
            self._rules.clear()
            self.decide = lambda request: PASS

    def shape(self, up: float = 0, down: float = 0, latency: float = 0) -> None:
        """Bytes per second each way, shared by all connections, and seconds each way; 0 is free."""
        self._up, self._down_way, self._latency = Pace(up), Pace(down), latency

    @property
    def down(self) -> bool:
        """Whether connections are refused; saying so also breaks those that are open."""
        return self._listener is None

    @down.setter
    def down(self, down: bool) -> None:
        if down == self.down:
            return
        if down:
            listener, self._listener = self._listener, None
            _end(listener)
            with self._change:
                for connection in self._open:
                    with suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
            return
        self._listener = self._bound()
        self._listener.listen(256)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def answered(self, wanted: str) -> list[bytes]:
        """What the server said to each "METHOD /path" like this, doubled and repeated ones too."""
        with self._change:
            stored = list(self._stored)
        return [a for r, a in stored if re.match(wanted, f"{r.method} {r.path}")]

    def settle(self, seconds: float = PATIENCE_S) -> None:
        """Wait until nothing is on its way, late and repeated requests included."""
        with self._change:
            assert self._change.wait_for(lambda: not self._working, seconds), "still under way"

    def close(self) -> None:
        """Go away."""
        self.down = True
        self._holder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _bound(self) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((self.host, self.port))
        return made

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._begin(self._serve, client)

    def _begin(self, act: Callable[..., None], *given: Any) -> None:
        """Do something beside; `settle` waits for it."""

        def work() -> None:
            try:
                act(*given)
            finally:
                with self._change:
                    self._working -= 1
                    self._change.notify_all()

        with self._change:
            self._working += 1
        threading.Thread(target=work, daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(PATIENCE_S)
        with self._change:
            self._open.add(client)
        try:
            with suppress(OSError):
                self._hurt(client)
        finally:
            with self._change:
                self._open.discard(client)
            _end(client)

    def _hurt(self, client: socket.socket) -> None:
        request = read_request(client, self._up)
        if request is None:
            return
        fault = self._choose(request)
        entry = Passed(request.method, request.path, fault)
        with self._change:
            self.passed.append(entry)
        time.sleep(fault.wait_before + self._latency)
        if fault.cut == "before":
            return
        if fault.late:
            self._begin(self._forward, request, fault.late)
            return
        answer = self._answer(entry, request, fault)
        time.sleep(fault.wait_after + self._latency)
        if fault.cut == "answer":
            at = (answer.find(b"\r\n\r\n") + len(answer)) // 2 if fault.at is None else fault.at
            answer = answer[:at]
        if not answer or fault.cut == "commit":
            return
        entry.told = status_of(answer)
        for part in self._down_way.parts(answer):
            client.sendall(part)

    def _choose(self, request: Request) -> Fault:
        with self._change:
            for rule in self._rules:
                if rule.left and rule.wanted(request):
                    rule.left -= 1
                    return rule.fault
            decide = self.decide
        return decide(request)

    def _answer(self, entry: Passed, request: Request, fault: Fault) -> bytes:
        if fault.answer:
            made = fault.answer if isinstance(fault.answer, Answer) else fault.answer(request)
            return made.raw()
        if fault.other:
            return self._of_another(request)
        if fault.corrupt and request.body:
            at = len(request.body) // 2
            changed = bytes([request.body[at] ^ 0xFF])
            request = replace(request, body=request.body[:at] + changed + request.body[at + 1 :])
        if fault.cut == "body":
            at = len(request.body) // 2 if fault.at is None else fault.at
            return self._forward(replace(request, body=request.body[:at], whole=False))
        for _ in range(fault.times - 1):
            self._begin(self._forward, request)
        if fault.again:
            self._begin(self._forward, request, fault.again)
        answer = self._forward(request)
        entry.status = status_of(answer)
        return answer

    def _of_another(self, request: Request) -> bytes:
        """The newest stored answer, of another path if there is one; none cuts the client off."""
        with self._change:
            stored = list(self._stored)
        others = [answer for before, answer in stored if before.path != request.path]
        return (others or [answer for _, answer in stored] or [b""])[-1]

    def _forward(self, request: Request, after: float = 0) -> bytes:
        """Give the request to the server; what it answers, or nothing when it does not live."""
        time.sleep(after)
        try:
            with socket.create_connection(("127.0.0.1", self.upstream_port), PATIENCE_S) as server:
                server.sendall(request.raw())
                answer = read_all(server) if request.whole else b""
        except OSError:
            return b""
        if answer and request.method != "GET":
            with self._change:
                self._stored.append((request, answer))
        return answer


def status_of(answer: bytes) -> int | None:
    """The status in the first line, if that far has come."""
    found = re.match(rb"HTTP/1\.\d (\d{3})", answer)
    return int(found[1]) if found else None


def _end(connection: socket.socket | None) -> None:
    if connection is None:
        return
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
