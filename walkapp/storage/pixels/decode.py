"""Open a stranger's picture and make it small, upright, opaque and sRGB. Runs in a child."""

import struct
import warnings
from io import BytesIO
from typing import NamedTuple

from PIL import AvifImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from . import colour, formats, segments
from .endings import is_cut_short
from .limits import MAX_EDGE, MAX_PIXELS, QUALITY
from .result import Suggestion
from .suggestion import BROKEN_EXIF, orientation, suggest

# Exactly one decoder is tried, the one the first bytes call for. "JPEG" covers MPO (two pictures
# in one file, from phones); of that only the first picture is handed over.
DECODERS = {
    "jpeg": JpegImagePlugin.JpegImageFile.format,
    "png": PngImagePlugin.PngImageFile.format,
    "webp": WebPImagePlugin.WebPImageFile.format,
    "avif": AvifImagePlugin.AvifImageFile.format,
    "heic": "HEIF",
}

LONGEST = max(int(edge) for edge in QUALITY)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
# One thread each: more would only reserve memory and race the other children.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1

# What the decoders raise on bytes that are no picture. Anything else ends the child.
BROKEN_PICTURE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    RuntimeError,
    struct.error,
)

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Unusable(Exception):
    """This picture cannot be used; `problem` is the code of why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Decoded(NamedTuple):
    """Pixels alone, at most 1600 on the longest edge, with the size of the upright original."""

    picture: Image.Image
    width: int
    height: int
    suggestion: Suggestion


def decode(data: bytes) -> Decoded:
    """The picture in `data`, ready to be written anew. Unusable if there is none."""
    kind = formats.signature(data[: formats.HEAD])
    if kind is None:
        raise Unusable("wrong_type")
    if kind not in formats.accepted():
        raise Unusable("no_decoder")
    if kind == "jpeg":
        if segments.asks_too_much(data):
            raise Unusable("too_many_scans")
        data = segments.first_picture(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _decode(kind, data)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise Unusable("too_many_pixels") from error
        except BROKEN_PICTURE as error:
            problem = "truncated" if is_cut_short(kind, data) else "unreadable"
            raise Unusable(problem) from error


def _decode(kind: str, data: bytes) -> Decoded:
    if kind == "heic":
        _register_heic()
    with Image.open(BytesIO(data), formats=(DECODERS[kind],)) as image:
        width, height = image.size
        # Pillow itself counts the pixels when it opens, by the limit set above.
        if max(width, height) > MAX_EDGE:
            raise Unusable("too_many_pixels")
        if kind == "jpeg":
            # The decoder then skips detail; it needs the true target, not a square around it.
            image.draft("RGB", fit(width, height, LONGEST))
        image.load()
        exif = _exif(image)
        turn = _TURNS.get(orientation(exif))
        picture = _bare(image, fit(width, height, LONGEST))
    if turn is not None:
        picture = picture.transpose(turn)
        if turn in (_TURNS[5], _TURNS[6], _TURNS[7], _TURNS[8]):
            width, height = height, width
    return Decoded(picture, width, height, suggest(exif))


def _register_heic() -> None:
    # Only now: its libraries are large, and most phones send JPEG.
    import pillow_heif

    pillow_heif.register_heif_opener(
        decode_threads=1, thumbnails=False, depth_images=False, aux_images=False
    )


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except BROKEN_EXIF:
        return Image.Exif()


def _bare(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    small = colour.resizable(image).resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    picture = colour.to_srgb(small, image.info.get("icc_profile"))
    # Pillow carries comments and profiles along in `info`; a new picture has none.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare


def fit(width: int, height: int, longest: int) -> tuple[int, int]:
    """The size that fits in a square of `longest`; never larger than it was."""
    scale = min(1.0, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
