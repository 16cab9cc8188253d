"""Every role × every move × the own or another's party, through the requests a form makes.

The table is written from the domain description's state machine, not from the code. Whoever may
makes the move; whoever only reads is refused (403) and changes nothing; to everybody else the fix
does not exist (404).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.cast import TODAY, a_person
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
from walkapp.domain.fixes import NAMES, Fix
from walkapp.domain.people import Person
from walkapp.storage import fixes
from walkapp.storage.database import Database

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
    party = CAST[who].party_id
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


def test_every_move_is_in_the_table() -> None:
    assert {row.move for row in TABLE} == set(NAMES)
