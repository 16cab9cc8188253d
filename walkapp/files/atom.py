"""Atom feeds (RFC 4287): what has changed, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from .writable import writable

_NEVER = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Entry:
    """One thing that changed. `id` never changes, `updated` is UTC text."""

    id: str
    title: str
    link: str
    updated: str
    summary: str


def feed(
    title: str, address: str, author: str, entries: Sequence[Entry], *, updated: str | None = None
) -> bytes:
    """The feed of an address, which is its permanent id. Without `updated`, its newest entry's."""
    newest = updated or max((entry.updated for entry in entries), default=_NEVER)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv">',
        f"<id>{_text(address)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{newest}</updated>",
        f"<author><name>{_text(author)}</name></author>",
        f'<link rel="self" href={_quoted(address)}/>',
        *map(_entry, entries),
        "</feed>",
    ]
    return "\n".join(parts).encode()


def _entry(entry: Entry) -> str:
    return (
        f"<entry><id>{_text(entry.id)}</id><title>{_text(entry.title)}</title>"
        f"<link href={_quoted(entry.link)}/><updated>{entry.updated}</updated>"
        f"<summary>{_text(entry.summary)}</summary></entry>"
    )


def _text(text: str) -> str:
    return escape(writable(text))


def _quoted(text: str) -> str:
    return quoteattr(writable(text))
