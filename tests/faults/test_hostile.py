"""Hostile bytes over a real socket, at a server that may write nowhere but in its own folder."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import checker, hostile
from tests.faults.hostile import Raw
from tests.faults.installation import Installation, install
from tests.faults.storm import ask, page
from walkapp.domain.ids import new_id

ROOT = Path(__file__).resolve().parents[2]
AS_NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
# For a checkout that only root may read: everything may be read, nothing else be written.
READING = ("--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search")
NOBODY = 65534
SLOW, MOST_MB, ANSWER_S = 60, 200, 30
pytestmark = pytest.mark.slow


def without_rights() -> tuple[str, ...]:
    """What stands before the server's command so that it can harm nothing on this machine."""
    if os.geteuid() != 0:
        return ()
    for rights in (AS_NOBODY, AS_NOBODY + READING):
        command = [*rights, "test", "-r", str(ROOT / "walkapp" / "cli.py")]
        if shutil.which("setpriv") and subprocess.run(command, capture_output=True).returncode == 0:
            return (*rights, "--pdeathsig", "KILL")
    pytest.skip("root cannot step down to a user that may read this checkout")


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """A server with slow connections all the while."""
    with tempfile.TemporaryDirectory(prefix="walkapp-hostile-") as folder:
        made = install(Path(folder) / "data", phones=2)
        made.trace = without_rights()
        if made.trace:
            for path in (Path(folder), *Path(folder).rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        made.start()
        crawling = Crawlers(made)
        crawling.start()
        yield made
        crawling.stop()
        made.kill()


class Crawlers(threading.Thread):
    """Connections that send a byte now and then: half in the headers, half in the body."""

    def __init__(self, place: Installation) -> None:
        super().__init__(daemon=True)
        self._place, self._over = place, threading.Event()

    def run(self) -> None:
        """Hold the connections until told to stop."""
        head = b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "
        body = filled(hostile.raw("slow", hostile.POST, b"", Content_Length="9999"), self._place)
        lines = [connected(self._place) for _ in range(SLOW)]
        for number, line in enumerate(lines):
            line.sendall(head if number % 2 else body)
        while not self._over.wait(0.5):
            for line in lines:
                line.sendall(b"a")
        for line in lines:
            line.close()

    def stop(self) -> None:
        """Hang up."""
        self._over.set()
        self.join()


def connected(place: Installation) -> socket.socket:
    return socket.create_connection(("127.0.0.1", place.port), timeout=ANSWER_S)


def filled(request: Raw, place: Installation) -> bytes:
    """The bytes for this walk and phone."""
    walk, token = place.walk_id.encode(), place.tokens[0].encode()
    return request.data.replace(b"WALK", walk, 1).replace(b"TOKEN", token, 1)


def answer(place: Installation, data: bytes) -> bytes:
    """What comes back until the server is silent or hangs up."""
    got = b""
    with closing(connected(place)) as line:
        try:
            line.sendall(data)
            while piece := line.recv(65536):
                got += piece
                line.settimeout(0.2)
        except (TimeoutError, ConnectionError):
            pass
    return got


def status(got: bytes) -> int | None:
    """The first answer's status; none when the server just hung up."""
    return int(got.split(b" ", 2)[1]) if got.startswith(b"HTTP/") else None


def is_no_fault(got: bytes) -> bool:
    """Whether it is no answer, or anything but a fault: 501 says that a coding is not known."""
    return (status(got) or 400) < 500 or status(got) == 501


def harm(place: Installation) -> list[str]:
    """What was stored, left lying or stopped."""
    issues = f"SELECT 1 FROM issues WHERE client_id = '{hostile.CLIENT_ID}'"
    found = ["an issue was stored"] if checker.rows(place, issues) else []
    found += ["a photo was stored"] if checker.rows(place, "SELECT 1 FROM photos") else []
    found += [f"{path} was left" for path in place.data.glob("photos/**/*") if path.is_file()]
    walk, _ = ask(place, page(f"/walks/{place.walk_id}"), place.tokens[1])
    return found + ([] if walk.status == 200 else [f"the walk was answered {walk.status}"])


def memory_mb(place: Installation) -> float:
    """Resident memory of the server."""
    assert place.process
    text = Path(f"/proc/{place.process.pid}/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1000


def named(requests: list[Raw]) -> dict[str, object]:
    return {"argvalues": requests, "ids": [request.name for request in requests]}


@pytest.mark.parametrize("request_", **named(hostile.FRAMING + hostile.BODIES + hostile.METHODS))
def test_what_is_broken_is_refused_and_leaves_nothing(place: Installation, request_: Raw) -> None:
    got = answer(place, filled(request_, place))
    assert is_no_fault(got) and (status(got) or 400) >= 400, got[:300]
    assert harm(place) == []


def test_no_address_leads_out_and_none_is_a_fault(place: Installation) -> None:
    faults = []
    for request in hostile.READS:
        got = answer(place, filled(request, place))
        if not is_no_fault(got) or b"root:" in got or b"Set-Cookie: a=b" in got:
            faults.append((request.name, got[:200]))
    assert faults == [] and harm(place) == []


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_a_body_that_is_cut_leaves_nothing(place: Installation, share: float) -> None:
    photo = hostile.raw("cut", hostile.PUT, hostile.PICTURE, Content_Type="image/jpeg")
    for whole in (hostile.raw("cut", hostile.POST, hostile.GOOD), photo):
        head, _, body = filled(whole, place).partition(b"\r\n\r\n")
        cut_head = head[: int(len(head) * share)]
        cut_body = head + b"\r\n\r\n" + body[: int(len(body) * share)]
        for piece in (cut_head, cut_body):
            with closing(connected(place)) as line:
                line.sendall(piece)
    assert harm(place) == []


def test_after_all_that_the_server_is_no_larger_and_takes_in_what_is_good(
    place: Installation,
) -> None:
    good = hostile.issue("good", client_id=new_id())
    assert status(answer(place, filled(good, place))) == 201
    assert memory_mb(place) < MOST_MB
