"""A backup file is read member by member; what is too much or not ours is refused unread."""

import io
import json
import stat
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.backups import a_backup, a_list, a_photo, saved, zipped
from tests.cast import a_walk
from walkapp.domain.errors import Refused
from walkapp.domain.ids import new_id
from walkapp.files import backup
from walkapp.files.backup import Backup

WALK = a_walk()
[FFLATE] = (Path(__file__).parents[2] / "static" / "vendor").glob("fflate-*/fflate.js")
DATA = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20


def opened(data: bytes) -> Backup:
    return Backup(io.BytesIO(data))


def read(found: Backup, number: int = 0) -> bytes:
    photo = found.photos[number]
    assert photo
    member = found.photo(photo)
    return b"".join(iter(lambda: member.read(1000), b""))


def listed(**changes: Any) -> bytes:
    return json.dumps({**a_list(WALK, [], []), **changes}).encode()


def with_mode(data: bytes, mode: int) -> bytes:
    info = zipfile.ZipInfo("backup.json")
    info.external_attr = mode << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, data)
    return out.getvalue()


def in_many(members: int) -> bytes:
    return zipped({"backup.json": listed(), **{f"x/{n:060}": b"" for n in range(members)}})


def nested(depth: int) -> bytes:
    return zipped({"backup.json": b"[" * depth})


def encrypted() -> bytes:
    data = bytearray(zipped({"backup.json": listed()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def declared(size: int) -> bytes:
    """A list that says it is small and unpacks to something large."""
    data = bytearray(zipped({"backup.json": b" " * 3_000_000 + listed()}, zipfile.ZIP_DEFLATED))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(mark) + at, size)
    return bytes(data)


def test_a_phones_file_is_read_whole() -> None:
    body = {"client_id": new_id(), "note": "Mörkt"}
    photo = a_photo(body["client_id"], DATA)
    found = opened(a_backup(WALK, [saved(body), saved(body, removed=True)], [photo]))
    assert (found.walk_id, found.walk_title, found.name) == (WALK.id, WALK.title, "Bo")
    first, second = found.issues
    assert first and json.loads(first.body) == body and not first.removed
    assert second and second.removed
    assert read(found) == DATA


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no zip": lambda: b"PK but not really" * 10,
    "a picture": lambda: DATA,
    "cut": lambda: a_backup(WALK)[:-30],
    "bytes after the end": lambda: a_backup(WALK) + b"\0",
    "no list": lambda: zipped({"photos/x": DATA}),
    "a list elsewhere": lambda: zipped({"../backup.json": listed(), "/backup.json": listed()}),
    "a list that is none": lambda: zipped({"backup.json": b"[]"}),
    "text that is no json": lambda: zipped({"backup.json": b"\xff\xfe{"}),
    "json without end": lambda: nested(100_000),
    "somebody else's format": lambda: zipped({"backup.json": listed(format="enketo")}),
    "a later version": lambda: zipped({"backup.json": listed(version=2)}),
    "issues that are no list": lambda: zipped({"backup.json": listed(issues={})}),
    "ever so many issues": lambda: zipped({"backup.json": listed(issues=[0] * 301)}),
    "ever so many photos": lambda: zipped({"backup.json": listed(photos=[0] * 1001)}),
    "a list beyond all size": lambda: zipped({"backup.json": b" " * 9_000_000 + listed()}),
    "a list that is a bomb": lambda: zipped(
        {"backup.json": b" " * 90_000_000 + listed()}, zipfile.ZIP_DEFLATED
    ),
    "a bomb that says it is small": lambda: declared(900),
    "a directory beyond all size": lambda: in_many(12_000),
    "packed in another way": lambda: zipped({"backup.json": listed()}, zipfile.ZIP_LZMA),
    "a link": lambda: with_mode(b"/etc/passwd", stat.S_IFLNK | 0o777),
    "a secret one": encrypted,
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_a_backup_is_refused_with_a_sentence(what: str) -> None:
    with pytest.raises(Refused) as refusal:
        opened(REFUSED[what]())
    assert refusal.value.field == "file" and str(refusal.value).endswith(".")


def test_the_bombs_above_would_be_read_without_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAX_LIST_BYTES", "MAX_DIRECTORY_BYTES"):
        monkeypatch.setattr(backup, name, 10**9)
    for what in ("a list that is a bomb", "a list beyond all size", "a directory beyond all size"):
        assert opened(REFUSED[what]()).walk_id == WALK.id


def test_a_log_that_says_the_same_a_thousand_times_is_no_bomb() -> None:
    log = [{"at": "2026-11-20T18:00:00Z", "what": "no answer"}] * 5000
    told = json.dumps({**a_list(WALK, [], []), "log": log}).encode()
    assert opened(zipped({"backup.json": told}, zipfile.ZIP_DEFLATED)).name == "Bo"


def test_the_file_the_phones_own_script_packs_is_read(tmp_path: Path) -> None:
    photo = a_photo(new_id(), DATA)
    told = a_list(WALK, [], [photo], log=[{"what": "no answer"}] * 5000)
    (tmp_path / "told.json").write_text(json.dumps({"name": photo["photo_id"], "told": told}))
    (tmp_path / "photo").write_bytes(DATA)
    packed = tmp_path / "vandring.zip"
    script = f"""
        import {{ readFileSync as read, writeFileSync as write }} from "node:fs";
        import {{ zipSync, strToU8 }} from {json.dumps(FFLATE.as_uri())};
        const {{ name, told }} = JSON.parse(read("told.json"));
        const all = {{ [`photos/${{name}}`]: [new Uint8Array(read("photo")), {{ level: 0 }}] }};
        all["backup.json"] = strToU8(JSON.stringify(told));
        write("vandring.zip", zipSync(all));
    """
    subprocess.run(["node", "--input-type=module", "-e", script], cwd=tmp_path, check=True)
    found = opened(packed.read_bytes())
    assert (found.name, read(found)) == ("Bo", DATA)


def test_one_photo_told_of_many_times_is_refused() -> None:
    photos = [a_photo(new_id(), DATA)] * 3
    told = json.dumps(a_list(WALK, [], photos)).encode()
    with pytest.raises(Refused):
        opened(zipped({"backup.json": told, f"photos/{photos[0]['photo_id']}": DATA * 3}))


@pytest.mark.parametrize(
    "broken", [None, 7, {}, {"body": 7}, {"photo_id": "../../x", "client_id": new_id()}]
)
def test_what_cannot_be_read_in_the_list_is_counted_as_nothing(broken: object) -> None:
    whole = saved({"client_id": new_id()})
    found = opened(zipped({"backup.json": listed(issues=[broken, whole], photos=[broken])}))
    assert found.issues[0] is None and found.issues[1]
    assert found.photos == [None]


def test_a_damaged_photo_is_refused_and_the_others_are_read() -> None:
    photos = [a_photo(new_id(), DATA), a_photo(new_id(), DATA[::-1])]
    data = a_backup(WALK, [], photos).replace(DATA[:100], bytes(100))
    found = opened(data)
    with pytest.raises(Refused):
        read(found, 0)
    assert read(found, 1) == DATA[::-1]


def test_a_photo_that_is_not_in_the_file_is_refused() -> None:
    photo = a_photo(new_id(), DATA)
    found = opened(zipped({"backup.json": json.dumps(a_list(WALK, [], [photo])).encode()}))
    with pytest.raises(Refused):
        read(found)
