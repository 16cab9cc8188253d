"""Firefox by Marionette, the protocol its own driver speaks to it: no other program is needed."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from tests.browser.webkit.driver import SCRIPT_S, START_S, CannotStart, Engine, ScriptFault, running

ANSWER_S = 120
QUIET = (
    "browser.shell.checkDefaultBrowser",
    "datareporting.policy.dataSubmissionEnabled",
    "network.captive-portal-service.enabled",
    "network.connectivity-service.enabled",
    "app.normandy.enabled",
)
COMMANDS = {
    "/url": "WebDriver:Navigate",
    "/refresh": "WebDriver:Refresh",
    "/execute/async": "WebDriver:ExecuteAsyncScript",
    "/execute/sync": "WebDriver:ExecuteScript",
    "/element": "WebDriver:FindElement",
}


class Marionette:
    """One conversation: numbered commands, each with its length before it."""

    def __init__(self, wire: socket.socket, answers: BinaryIO) -> None:
        self.wire, self.answers, self.count = wire, answers, 0
        self._told()  # which protocol it is

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """A command of the W3C protocol, in this one's words."""
        given = body or {}
        if method == "POST" and path.endswith("/click"):
            return self.command("WebDriver:ElementClick", id=path.split("/")[2])
        return self.command(COMMANDS[path], **given)

    def command(self, name: str, **given: Any) -> Any:
        """The value of its answer. Raises ScriptFault when the page was left meanwhile."""
        self.count += 1
        sent = json.dumps([0, self.count, name, given]).encode()
        self.wire.sendall(b"%d:%s" % (len(sent), sent))
        _, _, fault, told = self._told()
        if fault and fault["error"] == "javascript error":
            raise ScriptFault(fault["message"])
        if fault:
            raise RuntimeError(f"{fault['error']}: {fault['message']}")
        return told.get("value", told) if isinstance(told, dict) else told

    def _told(self) -> Any:
        return json.loads(self.answers.read(_length(self.answers)))


def _length(answers: BinaryIO) -> int:
    digits = b""
    while (one := answers.read(1)) != b":":
        if not one:
            raise RuntimeError("Firefox hung up")
        digits += one
    return int(digits)


@contextlib.contextmanager
def firefox() -> Iterator[Engine]:
    """A browser without a window, with a profile of its own. Raises CannotStart."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        raise CannotStart("firefox-esr is not installed")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        contextlib.ExitStack() as kept,
    ):
        prefs = [f'user_pref("{name}", false);' for name in QUIET]
        prefs.append('user_pref("marionette.port", 0);')  # a free one
        prefs.append('user_pref("intl.accept_languages", "sv-SE");')
        (Path(profile) / "user.js").write_text("\n".join(prefs))
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", profile]
        process = kept.enter_context(running(command, {**os.environ, "HOME": profile}))
        wire = kept.enter_context(_connected(Path(profile) / "MarionetteActivePort", process))
        driver = Marionette(wire, kept.enter_context(wire.makefile("rb")))
        limits = {"script": SCRIPT_S * 1000}
        wanted = {"alwaysMatch": {"timeouts": limits}}
        session = driver.command("WebDriver:NewSession", capabilities=wanted)
        driver.command("WebDriver:SetWindowRect", width=480, height=1000)
        yield Engine(driver.ask, str(session["capabilities"]["browserVersion"]))


def _connected(told: Path, process: "subprocess.Popen[bytes]") -> socket.socket:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            return socket.create_connection(("127.0.0.1", int(told.read_text())), ANSWER_S)
        time.sleep(0.1)
    raise CannotStart(f"Firefox does not answer (it ended with {process.poll()})")
