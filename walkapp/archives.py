"""`walkapp export` and `walkapp import`: a published follow-up as one file, and back."""

import argparse
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from . import progress
from .domain.errors import N_, Refused
from .domain.events import Event
from .domain.ids import new_id
from .files import archive
from .files.archive_reading import Archive
from .settings import Settings, load
from .storage import database, migrations, report_archive, reports
from .storage.blobs import Blobs
from .storage.database import Database
from .web.clock import now
from .web.report_files import archiving, taking_back
from .web.report_files.archives import reader
from .web.report_files.edition import edition


def export(chosen: argparse.Namespace) -> int:
    """Write the archive of a published follow-up, with every picture."""
    path: Path = chosen.file
    if path.exists():
        raise Refused(N_("%(file)s finns redan. Välj ett annat namn."), file=str(path))
    with _opened() as (settings, db):
        found = (
            reports.by_slug(db, chosen.slug)
            if chosen.version is None
            else reports.by_version(db, chosen.slug, chosen.version)
        )
        if found is None:
            raise Refused(N_("Ingen sådan uppföljning är publicerad: %(slug)s."), slug=chosen.slug)
        made = edition(db, found, base_url=settings.base_url)
        half = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            archive.write(half, archiving.contents(made, reader(Blobs(settings.photos))))
            os.replace(half, path)
        finally:
            half.unlink(missing_ok=True)
    print(
        f"{path}: version {found.published_version}, {len(made.fixes)} punkter,"
        f" {len(made.photos)} bilder"
    )
    return 0


def take_in(chosen: argparse.Namespace) -> int:
    """Publish the follow-up of an archive at its old address, with its old date."""
    with _opened() as (settings, db), closing(Archive(chosen.file)) as opened:
        taken, at = taking_back.taken_back(opened), now()
        report_archive.check_new(db, taken.report)
        pictures = sum(1 for _ in opened.rows("bilder"))
        blobs = Blobs(settings.photos)
        for done, picture in enumerate(taking_back.pictures(opened), start=1):
            report_archive.keep_picture(db, blobs, picture)
            progress.show(done, pictures, "Bilder")
        report = taken.report
        event = Event(new_id(), at, "report", report.id, report.version, "import", "system", None)
        fixes = report_archive.known(db, taken.fixes)
        report_archive.publish(db, report_archive.Taken(report, taken.version, fixes), event)
    print(f"Publicerad: {settings.base_url}/followup/{report.slug}")
    return 0


@contextmanager
def _opened() -> Iterator[tuple[Settings, Database]]:
    settings = load()
    with closing(database.open_source(settings.database)) as source:
        with closing(source.connect()) as db:
            migrations.check(db)
            yield settings, db
