"""`walkapp demo`: an installation of its own with the demo year in it, and how to get in."""

import shutil
from contextlib import closing
from pathlib import Path

from .. import progress
from ..settings import Settings, load
from ..setup import add_setting
from ..storage import database, migrations
from ..storage.blobs import Blobs
from ..storage.pixels.pool import Pool
from ..web.clock import now
from . import load as loading

HERE = Path(__file__).parent
MAP = "map.geojson"


def prepare(settings: Settings) -> int:
    """Make what is missing; a second run changes nothing. 2 when a real municipality is here."""
    if not settings.tiles:
        _draw_map(settings)
        settings = load()
    with closing(database.open_source(settings.database)) as source:
        with closing(source.connect()) as db, Pool(4) as pool:
            migrations.migrate(db)
            if loading.is_somebody_elses(db):
                print("Här finns redan en riktig kommun. Välj en annan mapp med WALKAPP_DATA.")
                return 2
            loading.load(db, Blobs(settings.photos), pool, now=now(), progress=progress.show)
    _tell(settings)
    return 0


def _draw_map(settings: Settings) -> None:
    shutil.copyfile(HERE / MAP, settings.data / MAP)
    add_setting(settings.data / "settings.toml", "tiles", MAP)


def _tell(settings: Settings) -> None:
    people = "\n".join(f"  {who:<26} {what}" for who, what in loading.SIGN_INS)
    print(
        f"""
Demon är klar. Den öppnas på  {settings.base_url}

  Gå med på vandringen      {settings.base_url}/join   kod {loading.CODE}
  Läs uppföljningen         {settings.base_url}/followup
  Logga in                  {settings.base_url}/sign-in   lösenord {loading.PASSWORD}

{people}
"""
    )
