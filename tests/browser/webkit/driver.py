"""A browser driven by the W3C WebDriver protocol, and WebKitGTK, Safari's nearest kin, by it."""

import contextlib
import glob
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

MINIBROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
START_S, ANSWER_S, SCRIPT_S = 60, 120, 60


class CannotStart(Exception):
    """No such browser here; the message says why."""


class ScriptFault(Exception):
    """What the page said when a script stopped."""


@dataclass
class Engine:
    """One browser window with a profile of its own that is gone when it closes.

    `ask(method, path, body)` gives it a command of the W3C protocol and answers with the value.
    """

    ask: Callable[..., Any]
    version: str = ""

    def open(self, address: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.ask("POST", "/url", {"url": address})

    def reload(self) -> None:
        """Load the page again."""
        self.ask("POST", "/refresh", {})

    def run(self, script: str, *given: Any) -> Any:
        """Evaluate the body of an async function in the page; `given` are its `arguments`."""
        made = f"""const done = arguments[arguments.length - 1];
            (async () => {{ {script} }})().then((value) => done({{ value }}),
              (error) => done({{ error: `${{error.name}}: ${{error.message}}` }}));"""
        told = self.ask("POST", "/execute/async", {"script": made, "args": list(given)})
        if "error" in told:
            raise ScriptFault(told["error"])
        return told.get("value")

    def text(self, selector: str) -> str:
        """The text of the first element, or nothing while there is none."""
        script = "return document.querySelector(arguments[0])?.textContent.trim() ?? '';"
        return str(self.ask("POST", "/execute/sync", {"script": script, "args": [selector]}))

    def until(self, script: str, *given: Any, seconds: float = SCRIPT_S) -> Any:
        """Evaluate an expression until it is true."""
        end, told = time.monotonic() + seconds, None
        while time.monotonic() < end:
            with contextlib.suppress(ScriptFault):
                told = self.run(f"return {script};", *given)
                if told:
                    return told
            time.sleep(0.1)
        raise AssertionError(f"{script} stayed {told!r} with {given!r}")

    def click(self, selector: str) -> None:
        """Click as a person does: the element is scrolled to and must be hit."""
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        (element,) = found.values()
        self.ask("POST", f"/element/{element}/click", {})


def ask(method: str, address: str, body: dict[str, Any] | None = None) -> Any:
    """One command and the value of its answer."""
    data = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(address, data, kind, method=method)
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as refusal:
        told = json.load(refusal)["value"]
        raise RuntimeError(f"{told['error']}: {told['message']}") from None


@contextlib.contextmanager
def webkit() -> Iterator[Engine]:
    """A browser on a screen of its own. Raises CannotStart."""
    driver, xvfb = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browsers = sorted(glob.glob(MINIBROWSER))
    if not (driver and xvfb and browsers):
        raise CannotStart("WebKitWebDriver, MiniBrowser or Xvfb is not installed")
    with contextlib.ExitStack() as kept:
        env = {**os.environ, "DISPLAY": kept.enter_context(_screen(xvfb)), "NO_AT_BRIDGE": "1"}
        env |= {
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
        }
        port = _free_port()
        kept.enter_context(running([driver, f"--port={port}"], env))
        root = f"http://127.0.0.1:{port}"
        _answering(root)
        options = {"binary": browsers[-1], "args": ["--automation"]}
        wanted = {"webkitgtk:browserOptions": options, "timeouts": {"script": SCRIPT_S * 1000}}
        try:
            session = ask("POST", f"{root}/session", {"capabilities": {"alwaysMatch": wanted}})
        except (OSError, RuntimeError) as error:
            raise CannotStart(f"no session: {error}") from error
        address = f"{root}/session/{session['sessionId']}"
        version = str(session["capabilities"].get("browserVersion", ""))
        try:
            yield Engine(lambda how, path, body=None: ask(how, address + path, body), version)
        finally:
            with contextlib.suppress(OSError, RuntimeError):
                ask("DELETE", address)


@contextlib.contextmanager
def _screen(xvfb: str) -> Iterator[str]:
    """A screen in memory; its number is chosen by the server itself."""
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", "480x1000x24", "-nolisten", "tcp"]
    with running(command, dict(os.environ), pass_fds=(writing,)) as process:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise CannotStart(f"Xvfb ended with {process.wait(10)}")
        yield f":{number}"


@contextlib.contextmanager
def running(
    command: list[str], env: dict[str, str], pass_fds: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that ends with the tests."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, env=env, stdout=quiet, stderr=quiet, pass_fds=pass_fds, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _answering(root: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        with contextlib.suppress(OSError, RuntimeError):
            ask("GET", f"{root}/status")
            return
        time.sleep(0.05)
    raise CannotStart("WebKitWebDriver does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
