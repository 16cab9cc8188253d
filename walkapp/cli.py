"""The walkapp command: everything the person who runs the server does outside the browser."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from . import archives, doctor, setup
from .domain import accounts
from .domain.errors import Refusal
from .domain.people import ROLES
from .settings import BadSetting, load
from .storage import database, events, housekeeping, migrations
from .storage.blobs import Blobs
from .storage.database import TooOld
from .storage.migrations import WrongSchema
from .web.clock import now

GOOD, FAULT, MISUSE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0: done, 1: done and something is wrong, 2: could not be done."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except (BadSetting, WrongSchema, TooOld, Refusal) as error:
        print(f"walkapp {chosen.command}: {error}", file=sys.stderr)
        return MISUSE
    except OSError as error:
        print(f"walkapp {chosen.command}: {error.strerror or error}", file=sys.stderr)
        return MISUSE
    except Exception as error:
        sentence = doctor.unreadable(error)
        if sentence is None:
            raise
        print(f"walkapp {chosen.command}: {sentence}", file=sys.stderr)
        return MISUSE


def serve(chosen: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from . import serving  # brings the web server, which the other commands do without

    return serving.serve(load(), chosen.host, chosen.port)


def init(chosen: argparse.Namespace) -> int:
    """Make folder, key, database, municipality and the first administrator."""
    settings = setup.settings_made()
    with closing(database.open_source(settings.database)) as source:
        link = setup.first_administrator(settings, source, setup.Wanted.of(chosen))
    if link is None:
        print("Allt finns redan. Inget är ändrat.")
    else:
        print(
            f"Klart. Öppna länken inom sju dagar och välj lösenord. Den fungerar en gång:\n{link}"
        )
    return GOOD


def migrate(_: argparse.Namespace) -> int:
    """Bring the database to this program's schema, after a copy of a SQLite file."""
    settings = load()
    with closing(database.open_source(settings.database)) as source:
        with closing(source.connect()) as db:
            copy = migrations.back_up(db, Path(settings.database))
            taken = migrations.migrate(db)
    if copy:
        print(f"Kopia av databasen före ändringen: {copy}")
    print(f"Steg tagna: {', '.join(taken)}" if taken else "Databasen är redan aktuell.")
    return GOOD


def demo(_: argparse.Namespace) -> int:
    """Fill an empty installation with the demo year, and tell how to get in."""
    from .demo import prepare  # draws pictures; only this command needs it

    return prepare.prepare(setup.settings_made())


def add_person(chosen: argparse.Namespace) -> int:
    """Print a one-time link for somebody who signs in, and add them if they are new."""
    settings = load()
    given = accounts.Given(chosen.name, chosen.email, frozenset(chosen.role))
    with closing(database.open_source(settings.database)) as source:
        with closing(source.connect()) as db:
            migrations.check(db)
            print(setup.invited(settings, db, given, party=chosen.party))
    return GOOD


def work(chosen: argparse.Namespace) -> int:
    """Send what waits in the outbox, until told to stop."""
    from . import create_app, worker  # brings the web side, which writes the mails

    settings = load()
    if not settings.smtp:
        raise BadSetting("WALKAPP_SMTP saknas: utan e-postserver finns inget att skicka genom.")
    with closing(database.open_source(settings.database)) as source:
        return worker.work(settings, create_app(settings, source), source, once=chosen.once)


def sweep(_: argparse.Namespace) -> int:
    """Remove what is past its time."""
    settings, at = load(), now()
    with closing(database.open_source(settings.database)) as source:
        with closing(source.connect()) as db:
            migrations.check(db)
            removed = housekeeping.sweep(db, Blobs(settings.photos), at)
    print(f"Borttaget: {removed}")
    return GOOD


def verify(_: argparse.Namespace) -> int:
    """Check the database, the chain of history and every photo against its hash."""
    settings = load()
    with closing(database.open_source(settings.database)) as source:
        with closing(source.connect()) as db:
            migrations.check(db)
            found = doctor.database_faults(db)
            broken = events.broken_at(db)
            if broken is not None:
                found.append(f"Historiken är ändrad från rad {broken}.")
            found += doctor.photo_faults(db, Blobs(settings.photos))
    return _told(found, "Databasen, historiken och bilderna är hela.")


def check_up(_: argparse.Namespace) -> int:
    """Say what would stop the server or lose data."""
    return _told(doctor.check(load()), "Allt ser bra ut.")


def _told(found: list[str], good: str) -> int:
    for sentence in found or [good]:
        print(sentence)
    return FAULT if found else GOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="walkapp", description="Driv walkapp. Se docs/operators.md."
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: object, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    served = add("serve", serve, "Starta webbservern.")
    served.add_argument("--host", default="127.0.0.1", help="adress att lyssna på (127.0.0.1)")
    served.add_argument(
        "--port", type=int, default=os.environ.get("PORT", "8000"), help="port (PORT, annars 8000)"
    )
    made = add("init", init, "Gör datamapp, nyckel, databas och den första administratören.")
    _name_municipality(made)
    add("migrate", migrate, "Uppdatera databasen till den här versionen. Kopierar den först.")
    add("demo", demo, "Fyll en tom installation med demoåret. Ändrar inget som finns.")
    added = add(
        "add-person",
        add_person,
        "Lägg till en person och skriv ut en engångslänk. Finns adressen redan blir det bara en"
        " ny länk, med namn och roller som de är.",
    )
    _name_person(added)
    worked = add("work", work, "Skicka brev som väntar, tills du avbryter.")
    worked.add_argument("--once", action="store_true", help="skicka det som väntar och sluta")
    add("sweep", sweep, "Ta bort det vars tid är ute, och det som gallringsreglerna säger.")
    add(
        "verify", verify, "Kontrollera databasen, historiken och varje bild mot dess kontrollsumma."
    )
    add("doctor", check_up, "Säg vad som skulle stoppa servern eller äventyra data.")
    _name_version(
        add("export", archives.export, "Skriv en publicerad uppföljning som en arkivfil.")
    )
    taken = add("import", archives.take_in, "Publicera uppföljningen i en arkivfil igen.")
    taken.add_argument("file", type=Path, help="arkivfilen")
    return parser


def _name_person(added: argparse.ArgumentParser) -> None:
    added.add_argument("name", help="namn")
    added.add_argument("email", help="e-postadress")
    added.add_argument("--role", action="append", required=True, choices=sorted(ROLES), help="roll")
    added.add_argument("--party", help="namnet på parten, för rollen party")


def _name_version(exported: argparse.ArgumentParser) -> None:
    exported.add_argument("slug", help="namnet i adressen, som 2016 i /followup/2016")
    exported.add_argument("file", type=Path, help="filen som ska skrivas")
    exported.add_argument("--version", type=int, help="versionens nummer (den senaste)")


def _name_municipality(made: argparse.ArgumentParser) -> None:
    made.add_argument("--name", default="Kommunen", help="till exempel Flens kommun")
    made.add_argument("--short-name", default="Kommunen", help="till exempel Flen")
    made.add_argument("--prefix", help="början på åtgärdernas nummer (det korta namnet, FLEN)")
    made.add_argument("--admin-name", default="Administratör", help="administratörens namn")
    made.add_argument("--admin-email", default="admin@localhost", help="adressen att logga in med")


if __name__ == "__main__":
    sys.exit(main())
