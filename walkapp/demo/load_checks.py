"""What the phones of a walk that follows another say: of the fixes before, and of its stops."""

from datetime import timedelta
from typing import Any

from ..domain import checks as rules
from ..domain.feelings import FeelingDraft
from ..domain.ids import new_id
from ..domain.walks import moment, text_time
from ..storage import checks, feelings
from .load_walks import Logged
from .load_world import World


def looked_again(world: World, logged: Logged, given: dict[str, Any], before: Logged) -> None:
    """Every check of the data, by the phone that saw it."""
    for one in given["checks"]:
        at = text_time(moment(world.days.now) - timedelta(minutes=one["minutes"]))
        draft = rules.parse(
            {
                "client_id": new_id(),
                "fix_id": before.fixes[one["fix"]].id,
                "result": one["result"],
                "note": one.get("note", ""),
                "observed_at": at,
            }
        )
        checks.receive(
            world.db,
            draft,
            walk=logged.walk,
            membership=logged.phones[one["phone"]],
            sha256=rules.digest(draft),
            at=at,
        )


def felt(world: World, logged: Logged, given: dict[str, list[int]]) -> None:
    """How safe each place felt: one answer of each phone, in the order of the phones."""
    for place, values in given.items():
        for phone, value in zip(logged.phones, values, strict=False):
            draft = FeelingDraft(new_id(), logged.stops[place], value)
            feelings.receive(
                world.db, draft, walk=logged.walk, secret=phone.device_id, counted=True
            )
