"""From events to those who shall hear of them, in the same save: one statement for all alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...domain.events import Event
from ...domain.notices import DEFAULT, KIND_OF_EVENT, TO_OUTSIDE
from ..database import Database

_INSERT = "INSERT INTO notices (key, at, reader_kind, reader_id, kind, object_id, event_id, how) "
# The events alike that are told of: by their place in the history, which they have just got.
_EVENTS = (
    "(SELECT id, at, object_id, by_id FROM events"
    " WHERE seq BETWEEN :first AND :last AND word = :word AND kind = :event_kind) ev"
)
_COORDINATOR = (
    "p.id IN (SELECT person_id FROM person_roles"
    " WHERE role IN ('coordinator', 'safety_coordinator'))"
)
# Whoever has it: the handler, or everybody at the party while nobody is chosen.
HOLDER = (
    "(p.id = f.person_id OR f.person_id IS NULL AND p.party_id = f.party_id AND p.id IN"
    " (SELECT person_id FROM person_roles WHERE role IN ('party', 'police')))"
)
_DOER = (
    "p.id IN (SELECT e.by_id FROM events e WHERE e.word = 'fix' AND e.object_id = f.id"
    " AND e.kind = 'finish')"
)
_LEADER = (
    "p.id IN (SELECT w.person_id FROM walk_people w JOIN person_roles r"
    " ON r.person_id = w.person_id AND r.role = 'leader' WHERE w.walk_id = f.walk_id)"
)
_READERS = {
    "assigned": HOLDER,
    "bounced": _COORDINATOR,
    "answered": _COORDINATOR,
    "objected": _COORDINATOR,
    "confirmed": f"({_DOER} OR {HOLDER})",
    "sent_back": f"({_DOER} OR {HOLDER})",
    "reopened": f"({_DOER} OR {_LEADER} OR {_COORDINATOR})",
}
# What is urgent does not wait for the morning, unless the person has chosen otherwise.
HOW = (
    "coalesce(c.how, CASE WHEN f.priority = 'urgent' AND :kind = 'assigned' THEN 'now'"
    f" ELSE '{DEFAULT}' END)"
)
_STAFF = (
    f"SELECT ev.id || ':' || p.id, ev.at, 'person', p.id, :kind, f.id, ev.id, {HOW}"
    f" FROM {_EVENTS} JOIN fixes f ON f.id = ev.object_id JOIN people p ON p.disabled_at IS NULL"
    " LEFT JOIN notice_choices c ON c.person_id = p.id AND c.kind = :kind"
    f" WHERE p.id <> coalesce(ev.by_id, '') AND {HOW} <> 'off' AND "
)
# An outside party that nobody signs in for, or that the coordinator has chosen to write to.
_OUTSIDE_ANEW = (
    "SELECT ev.id || ':' || o.id, ev.at, 'party', o.id, 'outside', f.id, ev.id, 'now'"
    f" FROM {_EVENTS} JOIN fixes f ON f.id = ev.object_id"
    " JOIN parties o ON o.id = f.party_id WHERE o.external = 1"
    " AND o.email <> ''"
)
_OUTSIDE = (
    _OUTSIDE_ANEW + " AND (f.sent_on IS NOT NULL AND f.channel = 'email' OR f.sent_on IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM people p JOIN person_roles r ON r.person_id = p.id"
    " AND r.role IN ('party', 'police') WHERE p.party_id = o.id AND p.disabled_at IS NULL))"
)
_WALKERS = (
    "SELECT ev.id || ':' || a.id, ev.at, 'walker', a.id, 'news', f.id, ev.id, 'daily'"
    f" FROM {_EVENTS} JOIN fixes f ON f.id = ev.object_id"
    " JOIN walker_addresses a ON a.confirmed_at IS NOT NULL"
    " WHERE f.visibility IN ('public', 'public_coarse') AND a.device_id IN (SELECT i.device_id"
    " FROM fix_issues l JOIN issues i ON i.client_id = l.client_id WHERE l.fix_id IN (SELECT f.id"
    # Those of its duplicates follow the one that is kept.
    " UNION ALL SELECT d.id FROM fixes d WHERE d.kept_fix_id = f.id))"
)
_PUBLISHED = (
    "SELECT ev.id || ':' || a.id, ev.at, 'walker', a.id, 'published', r.id, ev.id, 'daily'"
    f" FROM {_EVENTS} JOIN reports r ON r.id = ev.object_id"
    " JOIN walker_addresses a ON a.walk_id = r.walk_id OR EXISTS (SELECT 1 FROM issues i WHERE"
    # What a phone logged in one walk and a leader has moved to this one.
    " i.device_id = a.device_id AND i.walk_id = r.walk_id AND i.sent_walk_id = a.walk_id)"
    " WHERE r.published_version = 1 AND a.confirmed_at IS NOT NULL"
)


@dataclass(frozen=True)
class _Shape:
    """All that decides who hears of an event."""

    word: str
    event_kind: str
    kind: str
    is_public: bool
    mentioned: tuple[str, ...] = ()


def heed(db: Database, lines: Sequence[Event], first: int) -> None:
    """Write down who shall hear of events, just written from the place `first` in the history.

    Called with every event, so for most nothing is done.
    """
    shapes = [_shape(event) for event in lines]
    of_kind = Counter((shape.word, shape.event_kind) for shape in shapes)
    for shape, many in Counter(shapes).items():
        if many > 1 and many == of_kind[shape.word, shape.event_kind]:
            _write(db, shape, first, first + len(lines) - 1)
        else:
            for place, one in enumerate(shapes, start=first):
                if one == shape:
                    _write(db, shape, place, place)


def _shape(event: Event) -> _Shape:
    kind = KIND_OF_EVENT.get(event.kind, "") if event.word == "fix" else ""
    if event.by_kind == "outside" and not kind:
        kind = "answered"
    mentioned = tuple(event.data.get("mentions", ())) if kind == "mentioned" else ()
    return _Shape(event.word, event.kind, kind, _is_public(event), mentioned)


def _write(db: Database, shape: _Shape, first: int, last: int) -> None:
    params: dict[str, Any] = {
        "first": first,
        "last": last,
        "word": shape.word,
        "event_kind": shape.event_kind,
        "kind": shape.kind,
    }
    params |= {f"mentioned{n}": one for n, one in enumerate(shape.mentioned)}
    parts = _parts(shape)
    if parts:
        chosen = " UNION ALL ".join(parts)
        db.execute(f"{_INSERT}{chosen} ON CONFLICT (key) DO NOTHING", params)


def _parts(shape: _Shape) -> list[str]:
    if shape.word == "report":
        return [_PUBLISHED] if shape.event_kind == "publish" else []
    if shape.word != "fix":
        return []
    parts = []
    if shape.mentioned:
        names = ", ".join(f":mentioned{n}" for n in range(len(shape.mentioned)))
        parts.append(f"{_STAFF}p.id IN ({names})")
    elif shape.kind in _READERS:
        parts.append(_STAFF + _READERS[shape.kind])
    if shape.event_kind in TO_OUTSIDE:
        parts.append(_OUTSIDE_ANEW if shape.event_kind == "resend" else _OUTSIDE)
    if shape.is_public:
        parts.append(_WALKERS)
    return parts


def _is_public(event: Event) -> bool:
    """Whether what everybody may read of a fix that walkers have seen is another than before."""
    if event.word != "fix":
        return False
    if event.kind == "create":
        return bool(event.data.get("issues"))
    if event.kind == "comment":
        return bool(event.public_text)
    return event.data.get("from") != event.data.get("to")
