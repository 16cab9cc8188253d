"""Passwords: Argon2id, a few at a time so that a burst of sign-ins queues instead of eating memory.

Parameters: 19 MiB, two passes, one lane, the lightest set that OWASP's Password Storage Cheat
Sheet recommends for Argon2id.
"""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(2)
# Checked when there is nobody to check against, so that the answer takes as long. Its salt and hash
# are zeros, which no known password gives; made here, it would cost every start a hash.
_NOBODY = f"$argon2id$v=19$m=19456,t=2,p=1${'A' * 22}${'A' * 43}"


def hashed(password: str) -> str:
    """The text to store for a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; as slow when there is no stored one."""
    with _AT_ONCE:
        try:
            _HASHER.verify(stored or _NOBODY, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)
