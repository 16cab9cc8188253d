"""Swedish text: compared without regard to case, sorted with å ä ö after z."""

import unicodedata


def fold(text: str | None) -> str:
    """Lower case for comparing Swedish text; å ä ö stay distinct letters."""
    return unicodedata.normalize("NFC", text or "").casefold()


_AFTER_Z = str.maketrans({"å": "\U0010fffa", "ä": "\U0010fffb", "ö": "\U0010fffc"})


def _sort_key(text: str) -> str:
    marked = fold(text).translate(_AFTER_Z)
    return "".join(c for c in unicodedata.normalize("NFD", marked) if not unicodedata.combining(c))


def compare_swedish(a: str, b: str) -> int:
    """The collation `sv`: below, equal or above zero; å ä ö come after z."""
    key_a, key_b = (_sort_key(a), a), (_sort_key(b), b)
    return (key_a > key_b) - (key_a < key_b)
