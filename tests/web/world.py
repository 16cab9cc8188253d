"""Two walks with everything in them twice, own and other, and everybody who may knock.

Every private text holds a word of its own (a canary), so that whoever reads it is found out.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import AT, a_fix, a_party, a_person, a_walk, an_area, an_issue
from tests.web.conftest import Caller
from walkapp import create_app
from walkapp.domain import objections as objection_rules
from walkapp.domain import promises as promise_rules
from walkapp.domain import replies as reply_rules
from walkapp.domain import reports as report_rules
from walkapp.domain import views as view_rules
from walkapp.domain.checks import Check
from walkapp.domain.events import Event
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Issue
from walkapp.domain.mails import Mail
from walkapp.domain.people import Municipality, Person
from walkapp.domain.photos import Photo
from walkapp.domain.promises import Activity, Commitment, Goal, Indicator, Measurement, Promise
from walkapp.domain.reports import Report
from walkapp.domain.stops import Stop
from walkapp.domain.walker_news import WalkerAddress
from walkapp.domain.walks import Walk
from walkapp.settings import Settings
from walkapp.storage import (
    areas,
    database,
    dead_letters,
    devices,
    fixes,
    importing,
    municipality,
    objections,
    outbox,
    outside,
    parties,
    people,
    promises,
    public_fixes,
    replies,
    reports,
    rows,
    sessions,
    views,
    walker_news,
    walks,
)
from walkapp.storage.database import Database, Source
from walkapp.storage.importing import Import
from walkapp.web import clock
from walkapp.web.blobs import blobs
from walkapp.web.leave_mails import leaving_address
from walkapp.web.report_pages import frozen
from walkapp.web.walker_news import confirming_address

OWN, OTHER = "own", "other"
LATER = "2099-01-01T00:00:00Z"
PHONES = ("device_own", "device_beside", "device_other")
STAFF = (
    "leader_own",
    "leader_other",
    "coordinator",
    "safety_coordinator",
    "party_own",
    "party_other",
    "police_own",
    "police_other",
    "registrar",
    "admin",
)
CALLERS = ("nobody", *PHONES, *STAFF)
# What a visit leaves behind without anybody having done anything.
TRACES = frozenset({"sessions", "attempts", "delays", "dead_letters"})
_CANARY = re.compile(r"KANARIE-(own|other)-(\w+?)-X", re.IGNORECASE)
_CODES = {OWN: "KANARCXE", OTHER: "KANARCYE"}


def canary(side: str, word: str) -> str:
    """A word found nowhere else."""
    return f"KANARIE-{side}-{word}-X"


def canaries_in(answer: TestResponse) -> set[tuple[str, str]]:
    """Whose private words an answer holds, in its body or its headers: (side, word)."""
    text = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
    found = {(side.lower(), word.lower()) for side, word in _CANARY.findall(text)}
    for side, code in _CODES.items():
        if code in text or f"{code[:4]}-{code[4:]}" in text:
            found.add((side, "code"))
    return found


@dataclass
class World:
    """The app, its database as it was at the start, and who has which cookies."""

    app: Flask
    source: Source
    path: Path
    ids: dict[str, dict[str, Any]] = field(default_factory=lambda: {OWN: {}, OTHER: {}})
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    start: bytes = b""
    lies: bytes = b""  # what was last put there
    rows_at_start: dict[str, list[str]] = field(default_factory=dict)

    def browser(self, name: str) -> Caller:
        """A browser of this caller, as it was when the world began."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sv-SE"
        for cookie, value in self.cookies[name].items():
            client.set_cookie(cookie, value)
        return Caller(client)

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table but those of TRACES."""
        db = self.source.connect()
        found = db.query(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'fix_search%'"
        )
        tables = [row["name"] for row in found if row["name"] not in TRACES]
        kept = {
            table: sorted(repr(row) for row in db.query(f"SELECT * FROM {table}"))
            for table in tables
        }
        db.close()
        return kept

    def untouched(self) -> bool:
        """Whether not one page was written since the start: all writing begins in the -wal file."""
        log = self.path.with_name(self.path.name + "-wal")
        return not log.exists() or log.stat().st_size == 0

    def unchanged(self) -> bool:
        """Whether nothing was done since the start."""
        return self.untouched() or self.rows() == self.rows_at_start

    def remember(self) -> None:
        """Let the database as it is now be the start."""
        self.rows_at_start = self.rows()
        db = self.source.connect()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        self.start = self.lies = self.path.read_bytes()

    def restore(self) -> None:
        """Put the database back as another file: connections to the one before are let go of."""
        if self.untouched() and self.lies is self.start:
            return
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        fresh = self.path.with_name("fresh")
        fresh.write_bytes(self.start)
        self.lies = self.start
        fresh.replace(self.path)

    def in_state(self, state: str) -> None:
        """Put both walks into a state, as the new start."""
        db = self.source.connect()
        with db.writing():
            db.execute("UPDATE walks SET state = :state", {"state": state})
        db.close()
        self.remember()


@contextmanager
def started(folder: Path, empty_file: Path) -> Iterator[World]:
    """The app in a folder of its own, with its world."""
    path = Path(shutil.copy(empty_file, folder / "walkapp.db"))
    (folder / "photos").mkdir()
    source = database.open_source(str(path))
    settings = Settings(
        data=folder, database=str(path), photos=folder / "photos", secret_key="s" * 40
    )
    app = create_app(settings, source)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield build(app, source, path)
    source.close()


def build(app: Flask, source: Source, path: Path) -> World:
    """Fill the database and give everybody their cookies."""
    world = World(app, source, path)
    db = source.connect()
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    roles = {name: name.removesuffix("_own").removesuffix("_other") for name in STAFF}
    cast = {name: a_person(name, role) for name, role in roles.items()}
    for name in ("coordinator", "safety_coordinator", "registrar", "admin"):
        people.add(db, cast[name])
    for side in (OWN, OTHER):
        cast |= _people(db, side, cast)
        _place(world, db, side, cast)
    _join_beside(world, db)
    _publish_own(world, db, cast["safety_coordinator"])
    world.cookies["nobody"] = {}
    for name in STAFF:
        token = sessions.open_session(db, cast[name].id, clock.now())
        world.cookies[name] = {"walkapp_session": token}
    db.close()
    for name in CALLERS:
        browser = world.browser(name)
        world.tokens[name] = browser.token()
        form = browser.client.get_cookie("walkapp_form")
        assert form is not None
        world.cookies[name]["walkapp_form"] = form.value
    world.remember()
    return world


def _people(db: Database, side: str, cast: dict[str, Person]) -> dict[str, Person]:
    """Those of one side, the party's person with its party."""
    party = replace(
        a_party(f"Enhet {side}"),
        phone=canary(side, "party_phone"),
        email=canary(side, "party_mail"),
    )
    parties.add(db, party)
    leader, police = cast[f"leader_{side}"], cast[f"police_{side}"]
    member = replace(cast[f"party_{side}"], party_id=party.id)
    leader = replace(leader, email=canary(side, "mail").lower() + "@flen.example")
    for person in (leader, police, member):
        people.add(db, person)
    return {person.name: person for person in (leader, police, member)}


def _place(world: World, db: Database, side: str, cast: dict[str, Person]) -> None:
    """A walk with its phone, issue, photo, fix, report, party, area and people."""
    area = an_area(f"Område {side}")
    areas.add(db, area)
    walk = a_walk(
        cast[f"leader_{side}"],
        cast[f"police_{side}"],
        title=canary(side, "title"),
        purpose=canary(side, "purpose"),
        text_for_walkers=canary(side, "text"),
        meeting_place=canary(side, "meeting"),
        area_id=area.id,
        code=_CODES[side],
        starts_at="2026-11-20T17:00:00Z",
    )
    walks.add(db, walk)
    device_id = _phone(world, db, f"device_{side}", walk, canary(side, "name"))
    words = dict(
        note=canary(side, "note"),
        proposal=canary(side, "proposal"),
        place_text=canary(side, "place"),
        pole_number=canary(side, "pole"),
        edited_text=canary(side, "edited"),
    )
    issue, fresh = (an_issue(walk, device_id, number=n, **words) for n in (1, 2))
    rows.insert(db, "issues", issue)
    rows.insert(db, "issues", fresh)
    party_id = cast[f"party_{side}"].party_id
    fix = _fix(db, side, walk, str(party_id), issue, cast["coordinator"])
    photo = _photo(world, db, side, fresh, "pending")
    linked = _photo(world, db, side, issue, "approved" if side == OWN else "pending")
    stop = Stop(new_id(), walk.id, 1, canary(side, "stop"), canary(side, "stop"), 59.05, 16.6)
    rows.insert(db, "stops", stop)
    invited = a_person(f"Inbjuden {side}", "leader")
    people.add(db, invited)
    world.ids[side] = {
        "walk_id": walk.id,
        "device_id": device_id,
        "client_id": fresh.client_id,
        "photo_id": photo.photo_id,
        "linked_photo_id": linked.photo_id,
        "fix_id": fix.id,
        "template_id": _template(db, side, cast["coordinator"]),
        "undo_id": _undo(db, cast["coordinator"]),
        "objection_id": _objection(db, fix),
        "number": fix.number,
        "letter_id": _letter(db, side, walk, device_id),
        "report_id": _report(db, side, walk).id,
        "slug": f"uppfoljning-{side}",
        "party_id": party_id,
        "area_id": area.id,
        "person_id": cast[f"leader_{side}"].id,
        "token": people.invite(db, invited.id, LATER),
        "decision": "note",
        "move": "remove",
        "stop_id": stop.id,
        **_view(db, side, cast[f"leader_{side}"]),
        "way": "down",
        "kind": "geojson",
        "size": 480,
        "filename": "css/tokens.css",
        "code": "klotter",
        "what": "walker_names",
        "published_version": 1,
        "step": "hide",
        "import_id": _import(db, cast["admin"]),
        "day": "2027-05-07",
        "mail_id": _mail(db, side, cast[f"leader_{side}"]),
        **_earlier(db, side, walk, device_id, cast["coordinator"]),
        **_by_link(world, db, fix, cast[f"leader_{side}"], device_id),
        **_promise(db, side, str(party_id), cast["safety_coordinator"]),
    }


def _earlier(
    db: Database, side: str, walk: Walk, device_id: str, coordinator: Person
) -> dict[str, str]:
    """The walk before, a fix of it, and what the phone says of that now."""
    before = a_walk(
        title=f"Walk before {side}", starts_at="2026-05-20T17:00:00Z", state="followed_up"
    )
    walks.add(db, replace(before, crew=walk.crew))
    with db.writing():
        db.execute(
            "UPDATE walks SET follows_id = :before WHERE id = :id",
            {"before": before.id, "id": walk.id},
        )
    draft = a_fix(
        id=new_id(), number="", title=canary(side, "earlier"), walk_id=before.id, state="done"
    )
    fix = fixes.create(db, draft, by=coordinator, at=AT)
    check = Check(
        check_id=new_id(),
        walk_id=walk.id,
        fix_id=fix.id,
        device_id=device_id,
        result="fixed",
        note=canary(side, "check"),
        photo_ids="",
        rev=1,
        sha256="0" * 64,
        observed_at=AT,
        received_at=AT,
    )
    rows.insert(db, "checks", check)
    return {"earlier_fix_id": fix.id, "check_id": check.check_id}


def _promise(db: Database, side: str, party_id: str, by: Person) -> dict[str, str]:
    """A promise with one of each under it; `activity_id` is a plan made before it."""
    year = 2026 if side == OWN else 2036
    earlier, promise = (Promise(new_id(), "Promise", n, n, "joint", AT) for n in (year - 1, year))
    goal = Goal(new_id(), promise.id, "make it safer", 1)
    commitment = Commitment(new_id(), promise.id, "police", "Synas mer", 1)
    words = {"kind": "foot_patrol", "status": "planned", "starts": str(year)}
    activity = Activity(new_id(), earlier.id, "police", created_at=AT, party_id=party_id, **words)
    indicator = Indicator(new_id(), promise.id, "brottsligheten", 1, source="Polisen")
    measured = Measurement(new_id(), indicator.id, year, 300)
    for thing in (earlier, promise, goal, commitment, activity, indicator, measured):
        promises.add(db, *promise_rules.added(thing, by=by, at=AT))
    return {
        "promise_id": promise.id,
        "goal_id": goal.id,
        "things": "activities",
        "thing_id": activity.id,
        "commitment_id": commitment.id,
        "activity_id": activity.id,
        "indicator_id": indicator.id,
        "measurement_id": measured.id,
    }


def _mail(db: Database, side: str, person: Person) -> str:
    """A mail that could not be sent."""
    mail = Mail(new_id(), AT, "digest", "person", person.id, "", state="failed", next_at=AT)
    outbox.put(db, mail)
    return mail.id


def _by_link(
    world: World, db: Database, fix: Fix, person: Person, device_id: str
) -> dict[str, str]:
    """Secrets in addresses: an outside owner's, and those that end mails and confirm an address."""
    address = WalkerAddress(new_id(), device_id, str(fix.walk_id), "bo@walker.example", AT)
    walker_news.keep(db, address)
    with world.app.test_request_context():
        ending = leaving_address("person", person.id, "mentioned").rpartition("/")[2]
        confirming = confirming_address(address).rpartition("/")[2]
    return {
        "news_key": confirming,
        "link": outside.make(db, fix.id, str(fix.party_id), clock.now()),
        "key": ending,
    }


def _view(db: Database, side: str, owner: Person) -> dict[str, str]:
    """A saved view of one's own, and a token for it."""
    view = view_rules.new(canary(side, "view"), "state=all", "", shared=False, by=owner, at=AT)
    views.add(db, view)
    token, event = view_rules.new_token(view, side, canary(side, "pull"), 365, by=owner, at=AT)
    views.add_token(db, token, event)
    return {"view_id": view.id, "token_id": token.id}


def _import(db: Database, by: Person) -> str:
    """A file that waits for somebody to say yes."""
    kept = Import(new_id(), "lamp", "lampor.csv", '[{"nummer": "1"}]', by.id, AT)
    importing.keep(db, kept)
    return kept.id


def _letter(db: Database, side: str, walk: Walk, device_id: str) -> str:
    """A letter that could not be read, and never can."""
    body = f"{canary(side, 'letter')} {{".encode()
    dead_letters.keep(
        db, f"/walks/{walk.id}/issues", device_id, body, sentence="Gick inte att läsa.", at=AT
    )
    [letter] = [one for one in dead_letters.listing(db, handled=False, limit=9) if side in one.body]
    return letter.id


def _phone(world: World, db: Database, name: str, walk: Walk, alias: str) -> str:
    device, token = devices.new_device(db, AT, LATER)
    devices.join(db, device.id, walk.id, name=alias, at=AT)
    world.cookies[name] = {"walkapp_device": token}
    return device.id


def _join_beside(world: World, db: Database) -> None:
    """A second phone in the own walk, that logged nothing."""
    walk = walks.get(db, world.ids[OWN]["walk_id"])
    assert walk is not None
    _phone(world, db, "device_beside", walk, canary(OWN, "beside"))


def _fix(
    db: Database, side: str, walk: Walk, party_id: str, issue: Issue, coordinator: Person
) -> Fix:
    draft = a_fix(
        id=new_id(),
        number="",
        title=canary(side, "fix_title"),
        public_text=canary(side, "seen"),
        internal_note=canary(side, "internal"),
        walk_id=walk.id,
        party_id=party_id,
        state="assigned",
        due_on="2026-12-10",
        original_due_on="2026-12-10",
        area_id=walk.area_id,
    )
    made = fixes.create(db, draft, [issue], by=coordinator, at=AT)
    line = Event(new_id(), AT, "fix", made.id, 1, "assign", "person", coordinator.id)
    fixes.tell(db, replace(line, internal_text=canary(side, "history")))
    return made


def _template(db: Database, side: str, coordinator: Person) -> str:
    """A template for replies; the municipality has them all in common."""
    given = reply_rules.Given(f"Mall {side}", "Vi har tagit emot punkten.", "", "")
    template, event = reply_rules.new(given, by=coordinator, at=AT)
    replies.add(db, template, event)
    return template.id


def _objection(db: Database, fix: Fix) -> str:
    """What a reader said while the fix was told as fixed."""
    told = replace(fix, state="closed", outcome="fixed")
    objection, event = objection_rules.new(told, "", waiting=0, at=AT)
    objections.add(db, objection, event)
    return objection.id


def _undo(db: Database, coordinator: Person) -> str:
    """Something the coordinator has done and may take back."""
    undo = fixes.opened("priority", coordinator, AT)
    fixes.save_all(db, undo, [])
    return undo.id


def _photo(world: World, db: Database, side: str, issue: Issue, review: str) -> Photo:
    """A clean photo of an issue, with its file."""
    data = b"\xff\xd8\xff\xe0" + issue.client_id.encode()
    name = hashlib.sha256(data).hexdigest()
    with world.app.app_context():
        path = blobs().clean_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    photo = Photo(
        new_id(),
        issue.client_id,
        None,
        "issue",
        issue.device_id,
        None,
        name,
        len(data),
        "jpeg",
        AT,
        state="clean",
        sha256_480=name,
        sha256_1600=name,
        width=480,
        height=360,
        alt_text=canary(side, "alt"),
        review=review,
    )
    rows.insert(db, "photos", photo)
    return photo


def _report(db: Database, side: str, walk: Walk) -> Report:
    report = Report(
        id=new_id(),
        slug=f"uppfoljning-{side}",
        kind="walk",
        walk_id=walk.id,
        year=None,
        title=canary(side, "report_title"),
        lead=canary(side, "lead"),
        state="draft",
        published_version=0,
        published_at=None,
        published_by=None,
        drafted_at=AT,
        drafted_by=None,
    )
    reports.add(db, report, Event(new_id(), AT, "report", report.id, 1, "draft", "system", None))
    return report


def _publish_own(world: World, db: Database, by: Person) -> None:
    report = reports.get(db, world.ids[OWN]["report_id"])
    assert report is not None
    shown, summary = public_fixes.gather(db, report)
    page = report_rules.Page("mark", "mark", frozen(summary))
    for note in ("", "Rättat"):
        report, version, event = report_rules.publish(report, page, by=by, at=AT, note=note)
        reports.publish(db, report, version, event, fixes=shown)
