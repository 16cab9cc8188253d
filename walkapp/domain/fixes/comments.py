"""What people write about a fix to each other, or to everybody, without moving it."""

import re
from collections.abc import Sequence

from .. import text
from ..errors import N_, NotAllowed, Refused
from ..events import Event
from ..ids import new_id
from ..people import Person
from .editing import may_edit
from .fix import Fix

MAX_COMMENT = 2000
# Somebody is meant when the sign stands first or after a space; an address has letters before it.
_SIGN = re.compile(r"(?<![^\s(])@(?=\w)")
_WORD = re.compile(r"\w[\w.-]*")


def may_comment(person: Person) -> bool:
    """Those who work with the fix (`person` as `towards` gives them); the registrar reads."""
    return person.has("coordinator", "safety_coordinator", "leader", "party", "police")


def comment(
    fix: Fix, words: str, *, public: bool, readers: Sequence[Person], by: Person, at: str
) -> Event:
    """The line of history for a comment; the fix itself does not change.

    `readers` are those who may be mentioned: everybody who sees the fix. Raises NotAllowed, or
    Refused for no words and for a mention nobody answers to.
    """
    if not may_comment(by):
        raise NotAllowed(N_("Bara de som arbetar med åtgärden kan skriva kommentarer."))
    if public and not may_edit(by):
        raise NotAllowed(N_("Bara samordnaren och vandringsledaren kan skriva till alla."))
    said = text.lines(words, "comment", MAX_COMMENT)
    if not said:
        raise Refused(N_("Skriv en kommentar."), field="comment")
    meant = mentioned(said, readers)
    if public and meant:
        raise Refused(
            N_("Det här kan alla läsa. Ta bort namnet, eller skriv en intern kommentar i stället."),
            field="comment",
        )
    data = {"mentions": [person.id for person in meant]} if meant else {}
    said_to = {"public_text" if public else "internal_text": said}
    return Event(
        new_id(), at, "fix", fix.id, fix.version, "comment", "person", by.id, data=data, **said_to
    )


def mentioned(said: str, readers: Sequence[Person]) -> list[Person]:
    """Whom `@Förnamn Efternamn` means, each once; a first name does when only one has it.

    Raises Refused for a name that nobody or several who see the fix have.
    """
    found: dict[str, Person] = {}
    for sign in _SIGN.finditer(said):
        person = _meant(said[sign.end() :], readers)
        found[person.id] = person
    return list(found.values())


def _meant(rest: str, readers: Sequence[Person]) -> Person:
    """The longest name the words begin with, else the one with this first name."""
    word = _WORD.match(rest)
    first = word[0].rstrip(".-") if word else ""
    whole = [person for person in readers if _begins(rest, person.name)]
    longest = max((len(person.name) for person in whole), default=0)
    called = [person for person in whole if len(person.name) == longest]
    if not called:
        called = [p for p in readers if p.name.casefold().split()[0] == first.casefold()]
    if not called:
        raise Refused(
            N_("Ingen som ser åtgärden heter %(name)s. Välj ett namn i listan under rutan."),
            field="comment",
            name=first[:60],
        )
    if len(called) > 1:
        raise Refused(
            N_("Flera heter %(name)s. Skriv hela namnet."), field="comment", name=first[:60]
        )
    return called[0]


def _begins(said: str, name: str) -> bool:
    folded, wanted = said.casefold(), name.casefold()
    return folded.startswith(wanted) and not folded[len(wanted) : len(wanted) + 1].isalnum()
