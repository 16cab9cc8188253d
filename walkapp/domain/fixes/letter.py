"""A move as a phone's outbox sends it, maybe hours after it was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import N_, Refused
from ..ids import checked_id

# What may be written without a network and sent later.
MOVES_BY_LETTER = ("start", "resume", "finish", "hold", "plan", "bounce")
MOST_PHOTOS = 5


@dataclass(frozen=True)
class FixLetter:
    """One letter: `fields` as they were typed, for the move's own form to read and check.

    `version` is that of the fix which was on the screen. `photo_ids` are those that follow.
    `after` is the letter the same person sent before this one: what it changed is no surprise.
    """

    op_id: str
    fix_id: str
    move: str
    version: int
    fields: dict[str, str]
    photo_ids: tuple[str, ...]
    after: str | None = None


def parse_letter(told: object) -> FixLetter:
    """The letter in a JSON body. Raises Refused with the field that does not do."""
    if not isinstance(told, Mapping):
        raise unreadable()
    move = told.get("move")
    if move not in MOVES_BY_LETTER:
        raise Refused(N_("Det här går bara att göra på sidan, inte härifrån."), field="move")
    return FixLetter(
        _id(told, "op_id"),
        _id(told, "client_id"),
        str(move),
        _version(told.get("version")),
        _fields(told.get("fields")),
        _photo_ids(told.get("photo_ids", [])),
        _id(told, "after") if told.get("after") is not None else None,
    )


def unreadable(field: str | None = None) -> Refused:
    """The refusal of what no page of ours would have sent."""
    return Refused(N_("Det som skickades gick inte att läsa."), field=field)


def too_many_at_once() -> Refused:
    """The refusal of a sixth photo."""
    return Refused(N_("Skicka högst %(most)s bilder åt gången."), field="photos", most=MOST_PHOTOS)


def _id(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str):
        raise unreadable(name)
    return checked_id(value, name)


def _version(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise unreadable("version")
    return value


def _fields(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise unreadable("fields")
    if not all(isinstance(words, str) for words in (*value.keys(), *value.values())):
        raise unreadable("fields")
    return dict(value)


def _photo_ids(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise unreadable("photo_ids")
    found = tuple(dict.fromkeys(checked_id(one, "photo_ids") for one in value))
    if len(found) > MOST_PHOTOS:
        raise too_many_at_once()
    return found
