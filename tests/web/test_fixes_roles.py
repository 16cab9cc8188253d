"""Every role × every move × the own or another's party.

Once through the requests a form makes, and once from every state, by what those requests call.
The tables are written from the domain description's state machine, not from the code. Whoever may
makes the move; whoever only reads is refused (403) and changes nothing; to everybody else the fix
does not exist (404).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from flask import Flask, g

from tests.cast import AT, TODAY, a_person
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ADAM,
    ANNA,
    CIA,
    DISA,
    ELIN,
    GUN,
    HANS,
    OWNER,
    PARTY,
    PIA,
    ROLF,
    settle,
    standing,
)
from walkapp.domain import fixes as rules
from walkapp.domain.errors import NotAllowed, NotFound, Refused
from walkapp.domain.fixes import NAMES, Fix, Given
from walkapp.domain.fixes.words import STATES
from walkapp.domain.people import Person
from walkapp.storage import fixes
from walkapp.storage import people as staff
from walkapp.storage.database import Database
from walkapp.web import people
from walkapp.web.fixes.moving import acting

SignedIn = Callable[[Person], Caller]

OLE = a_person("Ole", "police", party=PARTY)
CAST: dict[str, Person] = {
    "coordinator": DISA,
    "safety_coordinator": ELIN,
    "leader of the walk": ANNA,
    "leader of another walk": CIA,
    "the party": GUN,
    "police as the party": OLE,
    "another party": HANS,
    "other police": PIA,
    "registrar": ROLF,
    "admin": ADAM,
}
LEO, RUT = a_person("Leo", "party", "leader", party=PARTY), a_person("Rut", "police", party=OWNER)
ALL = {**CAST, "the party, who leads another walk": LEO, "police of another party": RUT}
C = frozenset({"coordinator", "safety_coordinator"})
L = frozenset({"leader of the walk"})
P = frozenset({"the party", "police as the party"})


@dataclass(frozen=True)
class Row:
    """A move from a state: who may, and how the fix stands where that matters."""

    move: str
    state: str
    may: frozenset[str]
    standing: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.move} from {self.state}"


REPLIED, PROPOSED = {"replied": True}, {"proposed_reason": "Medvetet val."}
TABLE = (
    Row("assess", "new", C),
    Row("assign", "assessing", C),
    Row("refer", "assessing", C),
    Row("plan", "assigned", P),
    Row("start", "assigned", P),
    Row("start", "planned", P),
    Row("finish", "in_progress", P),
    Row("hold", "in_progress", P),
    Row("resume", "on_hold", P | C),
    Row("record_reply", "referred", C),
    Row("remind", "referred", C),
    # On the word of an outside party without account.
    Row("plan", "referred", C),
    Row("start", "referred", C),
    Row("finish", "referred", C),
    Row("confirm", "done", C | L),
    Row("confirm_partly", "done", C),
    Row("reject_work", "done", C),
    Row("replan", "planned", P | C),
    Row("appoint", "assigned", P | C),
    Row("bounce", "assigned", P),
    Row("propose_decline", "planned", P),
    Row("turn_down", "planned", C, PROPOSED),
    Row("reroute", "in_progress", C),
    Row("close_referred", "referred", C, REPLIED),
    Row("decline", "planned", C),
    Row("dismiss_gone", "assessing", C),
    Row("dismiss_gone", "assigned", C),
    Row("mark_duplicate", "new", C | L),
    Row("mark_duplicate", "planned", C),
    Row("out_of_scope", "new", C),
    Row("reopen", "closed", C),
)


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)
    for person in (OLE, LEO, RUT):
        staff.add(db, person)


def everything(fix: Fix, row: Row, kept: str) -> dict[str, str]:
    """Every field of every form filled in, so that no move lacks anything."""
    outside = row.move == "refer"
    given = {
        "version": str(fix.version),
        "party": (OWNER if outside else PARTY).id,
        "person": GUN.id if row.move != "refer" else "",
        "kept_fix": kept,
        "priority": "high",
        "channel": "email",
        "hold_reason": "season",
        "outcome_reason": "on_purpose",
        "towards": "in_progress",
        "due_on": "2026-12-20",
        "review_on": "2027-03-01",
        "followup_on": "2026-12-01",
        "remedy": "-",
    }
    given |= dict.fromkeys(("sent_on", "reminded_on", "said_on", "done_on", "checked_on"), TODAY)
    words = (
        "reference said_by checked_by whose reply reason planned_action done_text remaining"
        " public_reason proposed_reason how_to_follow"
    )
    return given | {name: f"Text om {name}" for name in words.split()}


def sees(who: str, fix: Fix) -> bool:
    """Who may know that the fix exists, by the domain's table of roles and rights."""
    if who in C | L | {"registrar"}:
        return True
    party = ALL[who].party_id
    if fix.category == "narvaro" and "police" in ALL[who].roles:
        return True
    return who not in ("leader of another walk", "admin") and party == fix.party_id is not None


def wanted(who: str, fix: Fix, row: Row) -> int:
    if who in row.may:
        return 303
    # The roles that have no moves at all are turned away at the door.
    if who in ("registrar", "admin"):
        return 403
    return 403 if sees(who, fix) else 404


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_each_role_may_what_the_table_says_and_no_more(
    db: Database, signed_in: SignedIn, row: Row
) -> None:
    kept = standing(db, "planned").number
    found = {}
    for who, person in CAST.items():
        fix = standing(db, row.state, **row.standing)
        browser = signed_in(person)
        answer = browser.post(f"/fixes/{fix.id}/{row.move}", {**everything(fix, row, kept)})
        after = fixes.get(db, fix.id)
        assert after
        moved = after.version == fix.version + 1
        if answer.status_code != wanted(who, fix, row) or moved != (who in row.may):
            found[who] = (answer.status_code, wanted(who, fix, row), moved)
    assert not found


# From each state, who may make which move: C coordinators, L the walk's leader, P the party that
# has the fix, R coordinators on the word of a party that the fix was sent to.
_OPEN = "decline:C dismiss_gone:C"
_LATE = f"reroute:C mark_duplicate:C {_OPEN}"
_HELD = f"replan:CP appoint:CP propose_decline:P turn_down:C {_LATE}"
FROM = {
    "new": f"assess:C mark_duplicate:CL out_of_scope:C {_OPEN}",
    "assessing": f"assign:C refer:C mark_duplicate:CL out_of_scope:C {_OPEN}",
    "assigned": f"plan:P start:P finish:P bounce:P {_HELD}",
    "referred": "plan:R start:R finish:R record_reply:C remind:C turn_down:C close_referred:C "
    + _LATE,
    "planned": f"start:PR finish:PR hold:PR {_HELD}",
    "in_progress": f"finish:PR hold:PR {_HELD}",
    "on_hold": f"resume:CP {_HELD}",
    "done": f"confirm:CL confirm_partly:C reject_work:C {_LATE}",
    "closed": "reopen:C",
}
SENT = {"party_id": OWNER.id, "sent_on": "2026-11-01", "reference": "Ä 12"}
# Each state as it stands with the municipality's own, of a kind all police may read, and with one
# the fix was sent to.
STANDINGS = [
    *((state, {"category": "narvaro"}) for state in FROM if state != "referred"),
    *((state, SENT) for state in ("referred", "planned", "in_progress", "on_hold", "done")),
]


def letters_of(who: str, fix: Fix) -> set[str]:
    """What somebody is towards a fix, in the letters of the table."""
    person = ALL[who]
    at_party = bool(person.roles & {"party", "police"})
    found = {
        "C": who in C,
        "L": who in L,
        "P": at_party and person.party_id == fix.party_id is not None,
        "R": who in C and fix.sent_on is not None,
    }
    return {letter for letter, holds in found.items() if holds}


def attempt(db: Database, fix: Fix, move: str, given: Given) -> str:
    """What becomes of a move by the one signed in: as its request loads, decides and saves."""
    try:
        seen = people.fix_for(g.person, fix.id)
        fixes.save(db, *rules.apply(seen, move, by=acting(seen), given=given, at=AT))
    except NotFound:
        return "not found"
    except (NotAllowed, Refused):
        return "refused"
    return "made"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("state", "sent"), STANDINGS, ids=lambda it: str(it)[:14])
def test_from_every_state_each_role_may_what_the_table_says(
    app: Flask, db: Database, state: str, sent: dict[str, Any]
) -> None:
    may = dict(one.split(":") for one in FROM[state].split())
    stands = {"replied": True, **PROPOSED, **sent}
    kept = standing(db, "planned")
    fix, wrong = standing(db, state, **stands), {}
    with app.test_request_context():
        g.db = db
        for (who, person), move in product(ALL.items(), NAMES):
            g.person = person
            wanted = "made" if letters_of(who, fix) & set(may.get(move, "")) else "refused"
            if not sees(who, fix):
                wanted = "not found"
            found = attempt(db, fix, move, all_said(fix, move, kept))
            after = fixes.get(db, fix.id)
            if found != wanted or (after != fix) != (found == "made"):
                wrong[who, move] = (found, wanted)
            fix = fix if after == fix else standing(db, state, **stands)
    assert not wrong


def all_said(fix: Fix, move: str, kept: Fix) -> Given:
    """Every field a move may ask for, so that nothing but the rule of who and when can refuse."""
    fields = everything(fix, Row(move, fix.state, C), kept.number)
    texts = {name: text for name, text in fields.items() if name not in ("version", "remedy")}
    objects = {
        "party": OWNER if move == "refer" else PARTY,
        "person": HANS if fix.party_id == OWNER.id else GUN,
        "kept_fix": kept,
    }
    return Given(**{**texts, **objects})


def test_every_move_is_in_the_tables() -> None:
    assert {row.move for row in TABLE} == set(NAMES)
    assert {one.split(":")[0] for row in FROM.values() for one in row.split()} == set(NAMES)
    assert set(FROM) == set(STATES)
