"""HTTP/1.1 as bytes on a socket: one request and one answer per connection."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

PART = 4096
LARGEST_HEAD = 64 * 1024
_OF_THE_HOP = (b"connection:", b"keep-alive:", b"proxy-connection:")


@dataclass(frozen=True)
class Request:
    """What a client sent; `whole` is false when its body broke off."""

    method: str
    path: str
    head: bytes
    body: bytes
    whole: bool = True

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode("latin-1").lower() == name.lower():
                return value.strip().decode("latin-1")
        return ""

    def raw(self) -> bytes:
        """As it is sent on, asking that the connection ends with its answer."""
        lines = self.head.split(b"\r\n")
        kept = [line for line in lines if not line.lower().startswith(_OF_THE_HOP)]
        return b"\r\n".join([*kept, b"Connection: close", b"", b""]) + self.body


@dataclass(frozen=True)
class Answer:
    """An answer that no server of ours gave."""

    status: int
    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        """As it is sent."""
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Content-Type: {self.type}", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + self.body


class Pace:
    """So many bytes per second for all who share it; 0 is no limit."""

    def __init__(self, rate: float = 0) -> None:
        self._rate, self._free_at, self._lock = rate, 0.0, threading.Lock()

    def wait(self, count: int) -> None:
        """Take the time that so many bytes take."""
        if not self._rate:
            return
        with self._lock:
            self._free_at = max(time.monotonic(), self._free_at) + count / self._rate
            until = self._free_at
        time.sleep(max(0, until - time.monotonic()))

    def parts(self, data: bytes) -> Iterator[bytes]:
        """The data in parts, each when its time has come."""
        size = PART if self._rate else max(1, len(data))
        for start in range(0, len(data), size):
            part = data[start : start + size]
            self.wait(len(part))
            yield part


def read_request(client: socket.socket, pace: Pace) -> Request | None:
    """What the client sends, at its pace; nothing when it went away before the head was whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = client.recv(PART)
        if not part or len(data) > LARGEST_HEAD:
            return None
        pace.wait(len(part))
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    method, path, _ = head.split(b"\r\n")[0].decode("latin-1").split(" ")
    length = int(Request(method, path, head, b"").header("Content-Length") or 0)
    parts = [body]
    missing = length - len(body)
    while missing > 0 and (part := _next(client)):
        pace.wait(len(part))
        parts.append(part)
        missing -= len(part)
    return Request(method, path, head, b"".join(parts), whole=missing <= 0)


def read_all(server: socket.socket) -> bytes:
    """Everything until the other end closes, also when it dies."""
    parts = []
    while part := _next(server):
        parts.append(part)
    return b"".join(parts)


def _next(connection: socket.socket) -> bytes:
    try:
        return connection.recv(16 * PART)
    except OSError:
        return b""
