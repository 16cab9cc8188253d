"""Who walked, as numbers of groups and never as names, and when such numbers may be told.

Each person is counted in one group. What is small enough to point somebody out is told of nobody:
neither a group below LEAST, nor the rest that no group counts, which anybody could work out.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from .errors import N_, Refused

LEAST = 5
MOST = 5000
GROUPS = {
    "women": N_("kvinnor"),
    "men": N_("män"),
    "girls": N_("flickor"),
    "boys": N_("pojkar"),
    "seniors": N_("äldre"),
    "officials": N_("tjänstepersoner"),
    "police": N_("poliser"),
    "politicians": N_("politiker"),
}


def kept(counts: Mapping[str, int | None]) -> str:
    """The text they are kept as, in the order of GROUPS and without those nobody was in."""
    return json.dumps({group: counts[group] for group in GROUPS if counts.get(group)})


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[tuple[str, int], ...]:
    return tuple(json.loads(text or "{}").items())


def read(text: str) -> dict[str, int]:
    """The counts by group, from the text they are kept as."""
    return dict(_read(text))


def checked(text: str, participants: int | None) -> str:
    """The text, when its numbers can be. Raises Refused."""
    counts = read(text)
    if any(not 0 <= count <= MOST for count in counts.values()):
        raise Refused(N_("Antalet ska vara mellan 0 och %(max)s."), field="participants", max=MOST)
    if participants is not None and sum(counts.values()) > participants:
        raise Refused(
            N_("Grupperna är tillsammans fler än alla som gick. Räkna var och en i en grupp."),
            field="participants",
        )
    return text


def everybody(participants: int | None, text: str) -> int | None:
    """How many walked: what somebody wrote, else all groups together; none when neither is."""
    return participants if participants is not None else sum(read(text).values()) or None


def tellable(participants: int | None, text: str) -> tuple[tuple[str, int], ...]:
    """The groups of one walk with their counts, or none of them when any would be too small."""
    counts = _read(text)
    total = sum(count for _, count in counts)
    rest = (total if participants is None else participants) - total
    small = any(0 < count < LEAST for count in (*dict(counts).values(), rest)) or rest < 0
    return () if small else counts


def together(walks: Iterable[Iterable[tuple[str, int]]]) -> dict[str, int]:
    """The groups of several walks, of those alone whose own may be told.

    So nothing more comes out by taking one follow-up from another.
    """
    found = dict.fromkeys(GROUPS, 0)
    for walk in walks:
        for group, count in walk:
            found[group] += count
    return {group: count for group, count in found.items() if count}
