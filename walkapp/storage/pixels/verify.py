"""Look through what a child wrote before anything of it is served. The child is not trusted."""

import hashlib
import stat
from pathlib import Path

from .breaches import Breach
from .result import Cleaned, Copy
from .segments import APP0, DHT, DQT, DRI, EOI, SOF2, SOS, segments

FOREIGN = (b"Exif", b"http://ns.adobe.com/xap", b"<script", b"<?php", b"PK\x05\x06")
"""Words that make a file something else, or carry metadata; none may stand in a clean copy."""

# All that a progressive JPEG needs. EXIF, XMP, colour profiles and comments have other markers.
_NEEDED = frozenset({APP0, DQT, SOF2, DHT, DRI, SOS, EOI})


def verify(cleaned: Cleaned, folder: Path) -> None:
    """Hold every copy against its hash, its stated size and the rules. Breach if one fails."""
    for copy in cleaned.copies.values():
        _verify(_read(folder / copy.sha256), copy)


def verify_alone(data: bytes, sha256: str, edge: int) -> None:
    """Hold the bytes of one copy against its hash, its longest edge and the rules. Breach if not.

    For copies that come from elsewhere than a child, such as an archive.
    """
    found = [_size(data, at.start) for at in segments(data) if at.marker == SOF2]
    if len(found) != 1 or max(found[0]) > edge:
        raise Breach("another size than a clean copy has")
    _verify(data, Copy(sha256, len(data), *found[0]))


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Breach("not a plain file")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Breach("no such file") from error


def _verify(data: bytes, copy: Copy) -> None:
    if len(data) != copy.bytes or hashlib.sha256(data).hexdigest() != copy.sha256:
        raise Breach("other bytes than stated")
    if not data.startswith(b"\xff\xd8\xff") or any(word in data for word in FOREIGN):
        raise Breach("not only a JPEG")
    found = list(segments(data))
    if not found or found[-1].marker != EOI or found[-1].end != len(data):
        raise Breach("does not end with the picture")
    if not {segment.marker for segment in found} <= _NEEDED:
        raise Breach("carries more than pixels")
    if [_size(data, at.start) for at in found if at.marker == SOF2] != [(copy.width, copy.height)]:
        raise Breach("another size than stated")


def _size(data: bytes, at: int) -> tuple[int, int]:
    # Frame header: precision (1 byte), height, width.
    return int.from_bytes(data[at + 3 : at + 5]), int.from_bytes(data[at + 1 : at + 3])
