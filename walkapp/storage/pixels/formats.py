"""Tell a picture's format by its first bytes; names and stated types are never asked."""

from importlib.util import find_spec

HEAD = 64
"""How many of the first bytes `signature` looks at."""

_EXTRA = ("heic", "avif")
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)


def accepted() -> tuple[str, ...]:
    """The formats this installation opens; HEIC and AVIF come with the extra `heic`."""
    extra = _EXTRA if find_spec("pillow_heif") else ()
    return ("jpeg", "png", "webp", *extra)


def signature(head: bytes) -> str | None:
    """The format that the first 64 bytes speak of: jpeg, png, webp, heic, avif, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return _container_brand(head[:HEAD]) if head[4:8] == b"ftyp" else None


def _container_brand(head: bytes) -> str | None:
    # ISO 14496-12: box length, "ftyp", major brand, minor version, then compatible brands.
    end = min(int.from_bytes(head[:4]), len(head))
    brands = {head[at : at + 4] for at in (8, *range(16, end, 4))}
    if brands & _AVIF_BRANDS:
        return "avif"
    return "heic" if brands & _HEIC_BRANDS else None
