"""What people type, made fit to keep: one Unicode form, no invisible commands, no half letters."""

import re
import unicodedata

from .errors import N_, Refused

# Control characters (line feed excepted; NUL alone would stop PostgreSQL), halves of UTF-16
# pairs, marks that turn the direction of the text that follows, and the byte order mark.
_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")


def lines(text: str, field: str, most: int) -> str:
    """Text of several lines, trimmed. Raises Refused above `most` characters; never cuts."""
    # Sorting combining marks takes quadratic time: what is far too long is not composed at all.
    if len(text) > 2 * most:
        raise _too_long(field, most)
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    kept = unicodedata.normalize("NFC", _UNWANTED.sub("", text)).strip()
    if len(kept) > most:
        raise _too_long(field, most)
    return kept


def line(text: str, field: str, most: int) -> str:
    """Text of one line: every run of white space becomes one space. Raises Refused as `lines`."""
    return _SPACES.sub(" ", lines(text, field, most))


def _too_long(field: str, most: int) -> Refused:
    return Refused(N_("Texten är för lång. Skriv högst %(max)s tecken."), field=field, max=most)
