"""A published version as the rows of an archive."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from ...domain.categories import CATEGORIES
from ...domain.photos import Photo
from ...domain.reports import PARTS, SECTIONS, PublicPhoto
from ...domain.reports.open_data import counted, record, times
from ...files.archive import Rows
from .edition import Edition
from .told import alternative, moments, pictures, time, told

# The JPEG bytes of a clean copy by the hash that names it; none leaves the picture out of the file.
BytesOf = Callable[[str], bytes | None]
Row = dict[str, Any]
# What a version is made of, and nothing of who wrote and published it.
KEPT = (
    "id",
    "slug",
    "kind",
    "year",
    "first_on",
    "last_on",
    "title",
    "lead",
    "texts",
    "published_version",
    "published_at",
    "drafted_at",
    "summary",
)


def contents(edition: Edition, bytes_of: BytesOf) -> Rows:
    """The rows by table."""
    said = told(edition)
    return {
        "uppfoljning": [_version(edition, said)],
        "versioner": _numbered(said["versioner"]),
        "utfall": _numbered(
            {"kod": part, "namn": name, "antal": edition.summary.parts[part]}
            for part, name in PARTS.items()
        ),
        "kategorier": _numbered(_category(edition, code) for code in CATEGORIES),
        "punkter": _numbered(_points(edition)),
        "bilder": _pictures(edition, bytes_of),
        "punkt_bilder": _numbered(_links(edition)),
        "siffror": _numbered(
            {"kod": one.code, "namn": one.name, "antal": float(one.number)}
            for one in counted(edition.summary)
        ),
        "kategori_utfall": _numbered(_cells(edition)),
        "handelser": _numbered(
            {"punkt": number, **moment}
            for number, fix in enumerate(edition.fixes, start=1)
            for moment in moments(fix)
        ),
        "jamforelse": _numbered(said["jamforelse"]),
        "texter": _numbered(
            {"avsnitt": SECTIONS[name], "text": text} for name, text in said["texter"].items()
        ),
        "perioder": _numbered(_periods(said["namnd"])),
        "periodens_kategorier": _numbered(_period_lines(said["namnd"])),
        **_promises(said["loften"]),
    }


def original(edition: Edition) -> Row:
    """The version as it was frozen."""
    return {**{name: getattr(edition.report, name) for name in KEPT}, "note": edition.note}


def _version(edition: Edition, said: Row) -> Row:
    return {
        "id": edition.report.id,
        **{name: said[name] for name in ("titel", "kommun", "adress", "version", "publicerad")},
        **{name: said[name] for name in ("inledning", "rattelse", "kontakt")},
        "sammanfattning": " ".join(said["sammanfattning"]),
        "vandringar": said["vandringar"],
        "om_vandringarna": " ".join(said["om_vandringarna"]),
        "original": json.dumps(original(edition), ensure_ascii=False),
    }


def _category(edition: Edition, code: str) -> Row:
    found = edition.summary.by_category.get(code, {})
    spent = {code: time(spread) for code, spread in times(edition.summary)}.get(code, {})
    return {
        "kod": code,
        "namn": CATEGORIES[code].name,
        "antal": sum(found.values()),
        **{f"dagar_{name}": spent.get(name) for name in ("mitten", "minst", "hogst", "antal")},
    }


def _points(edition: Edition) -> Iterator[Row]:
    parts, categories = list(PARTS), list(CATEGORIES)
    for fix in edition.fixes:
        yield {
            **record(fix),
            "utfall_nr": parts.index(fix.part) + 1,
            "kategori_nr": categories.index(fix.category) + 1,
            "adress": edition.fix_address(fix),
            "original": json.dumps(asdict(fix), ensure_ascii=False),
        }


def _pictures(edition: Edition, bytes_of: BytesOf) -> Iterator[Row]:
    shown: dict[str, tuple[PublicPhoto, str]] = {}
    for fix in edition.fixes:
        for side, photo in pictures(fix):
            shown.setdefault(photo.photo_id, (photo, alternative(fix, side, photo)))
    for photo_id in sorted(shown):
        photo, text = shown[photo_id]
        kept: Photo = edition.photos[photo_id]
        large, small = str(kept.sha256_1600), str(kept.sha256_480)
        yield {
            "id": photo_id,
            "text": text,
            "bredd": photo.width,
            "hojd": photo.height,
            "adress": edition.photo_address(photo, 1600),
            "sha256_1600": large,
            "sha256_480": small,
            "jpeg_1600": bytes_of(large),
            "jpeg_480": bytes_of(small),
        }


def _links(edition: Edition) -> Iterator[Row]:
    for number, fix in enumerate(edition.fixes, start=1):
        for side, photo in pictures(fix):
            yield {"punkt": number, "bild": photo.photo_id, "nar": side}


def _cells(edition: Edition) -> Iterator[Row]:
    categories = list(CATEGORIES)
    for code, row in edition.summary.by_category.items():
        for number, part in enumerate(PARTS, start=1):
            yield {
                "kategori": categories.index(code) + 1,
                "utfall": number,
                "antal": row[part],
            }


def _periods(board: Row | None) -> Iterator[Row]:
    for one in (board["nu"], board["fore"]) if board else ():
        parts = {f"utfall_{part}": count for part, count in one["utfall"].items()}
        yield {**_without(one, "utfall", "kategorier", "kostnader"), **parts}


def _period_lines(board: Row | None) -> Iterator[Row]:
    for number, one in enumerate((board["nu"], board["fore"]) if board else (), start=1):
        for line in one["kategorier"]:
            kind = list(CATEGORIES).index(line["kod"]) + 1
            yield {"period": number, "kategori": kind, **_without(line, "kod")}


def _promises(accounts: list[Row]) -> dict[str, Iterable[Row]]:
    told_of = list(enumerate(accounts, start=1))
    return {
        "loften": _numbered(
            {name: one[name] for name in ("titel", "inledning", "undertecknat", "dokument")}
            for one in accounts
        ),
        "mal": _numbered(
            {
                "lofte": number,
                **aim,
                "platser": ", ".join(aim["platser"]),
                "lovat": ", ".join(aim["lovat"]),
            }
            for number, one in told_of
            for aim in one["mal"]
        ),
        "loftets_vandringar": _numbered(
            {"lofte": number, **_walk(walk)}
            for number, one in told_of
            for walk in one["vandringar"]
        ),
        "insatser": _numbered(
            {"lofte": number, **done} for number, one in told_of for done in _done(one)
        ),
        "resultat": _numbered(
            {"lofte": number, "atagande": row["lofte"], **_without(row, "lofte")}
            for number, one in told_of
            for row in one["resultat"]
        ),
        "matvarden": _numbered(
            {"lofte": number, **value, **_without(row, "varden", "text")}
            for number, one in told_of
            for row in one["matvarden"]
            for value in row["varden"]
        ),
    }


def _done(account: Row) -> Iterator[Row]:
    for part in account["gjort"]:
        for block in part["avsnitt"]:
            for done in block["insatser"]:
                yield {"del": part["rubrik"], "avsnitt": block["rubrik"], **done}


def _walk(told: Row) -> Row:
    groups = ", ".join(f"{count} {group}" for group, count in told["grupper"].items())
    return {**told, "grupper": groups}


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        yield {"ordning": number, **row}
