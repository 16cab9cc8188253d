"""The checks of single fields: `(value, field name)` in, what is kept out, or Refused."""

import math
import re
from collections.abc import Callable, Container
from datetime import UTC, datetime

from ..errors import N_, Refused
from ..ids import checked_id
from ..text import line, lines
from ..walks import text_time
from .issue import FORMAT, MAX_NAME, MAX_PHOTOS

_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{0,40})?")
_WHOLE = re.compile(r"[0-9]{1,10}")
_LARGEST = 2**31 - 1  # PostgreSQL's INTEGER
_LONGEST_MOMENT = 40


def needed_id(value: object, name: str) -> str:
    """A UUID."""
    if not isinstance(value, str):
        raise Refused(N_("Ett id saknas eller är felaktigt."), field=name)
    return checked_id(value, name)


def claimed_id(value: object, name: str) -> str | None:
    """A UUID; none when it cannot be one."""
    try:
        return needed_id(value, name)
    except Refused:
        return None


def photo_ids(value: object, name: str) -> tuple[str, ...] | None:
    """The ids of the issue's photos: a list, or text with spaces between; none when not told."""
    listed = value.split() if isinstance(value, str) else value
    if listed is None:
        return None
    if not isinstance(listed, list | tuple):
        raise _wrong_form(name)
    found = dict.fromkeys(needed_id(one, name) for one in listed)
    if len(found) > MAX_PHOTOS:
        raise too_many_photos(name)
    return tuple(found)


def too_many_photos(field: str) -> Refused:
    """The refusal of a sixth photo."""
    return Refused(N_("En iakttagelse kan ha högst %(max)s bilder."), field=field, max=MAX_PHOTOS)


def revision(value: object, name: str) -> int:
    """Which edition of the issue this is, from 1; 1 when not told."""
    number = 1 if _absent(value) else _whole(value)
    if number is None or number < 1:
        raise _wrong_form(name)
    return number


def format_number(value: object, name: str) -> int:
    """The version of the sender's format, 1 when not told; what is no number is a later one."""
    if _absent(value):
        return FORMAT
    number = _whole(value)
    return FORMAT + 1 if number is None else number


def claimed_count(value: object, name: str) -> int | None:
    """The phone's own running number; none when impossible."""
    return _whole(value)


def claimed_name(value: object, name: str) -> str:
    """What the phone says its walker is called; nothing when it cannot be a name."""
    try:
        return line(value, name, MAX_NAME) if isinstance(value, str) else ""
    except Refused:
        return ""


def choice(
    table: Container[str], default: str | None = None
) -> Callable[[object, str], str | None]:
    """One of the codes of a table."""

    def check(value: object, name: str) -> str | None:
        if _absent(value):
            return default
        if not isinstance(value, str) or value not in table:
            raise Refused(N_("Välj ett av alternativen som visas."), field=name)
        return value

    return check


def words(most: int, clean: Callable[[str, str, int], str] = lines) -> Callable[[object, str], str]:
    """Text of at most `most` characters; `clean` is `line` or `lines`."""

    def check(value: object, name: str) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise _wrong_form(name)
        return clean(value, name, most)

    return check


def degrees(value: object, name: str) -> float | None:
    """A number, with point or comma; whether it lies on the globe is asked of the pair."""
    if _absent(value):
        return None
    number = _number(value)
    if number is None:
        raise Refused(
            N_("Skriv positionen med siffror, till exempel 59,0581, eller sätt den på kartan."),
            field=name,
        )
    return number


def claimed(lowest: float, highest: float) -> Callable[[object, str], float | None]:
    """A number the phone claims; none when it lies outside what can be."""

    def check(value: object, name: str) -> float | None:
        number = _number(value)
        return number if number is not None and lowest <= number <= highest else None

    return check


def claimed_moment(value: object, name: str) -> str | None:
    """The phone's clock as UTC text; none unless it says 1970 to 2100 and in which time zone."""
    if not isinstance(value, str) or len(value) > _LONGEST_MOMENT:
        return None
    try:
        told = datetime.fromisoformat(value.strip())
        moment = told.astimezone(UTC) if told.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return text_time(moment) if moment and 1970 <= moment.year <= 2100 else None


def _absent(value: object) -> bool:
    return value is None or isinstance(value, str) and not value.strip()


def _whole(value: object) -> int | None:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _LARGEST else None


def _number(value: object) -> float | None:
    if isinstance(value, str):
        text = value.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-")
        return float(text) if _NUMBER.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and abs(value) > _LARGEST:
        return math.inf
    return float(value)


def _wrong_form(name: str) -> Refused:
    return Refused(N_("Uppgiften kom i fel form. Fyll i den igen."), field=name)
