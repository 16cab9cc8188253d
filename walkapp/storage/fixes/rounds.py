"""Rounds: stars, a person's own order, and the fixes to go to with what is needed on the spot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...domain.fixes import MOST_ERRANDS, Fix, arranged
from ...domain.fixes.round import AT_WORK
from ...domain.people import Person
from ...domain.photos import Photo
from .. import rows
from ..database import Database
from .filtering import Filter, conditions


@dataclass(frozen=True)
class Errand:
    """One fix of a round. `notes` are the walkers' words, `poles` the lamp posts they named."""

    fix: Fix
    party: str
    starred: bool
    before: tuple[Photo, ...] = ()
    notes: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()


def stars(db: Database, person_id: str) -> set[str]:
    """The fixes this person has starred."""
    found = db.query(
        "SELECT fix_id FROM errands WHERE person_id = :me AND starred = 1", {"me": person_id}
    )
    return {row["fix_id"] for row in found}


def star(db: Database, person_id: str, fix_ids: Iterable[str], *, on: bool) -> None:
    """Put stars on fixes, or take them away. Their places in the order stay."""
    with db.writing():
        for fix_id in fix_ids:
            db.execute(
                "INSERT INTO errands (person_id, fix_id, starred) VALUES (:me, :fix_id, :starred)"
                " ON CONFLICT (person_id, fix_id) DO UPDATE SET starred = :starred",
                {"me": person_id, "fix_id": fix_id, "starred": int(on)},
            )


def arrange(db: Database, person: Person, wanted: Sequence[str], today: str) -> None:
    """Keep an order of the person's round; what it leaves out comes last."""
    with db.writing():
        order = arranged([row["id"] for row in _chosen(db, person, today)], wanted)
        for place, fix_id in enumerate(order, start=1):
            db.execute(
                "INSERT INTO errands (person_id, fix_id, place) VALUES (:me, :fix_id, :place)"
                " ON CONFLICT (person_id, fix_id) DO UPDATE SET place = :place",
                {"me": person.id, "fix_id": fix_id, "place": place},
            )


def errands(db: Database, person: Person, today: str) -> list[Errand]:
    """The person's round in order: own places first, then what is due first."""
    found = _chosen(db, person, today)
    return _furnished(
        db,
        [Errand(rows.read(Fix, row), row["party_name"] or "", bool(row["star"])) for row in found],
    )


def on_paper(db: Database, wanted: Sequence[Fix]) -> list[Errand]:
    """Fixes with what is needed on the spot, in the order given."""
    names = {row["id"]: row["name"] for row in db.query("SELECT id, name FROM parties", {})}
    return _furnished(db, [Errand(fix, names.get(fix.party_id, ""), False) for fix in wanted])


def _furnished(db: Database, bare: Sequence[Errand]) -> list[Errand]:
    ids = [errand.fix.id for errand in bare]
    pictures, said = _pictures(db, ids), _said(db, ids)
    return [
        replace(
            errand,
            before=tuple(pictures.get(errand.fix.id, ())),
            notes=_each(said.get(errand.fix.id, ()), "note"),
            poles=_each(said.get(errand.fix.id, ()), "pole_number"),
        )
        for errand in bare
    ]


def _chosen(db: Database, person: Person, today: str) -> list[dict[str, Any]]:
    """The rows of the round: the rule of `fixes.is_errand`, for many at once."""
    where, params = conditions(db.engine, Filter(person, today, state="open"))
    checks = person.has("coordinator", "safety_coordinator", "leader")
    at_work = ", ".join(f"'{state}'" for state in AT_WORK)
    starred = "id IN (SELECT fix_id FROM errands WHERE person_id = :me AND starred = 1)"
    sql = (
        "SELECT f.*, p.name AS party_name, coalesce(e.starred, 0) AS star"
        " FROM fixes f LEFT JOIN parties p ON p.id = f.party_id"
        " LEFT JOIN errands e ON e.fix_id = f.id AND e.person_id = :me WHERE f.serial IN ("
        f"SELECT serial FROM fixes WHERE {where} AND {starred}"
        f"{'' if checks else f' AND state IN ({at_work})'}"
        f" UNION SELECT serial FROM fixes WHERE {where} AND state IN ({at_work})"
        " AND person_id = :me)"
        " ORDER BY coalesce(e.place, 1000000), coalesce(f.due_on, '9999-12-31'), f.serial"
        " LIMIT :most"
    )
    return list(db.query(sql, {**params, "most": MOST_ERRANDS}))


def _pictures(db: Database, ids: Sequence[str]) -> dict[str, list[Photo]]:
    """The clean photos from before the work, by fix, oldest first."""
    if not ids:
        return {}
    places, params = _places(ids)
    # With a bare `state = 'clean'` SQLite takes the cleaner's index and reads every clean photo.
    shown = "ph.removed_at IS NULL AND ph.state || '' = 'clean'"
    found = db.query(
        "SELECT l.fix_id AS shown_by, ph.* FROM fix_issues l"
        f" JOIN photos ph ON ph.client_id = l.client_id WHERE l.fix_id IN ({places})"
        f" AND ph.review = 'approved' AND {shown}"
        f" UNION ALL SELECT ph.fix_id, ph.* FROM photos ph WHERE ph.fix_id IN ({places})"
        f" AND ph.kind <> 'after' AND {shown} ORDER BY received_at, photo_id",
        params,
    )
    return _grouped((row["shown_by"], rows.read(Photo, row)) for row in found)


def _said(db: Database, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    if not ids:
        return {}
    places, params = _places(ids)
    found = db.query(
        "SELECT l.fix_id, i.note, i.pole_number FROM fix_issues l"
        " JOIN issues i ON i.client_id = l.client_id"
        f" WHERE l.fix_id IN ({places}) ORDER BY i.number",
        params,
    )
    return _grouped((row["fix_id"], row) for row in found)


def _each(said: Iterable[dict[str, Any]], name: str) -> tuple[str, ...]:
    """Every text of that name once."""
    return tuple(dict.fromkeys(row[name] for row in said if row[name]))


def _places(ids: Sequence[str]) -> tuple[str, dict[str, str]]:
    params = {f"fix{n}": fix_id for n, fix_id in enumerate(ids)}
    return ", ".join(f":{name}" for name in params), params


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
