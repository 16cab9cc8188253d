"""Handing one message to a browser's push service: encrypted for that browser, signed by us.

RFC 8030, 8291 and 8292. The key that signs (VAPID) follows from the installation's own secret, so
that there is no second secret to keep; when that is changed, browsers have to be asked anew.
"""

import hashlib
import hmac
import http.client
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from .domain.push import LIFE, Subscription
from .domain.walks import moment

TIMEOUT_S = 15.0
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SIGNED_FOR = timedelta(hours=12)


class NotSent(Exception):
    """The service did not take it; the message says why."""


class Later(NotSent):
    """It may go better another time."""


class Never(NotSent):
    """It takes no such message, however often it is sent."""


class Forgotten(NotSent):
    """The browser shows notices no more."""


@dataclass(frozen=True)
class Sender:
    """Who sends: the key, and the address the service may write to when something is wrong."""

    key: ec.EllipticCurvePrivateKey
    contact: str

    @classmethod
    def of(cls, secret: str, contact: str) -> "Sender":
        """The sender of an installation with this secret."""
        seed = hmac.digest(secret.encode(), b"web push", hashlib.sha512)
        scalar = int.from_bytes(seed) % (_ORDER - 1) + 1
        return cls(ec.derive_private_key(scalar, _CURVE), contact)

    @property
    def public_key(self) -> str:
        """What a browser is told when it is asked, as base64url."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return urlsafe_b64encode(point).rstrip(b"=").decode()

    def signature(self, origin: str, at: str) -> dict[str, str]:
        """The header that says who sends, for one service and some hours."""
        until = int((moment(at) + _SIGNED_FOR).timestamp())
        claims = {"aud": origin, "exp": until, "sub": f"mailto:{self.contact}"}
        return dict(Vapid02(self.key).sign(claims))


def send(to: Subscription, message: bytes, sender: Sender, *, topic: str, at: str) -> None:
    """Hand one message over. A later one of the same topic takes its place if it still waits.

    Raises Later, Never or Forgotten.
    """
    parts = urlsplit(to.endpoint)
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LIFE.total_seconds())),
        "Topic": topic,
        **sender.signature(f"https://{parts.netloc}", at),
    }
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    status, said = _post(parts.netloc, path, _sealed(to, message), headers)
    if status in (404, 410):
        raise Forgotten(f"{status} {said}")
    if status == 429 or status >= 500:
        raise Later(f"{status} {said}")
    if not 200 <= status < 300:
        raise Never(f"{status} {said}")


def _sealed(to: Subscription, message: bytes) -> bytes:
    """Only the browser can read it."""
    sealed: bytes = http_ece.encrypt(
        message,
        private_key=ec.generate_private_key(_CURVE),
        dh=_octets(to.p256dh),
        auth_secret=_octets(to.auth),
        version="aes128gcm",
    )
    return sealed


def _post(host: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """The answer's code and its first words. Redirects are not followed."""
    trusted = ssl.create_default_context()
    talk = http.client.HTTPSConnection(host, timeout=TIMEOUT_S, context=trusted)
    try:
        talk.request("POST", path, body, headers)
        answer = talk.getresponse()
        said = answer.read(300).decode("utf-8", "replace")
        return answer.status, " ".join(said.split())[:200]
    except (OSError, http.client.HTTPException) as error:
        raise Later(str(error) or type(error).__name__) from error
    finally:
        talk.close()


def _octets(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
