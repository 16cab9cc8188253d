"""A promise of the last year of the town, with a police force's worth of activities."""

from bench import years
from walkapp.domain import promises as rules
from walkapp.domain.people import Person
from walkapp.domain.promises import Activity, Commitment, Goal, Indicator, Measurement, Promise
from walkapp.storage import promises
from walkapp.storage.database import Database

ACTIVITIES = 100


def fill(db: Database, by: Person) -> list[str]:
    """Write it down; gives the pages that tell of it."""
    year = years.FIRST_YEAR + years.YEARS - 1
    promise = Promise(years.key("promise", 0), "Löfte", year, year, "joint", years.DAWN)
    areas = " ".join(years.key("area", n) for n in range(3))
    indicator = Indicator(
        years.key("indicator", 0), promise.id, "brottsligheten", 1, source="Polisen"
    )
    things = [promise, Goal(years.key("goal", 0), promise.id, "öka tryggheten", 1, areas)]
    things += [_commitment(promise, n) for n in range(10)]
    things += [_activity(promise, n) for n in range(ACTIVITIES)]
    things += [indicator]
    things += [
        Measurement(years.key("measured", n), indicator.id, year - n, 300 + n) for n in range(5)
    ]
    first, *rest = [rules.added(thing, by=by, at=years.DAWN) for thing in things]
    promises.add(db, *first, rest)
    page = f"/promises/{promise.id}"
    return ["/promises", page, f"{page}/overview?year={year}", f"{page}/overview?tertial=2"]


def _commitment(promise: Promise, n: int) -> Commitment:
    owner = ("police", "municipality")[n % 2]
    key = years.key("commitment", n)
    return Commitment(key, promise.id, owner, f"Åtagande {n}", n, of_walks=n == 1)


def _activity(promise: Promise, n: int) -> Activity:
    return Activity(
        years.key("activity", n),
        promise.id,
        ("police", "municipality")[n % 2],
        "foot_patrol",
        years.DAWN,
        commitment_id=years.key("commitment", n % 10),
        starts=f"{promise.first_year}-{n % 12 + 1:02d}",
        count=n % 7,
        public=True,
    )
