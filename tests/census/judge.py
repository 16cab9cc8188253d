"""Holds what the phones' screens called saved against what the server has, by SQL of its own.

A thing is an issue or a photo. It is received when the server has it once, in the newest edition
that was saved; doubled when there is more of it than the phone has; lost when it is neither on the
server nor, with a word why, still in the phone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.census.phone import Phone
from tests.faults import checker
from tests.faults.installation import Installation

FIELDS = ("kind", "category", "place_type", "place_text", "pole_number", "note", "proposal")
PLACE = ("lat", "lon", "accuracy", "position_source")
Row = dict[str, Any]


@dataclass
class Count:
    """The census, and in words each thing that is not as it should be."""

    captured: int = 0
    received: int = 0
    doubled: int = 0
    lost: int = 0
    waiting: int = 0
    words: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Count") -> "Count":
        self.captured += other.captured
        self.received += other.received
        self.doubled += other.doubled
        self.lost += other.lost
        self.waiting += other.waiting
        self.words += other.words
        return self

    def line(self) -> str:
        """The line that the census ends with."""
        return (
            f"captured {self.captured} received {self.received}"
            f" doubled {self.doubled} lost {self.lost}"
        )


def judge(place: Installation, phones: Iterable[Phone]) -> Count:
    """The census of one run."""
    count = Count()
    for phone in phones:
        devices = f"'{phone.device_id}'"
        issues = checker.rows(place, f"SELECT * FROM issues WHERE device_id = {devices}")
        photos = checker.rows(place, f"SELECT * FROM photos WHERE device_id = {devices}")
        count += _Case(phone, issues, photos).count()
    return count


class _Case:
    def __init__(self, phone: Phone, issues: list[Row], photos: list[Row]) -> None:
        lines = phone.lines()
        self.phone = phone
        self.issues = {row["client_id"]: row for row in issues}
        self.photos = photos
        self.forked = {line["from"] for line in lines if line["what"] == "forked"}
        self.bytes = {  # one that was too large was sent smaller, or had come after all
            (photo["photo_id"], photo["sha256"])
            for line in lines
            for photo in line.get("photos", ())
        }
        self.captured = newest(line for line in lines if line["what"] == "captured")

    def count(self) -> Count:
        count = Count()
        for client_id, line in self.captured.items():
            if client_id not in self.forked:
                count += self._issue(client_id, line)
        for problem in self._doubled():
            count.doubled += 1
            count.words.append(f"doubled: {problem}")
        return count

    def _issue(self, client_id: str, line: Row) -> Count:
        count = Count()
        row = self.issues.get(client_id)
        if line["removed"]:
            count.captured += 1
            if row is None or row["removed_at"]:
                count.received += 1
            else:
                self._missing(count, client_id, None, f"issue {client_id} is not removed")
            return count
        problem = next(_differences(row, line["issue"]), "")
        self._weigh(count, client_id, None, f"issue {client_id}: {problem}" if problem else "")
        for photo in line["photos"]:
            self._weigh(count, client_id, photo, self._photo(client_id, photo, line))
        return count

    def _photo(self, client_id: str, photo: Row, line: Row) -> str:
        name = f"photo {photo['photo_id']} of {client_id}"
        if photo["photo_id"] not in line["issue"]["photo_ids"]:
            return f"{name}: its issue does not name it"
        found = [row for row in self.photos if row["photo_id"] == photo["photo_id"]]
        if not found:
            return f"{name}: not there"
        bytes_of = (photo["photo_id"], found[0]["sha256"])
        if bytes_of not in self.bytes or found[0]["client_id"] != client_id:
            return f"{name}: other bytes, or of another issue"
        return f"{name}: removed" if found[0]["removed_at"] else ""

    def _weigh(self, count: Count, client_id: str, photo: Row | None, problem: str) -> None:
        count.captured += 1
        if problem:
            self._missing(count, client_id, photo, problem)
        else:
            count.received += 1

    def _missing(self, count: Count, client_id: str, photo: Row | None, problem: str) -> None:
        photo_id = photo and photo["photo_id"]
        held = [
            letter
            for letter in self.phone.left
            if letter["client_id"] == client_id
            and letter.get("photo_id") in (None, photo_id)
            and letter["trouble"]
        ]
        if held:
            count.waiting += 1
        else:
            count.lost += 1
        told = f"in the phone: {held[0]['trouble']}" if held else "lost"
        count.words.append(f"{self.phone.name}: {told}: {problem}")

    def _doubled(self) -> Iterator[str]:
        for client_id in self.issues:
            if client_id not in self.captured:
                yield f"{self.phone.name}: issue {client_id} was never captured"
        shown = [row for key, row in self.issues.items() if key not in self.forked]
        for words, times in Counter(row["note"].split(" ")[0] for row in shown).items():
            if times > 1:
                yield f"{self.phone.name}: {times} issues say {words}"
        kept = {photo["photo_id"] for line in self.captured.values() for photo in line["photos"]}
        gone = {key for key, line in self.captured.items() if line["removed"]} | self.forked
        for row in self.photos:
            if row["removed_at"] is None and row["photo_id"] not in kept:
                if row["client_id"] not in gone:
                    yield f"{self.phone.name}: photo {row['photo_id']} was taken away and is shown"


def newest(lines: Iterable[Row]) -> dict[str, Row]:
    """The last word about each issue; a later line of an older edition does not unsay it."""
    found: dict[str, Row] = {}
    for line in lines:
        client_id, rev = line["issue"]["client_id"], line["issue"]["rev"]
        if client_id not in found or rev >= found[client_id]["issue"]["rev"]:
            found[client_id] = line
    return found


def _differences(row: Row | None, issue: Row) -> Iterator[str]:
    if row is None:
        yield "not there"
        return
    if row["removed_at"]:
        yield "removed"
    for name in (*FIELDS, *PLACE):
        if row[name] != issue[name]:
            yield f"{name} is {row[name]!r}, saved was {issue[name]!r}"
    if set(row["photo_ids"].split()) != set(issue["photo_ids"]):
        yield "other photos"
