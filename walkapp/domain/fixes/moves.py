"""How a fix moves: the one table of who may take it from which state to which, saying what.

The rows are those of the domain description's state machine. Beside them stand the moves the
daily work asks for and that change no state: `appoint` and `replan` (a person, a new date),
`remind` and `record_reply` (a referral is kept warm), `propose_decline` and `turn_down` (the party
proposes a no, the coordinator answers). What lies with an outside party without account is moved
all the way to done by that party through the link it was sent, or by the coordinator on its word.
"""

from dataclasses import dataclass

# Who may: the hat a person wears towards one fix.
COORDINATOR = "coordinator"  # coordinator or safety coordinator
LEADER = "leader"  # leads the walk the fix came from
PARTY = "party"  # works for the party that has the fix
RELAY = "relay"  # coordinator, on the word of an outside party without account
OUTSIDE = "outside"  # the outside party itself, by the link it was sent
DOER = "doer"  # the responsible party, where the municipality lets it confirm its own work


@dataclass(frozen=True)
class Move:
    """One row. `must` and `may` name the given fields that are looked at, and no others are.

    `targets` holds one state, or two for the person to choose between (`towards`), or none when
    the state stays.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    by: tuple[str, ...]
    must: tuple[str, ...]
    may: tuple[str, ...]
    outcome: str | None

    @property
    def takes(self) -> tuple[str, ...]:
        """Every field that is looked at."""
        return (*self.must, *self.may)


def _row(name: str, sources: str, target: str, *, by: str, must: str = "", may: str = "") -> Move:
    """A row from words with spaces between; `closed:fixed` is a state with its outcome."""
    target, _, outcome = target.partition(":")
    words = (text.split() for text in (sources, target, by, must, may))
    states, targets, hats, needed, welcome = map(tuple, words)
    return Move(name, states, targets, hats, needed, welcome, outcome or None)


_STAYS = ""
_HELD = "assigned planned in_progress on_hold"
_LATE = f"{_HELD} referred done"
_OPEN = f"new assessing {_LATE}"

# A table is read in columns.
# fmt: off
MOVES = (
    #    name               from                            to
    # The coordinator finds out whose it is.
    _row("assess",          "new",                          "assessing",
         by="coordinator"),
    _row("assign",          "assessing",                    "assigned",
         by="coordinator", must="party priority due_on", may="person reason"),
    _row("refer",           "assessing",                    "referred",
         by="coordinator", must="party sent_on channel reference followup_on", may="priority"),

    # The responsible party works.
    _row("plan",            "assigned",                     "planned",
         by="party", must="planned_action due_on", may="reason"),
    _row("start",           "assigned planned",             "in_progress",
         by="party"),
    _row("finish",          "assigned planned in_progress", "done",
         by="party", must="done_text done_on", may="remedy"),
    _row("hold",            "planned in_progress",          "on_hold",
         by="party", must="hold_reason review_on", may="reason"),
    _row("resume",          "on_hold",                      "planned in_progress",
         by="party coordinator", must="towards", may="planned_action"),

    # An outside party without account: the coordinator writes down what it says.
    _row("record_reply",    "referred",                     _STAYS,
         by="coordinator", must="said_by said_on reply", may="followup_on"),
    _row("remind",          "referred",                     _STAYS,
         by="coordinator", must="reminded_on followup_on", may="reason"),
    _row("plan",            "referred",                     "planned",
         by="relay", must="said_by said_on planned_action due_on", may="reason"),
    _row("start",           "referred planned",             "in_progress",
         by="relay", must="said_by said_on"),
    _row("finish",          "referred planned in_progress", "done",
         by="relay", must="said_by said_on done_text done_on", may="remedy"),
    _row("hold",            "planned in_progress",          "on_hold",
         by="relay", must="said_by said_on hold_reason review_on", may="reason"),

    # What only it can say itself, by its link; the coordinator has `reroute` and `decline`.
    _row("bounce",          "referred planned in_progress on_hold", "assessing",
         by="outside", must="said_by said_on reason", may="whose"),
    _row("propose_decline", "referred planned in_progress on_hold", _STAYS,
         by="outside", must="said_by said_on proposed_reason", may="outcome_reason reason"),

    # Somebody else looks.
    _row("confirm",         "done",                         "closed:fixed",
         by="coordinator leader doer", must="checked_on"),
    _row("confirm_partly",  "done",                         "closed:partly_fixed",
         by="coordinator", must="remaining checked_on"),
    _row("reject_work",     "done",                         "in_progress",
         by="coordinator", must="reason"),

    # Beside the way.
    _row("replan",          _HELD,                          _STAYS,
         by="party coordinator", must="due_on reason", may="planned_action"),
    _row("replan",          "planned in_progress on_hold",  _STAYS,
         by="outside", must="said_by said_on due_on reason", may="planned_action"),
    _row("appoint",         _HELD,                          _STAYS,
         by="party coordinator", must="person"),
    _row("bounce",          "assigned",                     "assessing",
         by="party", must="reason", may="whose"),
    _row("propose_decline", _HELD,                          _STAYS,
         by="party", must="proposed_reason", may="outcome_reason reason"),
    _row("turn_down",       f"{_HELD} referred",            _STAYS,
         by="coordinator", must="reason"),
    _row("reroute",         _LATE,                          "assessing",
         by="coordinator", must="reason"),

    # Closing: exactly one outcome.
    _row("close_referred",  "referred",                     "closed:referred",
         by="coordinator", must="how_to_follow", may="reference reason"),
    _row("decline",         _OPEN,                          "closed:wont_fix",
         by="coordinator", must="public_reason", may="outcome_reason reason"),
    _row("dismiss_gone",    "assessing",                    "closed:gone",
         by="coordinator", must="checked_by checked_on public_reason"),
    _row("dismiss_gone",    f"new {_LATE}",                 "closed:gone",
         by="coordinator", must="checked_by checked_on", may="public_reason"),
    _row("mark_duplicate",  "new assessing",                "closed:duplicate",
         by="coordinator leader", must="kept_fix"),
    _row("mark_duplicate",  _LATE,                          "closed:duplicate",
         by="coordinator", must="kept_fix"),
    _row("out_of_scope",    "new assessing",                "closed:out_of_scope",
         by="coordinator", must="reason", may="public_reason"),
    _row("reopen",          "closed",                       "assessing",
         by="coordinator", must="reason"),
)
# fmt: on
NAMES = tuple(dict.fromkeys(move.name for move in MOVES))
