"""The proxy itself: each fault does to a request what it says, against a server that counts."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults import fault as faults
from tests.faults.fault import Fault
from tests.faults.proxy import Proxy
from tests.faults.wire import Answer

BODY = b"0123456789" * 100


class Counting(BaseHTTPRequestHandler):
    """Remembers what reached it and answers with the body's length, path and host."""

    protocol_version = "HTTP/1.1"
    got: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        self.server.got.append((self.path, body))  # type: ignore[attr-defined]
        told = {"path": self.path, "length": len(body), "host": self.headers["Host"]}
        answer = json.dumps(told).encode()
        self.send_response(201)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    made.got = []  # type: ignore[attr-defined]
    threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def proxy(server: ThreadingHTTPServer) -> Iterator[Proxy]:
    with Proxy(server.server_address[1], host="127.0.0.7") as made:
        yield made


@pytest.fixture
def got(server: ThreadingHTTPServer) -> list[tuple[str, bytes]]:
    return server.got  # type: ignore[attr-defined,no-any-return]


def post(proxy: Proxy, path: str = "/a", body: bytes = BODY) -> tuple[int, bytes] | None:
    """Status and body, or nothing when no whole answer came."""
    connection = http.client.HTTPConnection(proxy.host, proxy.port, timeout=20)
    try:
        connection.request("POST", path, body, {"Host": "walk.example"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def test_what_no_rule_is_about_passes_with_its_host(proxy: Proxy, got: list) -> None:
    status, body = post(proxy) or (0, b"")
    assert (status, json.loads(body)["host"]) == (201, "walk.example")
    assert got == [("/a", BODY)]
    [passed] = proxy.passed
    assert (passed.method, passed.path, passed.status, passed.told) == ("POST", "/a", 201, 201)


@pytest.mark.parametrize(
    ("fault", "reached"),
    [
        (Fault(cut="before"), []),
        (Fault(cut="commit"), [BODY]),
        (Fault(cut="answer"), [BODY]),
        (Fault(cut="answer", at=0), [BODY]),
        (Fault(cut="body", at=7), [BODY[:7]]),
        (Fault(late=0.01), [BODY]),
    ],
    ids=lambda value: value.cut or "late" if isinstance(value, Fault) else "",
)
def test_a_cut_leaves_the_client_without_an_answer(
    proxy: Proxy, got: list, fault: Fault, reached: list[bytes]
) -> None:
    proxy.on("POST /a", fault)
    assert post(proxy) is None
    until(lambda: len(got) == len(reached))
    proxy.settle()
    assert [body for _, body in got] == reached
    assert post(proxy) is not None  # a rule is about one request


def test_a_body_is_changed_in_one_place_and_as_long(proxy: Proxy, got: list) -> None:
    proxy.on("POST /a", Fault(corrupt=True))
    assert json.loads((post(proxy) or (0, b""))[1])["length"] == len(BODY)
    [(_, body)] = got
    assert sum(a != b for a, b in zip(body, BODY, strict=True)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        faults.PORTAL,
        faults.REDIRECT,
        faults.SIGN_IN,
        faults.TOO_LARGE,
        faults.TOO_MANY,
        faults.BROKEN,
        faults.BAD_GATEWAY,
        faults.BUSY,
        faults.NO_SPACE,
    ],
    ids=lambda answer: answer.status,
)
def test_the_proxy_answers_itself(proxy: Proxy, got: list, answer: Answer) -> None:
    proxy.decide = lambda request: Fault(answer=lambda request: answer)
    assert post(proxy) == (answer.status, answer.body)
    assert got == [] and proxy.passed[0].status is None and proxy.passed[0].told == answer.status


def test_another_requests_answer_is_given(proxy: Proxy, got: list) -> None:
    post(proxy, "/a")
    proxy.on("POST /b", Fault(other=True))
    assert json.loads((post(proxy, "/b") or (0, b""))[1])["path"] == "/a"
    assert [path for path, _ in got] == ["/a"]


def test_a_request_comes_five_times_or_once_more_later(proxy: Proxy, got: list) -> None:
    proxy.on("POST /a", Fault(times=5))
    proxy.on("POST /b", Fault(again=0.05))
    assert post(proxy, "/a") and post(proxy, "/b")
    proxy.settle()
    assert sorted(path for path, _ in got) == ["/a"] * 5 + ["/b"] * 2


def test_a_proxy_that_is_down_refuses_and_comes_back_at_its_address(
    proxy: Proxy, got: list
) -> None:
    proxy.down = True
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection(proxy.host, proxy.port, timeout=5).request("GET", "/")
    proxy.down = False
    assert post(proxy) is not None and len(got) == 1


def test_a_server_that_is_gone_cuts_the_client_off(
    proxy: Proxy, server: ThreadingHTTPServer
) -> None:
    with Proxy(0) as nowhere:
        proxy.upstream_port = nowhere.port
    assert post(proxy) is None
    proxy.upstream_port = server.server_address[1]
    assert post(proxy) is not None


def test_a_slow_link_takes_at_least_the_time_its_bytes_take(proxy: Proxy) -> None:
    proxy.shape(up=10_000, latency=0.05)
    begun = time.monotonic()
    assert post(proxy, body=bytes(3000)) is not None
    assert time.monotonic() - begun >= 0.3 + 2 * 0.05


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
