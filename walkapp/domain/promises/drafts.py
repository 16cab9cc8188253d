"""A follow-up's draft as a whole: what marks it, and the generated lines of each section."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from ..reports.boards import Board
from ..reports.report import Report
from ..reports.sentences import figures, headline, walked
from ..reports.texts import written
from ..reports.values import PARTS, PublicFix, Summary
from .keeping import kept
from .pages import Account


def mark(
    report: Report,
    fixes: Sequence[PublicFix],
    summary: Summary,
    accounts: Sequence[Account],
    *,
    board: Board | None = None,
) -> str:
    """Another as soon as a word, a row, a figure or a picture of the page is."""
    words = {name: one.text for name, one in written(report).items()}
    rows, promised = [asdict(fix) for fix in fixes], [kept(account) for account in accounts]
    shown: list[object] = [report.title, words, rows, asdict(summary), promised]
    shown.append(asdict(board) if board else None)
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def grounds(
    fixes: Sequence[PublicFix], summary: Summary, accounts: Sequence[Account]
) -> dict[str, list[str]]:
    """The lines by section, in Swedish, as they are generated now."""
    walk = walked(summary)
    said = [*([walk] if walk else []), *headline(summary), *figures(summary)]
    left = [fix for fix in fixes if fix.part == "remaining"]
    found: dict[str, list[str]] = {
        "lead": [str(sentence) for sentence in said],
        "points": [f"{fix.number} {fix.title}: {PARTS[fix.part]}" for fix in fixes],
        "next": [" ".join((fix.number, fix.title, fix.due_on or "")).strip() for fix in left],
    }
    for account in accounts:
        for section, lines in _promised(account).items():
            found[section] = [*found.get(section, []), *lines]
    return found


def _promised(account: Account) -> dict[str, list[str]]:
    police, municipality = (
        [
            " ".join(map(str, (*bullet.said, bullet.marker or ""))).strip()
            for block in part.blocks
            for bullet in block.bullets
        ]
        for part in account.parts
    )
    return {
        "goal": [*(str(said) for aim in account.aims for said in aim.said), str(account.lead)],
        "police": police,
        "municipality": municipality,
        "kept": [
            f"{r.heading}: {r.target} – {r.result}, {r.verdict} {r.comment}".strip()
            for r in account.rows
        ],
        "measured": [" ".join(map(str, (*one.said, one.change))) for one in account.measured],
    }
