"""Templates for what is written to residents, offered where it is written."""

from dataclasses import dataclass

from flask import g, request, url_for

from ...domain import replies as rules
from ...domain.fixes import Fix, Move
from ...domain.people import Party
from ...storage import replies
from ..clock import show_date
from .forms import MoveForm

# The field of a move that residents read.
FIELDS = (
    "public_reason",
    "proposed_reason",
    "how_to_follow",
    "remaining",
    "done_text",
    "planned_action",
)


@dataclass(frozen=True)
class Offer:
    """A template filled in for this fix; `href` writes it into the form also without script."""

    name: str
    text: str
    href: str


class Offers:
    """Every template that is in use for the category of one fix."""

    def __init__(self, fix: Fix, party: Party | None) -> None:
        self.fix = fix
        self._all = replies.all(g.db)
        self._values = {
            "{nummer}": fix.number,
            "{rubrik}": fix.title,
            "{plats}": fix.place_text,
            "{ansvarig}": party.name if party else "",
            "{datum}": show_date(fix.due_on),
        }

    def for_move(self, move: Move) -> list[Offer]:
        """Those for where the move leads."""
        if not public_field(move):
            return []
        states = [move.outcome] if move.outcome else list(move.targets or (self.fix.state,))
        if move.name == "propose_decline":
            states = ["wont_fix"]
        return self._offers(states, do=move.name, anchor=f"step-{move.name}")

    def for_comment(self) -> list[Offer]:
        """Those for where the fix is."""
        return self._offers([self.fix.outcome or self.fix.state], anchor="comments")

    def chosen(self, do: str) -> str:
        """The text of the template that the address asks for, for this move or for a comment."""
        asked = request.args.get("template", "")
        if not asked or request.args.get("do", "") != do:
            return ""
        found = next((one for one in self._all if one.id == asked and one.active), None)
        return rules.filled(found, self._values) if found else ""

    def fill(self, form: MoveForm, move: Move) -> None:
        """Write the template that was asked for into the form."""
        name, said = public_field(move), self.chosen(move.name)
        if said and name in form:
            form[name].data = said

    def _offers(self, states: list[str], *, anchor: str, do: str = "") -> list[Offer]:
        found = rules.fitting(self._all, self.fix.category, states)
        return [
            Offer(
                one.name,
                rules.filled(one, self._values),
                url_for(
                    "fixes.show",
                    fix_id=self.fix.id,
                    do=do or None,
                    template=one.id,
                    _anchor=anchor,
                ),
            )
            for one in found
        ]


def public_field(move: Move) -> str:
    """The field that residents will read, or none."""
    return next((name for name in FIELDS if name in move.takes), "")
