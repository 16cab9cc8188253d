"""A new installation: its folder, key, database, municipality and first administrator."""

import argparse
import os
import secrets
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .domain import accounts
from .domain.people import Municipality
from .domain.walks import moment, text_time
from .settings import Settings, load
from .storage import migrations, municipality, people
from .storage.database import Database, Source
from .web.clock import now


@dataclass(frozen=True)
class Wanted:
    """Whose installation it is, and who runs it first."""

    municipality: Municipality
    administrator: accounts.Given

    @classmethod
    def of(cls, chosen: argparse.Namespace) -> "Wanted":
        """From the arguments of `walkapp init`."""
        whose = Municipality(chosen.name, chosen.short_name, chosen.prefix.upper())
        roles = frozenset({"admin"})
        return cls(whose, accounts.Given(chosen.admin_name, chosen.admin_email, roles))


def settings_made() -> Settings:
    """The settings, with a secret key written to settings.toml when there is none."""
    data = Path(os.environ.get("WALKAPP_DATA", "instance")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    file = data / "settings.toml"
    known = {"WALKAPP_SECRET_KEY", "WALKAPP_SECRET_KEY_FILE"} & set(os.environ)
    if not known and "secret_key" not in (file.read_text() if file.exists() else ""):
        add_setting(file, "secret_key", secrets.token_urlsafe(48))
    settings = load()
    settings.photos.mkdir(parents=True, exist_ok=True)
    return settings


def add_setting(file: Path, name: str, value: str) -> None:
    """Append one setting to settings.toml, which only its owner may read."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as out:
        out.write(f'{name} = "{value}"\n')


def first_administrator(settings: Settings, source: Source, wanted: Wanted) -> str | None:
    """The one-time link of the first administrator, or none when there is one already."""
    with closing(source.connect()) as db:
        migrations.migrate(db)
        if people.with_role(db, "admin"):
            return None
        municipality.save(db, wanted.municipality)
        return invited(settings, db, wanted.administrator)


def invited(settings: Settings, db: Database, given: accounts.Given) -> str:
    """Add a person and give the link where they choose a password."""
    at = now()
    person, event = accounts.new(given, by=None, at=at)
    people.add(db, person, event=event)
    token = people.invite(db, person.id, text_time(moment(at) + accounts.INVITATION_LIFE))
    return f"{settings.base_url}/invitation/{token}"
