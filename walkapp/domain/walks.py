"""A walk: its plan, its states, and the code that lets people in."""

import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from . import daylight
from .errors import N_, Refused
from .events import Event
from .ids import new_id
from .times import STOCKHOLM

STATES = {
    "planned": N_("Planerad"),
    "open": N_("Öppen för iakttagelser"),
    "closing": N_("Avslutas"),
    "reviewing": N_("Sammanställs"),
    "protocol_published": N_("Protokoll klart"),
    "followed_up": N_("Uppföljd"),
    "cancelled": N_("Inställd"),
}

FORMS = {
    "led": N_("Gemensam vandring"),
    "target_group": N_("Vandring för en målgrupp"),
    "digital": N_("Digital vandring"),
    "staff": N_("Inventering av personal"),
}
FORM_NAMES = {**FORMS, "repeat": N_("Uppföljande vandring")}

# move -> (from states, to state)
MOVES = {
    "open": ({"planned", "closing"}, "open"),
    "close": ({"open"}, "closing"),
    "review": ({"open", "closing"}, "reviewing"),
    "cancel": ({"planned"}, "cancelled"),
    "follow-up": ({"reviewing", "protocol_published"}, "followed_up"),
}

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no look-alikes: 0 O 1 I L
CODE_LENGTH = 8
OPENS_BEFORE = timedelta(hours=24)
CLOSING_TIME = timedelta(hours=48)
CLOSES_ITSELF_AFTER = timedelta(hours=12)
DEVICE_LIFE_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Walk:
    """A planned or held walk. Times are UTC text; `crew` are the ids of those who run it.

    `follows_id` is the earlier walk whose fixes this one looks at again. An empty `light` is
    worked out from day, time and place; `attendance` is kept as text, see turnout.py.
    """

    id: str
    title: str
    purpose: str
    area_id: str | None
    starts_at: str
    ends_at: str
    meeting_place: str
    lat: float | None
    lon: float | None
    organisers: str
    text_for_walkers: str
    state: str
    code: str
    secret: str
    closing_until: str | None
    participants: int | None
    created_at: str
    version: int = 1
    crew: frozenset[str] = frozenset()
    follows_id: str | None = None
    form: str = "led"
    light: str = ""
    weather: str = ""
    attendance: str = "{}"

    def lit(self, lat: float | None, lon: float | None) -> str:
        """How light it is, a key of LIGHTS: as noted, else for its own place or the one given."""
        here = (self.lat, self.lon) if self.lat is not None else (lat, lon)
        return self.light or light_of(self.starts_at, self.ends_at, *here)


def form_of(form: str, follows_id: str | None) -> str:
    """A key of FORM_NAMES: one that follows another is told as that."""
    return "repeat" if follows_id and form == "led" else form


def sunset_of(walk: Walk, lat: float | None, lon: float | None) -> str:
    """When the sun sets on the walk's day, as UTC text; empty without a place or a sunset."""
    lat, lon = (walk.lat, walk.lon) if walk.lat is not None else (lat, lon)
    if lat is None or lon is None:
        return ""
    noon = moment(walk.starts_at).astimezone(STOCKHOLM).replace(hour=12, minute=0)
    found = daylight.sunset(noon, lat, lon)
    return text_time(found) if found else ""


def light_of(starts_at: str, ends_at: str, lat: float | None, lon: float | None) -> str:
    """How light it is there halfway through; empty without a place."""
    if lat is None or lon is None:
        return ""
    return daylight.light(moment(starts_at), moment(ends_at), lat, lon)


def text_time(moment: datetime) -> str:
    """UTC ISO text of fixed width, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The instant of such a text. Raises ValueError for any other form."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def new_code() -> str:
    """Eight characters people can read aloud and type; about 8.5e11 possibilities."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """The 128-bit secret that the QR carries in the address fragment."""
    return secrets.token_urlsafe(16)


def typed_code(text: str) -> str:
    """The code as stored, from what somebody typed: any case, and letters and digits alone.

    So spaces and every kind of hyphen are ignored, and wide letters of Asian keyboards are read.
    """
    plain = unicodedata.normalize("NFKC", text[:100]).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def shown_code(code: str) -> str:
    """The code as people read it aloud: four and four."""
    return f"{code[:4]}-{code[4:]}"


def code_works(walk: Walk, at: str) -> bool:
    """From 24 hours before the start until closing ends (unless cancelled or under review)."""
    in_time = code_opens_at(walk) <= at <= code_ends_at(walk)
    return in_time and walk.state in ("planned", "open", "closing")


def code_opens_at(walk: Walk) -> str:
    """When the code begins to work."""
    return text_time(moment(walk.starts_at) - OPENS_BEFORE)


def code_ends_at(walk: Walk) -> str:
    """When the code stops working: at the end of closing, also for a walk nobody closed."""
    return walk.closing_until or text_time(moment(walk.ends_at) + CLOSING_TIME)


def closes_itself_at(walk: Walk) -> str:
    """When a walk that nobody closed counts as closing: twelve hours after its planned end."""
    return text_time(moment(walk.ends_at) + CLOSES_ITSELF_AFTER)


def as_of(walk: Walk, at: str) -> Walk:
    """The walk as its phones meet it now: one that nobody closed closes by itself.

    Its grace is counted from the planned end, so that the code and it end together.
    """
    if walk.state not in ("planned", "open") or at <= closes_itself_at(walk):
        return walk
    return replace(walk, state="closing", closing_until=code_ends_at(walk))


def takes_issues(walk: Walk, at: str) -> str:
    """How an issue sent now is received: `stored`, `stored_late` or `held_for_review`.

    A known device is never refused (capture rules): late ones are held for the leader.
    """
    if walk.state in ("planned", "open"):
        return "stored"
    if walk.state == "closing" and (walk.closing_until is None or at <= walk.closing_until):
        return "stored_late"
    return "held_for_review"


def move(walk: Walk, name: str, *, by: str, at: str) -> tuple[Walk, Event]:
    """Open, close, review, cancel or follow up a walk. Raises Refused when the state forbids it."""
    sources, target = MOVES[name]
    if walk.state not in sources:
        raise Refused(
            N_("Vandringen har läget %(state)s och kan inte ändras så."), state=STATES[walk.state]
        )
    until = text_time(moment(at) + CLOSING_TIME) if target == "closing" else None
    changed = replace(walk, state=target, closing_until=until, version=walk.version + 1)
    return changed, event(changed, name, by=by, at=at, data={"from": walk.state, "to": target})


def rotate_code(walk: Walk, *, by: str, at: str) -> tuple[Walk, Event]:
    """A new code and QR secret; the old ones stop working at once."""
    changed = replace(walk, code=new_code(), secret=new_secret(), version=walk.version + 1)
    return changed, event(changed, "rotate-code", by=by, at=at, data={})


def event(walk: Walk, kind: str, *, by: str, at: str, data: dict[str, object]) -> Event:
    """The history line for a change of a walk by a signed-in person."""
    return Event(new_id(), at, "walk", walk.id, walk.version, kind, "person", by, data=data)
