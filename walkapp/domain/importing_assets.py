"""A register of lamp posts or other numbered things: what each row of a file would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import text
from .assets import KINDS, Asset
from .errors import N_, Refusal, Refused
from .ids import new_id
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
from .people import Party
from .places import checked_position

NAMES = {
    "number": ("nummer", "stolpnummer", "stolpe", "stolpnr", "nr", "littera", "number", "id"),
    "lat": ("lat", "latitud", "latitude", "y", "n", "nord", "norr", "northing"),
    "lon": ("lon", "lng", "longitud", "longitude", "x", "e", "öst", "ost", "easting"),
    "name": ("namn", "beskrivning", "plats", "gata", "name", "description"),
    "party": ("ansvarig", "part", "ägare", "förvaltare", "party", "owner"),
    "geometry": ("geometry",),
}
MAX_NUMBER, MAX_NAME = 40, 100
_LABELS = {"lat": N_("Latitud"), "lon": N_("Longitud"), "name": N_("Namn"), "party": N_("Ansvarig")}


def plan(
    rows: Sequence[Row],
    kind: str,
    *,
    there: Mapping[str, Asset],
    parties: Iterable[Party],
    at: str,
) -> Plan:
    """What the rows would do to the things of a kind that are there, by their numbers."""
    if kind not in KINDS:
        raise Refused(N_("Välj vad det är för slag."), field="asset_kind")
    check_columns(rows, NAMES, "number")
    by_name = {party.name.casefold(): party for party in parties}
    lines = (
        _line(number, Columns(row, NAMES), kind, there=there, parties=by_name, at=at)
        for number, row in enumerate(rows, start=1)
    )
    return without_repeats(lines)


def _line(
    number: int,
    row: Columns,
    kind: str,
    *,
    there: Mapping[str, Asset],
    parties: Mapping[str, Party],
    at: str,
) -> Line:
    name = row.words("number")[:MAX_NUMBER]
    before = there.get(" ".join(name.split()))
    try:
        asset = _asset(row, kind, parties, before)
    except Refusal as refusal:
        return Line(number, name, WRONG, refusal)
    if before is None:
        return Line(number, name, NEW, things=(replace(asset, id=new_id(), updated_at=at),))
    changed = _differences(before, asset, parties)
    after = replace(asset, id=before.id, updated_at=at)
    verdict = CHANGED if changed else SAME
    return Line(number, name, verdict, differences=changed, things=(after,) if changed else ())


def _asset(row: Columns, kind: str, parties: Mapping[str, Party], before: Asset | None) -> Asset:
    """The thing as the row tells it, and where it is silent as it is there."""
    number = text.line(row.words("number"), "number", MAX_NUMBER)
    if not number:
        raise Refused(N_("Numret saknas."), field="number")
    lat, lon = _position(row)
    name, party_id = (before.name, before.party_id) if before else ("", None)
    if row.has("name"):
        name = text.line(row.words("name"), "name", MAX_NAME)
    if row.has("party"):
        party_id = _party(row.words("party"), parties)
    return Asset("", kind, number, lat, lon, name, party_id)


def _party(name: str, parties: Mapping[str, Party]) -> str | None:
    if name and name.casefold() not in parties:
        raise Refused(
            N_("Det finns ingen part som heter ”%(name)s”. Lägg till den först."),
            field="party",
            name=name[:100],
        )
    return parties[name.casefold()].id if name else None


def _position(row: Columns) -> tuple[float, float]:
    lat, lon = row.degrees("lat"), row.degrees("lon")
    point = row.given("geometry")
    if isinstance(point, dict) and point.get("type") == "Point":
        lon, lat = _pair(point.get("coordinates"))
    if lat is None or lon is None:
        raise Refused(N_("Platsen saknas: latitud och longitud."), field="lat")
    if abs(lat) > 90 or abs(lon) > 180:
        raise Refused(
            N_("Platsen är varken i grader (WGS 84) eller i SWEREF 99. Exportera om filen så."),
            field="lat",
        )
    found = checked_position(lat, lon)
    assert found
    return found


def _pair(coordinates: Any) -> tuple[float, float]:
    pair = coordinates[:2] if isinstance(coordinates, list) else []
    if len(pair) != 2 or not all(type(part) in (int, float) for part in pair):
        raise Refused(N_("Platsen gick inte att läsa."), field="lat")
    return float(pair[0]), float(pair[1])


def _differences(
    before: Asset, after: Asset, parties: Mapping[str, Party]
) -> tuple[Difference, ...]:
    names = {party.id: party.name for party in parties.values()}

    def shown(asset: Asset) -> dict[str, str]:
        return {
            "lat": f"{asset.lat:.6f}",
            "lon": f"{asset.lon:.6f}",
            "name": asset.name,
            "party": names.get(asset.party_id or "", ""),
        }

    old, new = shown(before), shown(after)
    return tuple(
        Difference(label, old[name], new[name])
        for name, label in _LABELS.items()
        if old[name] != new[name]
    )
