"""What a leader writes when planning a walk, and the checks it passes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from . import text, turnout
from .dates import checked_day
from .daylight import LIGHTS
from .errors import N_, Conflict, Refused
from .events import Event
from .ids import new_id
from .places import checked_position
from .times import checked_clock, instant
from .walks import FORMS, Walk, event, new_code, new_secret, text_time

MAX_TITLE, MAX_LINE, MAX_PURPOSE, MAX_TEXT = 200, 300, 1000, 2000
MAX_WEATHER = 100
MAX_PARTICIPANTS = turnout.MOST
LONGEST = timedelta(hours=16)


@dataclass(frozen=True)
class Plan:
    """The plan as typed: day `2026-11-22`, times `18.30` on Swedish clocks.

    An end before the start is after midnight. `crew` are the ids of those who run the walk.
    """

    title: str
    day: str
    starts: str
    ends: str
    meeting_place: str
    crew: frozenset[str]
    purpose: str = ""
    area_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    organisers: str = ""
    text_for_walkers: str = ""
    participants: int | None = None
    follows_id: str | None = None
    form: str = "led"
    light: str = ""
    weather: str = ""
    attendance: str = "{}"


def plan(given: Plan, *, by: str, at: str) -> tuple[Walk, Event]:
    """A new walk with a code of its own. Raises Refused beside the field that does not do."""
    walk = _written(_blank(at), given)
    if walk.ends_at <= at:
        raise Refused(N_("Den tiden har redan varit. Välj en dag som kommer."), field="day")
    return walk, event(walk, "plan", by=by, at=at, data={})


def change(
    walk: Walk, given: Plan, *, read: int, by: str, at: str, checked: bool = False
) -> tuple[Walk, Event]:
    """The walk with a new plan. `read` is the version the leader saw; Conflict if it is older.

    `checked` says that walkers have checked fixes of the walk it follows: then it follows that one.
    """
    if walk.version != read:
        raise Conflict
    if walk.state == "cancelled":
        raise Refused(N_("Vandringen är inställd och kan inte ändras."))
    if checked and given.follows_id != walk.follows_id:
        raise Refused(
            N_("Deltagare har redan kontrollerat punkter från den förra vandringen. Låt den stå."),
            field="follows_id",
        )
    changed = _written(walk, given)
    names = [f.name for f in fields(Walk) if getattr(walk, f.name) != getattr(changed, f.name)]
    changed = replace(changed, version=walk.version + 1)
    return changed, event(changed, "edit", by=by, at=at, data={"changed": names})


def _blank(at: str) -> Walk:
    return Walk(
        id=new_id(),
        title="",
        purpose="",
        area_id=None,
        starts_at="",
        ends_at="",
        meeting_place="",
        lat=None,
        lon=None,
        organisers="",
        text_for_walkers="",
        state="planned",
        code=new_code(),
        secret=new_secret(),
        closing_until=None,
        participants=None,
        created_at=at,
    )


def _written(walk: Walk, given: Plan) -> Walk:
    starts_at, ends_at = _times(given)
    lat, lon = checked_position(given.lat, given.lon) or (None, None)
    if not given.crew:
        raise Refused(N_("Välj minst en som leder vandringen."), field="crew")
    if given.participants is not None and not 0 <= given.participants <= MAX_PARTICIPANTS:
        raise Refused(
            N_("Antalet ska vara mellan 0 och %(max)s."), field="participants", max=MAX_PARTICIPANTS
        )
    return replace(
        walk,
        title=_needed(given.title, "title", MAX_TITLE, N_("Skriv vad vandringen ska heta.")),
        purpose=text.lines(given.purpose, "purpose", MAX_PURPOSE),
        area_id=given.area_id,
        starts_at=starts_at,
        ends_at=ends_at,
        meeting_place=_needed(
            given.meeting_place, "meeting_place", MAX_LINE, N_("Skriv var ni samlas.")
        ),
        lat=lat,
        lon=lon,
        organisers=text.line(given.organisers, "organisers", MAX_LINE),
        text_for_walkers=text.lines(given.text_for_walkers, "text_for_walkers", MAX_TEXT),
        participants=given.participants,
        crew=given.crew,
        follows_id=given.follows_id,
        form=_one_of(FORMS, given.form, "form"),
        light=_one_of({"": "", **LIGHTS}, given.light, "light"),
        weather=text.line(given.weather, "weather", MAX_WEATHER).rstrip(" ."),
        attendance=turnout.checked(given.attendance, given.participants),
    )


def _one_of(known: Mapping[str, str], given: str, field: str) -> str:
    if given not in known:
        raise Refused(N_("Välj något som finns i listan."), field=field)
    return given


def _times(given: Plan) -> tuple[str, str]:
    day = date.fromisoformat(checked_day(given.day, "day"))
    starts, ends = checked_clock(given.starts, "starts"), checked_clock(given.ends, "ends")
    if starts == ends:
        raise Refused(N_("Vandringen behöver ta någon tid. Ändra när den slutar."), field="ends")
    last_day = day if ends > starts else day + timedelta(days=1)
    start, end = instant(day, starts, "starts"), instant(last_day, ends, "ends")
    if end - start > LONGEST:
        raise Refused(
            N_("Vandringen blir längre än %(hours)s timmar. Ändra när den slutar."),
            field="ends",
            hours=int(LONGEST.total_seconds() // 3600),
        )
    return text_time(start), text_time(end)


def _needed(given: str, field: str, most: int, missing: str) -> str:
    written = text.line(given, field, most)
    if not written:
        raise Refused(missing, field=field)
    return written
