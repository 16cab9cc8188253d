"""A list of parties, with or without their land: what each row of a file would do."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import areas as area_rules
from . import parties as rules
from .categories import CATEGORIES
from .errors import N_, Refusal, Refused
from .events import Event
from .importing import (
    CHANGED,
    NEW,
    SAME,
    WRONG,
    Columns,
    Difference,
    Line,
    Plan,
    Row,
    check_columns,
    without_repeats,
)
from .people import PARTY_KINDS, Area, Party, Person

NAMES = {
    "name": ("namn", "part", "ansvarig", "organisation", "name"),
    "kind": ("slag", "typ", "kind", "type"),
    "external": ("utanför kommunen", "extern", "utanför", "external"),
    "email": ("e-post", "epost", "e-postadress", "mejl", "email"),
    "phone": ("telefon", "tel", "telefonnummer", "phone"),
    "days": ("arbetsdagar", "dagar", "days"),
    "categories": ("kategorier", "kategori", "categories"),
    "areas": ("områden", "område", "areas"),
    "geometry": ("geometry",),
}
LAND = "mark"
_LABELS = {
    "kind": N_("Slag"),
    "external": N_("Utanför kommunens egen organisation"),
    "email": N_("E-postadress"),
    "phone": N_("Telefon"),
    "days": N_("Brukar bli klar på, i arbetsdagar"),
    "categories": N_("Har hand om"),
    "area_ids": N_("I områdena"),
}


@dataclass(frozen=True)
class Change:
    """A party to save, new or not, and its line of history; and its land, likewise, if any."""

    party: Party
    event: Event
    is_new: bool
    land: Area | None = None
    land_event: Event | None = None
    land_is_new: bool = False


@dataclass(frozen=True)
class There:
    """What is there already, and who reads the file in, when."""

    parties: Iterable[Party]
    areas: Iterable[Area]
    by: Person
    at: str


def plan(rows: Sequence[Row], there: There) -> Plan:
    """What the rows would do. A column that the file lacks leaves what is there."""
    check_columns(rows, NAMES, "name")
    parties = {party.name.casefold(): party for party in there.parties}
    areas = {area.name.casefold(): area for area in there.areas}
    lines = (
        _line(number, Columns(row, NAMES), parties, areas, there=there)
        for number, row in enumerate(rows, start=1)
    )
    return without_repeats(lines)


def _line(
    number: int,
    row: Columns,
    parties: dict[str, Party],
    areas: dict[str, Area],
    *,
    there: There,
) -> Line:
    name = row.words("name")[: rules.MAX_NAME]
    before = parties.get(" ".join(name.split()).casefold())
    try:
        land, land_event = _land(row, name, areas, there)
        given = _given(row, before, areas, land)
        if before is None:
            party, event = rules.new(given, by=there.by, at=there.at)
        else:
            read = before.version
            party, event = rules.change(before, given, read=read, by=there.by, at=there.at)
    except Refusal as refusal:
        return Line(number, name, WRONG, refusal)
    change = Change(
        party, event, before is None, land, land_event, bool(land and land.version == 1)
    )
    if before is None:
        return Line(number, name, NEW, things=(change,))
    found = _differences(before, party, areas, land) if before else ()
    if land_event and land and land.version > 1:
        found = (*found, Difference(N_("Yta"), "", land.name))
    verdict = CHANGED if found else SAME
    return Line(number, name, verdict, differences=found, things=(change,) if found else ())


def _given(
    row: Columns, before: Party | None, areas: dict[str, Area], land: Area | None
) -> rules.Given:
    """What the row says, and where it is silent what is there."""
    kept = before or Party("", "", "annan", False)
    ids = kept.area_ids.split()
    if row.has("areas"):
        ids = [_area(word, areas).id for word in _listed(row.words("areas"))]
    categories = kept.categories.split()
    if row.has("categories"):
        categories = [_category(word) for word in _listed(row.words("categories"))]
    return rules.Given(
        name=row.words("name"),
        kind=_kind(row.words("kind")) if row.words("kind") else kept.kind,
        external=row.truth("external") if row.has("external") else kept.external,
        email=row.words("email") if row.has("email") else kept.email,
        phone=row.words("phone") if row.has("phone") else kept.phone,
        active=kept.active,
        days=row.whole("days") if row.has("days") else kept.days,
        categories=tuple(categories),
        area_ids=tuple([*ids, land.id] if land else ids),
    )


def _land(
    row: Columns, name: str, areas: dict[str, Area], there: There
) -> tuple[Area | None, Event | None]:
    """The party's land as the file draws it: kept as an area of its own, beside the named ones."""
    geometry = row.given("geometry")
    if not isinstance(geometry, dict) or not str(geometry.get("type", "")).endswith("Polygon"):
        return None, None
    called = f"{name}, {LAND}"[: area_rules.MAX_NAME]
    given = area_rules.Given(called, json.dumps(geometry), land=True)
    before = areas.get(called.casefold())
    if before is None:
        return area_rules.new(given, by=there.by, at=there.at)
    read = before.version
    after, event = area_rules.change(before, given, read=read, by=there.by, at=there.at)
    return (before, None) if after.polygon == before.polygon else (after, event)


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]


def _kind(word: str) -> str:
    return _found(word, PARTY_KINDS, N_("”%(word)s” är inget slag av part."), "kind")


def _category(word: str) -> str:
    names = {code: category.name for code, category in CATEGORIES.items()}
    return _found(word, names, N_("Det finns ingen kategori som heter ”%(word)s”."), "categories")


def _area(word: str, areas: dict[str, Area]) -> Area:
    if word.casefold() not in areas:
        raise Refused(
            N_("Det finns inget område som heter ”%(word)s”. Lägg till det först."),
            field="areas",
            word=word[:60],
        )
    return areas[word.casefold()]


def _found(word: str, known: dict[str, str], sentence: str, field: str) -> str:
    """The code that a code or its Swedish name stands for. Raises Refused."""
    for code, name in known.items():
        if word.casefold() in (code, name.casefold()):
            return code
    raise Refused(sentence, field=field, word=word[:60])


def _differences(
    before: Party, after: Party, areas: dict[str, Area], land: Area | None
) -> tuple[Difference, ...]:
    names = {area.id: area.name for area in (*areas.values(), *((land,) if land else ()))}

    def shown(party: Party) -> dict[str, Any]:
        return {
            "kind": PARTY_KINDS.get(party.kind, party.kind),
            "external": N_("Ja") if party.external else N_("Nej"),
            "email": party.email,
            "phone": party.phone,
            "days": "" if party.days is None else str(party.days),
            "categories": ", ".join(CATEGORIES[code].name for code in party.categories.split()),
            "area_ids": ", ".join(sorted(names.get(key, "") for key in party.area_ids.split())),
        }

    old, new = shown(before), shown(replace(after, version=before.version))
    return tuple(
        Difference(label, old[name], new[name])
        for name, label in _LABELS.items()
        if old[name] != new[name]
    )
