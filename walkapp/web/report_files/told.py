"""A published version as plain data, in Swedish: what the JSON file and the archive hold."""

from typing import Any

from ...domain import reports as rules
from ...domain.categories import CATEGORIES
from ...domain.promises import Account, Measured
from ...domain.promises.held import HeldWalk
from ...domain.promises.pages import Aim
from ...domain.promises.parts import Block
from ...domain.promises.tables import Row
from ...domain.reports import PublicFix, PublicPhoto
from ...domain.reports.open_data import counted, record
from .edition import Edition

FORMAT, FORMAT_VERSION = "walkapp-uppfoljning", 1


def told(edition: Edition) -> dict[str, Any]:
    """Everything the page says, as docs/followup.schema.json describes it."""
    report, summary = edition.report, edition.summary
    walked = rules.walked(summary)
    return {
        "format": FORMAT,
        "formatversion": FORMAT_VERSION,
        "kommun": edition.publisher,
        "titel": report.title,
        "adress": edition.address,
        "version": report.published_version,
        "publicerad": report.published_at,
        "inledning": report.lead,
        "sammanfattning": [str(sentence) for sentence in rules.headline(summary)],
        "vandringar": str(walked) if walked else "",
        "siffror": [
            {"kod": one.code, "namn": one.name, "antal": one.number} for one in counted(summary)
        ],
        "kategorier": [
            {"kod": code, "namn": CATEGORIES[code].name, "utfall": dict(row)}
            for code, row in summary.by_category.items()
        ],
        "loften": [told_account(account) for account in edition.accounts],
        "punkter": [_point(edition, fix) for fix in edition.fixes],
    }


def told_account(account: Account) -> dict[str, Any]:
    """A promise's account in finished sentences."""
    return {
        "titel": str(account.title),
        "mal": [_aim(aim) for aim in account.aims],
        "inledning": str(account.lead),
        "undertecknat": account.signed_on,
        "dokument": account.document,
        "gjort": [
            {"rubrik": part.heading, "avsnitt": [_block(block) for block in part.blocks]}
            for part in account.parts
        ],
        "resultat": [_result(row) for row in account.rows],
        "vandringar": [_walk(walk) for walk in account.walks],
        "matvarden": [_measured(one) for one in account.measured],
    }


def _aim(aim: Aim) -> dict[str, Any]:
    return {
        "text": " ".join(str(sentence) for sentence in aim.said),
        "platser": list(aim.places),
        "lagesbild": aim.background,
        "lovat": list(aim.commitments),
    }


def _walk(walk: HeldWalk) -> dict[str, Any]:
    return {
        "dag": walk.day,
        "omrade": walk.area,
        "deltagare": walk.participants,
        "iakttagelser": walk.issues,
        "punkter": walk.fixes,
        "atgardade": walk.fixed,
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "rubrik": block.heading,
        "insatser": [
            {
                "text": " ".join(str(sentence) for sentence in bullet.said),
                "lage": str(bullet.marker or ""),
                "dokument": bullet.document,
            }
            for bullet in block.bullets
        ],
    }


def _result(row: Row) -> dict[str, str]:
    return {
        "lofte": row.heading,
        "text": row.text,
        "ansvarig": row.owner,
        "mal": str(row.target),
        "resultat": str(row.result),
        "omdome": row.verdict,
        "kommentar": row.comment,
    }


def _measured(one: Measured) -> dict[str, Any]:
    return {
        "namn": one.name,
        "text": " ".join(str(sentence) for sentence in one.said),
        "varden": [{"ar": year, "varde": value} for year, value in one.values],
        "forandring": one.change,
        "kalla": one.source,
        "anmarkning": one.note,
        "enhet": one.unit,
        "definition": one.definition,
        "onskat": one.wanted,
        "forbehall": one.caveat,
    }


def pictures(fix: PublicFix) -> list[tuple[str, PublicPhoto]]:
    """The pictures of a fix, each with whether it was taken before or after."""
    return [("före", photo) for photo in fix.before] + [("efter", photo) for photo in fix.after]


def alternative(fix: PublicFix, side: str, photo: PublicPhoto) -> str:
    """What a picture is said to show: somebody's words, else the category and the side."""
    return photo.alt or f"{CATEGORIES[fix.category].name}, {side} åtgärd"


def _point(edition: Edition, fix: PublicFix) -> dict[str, Any]:
    return {
        **record(fix),
        "utfall_kod": fix.part,
        "kategori_kod": fix.category,
        "adress": edition.fix_address(fix),
        "bilder": [
            {
                "nar": side,
                "adress": edition.photo_address(photo, 1600),
                "liten": edition.photo_address(photo, 480),
                "text": alternative(fix, side, photo),
            }
            for side, photo in pictures(fix)
        ],
    }
