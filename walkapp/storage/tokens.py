"""Secrets that are handed out once and kept only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits as text that fits an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored: SHA-256 in hex. The token is random, so no salt or slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
