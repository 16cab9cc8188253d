"""What is typed about promises, who may, and the checks it passes."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from .. import text
from ..errors import N_, Conflict, Refused
from ..events import Event
from ..fixes import Fix
from ..history import add_line, edit_line
from ..ids import new_id
from ..people import Person
from . import values, words
from .rights import check_right, may_write, word_of
from .values import Activity, Book, Commitment, Goal, Indicator, Measurement, Promise

Thing = TypeVar("Thing", Promise, Goal, Commitment, Activity, Indicator, Measurement)
MAX_LINE, MAX_TEXT, MAX_COUNT = 200, 4000, 1_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def added(thing: Thing, *, by: Person, at: str) -> tuple[Thing, Event]:
    """A new one, checked. Raises Refused beside the field that does not do."""
    check_right(thing, by)
    made: Thing = _signed(_CHECKS[type(thing)](thing), by, by.id)
    return made, add_line(word_of(made), made.id, by=by, at=at)


def changed(old: Thing, typed: Thing, *, read: int, by: Person, at: str) -> tuple[Thing, Event]:
    """The next version. `read` is the version that was seen; Conflict if it is older."""
    check_right(old, by)
    check_right(typed, by)
    if old.version != read:
        raise Conflict
    first = getattr(old, "created_by", None)
    made: Thing = _signed(replace(_CHECKS[type(typed)](typed), version=old.version + 1), by, first)
    return made, edit_line(word_of(made), made.id, made.version, by=by, at=at)


def another(blank: Activity, book: Book) -> Activity:
    """A new one like the last that the same person wrote: what, for which commitment and where."""
    mine = [a for a in book.activities if a.created_by and a.created_by == blank.created_by]
    if not mine:
        return blank
    last, here = mine[-1], {commitment.id for commitment in book.commitments}
    return replace(
        blank,
        kind=last.kind,
        owner=last.owner,
        commitment_id=last.commitment_id if last.commitment_id in here else None,
        area_ids=last.area_ids,
        time_pattern=last.time_pattern,
    )


def answering(blank: Activity, fix: Fix) -> Activity:
    """An activity that answers a fix about presence, where somebody was to be; not saved yet."""
    return replace(blank, fix_id=fix.id, kind="presence", area_ids=fix.area_id or "")


def taken_over(
    activity: Activity, promise: Promise, *, by: Person, at: str
) -> tuple[Activity, Event]:
    """What an earlier promise planned for this period, as an activity of this one."""
    check_right(promise, by)
    made = replace(
        activity,
        id=new_id(),
        promise_id=promise.id,
        commitment_id=None,
        from_id=activity.id,
        created_at=at,
        version=1,
    )
    return added(made, by=by, at=at)


def _promise(given: Promise) -> Promise:
    _one_of(words.OWNERS, given.parties, "parties")
    _year(given.first_year, "first_year")
    _year(given.last_year, "last_year")
    if given.last_year < given.first_year:
        raise Refused(N_("Löftet kan inte sluta innan det börjar."), field="last_year")
    return replace(
        given,
        title=_needed(given.title, "title", N_("Skriv vad löftet heter.")),
        signed_on=_day(given.signed_on or "", "signed_on") or None,
        document=_link(given.document),
    )


def _goal(given: Goal) -> Goal:
    return replace(
        given,
        text=_sentence_part(_needed(given.text, "text", N_("Skriv vilket målet är."))),
        background=text.lines(given.background, "background", MAX_TEXT),
        until=_day(given.until, "until"),
    )


def _commitment(given: Commitment) -> Commitment:
    _one_of(words.OWNERS, given.owner, "owner")
    _one_of(words.TARGETS, given.target_kind, "target_kind")
    _one_of(words.PERIODS, given.period, "period")
    _one_of({"": "", **words.VERDICTS}, given.verdict, "verdict")
    counted = given.target_kind in ("count", "frequency")
    if counted and not given.target:
        raise Refused(N_("Skriv hur många det ska bli."), field="target")
    _count(given.target, "target")
    unit = text.line(given.unit, "unit", MAX_LINE)
    if given.target_kind != "none" and not unit:
        raise Refused(N_("Skriv vad målet gäller, till exempel fotpatruller."), field="unit")
    return replace(
        given,
        heading=_needed(given.heading, "heading", N_("Skriv en rubrik.")),
        text=text.lines(given.text, "text", MAX_TEXT),
        target=given.target if counted else None,
        unit=unit,
        verdict_text=text.lines(given.verdict_text, "verdict_text", MAX_TEXT),
    )


_LINES = ("title", "place", "recurrence", "time_pattern", "target_group", "purpose")


def _signed(thing: Any, by: Person, first: str | None) -> Any:
    """What others write is read through before everybody sees it; a change is read again."""
    if not isinstance(thing, Activity):
        return thing
    return replace(thing, public=thing.public and may_write(by), created_by=first)


def _activity(given: Activity) -> Activity:
    _one_of(words.OWNERS, given.owner, "owner")
    _one_of(words.KINDS, given.kind, "kind")
    _one_of(words.STATUSES, given.status, "status")
    _one_of(words.CHANGES, given.change, "change")
    _count(given.count, "count")
    lines: dict[str, Any] = {
        name: _sentence_part(text.line(getattr(given, name), name, 300)) for name in _LINES
    }
    needs_words = given.kind not in ("dialogue", "meeting", "foot_patrol", "presence")
    if needs_words and given.kind != "traffic_check" and not lines["title"]:
        raise Refused(N_("Skriv vad insatsen gäller."), field="title")
    actors = [
        actor._replace(name=text.line(actor.name, "actors", MAX_LINE))
        for actor in values.read_actors(given.actors)
    ]
    starts, ends = _day(given.starts, "starts"), _day(given.ends, "ends")
    if starts and ends and ends < starts[: len(ends)]:
        raise Refused(N_("Insatsen kan inte sluta innan den börjar."), field="ends")
    return replace(
        given,
        **lines,
        details=text.lines(given.details, "details", MAX_TEXT),
        offers=text.lines(given.offers, "offers", MAX_TEXT),
        actors=values.kept_actors([actor for actor in actors if actor.name]),
        starts=starts,
        ends=ends,
        as_of=_day(given.as_of, "as_of"),
        document=_link(given.document),
    )


def _indicator(given: Indicator) -> Indicator:
    _one_of({"less": "", "more": ""}, given.wanted, "wanted")
    source = _needed(given.source, "source", N_("Skriv varifrån siffrorna kommer."))
    return replace(
        given,
        name=_sentence_part(_needed(given.name, "name", N_("Skriv vad som mäts."))),
        unit=text.line(given.unit, "unit", MAX_LINE),
        definition=text.lines(given.definition, "definition", MAX_TEXT),
        source=source,
        caveat=text.lines(given.caveat, "caveat", MAX_TEXT),
    )


def _measurement(given: Measurement) -> Measurement:
    _year(given.year, "year")
    if not 0 <= given.value <= 1e12:
        raise Refused(N_("Skriv ett tal som är noll eller större."), field="value")
    _count(given.base, "base")
    return replace(given, note=text.line(given.note, "note", MAX_LINE))


def _needed(given: str, field: str, missing: str) -> str:
    written = text.line(given, field, 300)
    if not written:
        raise Refused(missing, field=field)
    return written


def _sentence_part(given: str) -> str:
    """Words that stand inside a sentence of ours bring no full stop of their own."""
    return given.rstrip(" .")


def _one_of(known: dict[str, str], given: str, field: str) -> None:
    if given not in known:
        raise Refused(N_("Välj något som finns i listan."), field=field)


def _year(given: int, field: str) -> None:
    if not FIRST_YEAR <= given <= LAST_YEAR:
        raise Refused(N_("Skriv ett år med fyra siffror."), field=field)


def _count(given: int | None, field: str) -> None:
    if given is not None and not 0 <= given <= MAX_COUNT:
        raise Refused(N_("Skriv ett antal med siffror."), field=field)


def _day(given: str, field: str) -> str:
    """A year, a month or a day, as exact as is known."""
    plain = given.strip()
    if not plain:
        return ""
    try:
        if not _DAY.fullmatch(plain):
            raise ValueError
        date.fromisoformat((plain + "-01-01")[:10])
    except ValueError:
        raise Refused(
            N_("Skriv ett år, en månad eller en dag: 2016, 2016-09 eller 2016-09-14."), field=field
        ) from None
    return plain


def _link(given: str) -> str:
    plain = text.line(given, "document", 500)
    if plain and not re.match(r"https?://[^\s/]+", plain):
        raise Refused(N_("Skriv hela adressen, den börjar med https://."), field="document")
    return plain


_CHECKS: dict[type, Callable[[Any], Any]] = {
    Promise: _promise,
    Goal: _goal,
    Commitment: _commitment,
    Activity: _activity,
    Indicator: _indicator,
    Measurement: _measurement,
}
