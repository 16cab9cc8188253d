"""The list of promises and one of them as it stands now."""

from dataclasses import dataclass, replace

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from ...domain import promises as rules
from ...domain.ids import new_id
from ...domain.promises import Account, Book, Promise
from ...domain.promises.indicators import shown
from ...domain.reports import Report, may_draft
from ...storage import known, promises, reports
from .. import promise_accounts
from ..catalogues import language
from ..clock import now
from ..policy import staff
from ..sentences import say
from . import forms
from .pages import READERS, Page, bp, counted, get, save_form
from .removing import named


@dataclass(frozen=True)
class Standing:
    """A promise as it stands until something changes: what is missing, and how it is told."""

    book: Book
    account: Account
    gaps: tuple[str, ...]
    followup: Markup


@bp.get("")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """Every promise."""
    may_write = rules.may_write(g.person)
    return render_template(
        "promises/index.html",
        promises=promises.all(g.db),
        removed=promises.removed_ones(g.db) if may_write else (),
        years=rules.years,
        may_write=may_write,
        may_log=rules.may_log(g.person),
    )


@bp.get("/<promise_id>")
@staff(*READERS)
def show(promise_id: str) -> ResponseReturnValue:
    """How the promise stands now: targets and results, what was done, what is missing."""
    standing = _standing(promise_id)
    book, promise = standing.book, standing.book.promise
    year = min(max(int(now()[:4]), promise.first_year), promise.last_year)
    gone = [] if not rules.may_log(g.person) else promises.removed_under(g.db, promise)
    return render_template(
        "promises/show.html",
        standing=standing,
        book=book,
        promise=promise,
        years=rules.years(promise),
        account=standing.account,
        year=year,
        tertials=[(c, rules.tertials(book, c, year)) for c in book.commitments],
        removed=[named(thing) for thing in gone if rules.may_remove(g.person, thing)],
        rules=rules,
        say=say,
        told=promise_accounts.in_short,
        shown=shown,
        reports=_reports(promise) if may_draft(g.person) else (),
        may_write=rules.may_write(g.person),
        may_log=rules.may_log(g.person),
    )


@bp.route("/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new() -> ResponseReturnValue:
    """Begin a promise. What an earlier one planned for its years follows along."""
    year = int(now()[:4])
    blank = Promise(new_id(), "", year, year, "joint", now())
    form = forms.PromiseForm()
    if form.read():
        with form.attempt():
            made, event = rules.added(form.written(blank), by=g.person, at=now())
            planned = promises.carried(g.db, made)
            along = [rules.taken_over(a, made, by=g.person, at=now()) for a in planned]
            promises.add(g.db, made, event, along)
            flash(_begun(len(along)), "success")
            return redirect(url_for("promises.new_goal", promise_id=made.id), 303)
    elif not form.is_submitted():
        form.show(blank)
    form.show_version(blank.version)
    page = Page(gettext("Nytt medborgarlöfte"))
    return form.page(page.template, page=page, thing=blank, fresh=True)


@bp.route("/<promise_id>/edit", methods=["GET", "POST"])
@staff("safety_coordinator")
def edit(promise_id: str) -> ResponseReturnValue:
    """Change who promises, when and the signed paper."""
    promise = get(Promise, promise_id)
    page = replace(Page(gettext("Ändra löftet"), promise), word="promises")
    return save_form(forms.PromiseForm(), promise, page)


def _standing(promise_id: str) -> Standing:
    def found() -> Standing:
        book, summary = counted(promise_id)
        account = promise_accounts.of_book(book, summary)
        gaps = tuple(say(gap) for gap in rules.gaps(book, summary))
        given = {"accounts": [account], "points_at": "", "say": say}
        told = render_template("promises/_account.html", **given)
        return Standing(book, account, gaps, Markup(told))

    key = ("standing", promise_id, now()[:4], language(), request.script_root)
    standing: Standing = known.kept(g.db, key, found)
    return standing


def _reports(promise: Promise) -> list[tuple[int, Report | None]]:
    """Each year that has begun, with its report when somebody has begun it."""
    years = rules.so_far(promise, now())
    return [(year, reports.of_subject(g.db, walk_id=None, year=year)) for year in years]


def _begun(along: int) -> str:
    said = gettext("Sparat. Skriv nu målet.")
    if not along:
        return said
    carried = ngettext(
        "%(num)s planerad insats följer med från ett tidigare löfte.",
        "%(num)s planerade insatser följer med från tidigare löften.",
        along,
    )
    return f"{said} {carried}"
