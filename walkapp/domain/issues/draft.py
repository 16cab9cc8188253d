"""What a phone or a plain form sends, checked field by field.

What somebody typed or chose is refused with a sentence when it does not do. What the phone merely
claims (its clock, the age and accuracy of its position) is dropped when impossible: a wrong clock
never costs an issue.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..categories import CATEGORIES, KINDS, PLACE_TYPES
from ..errors import N_, Refused
from ..places import checked_position
from ..text import line
from . import checks
from .issue import FORMAT, MAX_NOTE, MAX_PLACE, MAX_POLE, MAX_PROPOSAL, POSITION_SOURCES


@dataclass(frozen=True)
class Draft:
    """An issue as sent: every field checked, nothing yet decided about it.

    `photo_ids` are the photos it has, or none when the sender did not say. `format` is the form
    of the fields that were sent, see FORMAT.
    """

    client_id: str
    rev: int
    seq: int | None
    kind: str
    category: str | None
    place_type: str | None
    place_text: str
    pole_number: str
    note: str
    proposal: str
    lat: float | None
    lon: float | None
    accuracy: float | None
    position_age: float | None
    position_source: str
    gps_lat: float | None
    gps_lon: float | None
    observed_at: str | None
    stop_id: str | None
    photo_ids: tuple[str, ...] | None
    author: str = ""
    format: int = FORMAT

    @property
    def newer(self) -> bool:
        """Whether it came from an app that knows more fields than are known here."""
        return self.format > FORMAT

    def fields(self) -> dict[str, Any]:
        """What was filled in, by name."""
        return {name: value for name, value in vars(self).items() if name != "format"}


class BadFields(Refused):
    """One or several fields do not do; this refusal's own sentence is that of the first."""

    def __init__(self, by_field: dict[str, Refused]) -> None:
        first = next(iter(by_field.values()))
        super().__init__(first.message, field=first.field, **first.values)
        self.by_field = by_field


Check = Callable[[object, str], Any]

_CHECKS: dict[str, Check] = {
    "client_id": checks.needed_id,
    "rev": checks.revision,
    "seq": checks.claimed_count,
    "kind": checks.choice(KINDS, default="problem"),
    "category": checks.choice(CATEGORIES),
    "place_type": checks.choice(PLACE_TYPES),
    "place_text": checks.words(MAX_PLACE, line),
    "pole_number": checks.words(MAX_POLE, line),
    "note": checks.words(MAX_NOTE),
    "proposal": checks.words(MAX_PROPOSAL),
    "lat": checks.degrees,
    "lon": checks.degrees,
    "accuracy": checks.claimed(0, 1e6),  # metres
    "position_age": checks.claimed(0, 1e9),  # seconds
    "position_source": checks.choice(POSITION_SOURCES),
    "gps_lat": checks.claimed(-90, 90),
    "gps_lon": checks.claimed(-180, 180),
    "observed_at": checks.claimed_moment,
    "stop_id": checks.claimed_id,
    "photo_ids": checks.photo_ids,
    "author": checks.claimed_name,
    "format": checks.format_number,
}
# Without these nothing can be said of what was sent, whichever app sent it.
_NEEDED = ("client_id", "rev")


def parse(fields: object, *, photos: int = 0) -> Draft:
    """The draft in the fields of a form or a JSON body; a field sent twice is a list.

    `photos` is how many pictures come beside the fields or are there already. Raises BadFields
    with a sentence for every field that does not do; of a later format such a field is left out.
    """
    if not isinstance(fields, Mapping):
        raise Refused(N_("Iakttagelsen gick inte att läsa."))
    values: dict[str, Any] = {}
    errors: dict[str, Refused] = {}
    for name, check in _CHECKS.items():
        try:
            values[name] = check(fields.get(name), name)
        except Refused as refused:
            errors[name] = refused
    _check_position(values, errors)
    if values["format"] > FORMAT:
        _leave_out(values, errors)
    elif not errors and not (photos or values["photo_ids"] or values["note"] or values["category"]):
        errors["category"] = Refused(
            N_("Ta en bild, välj en kategori eller skriv en rad."), field="category"
        )
    if errors:
        raise BadFields(errors)
    return Draft(**values)


def digest(draft: Draft) -> str:
    """A hash of what was filled in, so that a form sent twice is known again.

    Photos are left out: each is known by its own bytes.
    """
    said = draft.fields()
    del said["photo_ids"]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _leave_out(values: dict[str, Any], errors: dict[str, Refused]) -> None:
    """What cannot be read here is told in a way of its own time; the letter keeps it."""
    unread = [name for name in errors if name not in _NEEDED]
    if "lat" in unread or "lon" in unread:
        unread += ["lat", "lon"]
    for name in unread:
        values[name] = _CHECKS[name](None, name)
        errors.pop(name, None)
    _check_position(values, errors)


def _check_position(values: dict[str, Any], errors: dict[str, Refused]) -> None:
    if "lat" in errors or "lon" in errors:
        return
    try:
        position = checked_position(values["lat"], values["lon"])
    except Refused as refused:
        errors["lat"] = refused
        return
    values["lat"], values["lon"] = position or (None, None)
    if "position_source" in values:
        values["position_source"] = _source(values["position_source"], position is not None)
    if values["gps_lat"] is None or values["gps_lon"] is None:
        values["gps_lat"] = values["gps_lon"] = None


def _source(stated: str | None, there: bool) -> str:
    if not there:
        return "none"
    return stated if stated and stated != "none" else "pin"
