"""What can happen to a request on its way, and answers that no server of ours gave."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.wire import Answer, Request


@dataclass(frozen=True)
class Fault:
    """What is done to one request; without anything said it passes.

    cut: "before" it reaches the server, in its "body", after the "commit" (the answer is read and
    not given) or in the "answer"; `at` is after how many bytes of body or answer, or in the middle.
    late: the client is cut off at once and the server gets the request so many seconds later.
    again: the server gets it once more so many seconds later.
    times: the server gets it so many times at once.
    answer: what the proxy says itself; nothing reaches the server. May be made from the request.
    other: the stored answer of another request is given; nothing reaches the server.
    """

    cut: str = ""
    at: int | None = None
    wait_before: float = 0
    wait_after: float = 0
    corrupt: bool = False
    late: float = 0
    again: float = 0
    times: int = 1
    answer: Answer | Callable[[Request], Answer] | None = None
    other: bool = False


PASS = Fault()


def _page(words: str) -> bytes:
    return f"<!doctype html><title>{words}</title><p>{words}</p>".encode()


PORTAL = Answer(200, _page("Välkommen till kaféets nät"))
REDIRECT = Answer(302, headers={"Location": "/login"})
SIGN_IN = Answer(401, _page("Sign in to the proxy"))
TOO_LARGE = Answer(413, _page("Request Entity Too Large"))
BUSY = Answer(503, _page("Service Unavailable"), headers={"Retry-After": "1"})
TOO_MANY = Answer(429, _page("Too Many Requests"), headers={"Retry-After": "1"})
BROKEN = Answer(500, _page("Internal Server Error"))
BAD_GATEWAY = Answer(502, _page("Bad Gateway"))
NO_SPACE = Answer(507, _page("Insufficient Storage"), headers={"Retry-After": "1"})
