"""What is deleted when, by which decision, and what has gone."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..domain import retention as rules
from ..domain.errors import NotFound
from ..domain.retention import KINDS
from ..storage import events, retention
from . import forms
from .clock import now
from .policy import staff

bp = Blueprint("admin_retention", __name__, url_prefix="/admin/retention")
OF_RETENTION = ("registrar", "admin")


class RuleForm(forms.Form):
    """A rule as its fields are drawn."""

    days = forms.Count(_("Antal dagar"))
    decision = forms.line(_("Beslut"))
    version = forms.ReadVersion()


@bp.get("")
@staff(*OF_RETENTION)
def index() -> ResponseReturnValue:
    """Every kind with its rule, and what has gone lately."""
    found = retention.all(g.db)
    past = [line for code in KINDS for line in events.of(g.db, "retention", code)]
    return render_template(
        "admin/retention.html",
        kinds=KINDS,
        rules=found,
        gone=sorted(
            (line for line in past if line["kind"] == "deleted"),
            key=lambda line: str(line["at"]),
            reverse=True,
        )[:30],
    )


@bp.route("/<what>", methods=["GET", "POST"])
@staff(*OF_RETENTION)
def rule(what: str) -> ResponseReturnValue:
    """How long one kind is kept, with how much would go if it were decided now."""
    if what not in KINDS:
        raise NotFound
    found = retention.all(g.db)[what]
    form = RuleForm(obj=found)
    if form.read():
        with form.attempt():
            changed = rules.change(
                found,
                form.days.data,
                form.decision.data,
                read=form.version.data,
                by=g.person,
                at=now(),
            )
            retention.save(g.db, *changed)
            flash(gettext("%(name)s är sparad.", name=gettext(KINDS[what].title)), "success")
            return redirect(url_for("admin_retention.index"), 303)
    form.show_version(retention.all(g.db)[what].version)
    days = found.days or KINDS[what].days
    return form.page(
        "admin/retention_rule.html",
        kind=KINDS[what],
        days=days,
        due=retention.due(g.db, what, days, now()),
        past=list(reversed(events.of(g.db, "retention", what))),
    )
