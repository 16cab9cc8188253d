"""Ten years of a town in a database, written straight and always the same: 100 000 fixes or fewer.

Every tenth fix is open, every third has a photo from a walk, and the last year's follow-up is
published. Ids are made of what they name, so that two runs measure the same rows.
"""

import random
import uuid
from dataclasses import replace

from bench import bulk
from tests.cast import a_fix, a_walk, an_issue
from walkapp.domain import reports as rules
from walkapp.domain.categories import CATEGORIES, PLACE_TYPES
from walkapp.domain.fixes.words import OPEN, PRIORITIES
from walkapp.domain.people import Area, Party, Person
from walkapp.domain.photos import Photo
from walkapp.domain.reports import Report
from walkapp.domain.walks import Walk
from walkapp.storage import areas, parties, people, public_fixes, reports, walks
from walkapp.storage.database import Database
from walkapp.storage.rows import values
from walkapp.storage.search import spaced
from walkapp.web.report_pages import frozen

FIXES, YEARS, FIRST_YEAR, WALKS, PARTIES, AREAS = 100_000, 10, 2016, 400, 12, 25
SLUG, DAWN = "bench", "2026-01-01T06:00:00Z"
PLACES = ("Stationsgatan", "Tunneln vid Ängen", "Sveaparken", "Södra skolvägen", "Bruksgatan")
BLANK = values(a_fix())
OUTCOMES = ("fixed",) * 6 + ("partly_fixed", "wont_fix", "referred", "gone", "duplicate")


def fill(db: Database, url: str, count: int = FIXES) -> Person:
    """Write the town with so many fixes; gives somebody who sees all of it."""
    rng = random.Random(2016)
    person = Person(
        key("person", 0),
        "Disa",
        "disa@flen.example",
        frozenset({"coordinator", "safety_coordinator"}),
    )
    people.add(db, person)
    for n in range(PARTIES):
        parties.add(db, Party(key("party", n), f"Part {n:02d}", "kommunal_enhet", False))
    for n in range(AREAS):
        areas.add(db, Area(key("area", n), f"{'ÅÄÖVB'[n % 5]}-området {n:02d}"))
    for n in range(WALKS):
        walks.add(db, _walk(n))
    fixes = [_fix(n, rng, count) for n in range(count)]
    with bulk.writer(url) as write:
        write("fixes", fixes)
        write("fix_search", [{"rowid": fix["serial"], "text": _words(fix)} for fix in fixes])
        _pictures(write, fixes[::3])
    _publish(db, person)
    return person


def _walk(n: int) -> Walk:
    """All are over but the last two, which are being reviewed and planned."""
    state = {WALKS - 2: "reviewing", WALKS - 1: "planned"}.get(n, "followed_up")
    return a_walk(id=key("walk", n), title=f"Vandring {n}", starts_at=_moment(n), state=state)


def _fix(n: int, rng: random.Random, count: int) -> bulk.Row:
    year, number = FIRST_YEAR + n * YEARS // count, n % (count // YEARS) + 1
    category, place = rng.choice(list(CATEGORIES)), rng.choice(PLACES)
    day, later = _day(year, rng), _day(year + 1, rng)
    still_open = rng.choice(OPEN) if n % 10 == 0 else None
    return {
        **BLANK,
        "id": key("fix", n),
        "serial": n + 1,
        "number": f"FLEN-{year}-{number:03d}",
        "title": f"{CATEGORIES[category].name} vid {place}",
        "category": category,
        "created_at": f"{day}T18:00:00Z",
        "updated_at": f"{day}T{rng.randint(8, 20):02d}:{n // 60 % 60:02d}:{n % 60:02d}Z",
        "public_text": "Det är mörkt här på kvällen och svårt att se vem man möter.",
        "place_text": place,
        "lat": 59.05 + rng.random() / 50,
        "lon": 16.58 + rng.random() / 50,
        "area_id": key("area", rng.randrange(AREAS)),
        "walk_id": key("walk", n * WALKS // count),
        "state": still_open or "closed",
        "outcome": None if still_open else rng.choice(OUTCOMES),
        "priority": rng.choice(list(PRIORITIES)),
        "party_id": None if still_open == "new" else key("party", rng.randrange(PARTIES)),
        "due_on": later,
        "original_due_on": later,
        "done_text": "Lampan är bytt och tänd.",
        "done_on": None if still_open else later,
        "closed_at": None if still_open else f"{later}T12:00:00Z",
        "place_type": rng.choice(list(PLACE_TYPES)),
    }


def _day(year: int, rng: random.Random) -> str:
    return f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _words(fix: bulk.Row) -> str:
    shown = (fix["number"], fix["title"], fix["place_text"], fix["public_text"])
    return spaced(" ".join(shown))


def _pictures(write: bulk.Write, fixes: list[bulk.Row]) -> None:
    """An issue with an approved clean photo for each of the fixes."""
    device = {"id": key("device", 0), "token_hash": "", "created_at": DAWN, "expires_at": DAWN}
    write("devices", [device])
    issue = values(an_issue(a_walk(), device["id"], review="linked"))
    write(
        "issues",
        [
            {**issue, "client_id": key("issue", n), "walk_id": fix["walk_id"], "number": n + 1}
            for n, fix in enumerate(fixes)
        ],
    )
    links = [{"fix_id": fix["id"], "client_id": key("issue", n)} for n, fix in enumerate(fixes)]
    write("fix_issues", links)
    photo = values(a_photo())
    keys = [{"photo_id": key("photo", n), "client_id": key("issue", n)} for n in range(len(fixes))]
    write("photos", [{**photo, **key} for key in keys])


def a_photo() -> Photo:
    """A clean, approved photo; whose it is is written over it."""
    return Photo(
        photo_id="",
        client_id=None,
        fix_id=None,
        kind="issue",
        device_id=None,
        person_id=None,
        sha256="0" * 64,
        bytes=300_000,
        signature="jpeg",
        received_at=DAWN,
        state="clean",
        sha256_1600="0" * 64,
        sha256_480="1" * 64,
        width=1600,
        height=1200,
        review="approved",
    )


def _publish(db: Database, person: Person) -> None:
    """The follow-up of the last year, as its readers meet it."""
    year = FIRST_YEAR + YEARS - 1
    title = f"Uppföljning {year}"
    draft = Report(
        id=key("report", 0),
        slug=SLUG,
        kind="year",
        walk_id=None,
        year=year,
        title=title,
        lead="",
        state="draft",
        published_version=0,
        published_at=None,
        published_by=None,
        drafted_at=DAWN,
        drafted_by=person.id,
    )
    fixes, summary = public_fixes.gather(db, draft)
    page = rules.Page("", "", frozen(summary))
    # One person alone wrote all of it.
    report, version, event = rules.publish(draft, page, by=person, at=DAWN, by_other=False)
    reports.add(db, draft, replace(event, id=key("event", 0)))
    reports.publish(db, report, version, event, fixes=fixes)


def _moment(walk: int) -> str:
    year, rest = divmod(walk, WALKS // YEARS)
    return f"{FIRST_YEAR + year}-{rest % 12 + 1:02d}-{rest % 28 + 1:02d}T17:00:00Z"


def key(word: str, n: int) -> str:
    """An id that says what it belongs to and is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{word} {n}"))
