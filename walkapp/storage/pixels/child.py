"""A process that cleans photos for its parent: `python -m walkapp.storage.pixels.child`.

Reads one line of JSON a photo, `{"source", "folder"}`, and answers with one. It may use a fixed
amount of memory and time, write small files, and nothing it prints but its answers is heard.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TextIO

from . import limits
from .result import Cleaned

READY = "ready"

Clean = Callable[[Path, Path], Cleaned]


def limit() -> None:
    """Give up for good all that cleaning does not need; the system holds this process to it."""
    life = limits.PHOTOS_PER_CHILD * limits.CPU_SECONDS + limits.CPU_SECONDS
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, life),
        (resource.RLIMIT_FSIZE, limits.FILE_BYTES),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, allowed = resource.getrlimit(what)
        if allowed != resource.RLIM_INFINITY:
            most = min(most, allowed)
        resource.setrlimit(what, (most, most))
    # The time limit of a photo must end a decoder that never comes back to Python.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def serve(
    requests: Iterable[str],
    answers: TextIO,
    clean: Clean,
    *,
    photos: int = limits.PHOTOS_PER_CHILD,
    cpu_seconds: float = limits.CPU_SECONDS,
) -> None:
    """Clean one photo for each request, until there are no more or `photos` are done."""
    for line in islice(requests, photos):
        request = json.loads(line)
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        try:
            answer = clean(Path(request["source"]), Path(request["folder"])).to_line()
        except MemoryError:
            answer = Cleaned.failed("too_much_memory").to_line()
        except OSError as error:
            answer = json.dumps({"fault": f"{error.strerror} ({error.errno})"})
        print(answer, file=answers, flush=True)


def _keep_answers_apart() -> TextIO:
    # What a decoder's own code prints must neither be taken for an answer nor fill a log.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    os.close(nowhere)
    return answers


def main(clean: Clean | None = None, *, cpu_seconds: float = limits.CPU_SECONDS) -> None:
    """Take the limits, load the decoders, then serve the parent over standard input and output."""
    limit()
    if clean is None:
        from .clean import clean as real_clean

        clean = real_clean
    answers = _keep_answers_apart()
    print(READY, file=answers, flush=True)
    serve(sys.stdin, answers, clean, cpu_seconds=cpu_seconds)


if __name__ == "__main__":
    main()
