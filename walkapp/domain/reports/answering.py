"""Whether a fix got a first answer in time: what is done about it, or why nothing is."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from ..workdays import working_days_after

WORKING_DAYS = 10
# That somebody else has been asked is no answer yet; that the matter lies with another party is.
_ANSWERS = frozenset(
    "refer plan start hold finish confirm confirm_partly close_referred decline"
    " dismiss_gone".split()
)


def answered_on(lines: Iterable[Mapping[str, Any]]) -> str | None:
    """The day of the first line of history that answers; a comment to everybody does, too."""
    days = (line["at"][:10] for line in lines if _answers(line))
    return min(days, default=None)


def answer_by(walked_on: str, off: Container[str] = ()) -> str:
    """The last day for a first answer; `off` are the municipality's own days without work."""
    return working_days_after(walked_on, WORKING_DAYS, off)


def answer_marks(lines: Iterable[Mapping[str, Any]], last: str, on: str) -> tuple[str, ...]:
    """`answered` or `unanswered`; neither while there is still time. `last` as in answer_by."""
    found = answered_on(lines)
    if found:
        return ("answered",) if found <= last else ("unanswered",)
    return ("unanswered",) if on > last else ()


def _answers(line: Mapping[str, Any]) -> bool:
    return line["kind"] in _ANSWERS or (line["kind"] == "comment" and bool(line["public_text"]))
