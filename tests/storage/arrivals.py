"""A walk with phones in it, and what phones send."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any, TypeVar

from tests.cast import AT, a_walk
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Draft, Receipt, parse
from walkapp.domain.people import Membership
from walkapp.domain.walks import Walk
from walkapp.storage import devices, issues, walks
from walkapp.storage.database import Database, Source

T = TypeVar("T")


def a_stored_walk(db: Database, **changes: Any) -> Walk:
    walk = a_walk(**changes)
    walks.add(db, walk)
    return walk


def a_phone(db: Database, walk: Walk) -> Membership:
    device, _ = devices.admit(db, walk.id, "Bo", AT, expires_at="2099-01-01T00:00:00Z")
    membership = devices.membership(db, device.id, walk.id)
    assert membership
    return membership


def a_draft(**fields: Any) -> Draft:
    return parse({"client_id": new_id(), "note": "Lampan är trasig", **fields})


def hash_of(draft: Draft) -> str:
    return sha256(repr(draft).encode()).hexdigest()


def send(db: Database, draft: Draft, walk: Walk, phone: Membership, *, at: str = AT) -> Receipt:
    return issues.receive(db, draft, walk=walk, membership=phone, sha256=hash_of(draft), at=at)


def in_parallel(source: Source, times: int, call: Callable[[Database], T]) -> list[T]:
    """The call made so many times at once, each on its own connection."""

    def once(_: int) -> T:
        db = source.connect()
        try:
            return call(db)
        finally:
            db.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(once, range(times)))
