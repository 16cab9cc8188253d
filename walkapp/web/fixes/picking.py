"""Which fixes an act is for: those that were ticked, or all of the list that was shown."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict

from ...domain import fixes as rules
from ...domain import people as rights
from ...domain.fixes import Fix
from ...domain.fixes.bulk import MOST
from ...domain.people import Person
from ...domain.walks import Walk
from ...storage import fixes, walks
from ...storage.fixes import Filter
from ..clock import today
from .asking import wanted

_ID, _MOST_TYPED = 36, 500_000


@dataclass(frozen=True)
class Picked:
    """The fixes as they are now, those that changed since they were shown, and the way back.

    `told` is all of them as ids with the versions that were shown, for the next form. `more` says
    that the list was longer than can be done at once.
    """

    fixes: tuple[Fix, ...]
    late: tuple[Fix, ...]
    view: str
    told: str
    more: bool = False

    @property
    def back(self) -> str:
        """The list they were picked from."""
        return url_for("fixes.index") + (f"?{self.view}" if self.view else "")


def picked() -> Picked:
    """What the form on the screen asked for."""
    view = _view()
    if "picked" in request.form:
        return _shown_before(request.form["picked"], view)
    if request.form.get("all") == "1":
        asked = wanted(g.person, MultiDict(parse_qsl(view)), today())
        found = fixes.all_of(g.db, asked, MOST + 1)
        return _chosen(found, view)
    ids = [fix_id for fix_id in request.form.getlist("fix") if len(fix_id) == _ID]
    return _chosen(_seen(ids[: MOST + 1]), view)


def stances(found: tuple[Fix, ...]) -> dict[str, Person]:
    """The person signed in as they stand to each fix, each walk read once."""
    known: dict[str, Walk | None] = {}
    for walk_id in {fix.walk_id for fix in found if fix.walk_id}:
        known[walk_id] = walks.get(g.db, walk_id) if not _knows_all() else None
    if _knows_all():
        return {fix.id: g.person for fix in found}
    return {fix.id: rules.towards(g.person, known.get(fix.walk_id or "")) for fix in found}


def _knows_all() -> bool:
    """Coordinators stand the same to every fix, but for a leader's hat they do not need."""
    return rights.sees_all_walks(g.person) and not g.person.has("leader")


def _chosen(found: list[Fix], view: str) -> Picked:
    some = tuple(found[:MOST])
    told = " ".join(f"{fix.id}:{fix.version}" for fix in some)
    return Picked(some, (), view, told, more=len(found) > MOST)


def _shown_before(told: str, view: str) -> Picked:
    pairs = [part.partition(":") for part in told[:_MOST_TYPED].split()[:MOST]]
    versions = {fix_id: version for fix_id, _, version in pairs if len(fix_id) == _ID}
    found = _seen(list(versions))
    fresh = [fix for fix in found if str(fix.version) == versions[fix.id]]
    late = [fix for fix in found if str(fix.version) != versions[fix.id]]
    shown = " ".join(f"{fix.id}:{versions[fix.id]}" for fix in found)
    return Picked(tuple(fresh), tuple(late), view, shown)


def _seen(ids: list[str]) -> list[Fix]:
    return fixes.with_ids(g.db, ids, Filter(g.person, today()))


def _view() -> str:
    """The query string of the list, made anew so that it holds nothing but names and values."""
    asked = parse_qsl(request.form.get("view", "")[:2000])
    return urlencode([(name, value) for name, value in asked if name != "page"])
