"""What a server asked the kernel to do, in order, as strace saw it."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = "recvfrom,sendto,rename,renameat,renameat2,fsync,fdatasync,write,pwrite64"
_LINE = re.compile(r"(?P<thread>\d+) +(?:<\.\.\. )?(?P<name>\w+)(?P<rest>.*)")
_UNFINISHED = " <unfinished ...>"


@dataclass(frozen=True)
class Call:
    """One system call: which thread, what, and the lines where it began and where it was done."""

    thread: int
    name: str
    text: str
    begun: int
    done: int


def command(into: Path) -> tuple[str, ...]:
    """What stands before a command so that its calls are written down."""
    options = ("-f", "-y", "-qq", "-s", "40", "--seccomp-bpf", "-e", f"trace={CALLS}")
    return ("strace", *options, "-o", str(into))


def hindrance() -> str:
    """Why calls cannot be followed on this machine; empty when they can."""
    if shutil.which("strace") is None:
        return "strace is not installed; `make test` installs it"
    tried = subprocess.run([*command(Path("/dev/null")), "true"], capture_output=True, text=True)
    return tried.stderr.strip() if tried.returncode else ""


def read(trace: Path) -> list[Call]:
    """Every call that was done, in the order they began."""
    return sorted(_calls(trace.read_text(errors="replace")), key=lambda call: call.begun)


def between(calls: list[Call], first: str, last: str | None = None) -> list[Call]:
    """The calls from the request that begins with `first` until the one that begins with `last`."""
    begun = next(call.begun for call in calls if _brings(call, first))
    end = next((call.begun for call in calls if last and _brings(call, last)), None)
    return [call for call in calls if call.begun >= begun and (end is None or call.begun < end)]


def story(calls: list[Call], photos: Path) -> list[str]:
    """What happened to one letter, step by step.

    Synced and named count from when the kernel said so, written and answered from when it was
    asked. A commit counts as synced only when nothing was written to the log after it.
    """
    incoming, inbox = f"<{photos}/incoming/", f"<{photos}/inbox>"
    written = [call for call in calls if "write" in call.name and "-wal>" in call.text]
    steps = [
        (call.done, "bytes synced") for call in calls if _syncs(call) and incoming in call.text
    ]
    steps += [(call.done, "named") for call in calls if _names(call)]
    steps += [(call.done, "folder synced") for call in calls if _syncs(call) and inbox in call.text]
    steps += [(call.begun, "commit begun") for call in written[:1]]
    steps += [
        (call.done, "commit synced")
        for call in [one for one in calls if _syncs(one) and "-wal>" in one.text][-1:]
        if written and call.begun > written[-1].done
    ]
    steps += [(call.begun, "answered") for call in calls if _answers(call)]
    return [step for _, step in sorted(steps)]


def namer(calls: list[Call]) -> int:
    """The thread that gave the bytes their name: the one that works on the letter."""
    return next(call.thread for call in calls if _names(call))


def of_letter(calls: list[Call]) -> list[Call]:
    """Only what was done for the photo, not what the cleaner does in other threads."""
    thread = namer(calls)
    return [call for call in calls if call.thread == thread or _answers(call)]


def _names(call: Call) -> bool:
    return call.name.startswith("rename") and "/inbox/" in call.text


def _syncs(call: Call) -> bool:
    return call.name in ("fsync", "fdatasync")


def _answers(call: Call) -> bool:
    return call.name == "sendto" and '"HTTP/1.1 20' in call.text


def _brings(call: Call, request: str) -> bool:
    return call.name == "recvfrom" and f'"{request}' in call.text


def _calls(text: str) -> Iterator[Call]:
    """A call that others interrupt stands on two lines: begun, and resumed."""
    waiting: dict[tuple[int, str], tuple[int, str]] = {}
    for number, line in enumerate(text.splitlines()):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        thread, name, rest = int(found["thread"]), found["name"], found["rest"]
        if rest.endswith(_UNFINISHED):
            waiting[thread, name] = (number, rest.removesuffix(_UNFINISHED))
            continue
        begun, head = waiting.pop((thread, name), (number, ""))
        yield Call(thread, name, head + rest, begun, number)
