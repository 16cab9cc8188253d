"""How far a long command has come: a line that rewrites itself on a terminal, one in a log."""

import sys


def show(done: int, total: int, what: str) -> None:
    """Tell that `done` of `total` are done."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{what}: {done} av {total}   ", end=end, file=sys.stderr, flush=True)
    elif done == total:
        print(f"{what}: {total}", file=sys.stderr)
