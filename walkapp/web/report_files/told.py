"""A published version as plain data, in Swedish: what the JSON file and the archive hold."""

from typing import Any

from ...domain import reports as rules
from ...domain.categories import CATEGORIES
from ...domain.promises import Account, Measured
from ...domain.promises.held import HeldWalk
from ...domain.promises.pages import Aim
from ...domain.promises.parts import Block
from ...domain.promises.tables import Row
from ...domain.reports import PublicFix, PublicPhoto, Summary
from ...domain.reports.measures import Spread
from ...domain.reports.open_data import beside_earlier, counted, record, times
from . import own
from .edition import Edition
from .swedish import sentence

FORMAT, FORMAT_VERSION = "walkapp-uppfoljning", 1


def told(edition: Edition) -> dict[str, Any]:
    """Everything the page says, as docs/followup.schema.json describes it."""
    report, summary = edition.report, edition.summary
    walked = rules.walked(summary)
    spent = {code: time(spread) for code, spread in times(summary)}
    return {
        "format": FORMAT,
        "formatversion": FORMAT_VERSION,
        "kommun": edition.publisher,
        "titel": report.title,
        "adress": edition.address,
        "version": report.published_version,
        "publicerad": report.published_at,
        "inledning": report.lead,
        "rattelse": edition.note,
        "versioner": own.told_versions(edition),
        "kontakt": edition.contact,
        "texter": own.texts(edition),
        "namnd": own.told_board(edition),
        "sammanfattning": [str(sentence) for sentence in rules.headline(summary)],
        "vandringar": str(walked) if walked else "",
        "om_vandringarna": [str(sentence) for sentence in rules.who(summary)],
        "siffror": [
            {"kod": one.code, "namn": one.name, "antal": one.number} for one in counted(summary)
        ],
        "kategorier": [
            {
                "kod": code,
                "namn": CATEGORIES[code].name,
                "utfall": dict(row),
                "dagar": spent.get(code),
            }
            for code, row in summary.by_category.items()
        ],
        "jamforelse": _comparison(summary),
        "loften": [told_account(account) for account in edition.accounts],
        "punkter": [_point(edition, fix) for fix in edition.fixes],
    }


def time(spread: Spread) -> dict[str, int]:
    """Whole days: the middle, between which half of them lie, and how many they are."""
    middle, low, high = (round(number or 0) for number in (spread.middle, spread.low, spread.high))
    return {"mitten": middle, "minst": low, "hogst": high, "antal": spread.count}


def _comparison(summary: Summary) -> list[dict[str, Any]]:
    title = summary.earlier.title if summary.earlier else ""
    return [
        {
            "matt": row.name,
            "enhet": row.unit,
            "forra": title,
            "forra_varde": round(row.before),
            "forra_antal": row.before_of,
            "nu_varde": round(row.now),
            "nu_antal": row.now_of,
        }
        for row in beside_earlier(summary)
    ]


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
        "omrade": walk.where,
        "form": walk.form,
        "ljus": walk.light,
        "vader": walk.weather,
        "deltagare": walk.participants,
        "grupper": dict(walk.groups),
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


def moments(fix: PublicFix) -> list[dict[str, str]]:
    """What has happened to a fix, as everybody may read it, oldest first."""
    return [
        {"dag": one.on, "text": sentence(one.text, one.values), "sagt": one.said}
        for one in fix.past
    ]


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
        "handelser": moments(fix),
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
