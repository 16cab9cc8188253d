"""The backup file a phone makes of a walk: a ZIP, read member by member and never unpacked.

Nothing it says of itself is relied on. Members are looked for by the names expected, sizes are held
against limits before and while bytes are read, and no name in it becomes a path.
"""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from ..domain.errors import N_, Refused
from ..domain.ids import checked_id
from ..domain.photos import MAX_BYTES

FORMAT, VERSION = "walkapp-backup", 1
MOST_ISSUES, MOST_CHECKS, MOST_PHOTOS = 300, 300, 1000
MAX_LIST_BYTES = 8 * 1024 * 1024  # unpacked; a log of repetitions may well be packed to nothing
MAX_DIRECTORY_BYTES = 1024 * 1024
MAX_PHOTOS_RATIO = 2  # pictures hardly shrink; the same bytes told of many times would
_HOW_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LIST, _PIECE = "backup.json", 1 << 16

NOT_A_BACKUP = N_("Filen är inte en säkerhetskopia från appen, eller är skadad.")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, KeyError, OSError)
_END = struct.Struct("<4s4H2LH")  # end of central directory record, without a comment
_END64 = b"PK\x06\x07"


@dataclass(frozen=True)
class SavedIssue:
    """An issue, or a check, as the phone would have posted it.

    `removed` is whether the walker took it away.
    """

    body: bytes
    sha256: str
    removed: bool


@dataclass(frozen=True)
class SavedPhoto:
    """A photo of the file; its bytes are read by `Backup.photo`."""

    photo_id: str
    client_id: str
    sha256: str


class Backup:
    """An opened backup file."""

    def __init__(self, file: BinaryIO) -> None:
        """Read what the file holds. Raises Refused with a sentence when it is none of ours."""
        _check_end(file)
        try:
            self._zip = zipfile.ZipFile(file)
            told = json.loads(self._bytes(_LIST, MAX_LIST_BYTES))
        except _BROKEN:
            raise Refused(NOT_A_BACKUP, field="file") from None
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise Refused(NOT_A_BACKUP, field="file")
        if told.get("version") != VERSION:
            raise Refused(
                N_("Säkerhetskopian är gjord med en nyare app än den här. Spara filen så länge."),
                field="file",
            )
        self.walk_id, self.walk_title = _text(told, "walk_id"), _text(told, "walk_title")
        self.name = _text(told, "name")
        # What cannot be read in the list is none here, so that it is counted and not passed over.
        self.issues = [_issue(one) for one in _listed(told, "issues", MOST_ISSUES)]
        self.checks = [
            _issue(one) for one in _listed({"checks": [], **told}, "checks", MOST_CHECKS)
        ]
        self.photos = [_photo(one) for one in _listed(told, "photos", MOST_PHOTOS)]
        if self._photo_bytes() > MAX_PHOTOS_RATIO * file.seek(0, 2):
            raise Refused(NOT_A_BACKUP, field="file")

    def photo(self, photo: SavedPhoto) -> "Member":
        """The bytes of a photo, to be read piece by piece. Raises Refused when it is not there."""
        try:
            info = self._checked(_member(photo), MAX_BYTES)
            return Member(cast(BinaryIO, self._zip.open(info)))
        except _BROKEN:
            raise damaged() from None

    def _bytes(self, name: str, most: int) -> bytes:
        with self._zip.open(self._checked(name, most)) as member:
            # A piece at a time: asked for everything, zlib unpacks it all before it is cut.
            return b"".join(iter(lambda: member.read(_PIECE), b""))

    def _photo_bytes(self) -> int:
        told = [_member(photo) for photo in self.photos if photo]
        sizes = {info.filename: info.file_size for info in self._zip.infolist()}
        return sum(sizes.get(name, 0) for name in told)

    def _checked(self, name: str, most: int) -> zipfile.ZipInfo:
        """A member whose size, as the directory tells it, is within reason.

        No more than that size is ever unpacked of it: what goes on beyond is cut and then fails
        its checksum.
        """
        info = self._zip.getinfo(name)
        if info.file_size > most or info.compress_type not in _HOW_PACKED:
            raise ValueError(name)
        return info


class Member:
    """The bytes of a member, refused with a sentence where they turn out to be damaged."""

    def __init__(self, member: BinaryIO) -> None:
        self._member = member

    def read(self, size: int, /) -> bytes:
        """So many bytes more, or fewer at the end."""
        try:
            return self._member.read(size)
        except _BROKEN:
            raise damaged() from None


def damaged() -> Refused:
    """The refusal of one thing in the file."""
    return Refused(N_("Den här delen av filen är skadad eller saknas."), field="file")


def _member(photo: SavedPhoto) -> str:
    return f"photos/{photo.photo_id}"


def _check_end(file: BinaryIO) -> None:
    """The directory is small and where it should be, before anybody reads it into memory."""
    length = file.seek(0, 2)
    start = max(0, length - _END.size - 20)
    file.seek(start)
    tail = file.read()
    if len(tail) < _END.size:
        raise Refused(NOT_A_BACKUP, field="file")
    mark, *_, size, _offset, comment = _END.unpack(tail[-_END.size :])
    zip64 = tail[: -_END.size].startswith(_END64)
    if mark != b"PK\x05\x06" or comment or zip64 or size > MAX_DIRECTORY_BYTES:
        raise Refused(NOT_A_BACKUP, field="file")


def _listed(told: dict[str, Any], name: str, most: int) -> Iterable[object]:
    listed = told.get(name)
    if not isinstance(listed, list):
        raise Refused(NOT_A_BACKUP, field="file")
    if len(listed) > most:
        raise Refused(
            N_("Filen har fler iakttagelser eller bilder än en telefon kan ha."), field="file"
        )
    return listed


def _issue(told: object) -> SavedIssue | None:
    if not isinstance(told, dict) or not isinstance(told.get("body"), str):
        return None
    body = told["body"].encode("utf-8", "backslashreplace")
    return SavedIssue(body, _text(told, "sha256").lower(), told.get("removed") is True)


def _photo(told: object) -> SavedPhoto | None:
    if not isinstance(told, dict):
        return None
    try:
        photo_id, client_id = (
            checked_id(_text(told, name), name) for name in ("photo_id", "client_id")
        )
    except Refused:
        return None
    return SavedPhoto(photo_id, client_id, _text(told, "sha256").lower())


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
