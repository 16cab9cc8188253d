"""The history of a fix in sentences, as each may read it."""

from typing import Any

from flask import g
from flask_babel import gettext as _

from ...domain import fixes as rules
from ...domain.fixes import Fix, Sentence, labels
from ...domain.people import Party, Person
from ...storage import fixes
from ..sentences import tell


def history_since(fix: Fix, seen: int) -> list[dict[str, Any]]:
    """What happened after the version somebody had on the screen: line, who and when."""
    lines = fixes.history(g.db, fix.id)
    return [{**line, "line": _line(line)} for line in lines if line["version"] > seen]


def past(fix: Fix, me: Person, own: Party | None) -> list[dict[str, Any]]:
    """The history as this person may read it, newest first."""
    lines = fixes.history(g.db, fix.id)
    return [_moment(line, me, own) for line in reversed(lines) if _concerns(line, me, own)]


def _concerns(line: dict[str, Any], me: Person, own: Party | None) -> bool:
    """A comment among colleagues is not there at all for those who may not read it."""
    among = line["kind"] == "comment" and not line["public_text"]
    return not among or _hears(line, me, own)


def _hears(line: dict[str, Any], me: Person, own: Party | None) -> bool:
    mentioned = me.id in line["data"].get("mentions", ())
    return mentioned or line["by_id"] == me.id or rules.hears(me, own, line["kind"])


def _moment(line: dict[str, Any], me: Person, own: Party | None) -> dict[str, Any]:
    """One event for the history; words meant for colleagues stay with them."""
    heard = line["internal_text"] if _hears(line, me, own) else ""
    return {**line, "line": _line(line), "internal_text": heard, "changed": _changed(line)}


def _changed(line: dict[str, Any]) -> str:
    """Which fields were typed over, in words."""
    names = line["data"].get("changed", ()) if line["kind"] == "edit" else ()
    return ", ".join(dict.fromkeys(_(labels.FIELDS[n]) for n in names if n in labels.FIELDS))


def _line(line: dict[str, Any]) -> str:
    return told(rules.history_line(line["kind"], line["data"]))


def told(sentence: Sentence) -> str:
    """The sentence in the reader's language."""
    return tell(sentence.text, sentence.values)
