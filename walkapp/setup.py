"""A new installation: its folder, key, database, municipality and first administrator."""

import argparse
import os
import secrets
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from .domain import accounts
from .domain import municipality as municipality_rules
from .domain.errors import N_, Refused
from .domain.people import Municipality
from .domain.walks import moment, text_time
from .settings import Settings, load
from .storage import migrations, municipality, parties, people
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
        whose = municipality_rules.new(chosen.name, chosen.short_name)
        if chosen.prefix:
            prefix = municipality_rules.prefix_of(chosen.prefix)
            whose = replace(whose, number_prefix=prefix)
        # The first one also plans walks, so that a newcomer meets no locked door.
        roles = frozenset({"admin", "coordinator"})
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
    person, event = accounts.new(wanted.administrator, by=None, at=now())
    with closing(source.connect()) as db:
        migrations.migrate(db)
        with db.writing():  # whole or not at all, so that a second try can begin anew
            if people.with_role(db, "admin"):
                return None
            if not municipality.there(db):
                municipality.write(db, wanted.municipality)
            people.insert(db, person, event=event)
            return _address(settings, people.invite_inside(db, person.id, _expires_at()))


def invited(settings: Settings, db: Database, given: accounts.Given, *, party: str | None) -> str:
    """The link where a person chooses a password; the person is added when the address is new."""
    person = people.by_email(db, given.email)
    if person is None:
        given = replace(given, party_id=_party_id(db, party))
        person, event = accounts.new(given, by=None, at=now())
        people.add(db, person, event=event)
    elif person.disabled_at:
        raise Refused(N_("Personen är utestängd. Släpp in personen under Inställningar först."))
    return _address(settings, people.invite(db, person.id, _expires_at()))


def _party_id(db: Database, name: str | None) -> str | None:
    if name is None:
        return None
    found = next((party for party in parties.all(db) if party.name == name), None)
    if found is None:
        raise Refused(N_("Det finns ingen part som heter %(name)s."), name=name)
    return found.id


def _expires_at() -> str:
    return text_time(moment(now()) + accounts.INVITATION_LIFE)


def _address(settings: Settings, token: str) -> str:
    return f"{settings.base_url}/invitation/{token}"
