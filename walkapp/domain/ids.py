"""Ids: UUID version 7 as text (RFC 9562), so that the order of ids is the order of time."""

import re
import secrets
import time
import uuid

from .errors import N_, Refused

_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def new_id() -> str:
    """A fresh UUIDv7 in lower-case hyphenated form."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def checked_id(text: str, field: str) -> str:
    """The id as sent by a phone, in lower case; refused unless it is a UUID."""
    value = text.strip().lower()
    if not _FORM.fullmatch(value):
        raise Refused(N_("Ett id saknas eller är felaktigt."), field=field)
    return value
