"""What the sender of an issue gets back."""

from collections.abc import Collection
from dataclasses import dataclass

from ..errors import Conflict
from .issue import Issue


@dataclass(frozen=True)
class Receipt:
    """What the sender may rely on: the issue is on disk.

    `result` is one of the words of the receipt table (capture rules). `sha256` is that of what
    was sent now, which for a late repeat is an earlier edition.
    """

    result: str
    client_id: str
    sha256: str
    rev: int
    number: int
    received_at: str
    missing_photos: tuple[str, ...] = ()


class Differs(Conflict):
    """The same id is here with other content; `rev` is the edition that is kept."""

    def __init__(self, message: str, rev: int) -> None:
        super().__init__(message)
        self.rev = rev


def receipt(issue: Issue, result: str, sha256: str, photos: Collection[str]) -> Receipt:
    """The receipt for what was sent; `photos` are the ids that have come."""
    missing = [photo_id for photo_id in issue.photo_ids.split() if photo_id not in photos]
    return Receipt(
        result=result,
        client_id=issue.client_id,
        sha256=sha256,
        rev=issue.rev,
        number=issue.number,
        received_at=issue.received_at,
        missing_photos=tuple(missing),
    )
