"""Make the clean copies of one photo. Runs in a child."""

import hashlib
from io import BytesIO
from pathlib import Path

from PIL import Image

from .decode import Decoded, Unusable, decode, fit
from .limits import QUALITY
from .result import Cleaned, Copy
from .verify import FOREIGN


def clean(source: Path, folder: Path) -> Cleaned:
    """Write the clean copies of `source` into `folder`, each named by the hash of its bytes.

    OSError means that reading or writing failed, never that the picture is bad.
    """
    data = source.read_bytes()
    try:
        decoded = decode(data)
    except Unusable as unusable:
        return Cleaned.failed(unusable.problem)
    return Cleaned(
        ok=True,
        width=decoded.width,
        height=decoded.height,
        copies=_copies(decoded, folder),
        suggestion=decoded.suggestion,
    )


def _copies(decoded: Decoded, folder: Path) -> dict[str, Copy]:
    picture = decoded.picture
    copies = {}
    for edge, quality in QUALITY.items():
        # Each copy is made from the one before: large to small.
        size = fit(*picture.size, int(edge))
        picture = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=1.5)
        data = encode(picture, quality)
        name = hashlib.sha256(data).hexdigest()
        (folder / name).write_bytes(data)
        copies[edge] = Copy(name, len(data), *picture.size)
    return copies


def encode(picture: Image.Image, quality: int) -> bytes:
    """A progressive JPEG in whose bytes no other format's opening words can be found.

    Those words can arise in compressed pixels, by chance or by a stranger's patience;
    another quality gives other bytes.
    """
    for lower in range(10):
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality - lower, progressive=True)
        if not any(word in out.getvalue() for word in FOREIGN):
            break
    return out.getvalue()
