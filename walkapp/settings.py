"""What the operator decides: read from the environment, `…_FILE`s and settings.toml."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from . import smtp as mail_server
from .domain.push import SERVICES


class BadSetting(Exception):
    """A setting is unknown, missing or odd; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """One frozen value for the whole process.

    data: folder for everything the app keeps. database: a SQLite file or `postgresql://…`.
    photos: folder for pictures. secret_key: signs the form tokens. base_url: public address,
    needed when a proxy stands in front; https switches on secure cookies. tiles: map background,
    see docs/settings.md. tiles_attribution: the credit the map shows. trusted_proxies: how many
    proxies in front may tell the caller's address. threads: requests worked on at once.
    offline: whether phones keep the walk's pages, to open them without a network. smtp: the mail
    server as an address, empty for none. mail_from: the address mails come from. embed_hosts: the
    sites whose pages may show a follow-up in a frame. push_services: hosts of the services that
    may carry notices to browsers, none for no such notices.
    """

    data: Path
    database: str
    photos: Path
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    tiles: str = ""
    tiles_attribution: str = ""
    trusted_proxies: int = 0
    threads: int = 16
    offline: bool = True
    smtp: str = field(default="", repr=False)
    mail_from: str = ""
    embed_hosts: tuple[str, ...] = ()
    push_services: tuple[str, ...] = SERVICES

    @property
    def secure(self) -> bool:
        """Whether visitors come by https."""
        return self.base_url.startswith("https://")


_NAMES = [one.name for one in fields(Settings)]
# Read by tests and scripts, not by the app.
_NOT_OURS = {"WALKAPP_TEST_POSTGRES"}
_SITE = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_MAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises BadSetting with the name of what is wrong."""
    given = _from_environment(os.environ if environ is None else environ)
    data = Path(given.get("data", "instance")).resolve()
    found = {**_from_file(data / "settings.toml"), **given}
    for name in found:
        if name not in _NAMES:
            raise BadSetting(f"Okänd inställning: WALKAPP_{name.upper()}.")
    if not found.get("secret_key"):
        raise BadSetting("WALKAPP_SECRET_KEY saknas. Kör: walkapp init")
    if len(found["secret_key"]) < 32:
        raise BadSetting("WALKAPP_SECRET_KEY är för kort. Minst 32 tecken behövs.")
    return Settings(
        data=data,
        database=found.get("database") or str(data / "walkapp.db"),
        photos=Path(found.get("photos") or data / "photos").resolve(),
        secret_key=found["secret_key"],
        base_url=_address(found.get("base_url", Settings.base_url)),
        tiles=found.get("tiles", ""),
        tiles_attribution=found.get("tiles_attribution", ""),
        trusted_proxies=_number("trusted_proxies", found, 0, 5),
        threads=_number("threads", found, 1, 64),
        offline=_switch("offline", found),
        smtp=_mail_server(found),
        mail_from=_mail_from(found),
        embed_hosts=_sites(found.get("embed_hosts", "")),
        push_services=_hosts("push_services", found),
    )


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    given = {}
    for key, value in environ.items():
        if not key.startswith("WALKAPP_") or key in _NOT_OURS:
            continue
        name = key.removeprefix("WALKAPP_").lower()
        if name.endswith("_file"):
            name = name.removesuffix("_file")
            try:
                value = Path(value).read_text().strip()
            except OSError as error:
                raise BadSetting(f"{key}: filen gick inte att läsa ({error.strerror}).") from error
        given[name] = value
    return given


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        return {key: str(value) for key, value in tomllib.loads(path.read_text()).items()}
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{path.name}: {error}") from error


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise BadSetting("WALKAPP_BASE_URL ska börja med http:// eller https://.")
    return value.rstrip("/")


def _sites(value: str) -> tuple[str, ...]:
    sites = tuple(value.split())
    for site in sites:
        if not _SITE.fullmatch(site):
            raise BadSetting(
                f"WALKAPP_EMBED_HOSTS: {site} är ingen webbplats. Skriv till exempel"
                " https://www.kommunen.se, med mellanslag mellan flera."
            )
    return sites


def _mail_server(found: Mapping[str, str]) -> str:
    address = found.get("smtp", "")
    try:
        if address:
            mail_server.parse(address)
    except ValueError as error:
        raise BadSetting(f"WALKAPP_SMTP {error}.") from None
    return address


def _mail_from(found: Mapping[str, str]) -> str:
    sender = found.get("mail_from", "").strip()
    if found.get("smtp") and not sender:
        raise BadSetting("WALKAPP_MAIL_FROM saknas. Skriv adressen som breven kommer från.")
    if sender and not _MAIL.fullmatch(sender):
        raise BadSetting("WALKAPP_MAIL_FROM ska vara en e-postadress, som trygghet@flen.example.")
    return sender


def _hosts(name: str, found: Mapping[str, str]) -> tuple[str, ...]:
    if name not in found:
        return SERVICES
    hosts = tuple(host.strip().lower() for host in found[name].split(",") if host.strip())
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise BadSetting(
            f"WALKAPP_{name.upper()} ska vara namn på servrar med komma mellan, som"
            " fcm.googleapis.com."
        )
    return hosts


def _switch(name: str, found: Mapping[str, str]) -> bool:
    text = found.get(name, "on").lower()
    if text not in ("on", "off"):
        raise BadSetting(f"WALKAPP_{name.upper()} ska vara on eller off.")
    return text == "on"


def _number(name: str, found: Mapping[str, str], low: int, high: int) -> int:
    text = found.get(name, str(getattr(Settings, name)))
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise BadSetting(f"WALKAPP_{name.upper()} ska vara ett heltal mellan {low} och {high}.")
    return int(text)
