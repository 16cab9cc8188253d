"""Ids: of version 7, sorted as they were made."""

import uuid
from datetime import UTC, datetime

import pytest

from walkapp.domain.errors import Refused
from walkapp.domain.ids import checked_id, new_id


def test_ids_sort_as_they_were_made() -> None:
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made) and len(set(made)) == 2000


def test_an_id_is_a_uuid_of_now() -> None:
    before = datetime.now(UTC).timestamp()
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert -0.001 <= (made.int >> 80) / 1000 - before < 60


def test_only_a_uuid_is_an_id() -> None:
    made = new_id()
    assert checked_id(f" {made.upper()} ", "id") == made
    for text in ("", "1", "not-an-id", new_id()[:-1]):
        with pytest.raises(Refused):
            checked_id(text, "id")
