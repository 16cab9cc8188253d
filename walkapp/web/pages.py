"""The pages that explain: start, about, privacy, accessibility."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from ..storage import devices, walks
from ..storage import reports as stored_reports
from . import people
from .clock import now
from .policy import public

bp = Blueprint("pages", __name__)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Three ways in: join a walk, read what came of it, sign in. Knows this phone's own walks."""
    device = people.device_of_request()
    joined = devices.memberships(g.db, device.id) if device else []
    own = [walks.get(g.db, membership.walk_id) for membership in joined]
    return render_template(
        "pages/start.html",
        own_walks=[walk for walk in own if walk],
        reports=stored_reports.published(g.db)[:3],
        at=now(),
    )


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """What walkapp is and who runs it here."""
    return render_template("pages/about.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept, why, how long, and what the phone stores."""
    return render_template("pages/privacy.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("pages/accessibility.html")
