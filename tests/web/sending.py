"""What the outbox sends: fixed bytes, our header, a hash and a nonce."""

import json
from hashlib import sha256
from typing import Any

from werkzeug.test import TestResponse

from tests.web.conftest import Caller
from walkapp.domain.ids import new_id
from walkapp.domain.people import Membership
from walkapp.domain.walks import Walk
from walkapp.storage import devices
from walkapp.storage.database import Database

HERE = {"Sec-Fetch-Site": "same-origin"}


def letter(phone: Caller, path: str, body: bytes | dict[str, Any], **changes: Any) -> TestResponse:
    """Post JSON as the outbox does. `changes` go to the request, headers over its own."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {
        **HERE,
        "Accept": "application/json",
        "X-Walkapp": "1",
        "X-Walkapp-Nonce": "n-1",
        "X-Content-SHA256": sha256(data).hexdigest(),
        **changes.pop("headers", {}),
    }
    given = {"content_type": "application/json", **changes}
    return phone.client.post(path, data=data, headers=headers, **given)


def put_photo(
    phone: Caller, client_id: str, photo_id: str, data: bytes, **changes: Any
) -> TestResponse:
    """Put a photo's bytes as the outbox does."""
    headers = {
        **HERE,
        "Accept": "application/json",
        "X-Walkapp": "1",
        "X-Walkapp-Nonce": "n-2",
        "X-Content-SHA256": sha256(data).hexdigest(),
        **changes.pop("headers", {}),
    }
    given = {"content_type": "image/jpeg", "data": data, **changes}
    return phone.client.put(f"/issues/{client_id}/photos/{photo_id}", headers=headers, **given)


def an_issue_body(**fields: Any) -> dict[str, Any]:
    return {"client_id": new_id(), "rev": 1, "kind": "problem", "note": "Mörkt här", **fields}


def member(db: Database, walk: Walk) -> Membership:
    """The only phone in the walk."""
    [found] = devices.members(db, walk.id)
    return found
