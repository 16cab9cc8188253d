"""The public history of a fix: what happened when, in sentences without people."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..fixes import history_line

# Lines that tell a reader something. Who looked into it and what was said inside stay inside.
_TOLD = frozenset(
    "create checked assign refer plan start finish hold resume remind confirm confirm_partly"
    " reject_work replan close_referred decline dismiss_gone reopen comment".split()
)
_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class PublicMoment:
    """One line: a day, a sentence with its values, and what was said to everybody."""

    on: str
    text: str
    values: Mapping[str, str]
    said: str = ""


def public_past(lines: Iterable[Mapping[str, Any]]) -> tuple[PublicMoment, ...]:
    """The lines a reader may see, oldest first; of each only what its sentence needs."""
    return tuple(_moment(line) for line in lines if _is_public(line))


def _is_public(line: Mapping[str, Any]) -> bool:
    return line["kind"] in _TOLD and (line["kind"] != "comment" or bool(line["public_text"]))


def _moment(line: Mapping[str, Any]) -> PublicMoment:
    sentence = history_line(line["kind"], line["data"])
    values = {name: str(sentence.values.get(name, "")) for name in _PLACE.findall(sentence.text)}
    return PublicMoment(line["at"][:10], sentence.text, values, line["public_text"])
