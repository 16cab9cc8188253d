"""Backup files as a phone makes them, and as nobody should."""

import io
import json
import zipfile
from hashlib import sha256
from typing import Any

from walkapp.domain.ids import new_id
from walkapp.domain.walks import Walk


def saved(body: dict[str, Any], *, removed: bool = False, **changes: Any) -> dict[str, Any]:
    """An issue as the file lists it."""
    text = json.dumps(body, ensure_ascii=False)
    digest = sha256(text.encode()).hexdigest()
    given = {"client_id": body.get("client_id"), "rev": body.get("rev", 1), "body": text}
    return {**given, "sha256": digest, "removed": removed, **changes}


def a_photo(client_id: str, data: bytes, photo_id: str | None = None) -> dict[str, Any]:
    """A photo as the file lists it, with its bytes under `data`."""
    return {
        "photo_id": photo_id or new_id(),
        "client_id": client_id,
        "type": "image/jpeg",
        "bytes": len(data),
        "sha256": sha256(data).hexdigest(),
        "data": data,
    }


def a_list(walk: Walk, issues: list[Any], photos: list[Any], **changes: Any) -> dict[str, Any]:
    """What backup.json says."""
    return {
        "format": "walkapp-backup",
        "version": 1,
        "made_at": "2026-11-20T19:00:00Z",
        "walk_id": walk.id,
        "walk_title": walk.title,
        "name": "Bo",
        "issues": issues,
        "photos": [{k: v for k, v in one.items() if k != "data"} for one in photos],
        "log": [],
        **changes,
    }


def a_backup(
    walk: Walk,
    issues: list[Any] = (),
    photos: list[Any] = (),
    **changes: Any,  # type: ignore[assignment]
) -> bytes:
    """The whole file."""
    members = {f"photos/{one['photo_id']}": one["data"] for one in photos}
    told = a_list(walk, list(issues), list(photos), **changes)
    return zipped({"backup.json": json.dumps(told).encode(), **members})


def zipped(members: dict[str, bytes], packed: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
