"""Reading in parties and registers: first what each row would do, then all or nothing."""

import hashlib
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, RadioField

from ..domain import importing as rules
from ..domain import importing_assets, importing_parties
from ..domain.assets import KINDS as ASSET_KINDS
from ..domain.errors import N_, Conflict, NotFound, Refused
from ..domain.history import add_line
from ..domain.ids import new_id
from ..domain.importing import CHANGED, NEW, VERDICTS, Plan
from ..files import sweref, tables
from ..storage import areas, assets, importing, parties
from ..storage.importing import Import
from . import forms
from .clock import now
from .errors import sentence
from .policy import staff

bp = Blueprint("admin_import", __name__, url_prefix="/admin/import")
OF_IMPORT = ("coordinator", "safety_coordinator", "admin")
MOST_BYTES = 10 * 1024 * 1024
PAGE = 100
PARTIES = "parties"


class FileForm(forms.Form):
    """What is read in, and the file."""

    kind = RadioField(_("Vad innehåller filen?"), validate_choice=False)
    file = FileField(_("Fil"))
    system = forms.Choice(_("Platserna står i"))


@bp.route("", methods=["GET", "POST"])
@staff(*OF_IMPORT)
def index() -> ResponseReturnValue:
    """Choose a file; what was read in before."""
    form = FileForm()
    form.kind.choices = list(_kinds().items())
    form.system.choices = {"": gettext("Grader eller SWEREF 99 TM"), **sweref.ZONES}
    if request.method == "GET":
        form.kind.data = request.args.get("kind", PARTIES)
    if form.read():
        with form.attempt():
            wanted = _received(form)
            _plan(wanted)  # a file without the columns is told so here
            importing.keep(g.db, wanted)
            return redirect(url_for("admin_import.look", import_id=wanted.id), 303)
    return form.page(
        "admin/import.html",
        done=importing.done(g.db),
        kinds=_kinds(),
        counts=assets.counts(g.db),
        asset_kinds=ASSET_KINDS,
    )


@bp.get("/<import_id>")
@staff(*OF_IMPORT)
def look(import_id: str) -> ResponseReturnValue:
    """What each row would do. Nothing is done."""
    return _page(_waiting(import_id))


@bp.post("/<import_id>")
@staff(*OF_IMPORT)
def carry_out(import_id: str) -> ResponseReturnValue:
    """Do all of it, if it is still what was shown."""
    wanted = _waiting(import_id)
    plan = _plan(wanted)
    try:
        if request.form.get("seen") != _mark(plan):
            raise Conflict(N_("Något har ändrats sedan du tittade. Läs raderna igen."))
        event = add_line("import", wanted.id, by=g.person, at=now())
        importing.carry_out(g.db, wanted, plan, event)
    except (Refused, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return _page(wanted, sentence(refusal)), status
    counts = plan.counts
    flash(
        gettext(
            "Filen är inläst: %(new)s nya, %(changed)s ändrade.",
            new=counts.get(NEW, 0),
            changed=counts.get(CHANGED, 0),
        ),
        "success",
    )
    return redirect(url_for("admin_import.index"), 303)


def _kinds() -> dict[str, str]:
    """What can be read in, as codes: parties, or things of a kind."""
    things = {kind: gettext(name) for kind, name in ASSET_KINDS.items()}
    return {PARTIES: gettext(rules.KINDS[PARTIES]), **things}


def _received(form: FileForm) -> Import:
    if form.kind.data not in _kinds():
        raise Refused(N_("Välj vad filen innehåller."), field="kind")
    given = request.files.get("file")
    if given is None or not given.filename:
        raise Refused(N_("Välj en fil."), field="file")
    data = given.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused(N_("Filen är för stor: högst 10 MB."), field="file")
    system = form.system.data or sweref.said_in(data)
    rows = tables.as_text(sweref.in_degrees(tables.read(data), system))
    return Import(new_id(), form.kind.data, given.filename[:100], rows, g.person.id, now())


def _waiting(import_id: str) -> Import:
    found = importing.get(g.db, import_id)
    if found is None or found.done_at:
        raise NotFound
    return found


def _plan(wanted: Import) -> Plan:
    rows = wanted.read_rows()
    everybody = parties.all(g.db)
    if wanted.kind == PARTIES:
        there = importing_parties.There(everybody, areas.all(g.db, land=True), g.person, now())
        return importing_parties.plan(rows, there)
    there_are = assets.of_kind(g.db, wanted.kind)
    return importing_assets.plan(rows, wanted.kind, there=there_are, parties=everybody, at=now())


def _mark(plan: Plan) -> str:
    """What the plan says as one word: another plan has another."""
    said = [(line.number, line.name, line.verdict, line.differences) for line in plan.lines]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _page(wanted: Import, problem: str = "") -> str:
    plan = _plan(wanted)
    chosen = request.args.get("show", "")
    lines = [line for line in plan.lines if chosen not in VERDICTS or line.verdict == chosen]
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    return render_template(
        "admin/import_look.html",
        wanted=wanted,
        what=_kinds()[wanted.kind],
        plan=plan,
        seen=_mark(plan),
        problem=problem,
        tabs=_tabs(wanted, plan, chosen),
        lines=lines[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages,
        verdicts=VERDICTS,
        told=sentence,
        say=gettext,
        rows_word=ngettext("%(num)s rad", "%(num)s rader", len(plan.lines)),
    )


def _tabs(wanted: Import, plan: Plan, chosen: str) -> list[tuple[Any, ...]]:
    """All rows, then those of each verdict there is."""
    address = url_for("admin_import.look", import_id=wanted.id)
    every = (gettext("Alla rader"), address, chosen not in VERDICTS, len(plan.lines))
    return [
        every,
        *(
            (gettext(VERDICTS[code]), f"{address}?show={code}", chosen == code, count)
            for code, count in plan.counts.items()
        ),
    ]
