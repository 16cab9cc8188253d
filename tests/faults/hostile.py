"""Requests no browser sends, byte for byte. WALK and TOKEN are filled in when they are sent."""

import gzip
import json
from dataclasses import dataclass
from hashlib import sha256

CLIENT_ID = "01a2195a-0000-7000-8000-000000000001"
PHOTO_ID = "01a2195a-0000-7000-8000-000000000002"
ISSUE = {
    "client_id": CLIENT_ID,
    "rev": 1,
    "kind": "problem",
    "category": "belysning",
    "note": "En lampa är trasig",
    "lat": 59.058,
    "lon": 16.588,
}
# Would be stored if it came whole and well-formed.
GOOD = json.dumps(ISSUE).encode()
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20_000)
POST, PUT = "POST /walks/WALK/issues", f"PUT /issues/{CLIENT_ID}/photos/{PHOTO_ID}"
KILO, MEGA = 1000, 1_000_000


@dataclass(frozen=True)
class Raw:
    """One request, and whether it asks for something to be stored."""

    name: str
    data: bytes


def raw(name: str, start: str, body: bytes = b"", /, *more: str, **headers: str | None) -> Raw:
    """A request with the outbox's headers.

    `headers` go over its own (None: without); `more` are lines on top of those.
    """
    given: dict[str, str | None] = {
        "Host": "127.0.0.1",
        "Origin": "http://127.0.0.1",
        "Cookie": "walkapp_device=TOKEN",
        "Connection": "close",
        "Accept": "application/json",
        "X-Walkapp": "1",
        "X-Content-SHA256": sha256(body).hexdigest(),
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    lines = [f"{key}: {value}" for key, value in given.items() if value is not None]
    head = "\r\n".join([f"{start} HTTP/1.1", *lines, *more, "", ""])
    return Raw(name, head.encode("latin-1") + body)


def issue(name: str, **changes: object) -> Raw:
    """A well-formed letter with one thing wrong."""
    return raw(name, POST, json.dumps({**ISSUE, **changes}).encode())


def form(name: str, body: bytes, kind: str = "multipart/form-data; boundary=x") -> Raw:
    """What a plain form would post."""
    return raw(name, POST, body, Content_Type=kind, X_Walkapp=None, Accept="text/html")


def _part(head: str, value: bytes = b"1") -> bytes:
    return (
        b"--x\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + value + b"\r\n"
    )


_DIGITS = "9" * 400
_BOMB = gzip.compress(bytes(12 * MEGA))

FRAMING = [
    raw("no length", POST, GOOD, Content_Length=None),
    raw("too short", POST, GOOD, Content_Length="20"),
    raw("negative", POST, GOOD, Content_Length="-20"),
    raw("plus", POST, GOOD, Content_Length=f"+{len(GOOD)}"),
    raw("words", POST, GOOD, Content_Length="ten"),
    raw("two lengths", POST, GOOD, "Content-Length: 20"),
    raw("10 GB", POST, GOOD, Content_Length=str(10_000 * MEGA)),
    raw("400 digits", POST, GOOD, Content_Length=_DIGITS),
    raw("photo of 10 GB", PUT, PICTURE, Content_Length=str(10_000 * MEGA)),
    raw("photo of 30 MB", PUT, PICTURE + bytes(30 * MEGA), Content_Type="image/jpeg"),
    raw("unknown coding", POST, GOOD, Transfer_Encoding="gzip"),
    raw("chunks without size", POST, b"zz\r\n", Content_Length=None, Transfer_Encoding="chunked"),
    raw("negative chunk", POST, b"-5\r\nabcde", Content_Length=None, Transfer_Encoding="chunked"),
    raw("chunk and a half", POST, b"2\r\nabcdef\r\n0\r\n\r\n", Transfer_Encoding="chunked"),
    raw("space before colon", POST, GOOD, f"Content-Length : {len(GOOD)}", Content_Length=None),
    raw("NUL in a header", POST, GOOD, "X-Nul: a\0b"),
    raw("header without name", POST, GOOD, ": b"),
    raw("header without colon", POST, GOOD, "nothing"),
    raw("header of 300 kB", POST, GOOD, f"X-Long: {'a' * 300 * KILO}"),
    raw("20 000 headers", POST, GOOD, *(f"X-{number}: many" for number in range(20_000))),
    raw("odd digest", POST, GOOD, X_Content_SHA256="å" * 64),
    Raw("noise", bytes(range(256)) * 20 + b"\r\n\r\n"),
    Raw("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500) + b"\r\n\r\n"),
]

BODIES = [
    raw("gzip bomb", POST, _BOMB, Content_Encoding="gzip"),
    raw("packed letter", POST, gzip.compress(GOOD), Content_Encoding="gzip"),
    raw("packed photo", PUT, gzip.compress(PICTURE), "Content-Encoding: gzip"),
    raw("deep lists", POST, b"[" * 16_000),
    raw("deep objects", POST, b'{"a":' * 3000 + b"1" + b"}" * 3000),
    raw("deep field", POST, GOOD.replace(b'"rev": 1', b'"rev": ' + b"[" * 7000 + b"]" * 7000)),
    raw("twice", POST, GOOD.replace(b'"rev": 1', b'"rev": 1, "rev": 2')),
    raw("not UTF-8", POST, GOOD.replace(b"lampa", b"l\xffmpa")),
    raw("400 digits in a field", POST, GOOD.replace(b'"rev": 1', b'"rev": ' + _DIGITS.encode())),
    raw("5000 digits", POST, GOOD.replace(b'"rev": 1', b'"rev": ' + b"9" * 5000)),
    raw("not a number", POST, GOOD.replace(b"59.058", b"NaN")),
    raw("endless", POST, GOOD.replace(b"59.058", b"1e999")),
    issue("2 to the 63rd", rev=2**63),
    issue("true", rev=True),
    issue("id with a way out", client_id="../../../../etc/passwd"),
    issue("id of other digits", client_id=CLIENT_ID.replace("1", "١")),
    issue("a list for words", note=["a"] * 2000),
    raw("text", POST, GOOD, Content_Type="text/plain"),
    raw("odd charset", POST, GOOD, Content_Type="application/json; charset=utf-7", X_Walkapp=None),
    raw("type of 60 kB", POST, GOOD, Content_Type="a/b;" + "c=d;" * 15_000),
    form("12 000 parts", b"".join(_part(f'name="n{n}"') for n in range(12_000)) + b"--x--\r\n"),
    form("part with 1 MB of headers", _part(f'name="a"\r\nX-Long: {"b" * MEGA}') + b"--x--\r\n"),
    form("field of 4 MB", _part('name="note"', b"n" * 4 * MEGA) + b"--x--\r\n"),
    form("file of 30 MB", _part('name="photos"; filename="a"', bytes(30 * MEGA)) + b"--x--\r\n"),
    form("no end", _part('name="photos"; filename="../../a"', bytes(300 * KILO))),
    form("boundary in boundary", b"--x" * 100_000),
    form(
        "20 000 fields",
        b"&".join(b"a=1" for _ in range(20_000)),
        "application/x-www-form-urlencoded",
    ),
]

METHODS = [
    raw(name, f"{method} /walks/WALK/issues", GOOD)
    for name, method in {
        "coffee": "BREW", "small": "post", "TRACE": "TRACE", "CONNECT": "CONNECT",
        "DELETE": "DELETE", "PROPFIND": "PROPFIND", "9 kB": "P" * 9000, "none": "",
        "NUL": "POST\0", "two": "POST POST", "umlaut": "PÖST", "star": "*",
    }.items()
]  # fmt: skip

_WAYS_OUT = [
    "../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "..%252f..%252fetc%252fpasswd", "..\\..\\etc\\passwd", "..%5c..%5cetc%5cpasswd",
    "....//....//etc/passwd", "%c0%ae%c0%ae/etc/passwd", "/etc/passwd", "//etc/passwd",
    "%00/etc/passwd", "etc/passwd%00.jpg", "..;/..;/etc/passwd", "file:///etc/passwd",
    "%ff%fe", "%zz", "%", "%d8%80", "%ed%a0%80", "a" * 8000, "%0d%0aSet-Cookie:%20a=b", "%20", ".",
]  # fmt: skip
_PLACES = [
    "/WAY", "/static/WAY", "/photos/WAY/480.jpg", f"/photos/{PHOTO_ID}/WAY", "/walks/WAY",
    "/issues/WAY/edit", "/followup/WAY", "/fixes/WAY", "/review/photos/WAY/480.jpg", "/?q=WAY",
]  # fmt: skip

READS = [
    raw(f"{place} {way[:30]}", f"GET {place.replace('WAY', way)}", Accept="text/html")
    for place in _PLACES
    for way in _WAYS_OUT
] + [
    raw("no host", "GET /", Host=None),
    raw("two hosts", "GET /", b"", "Host: other.example"),
    raw("odd host", "GET /", Host="<script>:99999999"),
    raw("host of 60 kB", "GET /", Host="a" * 60 * KILO),
    raw("address in the address", "GET http://other.example/etc/passwd"),
    raw("cookie of 60 kB", "GET /walks/WALK", Cookie="a=b; " * 12 * KILO),
    raw("cookie of other letters", "GET /walks/WALK", Cookie="walkapp_device=\xff; walkapp_form=å"),
    raw("1000 ranges", "GET /", Range="bytes=" + ",".join(f"{n}-" for n in range(1000))),
    raw("10 000 tags", "GET /", If_None_Match=",".join(f'"{n}"' for n in range(10_000))),
    raw("odd date", "GET /", If_Modified_Since="Mon, 99 Abc 99999 99:99:99 GMT"),
    raw("odd language", "GET /", Accept_Language="../../x,sv;q=9e999," + "å-;q=x," * 2000),
    raw("odd wishes", "GET /", Accept="*/*;q=" + _DIGITS),
    raw("forged sender", "GET /", X_Forwarded_For="1.2.3.4, " * 5000, X_Forwarded_Host="other"),
    raw("other protocol", "GET /walks/WALK", Connection="Upgrade", Upgrade="websocket"),
    raw("long question", "GET /join?" + "a=b&" * 20_000),
    Raw("very old", b"GET /\r\n\r\n"),
    Raw("very new", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n"),
    Raw("raw letters", "GET /walks/åäö\u202e HTTP/1.1\r\nHost: a\r\n\r\n".encode()),
    Raw("200 at once", b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 200),
]  # fmt: skip
