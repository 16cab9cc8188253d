"""The page of one fix: how it stands, what this person may do now, and how it came here."""

from dataclasses import dataclass
from typing import Any

from flask import g, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ...domain import fixes as rules
from ...domain.categories import CATEGORIES, KINDS, PLACE_TYPES
from ...domain.fixes import Fix, Move, labels, words
from ...domain.people import Party, Person
from ...domain.photos import PROBLEMS
from ...domain.review import PHOTO_REVIEWS
from ...storage import areas, fixes, parties, people, walks
from ..clock import today
from ..errors import sentence
from . import beside
from .answering import Offers, public_field
from .forms import MoveForm, move_form
from .past import history_since, past, told
from .suggesting import things_near

ONWARD = ("assess", "assign", "plan", "start", "finish", "resume", "confirm")


@dataclass(frozen=True)
class Step:
    """A move this person may make now, with its form."""

    move: Move
    form: MoveForm
    label: str

    @property
    def closes(self) -> bool:
        """Whether it stands among the outcomes, behind one more fold."""
        return self.move.outcome is not None and self.move.name != "confirm"


@dataclass(frozen=True)
class Tried:
    """A move that was sent and could not be made: its form keeps what was typed."""

    move: Move
    form: MoveForm
    seen: int


def page(
    fix: Fix,
    tried: Tried | None = None,
    *,
    photo_problem: str = "",
    said: Any = None,
    status: int = 200,
) -> Response:
    """The fix as this person may see it. A move that was refused or came late keeps its words.

    `said` is a comment that was refused.
    """
    walk = walks.get(g.db, fix.walk_id) if fix.walk_id else None
    me = rules.towards(g.person, walk)
    party = parties.get(g.db, fix.party_id) if fix.party_id else None
    own = parties.get(g.db, me.party_id) if me.party_id else None
    offers = Offers(fix, party) if rules.may_comment(me) else None
    steps = _steps(fix, me, tried, offers)
    shown = render_template(
        "fixes/show.html",
        fix=fix,
        walk=walk,
        party=party,
        steps=steps,
        main=_main(fix, steps, tried),
        tried=tried,
        lost=_lost(steps, tried),
        obstacles=_obstacles(fix, me),
        past=past(fix, me, own),
        news=history_since(fix, tried.seen) if tried else [],
        **_aids(fix, own, steps),
        **_public(fix, party.name if party else ""),
        photo_problem=photo_problem,
        **_named(fix),
        **_rights(fix, me, own),
        offers=offers,
        **beside.of(fix, me, said, offers),
        **_WORDS,
    )
    return make_response(shown, status)


def _public(fix: Fix, party: str) -> dict[str, str]:
    """How it stands, as everybody may read it."""
    return {
        "public_label": told(rules.public_label(fix, party)),
        "public_sentence": told(rules.public_sentence(fix, party)),
    }


def _named(fix: Fix) -> dict[str, Any]:
    """What the fix knows by its id alone."""
    return {
        "belongings": fixes.belongings(g.db, fix.id),
        "handler": people.get(g.db, fix.person_id) if fix.person_id else None,
        "area": areas.get(g.db, fix.area_id) if fix.area_id else None,
        "kept": fixes.get(g.db, fix.kept_fix_id) if fix.kept_fix_id else None,
    }


def _rights(fix: Fix, me: Person, own: Party | None) -> dict[str, bool]:
    """What this person may read and do beside the moves."""
    return {
        "reads_notes": rules.reads_notes(me, own),
        "may_edit": rules.may_edit(me),
        "may_add_photos": rules.may_add_photos(fix, me),
        "may_review_photos": me.has("coordinator", "safety_coordinator"),
    }


def may_make(fix: Fix, name: str) -> bool:
    """Whether the person signed in may make this move now."""
    walk = walks.get(g.db, fix.walk_id) if fix.walk_id else None
    return any(move.name == name for move in _allowed(fix, rules.towards(g.person, walk)))


_WORDS: dict[str, Any] = {
    "states": words.STATES,
    "outcomes": words.OUTCOMES,
    "priorities": words.PRIORITIES,
    "hold_reasons": words.HOLD_REASONS,
    "wont_fix_reasons": words.WONT_FIX_REASONS,
    "visibilities": words.VISIBILITIES,
    "channels": words.CHANNELS,
    "cost_bands": words.COST_BANDS,
    "seasons": words.SEASONS,
    "effects": words.EFFECTS,
    "eases": words.EASES,
    "categories": CATEGORIES,
    "kinds": KINDS,
    "place_types": PLACE_TYPES,
    "photo_problem_of": lambda code: PROBLEMS.get(code, PROBLEMS["unreadable"]),
    "photo_reviews": PHOTO_REVIEWS,
    "most_photos": rules.MOST_PHOTOS,
    "public_field": public_field,
}


def _steps(fix: Fix, me: Person, tried: Tried | None, offers: Offers | None) -> list[Step]:
    found = []
    for move in _allowed(fix, me):
        form = move_form(fix, move)
        if offers:
            offers.fill(form, move)
        if tried and tried.move.name == move.name:
            form = tried.form
            form.show_version(fix.version)
        if move.name == "appoint" and len(form["person"].choices) < 2:
            continue  # nobody at the party has an account
        found.append(Step(move, form, _(labels.BUTTONS[move.name])))
    return found


def _allowed(fix: Fix, me: Person) -> list[Move]:
    return rules.allowed_moves(fix, me, confirm_by_other=g.municipality.confirm_by_other)


def _main(fix: Fix, steps: list[Step], tried: Tried | None) -> str:
    """The move whose form stands open: the one tried, else the next step onward."""
    names = [step.move.name for step in steps]
    wanted = [tried.move.name] if tried else []
    wanted += [request.args.get("do", "")]
    wanted += ["decline"] if fix.proposed_reason else []
    wanted += ["remind"] if rules.asks_again(fix, today()) else []
    return next((name for name in (*wanted, *ONWARD) if name in names), "")


def _aids(fix: Fix, own: Party | None, steps: list[Step]) -> dict[str, Any]:
    """What helps to take the next step: how late it is, whom to ask again, numbers and names."""
    return {
        "late": rules.overdue_since(fix, today()),
        "asks_again": rules.asks_again(fix, today()),
        "posts": [] if fix.pole_number else things_near(fix),
        "party_names": names_for(own) if any(s.move.name == "bounce" for s in steps) else [],
    }


def names_for(own: Party | None) -> list[str]:
    """Those it might be instead, for whoever sends it back; outside parties are told no names."""
    if own is None or own.external:
        return []
    return [party.name for party in parties.all(g.db, active=True) if party.id != own.id]


def _obstacles(fix: Fix, me: Person) -> list[str]:
    """Why a step that would be this person's cannot be taken yet."""
    waiting = rules.waiting_moves(fix, me, confirm_by_other=g.municipality.confirm_by_other)
    kept = [refusal for move, refusal in waiting if move.name in ("confirm", "close_referred")]
    return [sentence(refusal) for refusal in kept]


def _lost(steps: list[Step], tried: Tried | None) -> list[tuple[str, str]]:
    """What was typed in a step that is no longer there."""
    there = tried is None or tried.move.name in {step.move.name for step in steps}
    return [] if there or tried is None else _typed(tried)


def _typed(tried: Tried) -> list[tuple[str, str]]:
    """The words of a move that can no longer be made, for whoever wants to keep them."""
    fields = [tried.form[name] for name in tried.move.takes if name in tried.form]
    return [(str(field.label.text), str(field.data)) for field in fields if field.data]
