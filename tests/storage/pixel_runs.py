"""Clean a picture through a pool of real children and look at what came out."""

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from walkapp.storage.pixels.pool import Cleaned, Pool

TELLTALES = (
    b"Exif",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
    b"Photoshop",
    b"Lyktans",
    b"<script",
    b"<?php",
    b"PK\x05\x06",
)

PLAIN_INFO = {
    "jfif",
    "jfif_version",
    "jfif_unit",
    "jfif_density",
    "progressive",
    "progression",
}


@dataclass
class Run:
    """The result and the bytes of its copies."""

    cleaned: Cleaned
    files: dict[str, bytes]

    def picture(self, edge: str = "1600") -> Image.Image:
        """One copy, decoded."""
        return Image.open(BytesIO(self.files[edge])).convert("RGB")


def run(pool: Pool, data: bytes) -> Run:
    """Clean `data`; every copy that comes out must be bare."""
    with TemporaryDirectory() as name:
        folder = Path(name, "out")
        folder.mkdir()
        source = Path(name, "in")
        source.write_bytes(data)
        cleaned = pool.clean(source, folder)
        files = {edge: (folder / copy.sha256).read_bytes() for edge, copy in cleaned.copies.items()}
    for content in files.values():
        assert_bare(content)
    return Run(cleaned, files)


def assert_bare(content: bytes) -> None:
    """A JPEG of pixels alone."""
    assert [word for word in TELLTALES if word in content] == []
    assert content[:2] == b"\xff\xd8"
    assert content[-2:] == b"\xff\xd9"
    with Image.open(BytesIO(content), formats=["JPEG"]) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert set(image.info) <= PLAIN_INFO
        assert not image.getexif()
        image.load()


def child_that(does: str) -> tuple[str, ...]:
    """The command of a child that behaves otherwise: `does` is the body of `clean(source, folder)`.

    It may use `real` (the true `clean`), `Path`, `os`, `signal`, `time`, `Cleaned`.
    """
    body = "".join(f"    {line}\n" for line in does.splitlines())
    script = (
        "import os, signal, sys, time, resource\n"
        "from pathlib import Path\n"
        "from walkapp.storage.pixels import child\n"
        "from walkapp.storage.pixels.result import Cleaned, Copy\n"
        "from walkapp.storage.pixels.clean import clean as real\n"
        f"def clean(source, folder):\n{body}"
        "child.main(clean, cpu_seconds=0.5)\n"
    )
    return (sys.executable, "-P", "-s", "-c", script)
