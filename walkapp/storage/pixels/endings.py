"""Tell a file that was cut off from one that is damaged, so that the sender can be told."""

from .segments import EOI, segments


def is_cut_short(kind: str, data: bytes) -> bool:
    """Whether the end of a file that could not be opened is missing."""
    if kind == "jpeg":
        return all(segment.marker != EOI for segment in segments(data))
    if kind == "png":
        return b"IEND" not in data
    if kind == "webp":
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    return _last_box_end(data) > len(data)


def _last_box_end(data: bytes) -> int:
    # HEIC and AVIF are a row of boxes, each with its length in front.
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if length == 1:  # a 64-bit length follows the type
            length = int.from_bytes(data[at + 8 : at + 16])
        if length < 8:  # 0: the box runs to the end of the file
            return len(data)
        at += length
    return at
