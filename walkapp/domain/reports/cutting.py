"""How fixes stood when a period ended, whatever has happened to them since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..fixes import Fix
from ..fixes.moves import MOVES

_CLOSING = {move.name: move.outcome for move in MOVES if move.outcome}
_REMAINS, _ANSWERS = {"confirm_partly"}, {"decline", "dismiss_gone", "out_of_scope"}
_ANSWERS |= {"close_referred"}
KINDS = tuple(dict.fromkeys(["undo", *(move.name for move in MOVES if move.targets)]))
_NOT_CLOSED: dict[str, Any] = {
    "outcome": None,
    "outcome_reason": "",
    "outcome_text": "",
    "remaining": "",
    "confirmed_by": None,
    "confirmed_on": None,
    "closed_at": None,
}
_NOT_DONE: dict[str, Any] = {"done_text": "", "done_on": None, "done_by": None, "remedy": ""}


@dataclass(frozen=True)
class Step:
    """A move of a fix as its history has it. `said` is what everybody may read of it."""

    at: str
    kind: str
    state: str
    outcome: str | None
    said: str = ""
    done_on: str | None = None
    remedy: str = ""


def step(at: str, kind: str, said: str, data: Mapping[str, Any]) -> Step:
    """One line of history. A line that has been weeded still tells by its kind what closed."""
    outcome = _CLOSING.get(kind)
    state = "closed" if outcome else str(data.get("to", "assessing"))
    done_on, remedy = data.get("done_on"), data.get("remedy", "")
    return Step(at, kind, state, outcome, said, done_on, remedy)


def stood(fix: Fix, steps: Sequence[Step], until: str) -> Fix | None:
    """The fix as it stood just before `until`; none when it was not there yet.

    `steps` is its whole history, oldest first. Texts that were edited since are those of today.
    """
    if fix.created_at >= until:
        return None
    past = [one for one in steps if one.at < until]
    if len(past) == len(steps):
        return fix
    last = past[-1] if past else Step(fix.created_at, "create", "new", None)
    if last.outcome:
        return replace(fix, state="closed", **_closed(past, last))
    done = _done(past) if last.state == "done" else _NOT_DONE
    return replace(fix, state=last.state, **_NOT_CLOSED, **done)


def _closed(past: Sequence[Step], last: Step) -> dict[str, Any]:
    found = {**_NOT_CLOSED, "outcome": last.outcome, "closed_at": last.at, "confirmed_by": None}
    if last.kind in _REMAINS:
        found["remaining"] = last.said
    if last.kind in _ANSWERS:
        found["outcome_text"] = last.said
    is_done = last.outcome in ("fixed", "partly_fixed")
    return found | (_done(past) if is_done else _NOT_DONE)


def _done(past: Sequence[Step]) -> dict[str, Any]:
    finished = [one for one in past if one.kind == "finish"]
    if not finished:
        return _NOT_DONE
    last = finished[-1]
    return {
        "done_text": last.said,
        "done_on": last.done_on or last.at[:10],
        "done_by": None,
        "remedy": last.remedy,
    }
