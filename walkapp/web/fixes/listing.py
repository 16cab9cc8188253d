"""The list of fixes. The address is the view: every filter is a GET parameter."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ...domain.categories import CATEGORIES
from ...domain.errors import N_
from ...domain.fixes import overdue_since
from ...domain.fixes.words import OUTCOMES, PRIORITIES, STATES
from ...domain.people import Party, Person, sees_walk
from ...domain.walks import Walk
from ...storage import areas, fixes, parties, walks
from ...storage.fixes import Filter
from ..clock import now, today
from ..policy import staff
from .blueprint import EDITORS, READERS, bp

SORTS = {
    "due": N_("Klart senast"),
    "priority": N_("Hur bråttom"),
    "updated": N_("Senast ändrad"),
    "number": N_("Nyast nummer"),
    "area": N_("Område"),
}
VIEWS: dict[str, dict[str, str]] = {
    N_("Öppna"): {},
    N_("Väntar på mig"): {"mine": "1"},
    N_("Försenade"): {"overdue": "1"},
    N_("Avslutade"): {"state": "closed"},
    N_("Alla"): {"state": "all"},
}
_CODES = {
    "outcome": OUTCOMES,
    "category": {code: category.name for code, category in CATEGORIES.items()},
    "priority": PRIORITIES,
}
_IDS = ("party", "area", "walk")
LAST_PAGE = 1_000_000
RECENT_WALKS = 40
MOST_RETURNED = 5


@bp.get("")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """One page of the fixes this person sees, as the address asks."""
    asked = wanted(g.person, request.args, today())
    sort = request.args.get("sort", "due")
    number = min(request.args.get("page", 1, int), LAST_PAGE)
    page = fixes.find(g.db, asked, sort, number)
    narrowed = _narrowed(asked)
    plain = page.number == 1 and not narrowed and asked.state == "open"
    return render_template(
        "fixes/index.html",
        page=page,
        asked=asked,
        sort=sort if sort in SORTS else "due",
        sorts=SORTS,
        views=_views(),
        narrowed=narrowed,
        choices=_choices(asked),
        late=lambda fix: overdue_since(fix, asked.today),
        returned=_returned(asked) if plain else [],
        most_returned=MOST_RETURNED,
        states=STATES,
        outcomes=OUTCOMES,
        priorities=PRIORITIES,
        categories=CATEGORIES,
    )


def wanted(person: Person, args: MultiDict[str, str], day: str) -> Filter:
    """The filter an address asks for. Codes nobody knows are left out; no state means open."""
    state = args.get("state", "")
    if state not in (*STATES, "open", "closed", "all"):
        state = "all" if args.get("outcome") in OUTCOMES else "open"
    codes = {name: args.get(name, "") for name in _CODES}
    return Filter(
        seen_by=person,
        today=day,
        state="" if state == "all" else state,
        **{name: code if code in _CODES[name] else "" for name, code in codes.items()},
        **{name: args.get(name, "")[:36] for name in _IDS},
        overdue=args.get("overdue") == "1",
        mine=args.get("mine") == "1",
        text=args.get("q", "").strip()[:100],
    )


def _views() -> list[tuple[str, str, bool]]:
    """The few views most people need, as chips."""
    now_shown = {name: value for name, value in request.args.items() if value and name != "page"}
    return [(_(name), _address(given), now_shown == given) for name, given in VIEWS.items()]


def _narrowed(asked: Filter) -> list[tuple[str, str]]:
    """What narrows the list beside the views, each with the address that takes it away."""
    found: list[tuple[str, str]] = []
    named: dict[str, Callable[[str], str]] = {
        "q": lambda text: f"”{text}”",
        "category": lambda code: _(CATEGORIES[code].name),
        "outcome": lambda code: _(OUTCOMES[code]),
        "priority": lambda code: _(PRIORITIES[code]),
        "party": lambda key: getattr(_party(key), "name", _("Okänd ansvarig")),
        "area": lambda key: getattr(areas.get(g.db, key), "name", _("Okänt område")),
        "walk": lambda key: getattr(_walk(key), "title", _("Okänd vandring")),
    }
    values = {"q": asked.text, **{name: getattr(asked, name) for name in named if name != "q"}}
    for name, value in values.items():
        if value:
            found.append((named[name](value), _without(name)))
    return found


def _without(name: str) -> str:
    kept = {key: value for key, value in request.args.items() if key not in (name, "page")}
    return _address(kept)


def _address(args: dict[str, str]) -> str:
    return url_for("fixes.index") + (f"?{urlencode(args)}" if args else "")


def _choices(asked: Filter) -> dict[str, dict[str, str]]:
    """What each select of the filter form offers."""
    states = {
        "open": _("Alla öppna"),
        **{code: _(name) for code, name in STATES.items()},
        "all": _("Alla, även avslutade"),
    }
    return {
        "state": states,
        **{
            name: {"": _("Alla"), **{code: _(word) for code, word in table.items()}}
            for name, table in _CODES.items()
        },
        "party": _named(_parties(), "name"),
        "area": _named(areas.all(g.db), "name"),
        "walk": _named(_walks(asked), "title"),
    }


def _parties() -> list[Party]:
    """A party's own people have no use for the others."""
    return parties.all(g.db) if g.person.has(*EDITORS, "registrar") else []


def _party(party_id: str) -> Party | None:
    """A party the address names, if this person may choose it or works for it."""
    party = parties.get(g.db, party_id)
    known = {g.person.party_id, *(found.id for found in _parties())}
    return party if party and party.id in known else None


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
    return {"": _("Alla"), **{thing.id: getattr(thing, attribute) for thing in things}}


def _returned(asked: Filter) -> list[fixes.Listed]:
    """What a party has sent back or will not do: on top of the coordinator's list."""
    if not g.person.has("coordinator", "safety_coordinator"):
        return []
    # One more than is shown tells whether there are more.
    return fixes.bounced(g.db, Filter(asked.seen_by, asked.today), MOST_RETURNED + 1)
