"""How safe the stops of a walk felt beside the walk it follows, where enough said so both times."""

from ..domain.feelings import side_by_side
from ..domain.reports import Felt
from . import feelings, walks
from .database import Database


def beside_the_walk_before(db: Database, walk_id: str) -> tuple[Felt, ...]:
    """Stop by stop, in the order of the later walk."""
    walk = walks.get(db, walk_id)
    before = walks.get(db, walk.follows_id) if walk and walk.follows_id else None
    if walk is None or before is None:
        return ()
    pairs = side_by_side(feelings.feelings_of(db, before), feelings.feelings_of(db, walk))
    return tuple(
        Felt(then.stop.name, first.average, first.n, then.average, then.n)
        for first, then in pairs
        if first.average is not None and then.average is not None
    )
