"""The draft as it stands now: its rows, figures and promises, and what is missing in it."""

from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from ...domain import reports as rules
from ...domain.promises import Account, grounds, mark
from ...domain.reports import PublicFix, Report, Summary
from ...domain.reports.boards import Board
from ...storage import boards, public_fixes
from .. import promise_accounts
from ..clock import today
from ..report_pages import frozen


@dataclass(frozen=True)
class Drafted:
    """A report with all that its page is made of."""

    report: Report
    fixes: list[PublicFix]
    summary: Summary
    accounts: list[Account]
    board: Board | None = None

    @property
    def mark(self) -> str:
        """Another as soon as anything on the page is."""
        whole = (self.report, self.fixes, self.summary, self.accounts)
        return mark(*whole, board=self.board)

    @property
    def grounds(self) -> dict[str, list[str]]:
        """The generated lines beside each of the editor's texts."""
        return grounds(self.fixes, self.summary, self.accounts)

    def page(self, seen: str) -> rules.Page:
        """What is reviewed and published, beside the mark of what the person had read."""
        return rules.Page(self.mark, seen, frozen(self.summary, self.accounts, self.board))


def drafted(report: Report) -> Drafted:
    """The report as things stand now."""
    fixes, summary = public_fixes.gather(g.db, report, today())
    accounts = promise_accounts.drafted(report, summary)
    return Drafted(report, fixes, summary, accounts, boards.board(g.db, report))


def gaps(draft: Drafted) -> list[str]:
    """What a reader would miss, the promises' own gaps too."""
    fixes = draft.fixes
    without_text = sum(not fix.seen for fix in fixes)
    without_after = sum(fix.part == "fixed" and not fix.after for fix in fixes)
    undated = sum(fix.part == "remaining" and not fix.due_on for fix in fixes)
    found = [
        (not fixes, _("Det finns inga åtgärder att visa än.")),
        (
            without_text,
            ngettext(
                "%(num)s åtgärd saknar text om vad som sågs.",
                "%(num)s åtgärder saknar text om vad som sågs.",
                without_text,
            ),
        ),
        (
            without_after,
            ngettext(
                "%(num)s åtgärdad punkt saknar bild efteråt.",
                "%(num)s åtgärdade punkter saknar bild efteråt.",
                without_after,
            ),
        ),
        (
            undated,
            ngettext(
                "%(num)s punkt återstår utan datum.",
                "%(num)s punkter återstår utan datum.",
                undated,
            ),
        ),
        (not draft.summary.participants, _("Antal deltagare är inte ifyllt på vandringen.")),
        ("next" not in rules.written(draft.report), _("”Så går det vidare” är tomt.")),
        (not g.municipality.contact_email, _("Kommunen har ingen adress för frågor.")),
    ]
    missing = [text for missing, text in found if missing]
    return missing + promise_accounts.gaps(draft.report, draft.summary)
