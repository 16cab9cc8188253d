"""Ids: UUID version 7 as text (RFC 9562), so that the order of ids is the order of time."""

import re
import secrets
import time
import uuid

from .errors import N_, Refused

_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def new_id() -> str:
    """A fresh UUIDv7 in lower-case hyphenated form.

    Those of one process sort as they were made: 12 bits tell the part of the millisecond (RFC 9562
    section 6.2, method 3).
    """
    milliseconds, left = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds << 80) | (left * 4096 // 1_000_000 << 64) | secrets.randbits(62)
    return str(uuid.UUID(int=value | 0x7 << 76 | 0x2 << 62))


def checked_id(text: str, field: str) -> str:
    """The id as sent by a phone, in lower case; refused unless it is a UUID."""
    value = text.strip().lower()
    if not _FORM.fullmatch(value):
        raise Refused(N_("Ett id saknas eller är felaktigt."), field=field)
    return value
