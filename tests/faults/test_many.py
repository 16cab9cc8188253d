"""More phones at once than most servers are asked for."""

import contextlib
import resource
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.faults.installation import install

CONNECTIONS = 1200  # above the 1024 files that select() knows


@pytest.fixture
def many_files() -> None:
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < 2 * CONNECTIONS:
        pytest.skip(f"this system lets one program hold {most} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(given, 2 * CONNECTIONS), most))


def test_a_thousand_open_connections_do_not_end_the_server(
    tmp_path: Path, many_files: None
) -> None:
    place = install(tmp_path / "data", phones=1)
    # As a system starts it that gives little to whoever asks for nothing.
    place.trace = ("prlimit", f"--nofile=1024:{2 * CONNECTIONS}")
    place.start()
    with contextlib.ExitStack() as kept:
        kept.callback(place.stop)
        for _ in range(CONNECTIONS):
            kept.enter_context(socket.create_connection(("127.0.0.1", place.port), 60))
        with urllib.request.urlopen(f"http://127.0.0.1:{place.port}/healthz", timeout=60) as got:
            assert got.status == 200
        assert place.process and place.process.poll() is None
