"""The phones of a walk: what each still holds, and whether everybody can go home."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from .walks import moment

QUIET_AFTER = timedelta(minutes=10)
TOLD_AGAIN_AFTER = timedelta(seconds=10)
_UNSENT = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


@dataclass(frozen=True)
class Unsent:
    """What a phone says it has not sent yet."""

    issues: int = 0
    photos: int = 0

    def __bool__(self) -> bool:
        return bool(self.issues or self.photos)

    def __add__(self, more: "Unsent") -> "Unsent":
        return Unsent(self.issues + more.issues, self.photos + more.photos)


@dataclass(frozen=True)
class Phone:
    """One phone of a walk as its leader sees it: never where it is.

    `number` is its place in the order of joining. `heard_at` is when it last asked or sent
    anything. `missing` counts photos that its issues announce and that have not come.
    """

    device_id: str
    name: str
    number: int
    joined_at: str
    revoked_at: str | None
    left_at: str | None
    heard_at: str
    unsent_issues: int
    unsent_photos: int
    issues: int
    photos: int
    announced: int
    missing: int

    @property
    def unsent(self) -> Unsent:
        """What it last said it still holds."""
        return Unsent(self.unsent_issues, self.unsent_photos)

    @property
    def counts(self) -> bool:
        """Whether anybody waits for it: not one that has left or was shut out."""
        return self.left_at is None and self.revoked_at is None

    @property
    def is_done(self) -> bool:
        """Whether it has sent everything, as far as it has said."""
        return not self.unsent and not self.missing


@dataclass(frozen=True)
class GoingHome:
    """The check before people part: `waiting` still hold something, `quiet` ones first.

    `silent` have not been heard for a while but said last that nothing was left.
    """

    phones: int
    waiting: tuple[Phone, ...]
    silent: tuple[Phone, ...]


def read_unsent(text: str) -> Unsent | None:
    """`3/5` as a phone says it: three issues and five photos. None for anything else."""
    found = _UNSENT.fullmatch(text.strip())
    return Unsent(int(found[1]), int(found[2])) if found else None


def is_news(seen_at: str | None, known: Unsent, told: Unsent | None, at: str) -> bool:
    """Whether what a phone says is worth writing down: other than known, or a while ago."""
    if seen_at is None or (told is not None and told != known):
        return True
    return moment(at) - moment(seen_at) >= TOLD_AGAIN_AFTER


def is_quiet(phone: Phone, at: str) -> bool:
    """Whether it has not been heard for more than ten minutes."""
    return moment(at) - moment(phone.heard_at) > QUIET_AFTER


def going_home(phones: Sequence[Phone], at: str) -> GoingHome:
    """Who must send before people part, those that have gone quiet first."""
    counted = [phone for phone in phones if phone.counts]
    waiting = [phone for phone in counted if not phone.is_done]
    waiting.sort(key=lambda phone: not is_quiet(phone, at))
    silent = [phone for phone in counted if phone.is_done and is_quiet(phone, at)]
    return GoingHome(len(counted), tuple(waiting), tuple(silent))
