"""What an address asks of the fixes, what it may ask for, and how to ask for less."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ...domain.categories import CATEGORIES, PLACE_TYPES
from ...domain.dates import EARLIEST, LATEST
from ...domain.errors import N_
from ...domain.fixes.words import OUTCOMES, PRIORITIES, STATES
from ...domain.people import Party, Person, sees_walk
from ...domain.walks import Walk
from ...storage import areas, parties, people, walks
from ...storage.fixes import Filter
from ...storage.fixes.filtering import NOBODY
from ..clock import now, show_date
from .blueprint import EDITORS

SORTS = {
    "inbox": N_("Att fördela och försenade först"),
    "due": N_("Klart senast"),
    "priority": N_("Hur bråttom"),
    "updated": N_("Senast ändrad"),
    "number": N_("Nyast nummer"),
    "area": N_("Område"),
}
DATED = {"created": N_("Kom in"), "closed": N_("Avslutades"), "due": N_("Klart senast")}
PUNCTUAL = {"yes": N_("Gjort i tid"), "no": N_("Gjort för sent")}
MARKS = {
    "mine": N_("Väntar på mig"),
    "unassigned": N_("Att fördela"),
    "overdue": N_("Försenade"),
    "reopened": N_("Öppnade igen"),
    "followup": N_("Att fråga igen"),
}
CODES: dict[str, dict[str, str]] = {
    "outcome": OUTCOMES,
    "category": {code: category.name for code, category in CATEGORIES.items()},
    "place_type": PLACE_TYPES,
    "priority": PRIORITIES,
    "punctual": PUNCTUAL,
}
IDS = ("party", "handler", "area", "walk")
PERIOD = ("dated", "from", "to")
# Everything that decides which fixes are shown and in what order.
KNOWN = ("state", *CODES, *IDS, *PERIOD, *MARKS, "q", "sort")
RECENT_WALKS = 40


def wanted(person: Person, args: MultiDict[str, str], day: str) -> Filter:
    """The filter an address asks for. Codes nobody knows are left out; no state means open."""
    state = args.get("state", "")
    if state not in (*STATES, "open", "closed", "all"):
        state = "all" if args.get("outcome") in OUTCOMES else "open"
    codes = {name: args.get(name, "") for name in CODES}
    narrow: dict[str, Any] = {
        **{name: code if code in CODES[name] else "" for name, code in codes.items()},
        **{name: args.get(name, "")[:36] for name in IDS},
        **{name: args.get(name) == "1" for name in MARKS},
    }
    since, until = _day(args.get("from", "")), _day(args.get("to", ""))
    dated = args.get("dated", "")
    return Filter(
        seen_by=person,
        today=day,
        state="" if state == "all" else state,
        **narrow,
        dated=(dated if dated in DATED else "created") if since or until else "",
        since=since,
        until=until,
        text=args.get("q", "").strip()[:100],
    )


def order_of(asked: Filter, args: MultiDict[str, str]) -> str:
    """The order an address asks for: the inbox's for what is open, else the newest change first."""
    sort = args.get("sort", "")
    return sort if sort in SORTS else "inbox" if asked.about_open else "updated"


def question(args: MultiDict[str, str]) -> dict[str, str]:
    """What of an address decides which fixes are shown; this is what a saved view keeps."""
    return {name: args[name][:100] for name in KNOWN if args.get(name)}


def address(args: dict[str, str], endpoint: str = "", **more: Any) -> str:
    """A page of fixes with these parameters, the page shown now unless another is named."""
    path = url_for(endpoint or request.endpoint or "fixes.index", **more)
    return path + (f"?{urlencode(args)}" if args else "")


def narrowed(asked: Filter) -> list[tuple[str, str]]:
    """All that narrows the list, each with the address that takes it away."""
    found: list[tuple[str, str]] = []
    named: dict[str, Callable[[str], str]] = {
        "q": lambda text: f"”{text}”",
        "state": lambda code: _(STATES[code]),
        **{name: _word_of(name) for name in CODES},
        "party": lambda key: (
            _("Ingen ansvarig")
            if key == NOBODY
            else getattr(_party(key), "name", _("Okänd ansvarig"))
        ),
        "handler": lambda key: (
            _("Ingen handläggare")
            if key == NOBODY
            else _handlers().get(key, _("Okänd handläggare"))
        ),
        "area": lambda key: getattr(areas.get(g.db, key), "name", _("Okänt område")),
        "walk": lambda key: getattr(_walk(key), "title", _("Okänd vandring")),
        **{name: _mark_of(name) for name in MARKS},
    }
    values = {"q": asked.text, **{name: getattr(asked, name) for name in named if name != "q"}}
    if asked.state == "open":  # as it is when nothing is said
        del values["state"]
    for name, value in values.items():
        if value:
            found.append((named[name](value), _without(name)))
    if asked.dated:
        found.append((_period(asked), _without(*PERIOD)))
    return found


def choices(asked: Filter) -> dict[str, tuple[tuple[str, str], ...]]:
    """What each select of the filter form offers: a value and what it is called."""
    states = {
        "open": _("Alla öppna"),
        **{code: _(name) for code, name in STATES.items()},
        "all": _("Alla, även avslutade"),
    }
    nobody = {NOBODY: _("Ingen")} if _sees_others() else {}
    handlers, every = _handlers(), {"": _("Alla")}
    found = {
        "state": states,
        **{
            name: every | {code: _(word) for code, word in table.items()}
            for name, table in CODES.items()
        },
        "party": every | nobody | _named(_parties(), "name"),
        "handler": every | ({NOBODY: _("Ingen")} if handlers else {}) | handlers,
        "area": every | _named(areas.all(g.db), "name"),
        "walk": every | _named(_walks(asked), "title"),
        "sort": {code: _(word) for code, word in SORTS.items()},
        "dated": {code: _(word) for code, word in DATED.items()},
    }
    return {name: tuple(offered.items()) for name, offered in found.items()}


def _word_of(name: str) -> Callable[[str], str]:
    return lambda code: _(CODES[name][code])


def _mark_of(name: str) -> Callable[[str], str]:
    return lambda _yes: _(MARKS[name])


def _period(asked: Filter) -> str:
    days = {"what": _(DATED[asked.dated]), "since": asked.since, "until": asked.until}
    shown = {name: show_date(day) if name != "what" else day for name, day in days.items()}
    if asked.since and asked.until:
        return _("%(what)s %(since)s till %(until)s", **shown)
    return (
        _("%(what)s från %(since)s", **shown)
        if asked.since
        else (_("%(what)s till %(until)s", **shown))
    )


def _without(*names: str) -> str:
    kept = {key: value for key, value in request.args.items() if key not in (*names, "page")}
    return address(kept)


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
    return day if len(text) == len(day) and EARLIEST <= day <= LATEST else ""


def _sees_others() -> bool:
    return bool(g.person.has(*EDITORS, "registrar"))


def _parties() -> list[Party]:
    """A party's own people have no use for the others."""
    return parties.all(g.db) if _sees_others() else []


def _party(party_id: str) -> Party | None:
    """A party the address names, if this person may choose it or works for it."""
    party = parties.get(g.db, party_id)
    known = {g.person.party_id, *(found.id for found in _parties())}
    return party if party and party.id in known else None


def _handlers() -> dict[str, str]:
    """Who may have a fix in hand: to a party's own people only their colleagues."""
    own = g.person.party_id
    return {
        person.id: person.name
        for person in people.with_role(g.db, "party", "police")
        if person.party_id and (_sees_others() or person.party_id == own)
    }


def _walks(asked: Filter) -> list[Any]:
    recent = walks.earlier(g.db, g.person, now(), limit=RECENT_WALKS, offset=0)
    chosen = _walk(asked.walk) if asked.walk else None
    missing = chosen is not None and chosen.id not in {walk.id for walk in recent}
    return [*walks.upcoming(g.db, g.person, now()), *recent, *([chosen] if missing else [])]


def _walk(walk_id: str) -> Walk | None:
    """A walk the address names, if it is one of those this person sees."""
    walk = walks.get(g.db, walk_id)
    return walk if walk and sees_walk(g.person, walk) else None


def _named(things: list[Any], attribute: str) -> dict[str, str]:
    return {thing.id: getattr(thing, attribute) for thing in things}
