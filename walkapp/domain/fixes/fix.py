"""The fix itself: one row, one value."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fix:
    """What must be done. Dates are `YYYY-MM-DD`, times UTC text.

    `public_text` says what was seen (shown on the web), `internal_note` is for staff but may be
    disclosed. `outcome_text` is the public reason or answer that goes with the outcome,
    `outcome_reason` its code, `remaining` what is left of a partly fixed one. `due_on` may move,
    `original_due_on` stays until the fix is reopened. `sent_on` is set while the fix lies with an
    outside party that has no account. `done_by` is the person who said it is done, so that
    somebody else confirms; none when an outside party said so. `bounce_reason` and
    `proposed_reason` wait for the coordinator: why it came back, why the party would not do it.
    `refused_by` holds the ids of the parties that have sent it back, the latest last, with spaces
    between.
    `season` is when the work can be done, `effect` and `ease` go from 1 (small, hard) to 3.
    """

    id: str
    number: str
    title: str
    category: str
    created_at: str
    updated_at: str
    subcategory: str = ""
    public_text: str = ""
    internal_note: str = ""
    place_type: str | None = None
    place_text: str = ""
    lat: float | None = None
    lon: float | None = None
    area_id: str | None = None
    walk_id: str | None = None
    state: str = "new"
    outcome: str | None = None
    outcome_reason: str = ""
    outcome_text: str = ""
    remaining: str = ""
    priority: str | None = None
    party_id: str | None = None
    person_id: str | None = None
    due_on: str | None = None
    original_due_on: str | None = None
    planned_action: str = ""
    hold_reason: str = ""
    review_on: str | None = None
    sent_on: str | None = None
    channel: str = ""
    reference: str = ""
    followup_on: str | None = None
    reminders: int = 0
    replied: bool = False
    done_text: str = ""
    done_on: str | None = None
    done_by: str | None = None
    remedy: str = ""
    confirmed_by: str | None = None
    confirmed_on: str | None = None
    closed_at: str | None = None
    bounce_reason: str = ""
    bounce_whose: str = ""
    refused_by: str = ""
    proposed_reason: str = ""
    kept_fix_id: str | None = None
    reopen_count: int = 0
    pole_number: str = ""
    cost_band: str = ""
    season: str = ""
    effect: int | None = None
    ease: int | None = None
    visibility: str = "public"
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state != "closed"


def asks_again(fix: Fix, today: str) -> bool:
    """Whether it is time to ask the outside party that has it once more."""
    day = fix.followup_on
    return fix.state == "referred" and day is not None and day <= today


def overdue_since(fix: Fix, today: str) -> str | None:
    """The date first promised when it has passed and the work is not done, else none.

    Moving the date does not make a fix less late. What waits for a check is not late.
    """
    promised = fix.original_due_on
    late = promised is not None and promised < today and fix.state not in ("done", "closed")
    return promised if late else None
