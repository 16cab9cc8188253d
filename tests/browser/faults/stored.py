"""Databases of phones as released versions left them. A version adds one; none is changed."""

import base64
import hashlib
import json
from io import BytesIO
from typing import Any

from PIL import Image

from tests.browser.faults.harness import Phone
from walkapp.domain.ids import new_id

Rows = dict[str, list[dict[str, Any]]]

_STORES = {
    "issues": "client_id",
    "photos": "photo_id",
    "outbox": "op_id",
    "walks": "id",
    "meta": "name",
    "quarantine": None,
    "log": None,
}

_PUT = """([stores, rows]) => new Promise((resolve, reject) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  indexedDB.deleteDatabase("walk");
  const asked = indexedDB.open("walk", 1);
  asked.onerror = () => reject(asked.error);
  asked.onupgradeneeded = ({ target: { result: db } }) => {
    for (const [name, keyPath] of Object.entries(stores))
      db.createObjectStore(name, keyPath ? { keyPath } : { autoIncrement: true });
  };
  asked.onsuccess = ({ target: { result: db } }) => {
    const tx = db.transaction(Object.keys(stores), "readwrite");
    for (const row of rows.photos) row.bytes = bytes(row.bytes).buffer;
    for (const row of rows.outbox) if (row.body) row.body = new TextEncoder().encode(row.body);
    for (const [name, these] of Object.entries(rows))
      for (const row of these) tx.objectStore(name).put(row);
    tx.oncomplete = () => { db.close(); resolve(); };
    tx.onabort = () => reject(tx.error);
  };
})"""


def put_rows(phone: Phone, rows: Rows) -> None:
    """Make these the phone's database, of version 1."""
    phone.page.goto(f"{phone.proxy.url}/privacy")  # a page that holds no database open
    phone.page.evaluate(_PUT, [_STORES, rows])


def first(walk_id: str) -> Rows:
    """Version 1: an issue with a picture, not sent. Letters' bytes stand as text here."""
    client_id, photo_id = new_id(), new_id()
    picture = BytesIO()
    Image.linear_gradient("L").save(picture, "JPEG")
    body = json.dumps(
        {
            "client_id": client_id,
            "rev": 2,
            "kind": "problem",
            "category": "belysning",
            "place_type": None,
            "stop_id": None,
            "place_text": "",
            "pole_number": "",
            "note": "Mörkt i tunneln",
            "proposal": "",
            "lat": 59.0582,
            "lon": 16.5885,
            "accuracy": 8,
            "position_age": 1,
            "position_source": "gps",
            "gps_lat": None,
            "gps_lon": None,
            "observed_at": "2026-08-20T18:00:00Z",
            "photo_ids": [photo_id],
            "seq": 1,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    issue = {"walk_id": walk_id, **json.loads(body)}
    sums = [hashlib.sha256(it).hexdigest() for it in (body.encode(), picture.getvalue())]
    photo = {
        "photo_id": photo_id,
        "sha256": sums[1],
        "receivedAt": 0,
        "type": "image/jpeg",
        "raw": False,
        "thumb": None,
        "size": len(picture.getvalue()),
    }
    letter = {
        "client_id": client_id,
        "walk_id": walk_id,
        "attempts": 7,
        "nextTry": 1_787_248_800_000,
        "trouble": "network",
        "sentence": "",
    }
    return {
        "issues": [
            {
                "client_id": client_id,
                "walk_id": walk_id,
                "issue": issue,
                "photos": [photo],
                "removed": False,
                "receipt": None,
                "madeAt": 1_787_248_800_000,
                "camera": 0,
            }
        ],
        "photos": [
            {
                "photo_id": photo_id,
                "type": "image/jpeg",
                "bytes": base64.b64encode(picture.getvalue()).decode(),
            }
        ],
        "outbox": [
            {
                **letter,
                "op_id": new_id(),
                "op": "issue.put",
                "method": "POST",
                "path": f"/walks/{walk_id}/issues",
                "type": "application/json",
                "body": body,
                "sha256": sums[0],
                "rev": 2,
            },
            {
                **letter,
                "op_id": new_id(),
                "op": "photo.put",
                "method": "PUT",
                "path": f"/issues/{client_id}/photos/{photo_id}",
                "type": "image/jpeg",
                "photo_id": photo_id,
                "body": None,
                "sha256": sums[1],
            },
        ],
        "meta": [{"name": "seq", "value": 1}],
    }
