"""Which issues seem to be about the same thing; a person decides."""

from collections.abc import Iterable, Sequence

from ..issues import Issue
from ..places import metres_between

NEAR_M = 25.0
_NEAR_DEGREES = NEAR_M / 111_000  # a degree of latitude is at least 110.5 km


def suggest_groups(issues: Iterable[Issue]) -> list[tuple[Issue, ...]]:
    """Groups of two or more problems of one category, each within 25 m of another of its group.

    Only what still waits for a decision and has a position is looked at. Groups and their issues
    come in the order of the issues' numbers.
    """
    waiting = [issue for issue in issues if _can_group(issue)]
    groups: list[tuple[Issue, ...]] = []
    for category in dict.fromkeys(issue.category for issue in waiting):
        groups += _clusters([issue for issue in waiting if issue.category == category])
    return sorted(groups, key=lambda group: group[0].number)


def _can_group(issue: Issue) -> bool:
    return (
        issue.kind == "problem"
        and issue.review == "received"
        and not issue.held
        and issue.removed_at is None
        and issue.category is not None
        and issue.lat is not None
        and issue.lon is not None
    )


def _clusters(issues: Sequence[Issue]) -> list[tuple[Issue, ...]]:
    """Single-link clusters; sweeping from south to north keeps it near linear."""
    ordered = sorted(issues, key=_place)
    leader = list(range(len(ordered)))
    for i, a in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            if _place(ordered[j])[0] - _place(a)[0] > _NEAR_DEGREES:
                break
            if metres_between(_place(a), _place(ordered[j])) <= NEAR_M:
                leader[_first(leader, j)] = _first(leader, i)
    found: dict[int, list[Issue]] = {}
    for i, issue in enumerate(ordered):
        found.setdefault(_first(leader, i), []).append(issue)
    return [
        tuple(sorted(group, key=lambda issue: issue.number))
        for group in found.values()
        if len(group) > 1
    ]


def _place(issue: Issue) -> tuple[float, float]:
    return issue.lat or 0.0, issue.lon or 0.0


def _first(leader: list[int], i: int) -> int:
    while leader[i] != i:
        leader[i] = leader[leader[i]]
        i = leader[i]
    return i
