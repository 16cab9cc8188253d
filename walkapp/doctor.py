"""What is wrong with an installation, in sentences that say what to do."""

import hashlib
import os
import shutil
from contextlib import closing
from pathlib import Path

from . import progress
from .files import pdf
from .settings import Settings
from .storage import blobs, database, migrations, outbox, rows
from .storage.blobs import Blobs
from .storage.database import Database, TooOld
from .storage.migrations import WrongSchema
from .storage.pixels import formats
from .web.clock import now

OLD_QUEUE = 20


def check(settings: Settings) -> list[str]:
    """Everything that would stop the server or put data at risk."""
    return [
        *_folders(settings),
        *_database(settings),
        *_formats(),
        *_papers(),
        *_exposure(settings),
    ]


def unreadable(error: Exception) -> str | None:
    """The line to read instead of a trace when the database is out of reach, else none."""
    driver = type(error).__module__.split(".")[0]
    if driver not in ("psycopg", "psycopg_pool", "pysqlite3", "sqlite3"):
        return None
    return f"Databasen går inte att nå eller läsa: {error}"


def database_faults(db: Database) -> list[str]:
    """What the engine's own check finds."""
    if db.engine != "sqlite":
        return []  # PostgreSQL keeps page checksums of its own
    found = [row["integrity_check"] for row in db.query("PRAGMA integrity_check")]
    faults = [] if found == ["ok"] else [f"Databasen är skadad: {text}" for text in found]
    broken = len(list(db.query("PRAGMA foreign_key_check")))
    if broken:
        faults.append(f"{broken} rader pekar på något som inte finns.")
    return faults


def photo_faults(db: Database, kept: Blobs) -> list[str]:
    """Photos whose bytes are gone or are not those of their hash."""
    found = []
    photos = list(
        db.query(
            "SELECT photo_id, state, sha256, sha256_1600, sha256_480, inbox_gone_at FROM photos"
        )
    )
    for done, row in enumerate(photos, start=1):
        if row["state"] == "clean":
            copies = {
                name: kept.clean_path(name) for name in (row["sha256_1600"], row["sha256_480"])
            }
        elif row["inbox_gone_at"] is None:
            copies = {row["sha256"]: kept.original(row["photo_id"], row["sha256"])}
        else:
            copies = {}
        wrong = [path for sha256, path in copies.items() if not _is_whole(path, sha256)]
        found += [f"Bild {row['photo_id']}: {path.name} saknas eller är ändrad." for path in wrong]
        progress.show(done, len(photos), "Bilder kontrollerade")
    return found


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _folders(settings: Settings) -> list[str]:
    found = []
    for folder in (settings.data, settings.photos):
        if not folder.is_dir():
            found.append(f"Mappen {folder} finns inte. Kör: walkapp init")
        elif not os.access(folder, os.W_OK):
            found.append(f"Mappen {folder} går inte att skriva i. Ändra dess ägare.")
        else:
            usage = shutil.disk_usage(folder)
            if usage.free < blobs.floor(usage.total):
                found.append(f"Disken med {folder} är nästan full. Nya bilder tas inte emot.")
    return found


def _database(settings: Settings) -> list[str]:
    try:
        with closing(database.open_source(settings.database)) as source:
            with closing(source.connect()) as db:
                migrations.check(db)
                return [*_stuck(db), *_mail(settings, db)]
    except (TooOld, WrongSchema) as error:
        return [str(error)]
    except Exception as error:
        sentence = unreadable(error)
        if sentence is None:
            raise
        return [sentence]


def _stuck(db: Database) -> list[str]:
    row = rows.one(db, "SELECT count(*) AS n FROM photos WHERE state IN ('received', 'cleaning')")
    if row and row["n"] > OLD_QUEUE:
        return [f"{row['n']} bilder väntar på att göras rena. Är servern igång?"]
    return []


def _mail(settings: Settings, db: Database) -> list[str]:
    found, standing = [], outbox.standing(db, now())
    if standing.waiting and not settings.smtp:
        return ["Brev väntar, men WALKAPP_SMTP är inte satt. De skickas inte förrän den är det."]
    if standing.late:
        found.append(f"{standing.late} brev har väntat i över en timme. Går walkapp work?")
    if standing.failed:
        found.append(f"{standing.failed} brev kunde inte skickas. Se Inställningar → Brev ut.")
    return found


def _formats() -> list[str]:
    if "heic" in formats.accepted():
        return []
    return ["Bilder i HEIC och AVIF tas inte emot. Installera tillägget heic om ni vill ha dem."]


def _papers() -> list[str]:
    return [pdf.missing()] if pdf.missing() else []


def _exposure(settings: Settings) -> list[str]:
    file = settings.data / "settings.toml"
    if file.exists() and file.stat().st_mode & 0o077:
        return [f"{file} kan läsas av andra. Kör: chmod 600 {file}"]
    return []
