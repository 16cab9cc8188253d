"""What a phone sends, and how long the answer takes."""

import json
import time

from bench.server import Served, cpu_seconds
from tests.faults.storm import Letter, Phone
from walkapp.domain.ids import new_id

Addressed = tuple[Letter, str]


def issue(place: Served) -> Letter:
    """A new issue without photo."""
    client_id = new_id()
    fields = {"client_id": client_id, "rev": 1, "kind": "problem", "category": "belysning"}
    body = json.dumps({**fields, "note": "Lampan är trasig", "lat": 59.058, "lon": 16.588}).encode()
    path = f"/walks/{place.walk_id}/issues"
    return Letter("issue", client_id, "POST", path, "application/json", body)


def photo(client_id: str, picture: bytes) -> Letter:
    """A photo of an issue."""
    photo_id = new_id()
    path = f"/issues/{client_id}/photos/{photo_id}"
    return Letter("photo", photo_id, "PUT", path, "image/jpeg", picture)


def phone(place: Served) -> Phone:
    """Somebody to send them."""
    return Phone(place, 0, [], seed=1)


def send(place: Served, letters: list[Addressed]) -> tuple[list[float], float]:
    """Milliseconds of each answer, one after another, and the server's CPU for each."""
    sender, cpu, took = phone(place), cpu_seconds(place), []
    for letter, token in letters:
        begun = time.perf_counter()
        status, answer = sender._send(letter, token)
        took.append((time.perf_counter() - begun) * 1000)
        assert status == 201, (status, answer)
    return took, (cpu_seconds(place) - cpu) * 1000 / len(letters)
