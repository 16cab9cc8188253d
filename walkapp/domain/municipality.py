"""What is written about the municipality, and the checks it passes."""

from dataclasses import dataclass, replace

from . import text
from .accounts import checked_email
from .errors import N_, Conflict, Refused
from .events import Event
from .history import edit_line
from .people import Municipality, Person
from .places import checked_position

MAX_NAME, MAX_SHORT, MAX_PHONE, MAX_PREFIX = 100, 40, 40, 12


@dataclass(frozen=True)
class Given:
    """The municipality as typed. The position is where maps begin."""

    name: str
    short_name: str
    danger_phone: str = ""
    contact_email: str = ""
    confirm_by_other: bool = True
    lat: float | None = None
    lon: float | None = None
    review_by_other: bool = True


def new(name: str, short_name: str) -> Municipality:
    """A municipality with the prefix of its fix numbers taken from its short name."""
    blank = Municipality("", "", number_prefix=prefix_of(short_name))
    return _written(blank, Given(name, short_name))


def change(
    municipality: Municipality, given: Given, *, read: int, by: Person, at: str
) -> tuple[Municipality, Event]:
    """The next version. The prefix stays: numbers that are out must not change."""
    if municipality.version != read:
        raise Conflict
    changed = replace(_written(municipality, given), version=municipality.version + 1)
    return changed, edit_line("municipality", "1", changed.version, by=by, at=at)


def prefix_of(short_name: str) -> str:
    """The letters that begin every fix number: FLEN of Flen, UPPLANDSVASB of Upplands Väsby."""
    plain = short_name.upper().translate(str.maketrans("ÅÄÖÉÜ", "AAOEU"))
    letters = "".join(c for c in plain if c.isascii() and c.isalnum())[:MAX_PREFIX]
    if not letters:
        raise Refused(N_("Skriv kommunens korta namn, till exempel Flen."), field="short_name")
    return letters


def _written(municipality: Municipality, given: Given) -> Municipality:
    lat, lon = checked_position(given.lat, given.lon) or (None, None)
    return replace(
        municipality,
        name=_needed(given.name, "name", MAX_NAME),
        short_name=_needed(given.short_name, "short_name", MAX_SHORT),
        danger_phone=text.line(given.danger_phone, "danger_phone", MAX_PHONE),
        contact_email=_email(given.contact_email),
        confirm_by_other=given.confirm_by_other,
        review_by_other=given.review_by_other,
        lat=lat,
        lon=lon,
    )


def _email(given: str) -> str:
    return checked_email(given, field="contact_email") if given.strip() else ""


def _needed(given: str, field: str, most: int) -> str:
    written = text.line(given, field, most)
    if not written:
        raise Refused(N_("Skriv vad kommunen heter."), field=field)
    return written
