"""What a backup file holds, taken in one by one through the same calls as from the outbox.

Each issue and photo stands by itself: what cannot be taken in is told with its reason, and costs
the others nothing. The same ids and hashes make it safe to take in the same file again.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from flask import g
from flask_babel import gettext

from ..domain import checks as check_rules
from ..domain import joining, text
from ..domain.checks import Check
from ..domain.errors import N_, NotAllowed, NotFound, Refused
from ..domain.issues import Differs, Draft, Issue
from ..domain.people import Membership
from ..domain.photos import WrongBytes
from ..domain.walks import Walk
from ..files.backup import Backup, SavedIssue, SavedPhoto, damaged
from ..storage import checks, devices, issues, photos
from ..storage.photos import Upload
from . import letters
from .blobs import blobs
from .clock import now
from .errors import problem_of
from .outbox import MAX_ISSUE_BYTES, TooLong

NEW = frozenset({"stored", "stored_late", "held_for_review", "updated"})
_ELSEWHERE = N_("Säkerhetskopian är från en annan vandring: %(title)s. Ta emot den där.")
_WITHOUT_ISSUE = N_("Bilden hör till en iakttagelse som inte kom med.")
_NOT_OURS = N_("Bilden hör till en annan telefons iakttagelse. Be ledaren ta emot filen.")

_NOT_CHECKED = N_("Kontrollen gäller en punkt som den här vandringen inte tittar på.")

# Whom an issue or a check is from, given what is stored under its id.
From = Callable[[Issue | Check | None], Membership]


@dataclass(frozen=True)
class Left:
    """What could not be taken in: `kind` is issue, check or photo, `label` words to know it by."""

    kind: str
    label: str
    sentence: str


@dataclass
class Outcome:
    """How many of a file came, were there already, had been removed; and what was left."""

    issues: int = 0
    checks: int = 0
    photos: int = 0
    already: int = 0
    removed: int = 0
    left: list[Left] = field(default_factory=list)


@dataclass(frozen=True)
class Bringer:
    """Who brings the file. One who `vouches` (the leader) brings it for the phone it is from."""

    walk: Walk
    sender: From
    vouches: bool


def from_phone(walk: Walk, membership: Membership) -> Bringer:
    """A walker's phone: what is not here yet becomes that phone's own."""
    return Bringer(walk, lambda _stored: membership, vouches=False)


def from_leader(walk: Walk, backup: Backup) -> Bringer:
    """The leader: what is here already is its own phone's, the rest a phone's made for the file."""
    made: list[Membership] = []

    def sender(stored: Issue | Check | None) -> Membership:
        at = now()
        if stored:
            known = devices.membership(g.db, stored.device_id, walk.id)
            return known or Membership(walk.id, stored.device_id, "", at)
        if not made:
            made.append(_admitted(walk, backup.name, at))
        return made[0]

    return Bringer(walk, sender, vouches=True)


def bring_in(backup: Backup, by: Bringer) -> Outcome:
    """Take in everything the file holds. Raises Refused when it is another walk's."""
    if backup.walk_id != by.walk.id:
        title = backup.walk_title[:200] or gettext("okänd")
        raise Refused(_ELSEWHERE, field="file", title=title)
    outcome = Outcome()
    gone = set()
    for number, saved in enumerate(backup.issues, start=1):
        result = _tried(outcome, "issue", _label(saved, number), partial(_issue, saved, by))
        outcome.issues += result in NEW
        if result == "removed" and saved:
            gone.add(letters.draft_of(saved.body).client_id)
    for number, check in enumerate(backup.checks, start=1):
        label = gettext("Kontroll %(n)s i filen", n=number)
        outcome.checks += _tried(outcome, "check", label, partial(_check, check, by)) in NEW
    for number, photo in enumerate(backup.photos, start=1):
        if photo and photo.client_id in gone:
            continue
        label = gettext("Bild %(n)s", n=number)
        result = _tried(outcome, "photo", label, partial(_photo, backup, photo, by))
        outcome.photos += result in NEW
    return outcome


def _admitted(walk: Walk, told: str, at: str) -> Membership:
    """A phone that nobody has: its token is thrown away and its time is over at once."""
    try:
        name = text.line(told, "name", joining.MAX_NAME)
    except Refused:
        name = ""
    name = name or gettext("Säkerhetskopia")
    device, _token = devices.admit(g.db, walk.id, name, at, expires_at=at)
    return Membership(walk.id, device.id, name, at)


def _tried(outcome: Outcome, kind: str, label: str, take: Callable[[], str]) -> str:
    """What became of one thing; a refusal is told and a fault of ours goes on its way."""
    try:
        result = take()
    except Exception as error:
        problem = problem_of(error)
        if problem is None:
            raise
        outcome.left.append(Left(kind, label, problem.sentence))
        return "left"
    outcome.already += result in ("already_stored", "stored_hidden")
    outcome.removed += result == "removed"
    return result


def _whole(saved: SavedIssue | None) -> SavedIssue:
    if saved is None or letters.digest(saved.body) != saved.sha256:
        raise damaged()
    if len(saved.body) > MAX_ISSUE_BYTES:
        raise TooLong
    return saved


def _check(told: SavedIssue | None, by: Bringer) -> str:
    saved = _whole(told)
    draft = check_rules.parse(letters.read(saved.body))
    membership = by.sender(checks.get(g.db, draft.check_id))
    given = {"walk": by.walk, "membership": membership, "sha256": saved.sha256, "at": now()}
    try:
        return checks.receive(g.db, draft, **given)[1]  # type: ignore[arg-type]
    except NotFound:
        raise Refused(_NOT_CHECKED) from None
    except Differs as differs:
        if draft.rev > differs.rev:
            raise
        return (
            "already_stored"  # what was said last has come, with or without the minute it was said
        )


def _issue(told: SavedIssue | None, by: Bringer) -> str:
    saved = _whole(told)
    draft = letters.draft_of(saved.body)
    stored = issues.get(g.db, draft.client_id)
    if saved.removed:
        return _removed(stored, by)
    membership = by.sender(stored)
    try:
        return letters.take(saved.body, by.walk, membership, at=now()).result
    except Differs as differs:
        if draft.rev < differs.rev:
            return "already_stored"
        if not by.vouches:
            raise
        return _beside(draft, saved.sha256, by.walk, membership)


def _beside(draft: Draft, sha256: str, walk: Walk, membership: Membership) -> str:
    """The edition that may not take the stored one's place, as an issue that waits beside it."""
    own = uuid.uuid5(uuid.UUID(draft.client_id), sha256)
    copy = replace(draft, client_id=str(own), rev=1, photo_ids=None)
    at = now()
    # As from a phone that was shut out: whenever it comes, the leader chooses between the two.
    held = replace(membership, revoked_at=membership.revoked_at or at)
    return issues.receive(g.db, copy, walk=walk, membership=held, sha256=sha256, at=at).result


def _removed(stored: Issue | None, by: Bringer) -> str:
    """What its walker took away is taken away here too, while there is time."""
    if stored and stored.walk_id == by.walk.id:
        membership = by.sender(stored)
        try:
            issues.remove(g.db, stored.client_id, walk=by.walk, membership=membership, at=now())
        except NotAllowed:
            return "removed"
    return "removed"


def _photo(backup: Backup, saved: SavedPhoto | None, by: Bringer) -> str:
    if saved is None:
        raise damaged()
    stored = issues.get(g.db, saved.client_id) or checks.get(g.db, saved.client_id)
    if stored is None or by.walk.id not in _walks_of(stored):
        raise Refused(_WITHOUT_ISSUE)
    membership = by.sender(stored)
    own = stored.device_id == membership.device_id
    if not own and saved.photo_id not in stored.photo_ids.split():
        raise Refused(_NOT_OURS)
    seen = photos.get(g.db, saved.photo_id)
    if seen and (seen.sha256, seen.client_id) == (saved.sha256, saved.client_id):
        return "already_stored"
    upload = Upload(
        "check" if isinstance(stored, Check) else "issue",
        client_id=saved.client_id,
        device_id=membership.device_id,
        photo_id=saved.photo_id,
        sha256=saved.sha256,
    )
    try:
        stream = backup.photo(saved)
        return photos.receive_upload(g.db, blobs(), stream, upload, at=now()).result
    except WrongBytes:
        raise damaged() from None


def _walks_of(stored: Issue | Check) -> tuple[str | None, ...]:
    """The walk it is in, and the one it was sent to."""
    return (stored.walk_id, stored.sent_walk_id if isinstance(stored, Issue) else None)


def _label(saved: SavedIssue | None, number: int) -> str:
    """The walker's own words, as far as they can be read."""
    try:
        told = letters.read(saved.body) if saved else None
    except Refused:
        told = None
    note = told.get("note") if isinstance(told, dict) else None
    words = note.strip()[:80] if isinstance(note, str) else ""
    return words or gettext("Iakttagelse %(n)s i filen", n=number)
