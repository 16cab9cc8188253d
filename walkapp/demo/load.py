"""The demo year, brought in through the same domain and storage functions as everything else.

Four walks: spring 2016 with its published follow-up, the same way a year later with what was felt
both times, one last month whose fixes stand in every
other state, and one that goes on now, follows that one and is for a newcomer to join.
"""

from typing import Any

from ..domain import planning
from ..domain.errors import N_, Refused
from ..domain.walks import as_of
from ..storage import municipality, people, reports, walks
from ..storage.blobs import Blobs
from ..storage.cleaner import Pool
from ..storage.database import Database
from ..storage.municipality import NotStarted
from . import load_checks, load_fixes, load_mails, load_reports, load_walks
from .load_cast import load_cast
from .load_promises import load_promise
from .load_walks import Logged
from .load_world import Days, Picture, Pictures, Progress, World, read

CODE = "VANDRA26"
_CAST = read("cast")
PASSWORD: str = _CAST["password"]
SIGN_INS: list[tuple[str, str]] = [
    (person["email"], person["does"]) for person in _CAST["people"].values()
]
PHOTO_SIZE = (1280, 960)


def is_somebody_elses(db: Database) -> bool:
    """Whether a real municipality lives here, which the demo must not touch."""
    try:
        return not municipality.get(db).demo
    except NotStarted:
        return False


def load(
    db: Database,
    blobs: Blobs,
    pool: Pool,
    *,
    now: str,
    progress: Progress | None = None,
    size: tuple[int, int] = PHOTO_SIZE,
) -> None:
    """Fill an empty, migrated installation; one that is filled already stays as it is.

    Only the walk that is open gets new times once it is over, so that a newcomer can always take
    part, and its phones are heard anew. `size` is that of the drawn photographs. Raises Refused
    for somebody else's installation and for one that was filled only half.
    """
    if is_somebody_elses(db):
        raise Refused(N_("Här finns redan en riktig kommun. Välj en annan mapp för demon."))
    year, later, present = read("flen2016"), read("flen2017"), read("present")
    if _begun(db):
        if not reports.slug_taken(db, present["last_month"]["reports"][-1]["slug"]):
            raise Refused(N_("Demon blev inte färdig. Ta bort dess mapp och börja om."))
        _renew(db, now, present["today"]["heard"])
        return
    parts = (year, later, present["last_month"], present["today"])
    with Pictures(_pictures(parts), size, progress) as pictures:
        world = World(db, blobs, pool, Days(now), pictures)
        load_cast(world, _CAST)
        spring = _held(world, year)
        _held(world, later, follows=spring)
        before = _held(world, present["last_month"])
        _going_on(world, present["today"], before)
        load_fixes.starred(world, "drift")
        load_mails.told(db)


def _going_on(world: World, given: dict[str, Any], before: Logged) -> None:
    walk = load_walks.planned(world, given["walk"], code=CODE, follows=before.walk)
    logged = load_walks.walked(world, walk, given)
    load_checks.looked_again(world, logged, given, before)
    load_checks.felt(world, logged, given["felt"])
    load_walks.heard(world.db, walk, given["heard"], world.days.now)


def _held(world: World, given: dict[str, Any], *, follows: Logged | None = None) -> Logged:
    """A walk that is over, with its fixes and follow-ups."""
    walk = load_walks.planned(world, given["walk"], follows=follows.walk if follows else None)
    logged = load_walks.walked(world, walk, given, again=follows)
    load_checks.felt(world, logged, given.get("felt", {}))
    logged.walk = load_walks.ended(world, logged.walk, given["walk"])
    load_fixes.looked_through(world, logged, given)
    load_fixes.moved(world, logged, given, "moves")
    if "promise" in given:
        load_promise(world, given["promise"])
    for report in given["reports"]:
        load_reports.load_report(world, logged.walk, report)
    if "followed_up" in given["walk"]:
        at = world.days.at(given["walk"]["followed_up"])
        load_walks.moved(world, logged.walk, "follow-up", at, by="samordnare")
    load_fixes.moved(world, logged, given, "later")
    load_fixes.talked_about(world, logged, given)
    return logged


def _begun(db: Database) -> bool:
    try:
        return municipality.get(db).demo
    except NotStarted:
        return False


def _renew(db: Database, now: str, heard: dict[str, dict[str, Any]]) -> None:
    walk = walks.by_code(db, CODE)
    if walk is None or walk.state != "open":
        return
    load_walks.heard(db, walk, heard, now)
    leader = people.by_email(db, _CAST["people"]["ledare"]["email"])
    if leader and as_of(walk, now).state != "open":
        typed = load_walks.same_plan_now(walk, now)
        walks.save(db, *planning.change(walk, typed, read=walk.version, by=leader.id, at=now))


def _pictures(parts: tuple[dict[str, Any], ...]) -> list[Picture]:
    """Every picture that is asked for, in the order it is."""
    return [
        picture
        for part in parts
        for picture in (
            *(Picture.of(i["photo"]) for i in part["issues"].values() if "photo" in i),
            *(
                Picture.of(fix["after"], "after")
                for fix in part.get("fixes", {}).values()
                if "after" in fix
            ),
        )
    ]
