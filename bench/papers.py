"""A follow-up of some twenty pages with sixty photos as files: how long each takes, and the memory.

The process that makes the PDF is measured apart: python -m bench.papers prints it as JSON.
"""

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
from PIL import Image

from bench import table, years
from walkapp import create_app
from walkapp.domain.photos import Photo
from walkapp.domain.reports import PublicFix, PublicPhoto, Report, summarise
from walkapp.settings import Settings
from walkapp.storage import database, migrations
from walkapp.storage.blobs import Blobs
from walkapp.web.report_files import archives
from walkapp.web.report_files import papers as made_papers
from walkapp.web.report_files.edition import Edition
from walkapp.web.report_pages import frozen

POINTS, PHOTOS, MOST_S, MOST_MB = 40, 60, 10.0, 400.0
SEEN = "Det är mörkt här på kvällen och svårt att se vem man möter. Häcken skymmer gångvägen. " * 2
DONE = "Häcken är beskuren, lampan är bytt och en ny lampa är tänd vid tunnelns mynning. "


def papers() -> None:
    """Measure in a process of its own, whose only children are those that make PDFs."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.papers"], capture_output=True, check=True, text=True
    )
    told = json.loads(done.stdout)
    print(f"follow-up of {told['pages']} pages with {told['photos']} photos")
    table.at_most("  PDF, tagged", told["pdf"], "s", MOST_S)
    table.line("  processor time of that", f"{told['cpu']:.1f} s")
    table.at_most("  memory of the process that makes it", told["memory"], "MB", MOST_MB)
    for kind in ("docx", "sqlite"):
        table.line(f"  {kind}", f"{told[kind]:.2f} s")
    for kind in ("pdf", "docx", "sqlite"):
        table.line(f"  weight of the {kind}", f"{told['bytes'][kind] / 1e6:.1f} MB")


def main() -> int:
    """Make each file once and tell what it took."""
    with _app() as app, app.test_request_context():
        edition = _edition(Blobs(app.extensions["settings"].photos))
        took: dict[str, Any] = {"photos": len(edition.photos), "bytes": {}}
        for kind, make in _MAKERS.items():
            start = time.perf_counter()
            data = make(edition)
            took[kind] = time.perf_counter() - start
            took["bytes"][kind] = len(data)
            if kind == "pdf":
                took["pages"] = len(pypdf.PdfReader(BytesIO(data)).pages)
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        took["cpu"], took["memory"] = (
            children.ru_utime + children.ru_stime,
            children.ru_maxrss / 1024,
        )
    print(json.dumps(took))
    return 0


_MAKERS: dict[str, Callable[[Edition], bytes]] = {
    "pdf": made_papers.as_pdf,
    "docx": made_papers.as_docx,
    "sqlite": lambda edition: b"".join(archives.as_sqlite(edition)),
}


@contextmanager
def _app() -> Iterator[Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = folder / "photos"
        photos.mkdir()
        address = str(folder / "walkapp.db")
        source = database.open_source(address)
        db = source.connect()
        migrations.migrate(db)
        db.close()
        yield create_app(
            Settings(data=folder, database=address, photos=photos, secret_key="s" * 40), source
        )
        source.close()


def _edition(blobs: Blobs) -> Edition:
    """Forty points, of which thirty have a picture before and after."""
    photos = dict(_photo(blobs, n) for n in range(PHOTOS))
    shown = [PublicPhoto(key, "Gångvägen", 1600, 1200) for key in photos]
    fixes = [_point(n, shown[2 * n : 2 * n + 2]) for n in range(POINTS)]
    report = Report(
        id=years.key("paper", 0),
        slug="bench",
        kind="year",
        walk_id=None,
        year=2025,
        title="Uppföljning 2025",
        lead=DONE,
        state="published",
        published_version=1,
        published_at=years.DAWN,
        published_by=None,
        drafted_at=years.DAWN,
        drafted_by=None,
        summary=frozen(summarise(fixes)),
    )
    return Edition(report, "Flens kommun", "https://flen.example/followup", tuple(fixes), photos)


def _point(n: int, pair: list[PublicPhoto]) -> PublicFix:
    return PublicFix(
        number=f"FLEN-2025-{n:03d}",
        title=f"Mörkt vid tunneln {n}",
        part="fixed",
        category="belysning",
        area="Sveaparken",
        place="Tunneln vid Ängen",
        seen=SEEN,
        done=DONE,
        done_on="2025-06-01",
        party="Gata och park",
        state="closed",
        status="Det här är åtgärdat. %(done_text)s",
        status_values={"done_text": DONE},
        reason="",
        remaining="",
        planned="",
        due_on=None,
        walked_on="2025-04-20",
        lat=59.05,
        lon=16.58,
        before=tuple(pair[:1]),
        after=tuple(pair[1:]),
    )


def _photo(blobs: Blobs, n: int) -> tuple[str, Photo]:
    """Grain over a slope of light: as heavy as a photograph of a street at dusk."""
    copies = {edge: _kept(blobs, n, edge) for edge in (1600, 480)}
    photo = replace(years.a_photo(), photo_id=years.key("paper photo", n))
    return photo.photo_id, replace(photo, sha256_1600=copies[1600], sha256_480=copies[480])


def _kept(blobs: Blobs, n: int, edge: int) -> str:
    size = (edge, edge * 3 // 4)
    light = Image.linear_gradient("L").resize(size).rotate(n * 6)
    grain = Image.effect_noise(size, 18 + n % 7)
    out = BytesIO()
    Image.blend(light, grain, 0.35).convert("RGB").save(out, "JPEG", quality=80, progressive=True)
    name = hashlib.sha256(out.getvalue()).hexdigest()
    with blobs.work_folder() as folder:
        (folder / name).write_bytes(out.getvalue())
        blobs.keep_clean(folder / name, name)
    return name


if __name__ == "__main__":
    raise SystemExit(main())
