"""A desk for tests of fixes: the cast in a town, fixes in any state, and real forms."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from tests.cast import AT, a_fix, a_party, a_person, a_walk
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.storage import fixes, parties, people, walks
from walkapp.storage.database import Database

PARTY, OWNER = a_party(), a_party("Stationsbolaget", external=True)
DISA = a_person("Disa", "coordinator")
ELIN = a_person("Elin", "safety_coordinator")
ANNA, CIA = a_person("Anna", "leader"), a_person("Cia", "leader")
GUN = a_person("Gun", "party", party=PARTY)
HANS = a_person("Hans", "party", party=OWNER)
PIA = a_person("Pia", "police")
ROLF = a_person("Rolf", "registrar")
ADAM = a_person("Adam", "admin")
EVERYBODY = (DISA, ELIN, ANNA, CIA, GUN, HANS, PIA, ROLF, ADAM)
WALK = a_walk(ANNA)


def settle(db: Database) -> None:
    """Put the cast into the database."""
    for party in (PARTY, OWNER):
        parties.add(db, party)
    for person in EVERYBODY:
        people.add(db, person)
    walks.add(db, WALK)


def standing(db: Database, state: str = "new", **changes: Any) -> Fix:
    """A saved fix in a state."""
    held = state not in ("new", "assessing", "closed")
    given: dict[str, Any] = {
        "id": new_id(),
        "number": "",
        "state": state,
        "walk_id": WALK.id,
        "party_id": PARTY.id if held else None,
    }
    if state == "closed":
        given |= {"outcome": "fixed", "closed_at": AT}
    if held:
        given |= {"due_on": "2026-12-10", "original_due_on": "2026-12-10"}
    if state == "referred":
        given |= {"party_id": OWNER.id, "sent_on": "2026-11-01", "reference": "Ä 12"}
    if state == "done":
        given |= {"done_on": "2026-11-20", "done_text": "Lampan byttes"}
    return fixes.create(db, a_fix(**{**given, **changes}), by=DISA, at=AT)


@dataclass
class Form:
    """One form of a page: where it goes and what its fields hold."""

    action: str
    fields: dict[str, str]
    multipart: bool = False


class _Reader(HTMLParser):
    """Reads every form as a browser would before anything is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside: Form | None = None
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            multipart = given.get("enctype") == "multipart/form-data"
            self._inside = Form(given.get("action", ""), {}, multipart)
            self.forms.append(self._inside)
        elif self._inside is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self._inside is not None
        fields, name = self._inside.fields, given.get("name", "")
        if tag == "input" and name:
            unchecked = given.get("type") in ("checkbox", "radio") and "checked" not in given
            if not unchecked and given.get("type") != "file":
                fields[name] = given.get("value", "")
        elif tag == "select":
            self._select = name
            fields[name] = ""
        elif tag == "option" and self._select and "selected" in given:
            fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self._inside is not None and self._area:
            self._inside.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            if self._inside is not None and self._area:  # a browser drops the first line break
                kept = self._inside.fields[self._area]
                self._inside.fields[self._area] = re.sub(r"\A\r?\n", "", kept)
            self._area = None


def forms_of(page: str) -> list[Form]:
    """Every form of a page, filled as it is when it opens."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_to(page: str, ending: str) -> Form:
    """The form that goes to an address with this ending."""
    found = [form for form in forms_of(page) if form.action.endswith(ending)]
    assert found, f"no form to {ending}; there are {[form.action for form in forms_of(page)]}"
    return found[0]


def own_forms(page: str) -> list[Form]:
    """The forms that are sent to the page itself; the one of a dialog is sent nowhere."""
    return [form for form in forms_of(page) if form.action == "" and "csrf_token" in form.fields]


def own_form(page: str) -> Form:
    """The one form that is sent to the page itself."""
    [found] = own_forms(page)
    return found


def moves_of(page: str, fix: Fix) -> set[str]:
    """The moves the page offers."""
    start = f"/fixes/{fix.id}/"
    found = {f.action.removeprefix(start) for f in forms_of(page) if f.action.startswith(start)}
    return found - {"photos", "comment", "star"}


def words(page: str) -> str:
    """What a reader sees: the text between the tags, with single spaces."""
    main = page.split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def may_come_in(person: Person) -> bool:
    """Whether the role has anything to do with fixes at all."""
    return person is not ADAM
