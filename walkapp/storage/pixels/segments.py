"""Walk through a JPEG file marker by marker, without decoding anything."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .limits import MAX_SCANS, MAX_SEGMENTS

APP0, SOF2, DHT, DQT, DRI, SOS, EOI = 0xE0, 0xC2, 0xC4, 0xDB, 0xDD, 0xDA, 0xD9
_TEM = 0x01

# The next marker: not FF 00 (a stuffed byte of picture data), not a restart (D0-D7), not fill.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


class Segment(NamedTuple):
    """A marker and where its parameters stand."""

    marker: int
    start: int
    end: int


def segments(data: bytes) -> Iterator[Segment]:
    """Every segment after the first marker, to the end of the picture or where the file breaks.

    Finds the markers as the decoder does: lengths are trusted, and what lies between segments
    (picture data, restarts, padding) is passed over.
    """
    at = 2
    while found := _MARKER.search(data, at):
        marker, at = data[found.start() + 1], found.end()
        if marker == EOI:
            yield Segment(marker, at, at)
            return
        if marker == _TEM:
            yield Segment(marker, at, at)
            continue
        end = at + int.from_bytes(data[at : at + 2])
        if end < at + 2 or end > len(data):
            return
        yield Segment(marker, at + 2, end)
        at = end


def asks_too_much(data: bytes) -> bool:
    """Whether the decoder would go over the picture, or over what surrounds it, too often."""
    scans = 0
    for number, segment in enumerate(segments(data)):
        scans += segment.marker == SOS
        if scans > MAX_SCANS or number > MAX_SEGMENTS:
            return True
    return False


def first_picture(data: bytes) -> bytes:
    """The file to the end of its first picture: no further frames, video, archive or page."""
    for segment in segments(data):
        if segment.marker == EOI:
            return data[: segment.end]
    return data
