"""Phones that log issues with photos while the server dies, each with a journal of its own.

The journal says `intend` before a request and `ack` when the receipt for it came. What a phone
sends: new issues, photos, replays of what was acknowledged, and now and then other content under
an id that is taken. When the answer does not come it tries again later, or gives up.
"""

import hashlib
import http.client
import io
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from tests.faults.installation import Installation
from walkapp.domain.ids import new_id

ISSUES_PER_PHONE = 40  # under the quota of a phone in a walk
REPLAYS, IMPOSTERS, GIVES_UP = 0.1, 0.03, 0.3
PATIENCE_S = 20


@dataclass(frozen=True)
class Letter:
    """One request as its sender would repeat it, byte for byte."""

    kind: str
    target: str
    method: str
    path: str
    mimetype: str
    body: bytes

    @property
    def sha256(self) -> str:
        """Hash of the body."""
        return hashlib.sha256(self.body).hexdigest()


def new_issue(place: Installation, chance: random.Random, photos: int = -1) -> list[Letter]:
    """An issue, and so many photos of it; by chance none, one or two."""
    count = photos if photos >= 0 else chance.choice((0, 1, 1, 2))
    client_id, pictures = new_id(), [(new_id(), picture(chance)) for _ in range(count)]
    fields = {
        "client_id": client_id,
        "rev": 1,
        "kind": chance.choice(("problem", "good")),
        "category": chance.choice(("belysning", "klotter", "skrap")),
        "note": f"Mörkt här åäö {chance.random()}",
        "lat": round(59.05 + chance.random() / 100, 6),
        "lon": round(16.58 + chance.random() / 100, 6),
        "photo_ids": [photo_id for photo_id, _ in pictures],
    }
    path, body = f"/walks/{place.walk_id}/issues", json.dumps(fields).encode()
    letters = [Letter("issue", client_id, "POST", path, "application/json", body)]
    for photo_id, data in pictures:
        path = f"/issues/{client_id}/photos/{photo_id}"
        letters.append(Letter("photo", photo_id, "PUT", path, "image/jpeg", data))
    return letters


def picture(chance: random.Random) -> bytes:
    """A small JPEG that no other is like."""
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (120, 90), chance.randbytes(120 * 90 * 3))
    noise.save(out, "JPEG", quality=90)
    return out.getvalue()


class Journal:
    """What one phone meant to send and what it was promised."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")

    def write(self, what: str, letter: Letter, **more: Any) -> None:
        """Append one line."""
        line = {"what": what, "kind": letter.kind, "target": letter.target, "sha256": letter.sha256}
        if letter.kind == "issue" and what == "intend":
            line["fields"] = json.loads(letter.body)
        self._file.write(json.dumps({**line, **more}) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Nothing more will be written."""
        self._file.close()


class Phone(threading.Thread):
    """One walker's phone, restless until told to stop, then until its queue is empty."""

    def __init__(self, place: Installation, number: int, tokens: list[str], seed: int) -> None:
        super().__init__(daemon=True)
        self._place, self._tokens = place, tokens
        self._random = random.Random(seed)
        self._journal = Journal(place.data / f"journal-{number}.jsonl")
        self._queue: list[tuple[Letter, str]] = []
        self._acked: list[tuple[Letter, str]] = []
        self.stopping = threading.Event()
        self.refused: list[str] = []
        self.answers: Counter[int | None] = Counter()

    def run(self) -> None:
        """Send until stopped and empty."""
        fresh = self._fresh()
        while self._queue or not self.stopping.is_set():
            if not self._queue:
                self._queue += next(fresh)
            letter, token = self._queue.pop(0)
            self._try(letter, token)
        self._journal.close()

    def _fresh(self) -> Iterator[list[tuple[Letter, str]]]:
        for token in self._tokens:
            for _ in range(ISSUES_PER_PHONE):
                yield [(letter, token) for letter in new_issue(self._place, self._random)]
                if self._acked and self._random.random() < REPLAYS:
                    yield [self._random.choice(self._acked)]
                if self._acked and self._random.random() < IMPOSTERS:
                    self._impersonate()
        while True:
            time.sleep(0.05)
            yield [self._random.choice(self._acked)]

    def _impersonate(self) -> None:
        """Other content under an id that is taken: must be refused and change nothing."""
        letter, token = self._random.choice(self._acked)
        if letter.kind != "issue":
            return
        other = {**json.loads(letter.body), "note": "En annan text under samma id"}
        status, _ = self._send(replace(letter, body=json.dumps(other).encode()), token)
        if status not in (None, 409, 503, 507):
            self.refused.append(f"other content under {letter.target} was answered {status}")

    def _try(self, letter: Letter, token: str) -> None:
        self._journal.write("intend", letter)
        status, answer = self._send(letter, token)
        if status in (200, 201, 202) and answer.get("sha256") == letter.sha256:
            self._journal.write("ack", letter, number=answer.get("number"))
            self._acked.append((letter, token))
        elif status is None or status >= 500:
            if self._random.random() > GIVES_UP:
                self._queue.append((letter, token))
            time.sleep(0.02)
        else:
            self.refused.append(f"{letter.kind} {letter.target} was answered {status}: {answer}")

    def _send(self, letter: Letter, token: str) -> tuple[int | None, dict[str, Any]]:
        nonce = self._random.randbytes(8).hex()
        status, answer = send(self._place, letter, token, nonce)
        self.answers[status] += 1
        return status, answer


def send(
    place: Installation, letter: Letter, token: str, nonce: str = "nonce"
) -> tuple[int | None, dict[str, Any]]:
    """Status and body of the answer; no status when none came, or one to something else."""
    try:
        answer, text = ask(place, letter, token, nonce)
        body = json.loads(text)
    except (OSError, http.client.HTTPException, ValueError):
        return None, {}
    return (answer.status, body) if body.get("nonce") == nonce else (None, {})


def ask(
    place: Installation, letter: Letter, token: str, nonce: str = "nonce"
) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer as it came, with its headers."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=PATIENCE_S)
    headers = {
        "Content-Type": letter.mimetype,
        "Accept": "application/json",
        "Cookie": f"walkapp_device={token}",
        "Origin": f"http://127.0.0.1:{place.port}",
        "X-Walkapp": "1",
        "X-Walkapp-Nonce": nonce,
        "X-Content-SHA256": letter.sha256,
    }
    try:
        connection.request(letter.method, letter.path, letter.body or None, headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def page(path: str) -> Letter:
    """What a phone reads."""
    return Letter("page", path, "GET", path, "", b"")


def phones(place: Installation, count: int, seed: int) -> list[Phone]:
    """So many phones, with the place's tokens shared out among them."""
    share = len(place.tokens) // count
    return [
        Phone(place, number, place.tokens[number * share : (number + 1) * share], seed + number)
        for number in range(count)
    ]
