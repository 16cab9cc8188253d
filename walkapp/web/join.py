"""Joining a walk: by the QR's secret or a typed code, without an account."""

from datetime import timedelta

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from ..domain import joining, text
from ..domain.errors import N_, Refused
from ..domain.walks import Walk, code_works, moment, text_time, typed_code
from ..storage import attempts, devices, walks
from . import clock, cookies, forms, people
from .clock import now
from .policy import public

bp = Blueprint("join", __name__)
WRONG = "wrong code"


class Join(forms.Form):
    """The code, typed or read from the QR's address, and the name a walker may give."""

    code = forms.line(_("Kod"), missing=_("Skriv koden du fick av ledaren."))
    name = forms.line(_("Förnamn"))
    to_send = forms.line("")


@bp.get("/join")
@public
def join() -> ResponseReturnValue:
    """The field for the code; a phone that is in a walk now is offered its way back."""
    return _page(Join())


@bp.post("/join")
@public
def enter() -> ResponseReturnValue:
    """Let the phone in, with a cookie that lives thirty days after the walk."""
    form, over = Join(), False
    if form.read():
        with form.attempt():
            name = text.line(form.name.data, "name", joining.MAX_NAME)
            try:
                return _let_in(_walk_of(form.code.data, to_send=bool(form.to_send.data)), name)
            except joining.Over:
                over = True
                raise
    return _page(form, over=over)


def _walk_of(typed: str, *, to_send: bool) -> Walk:
    if not typed_code(typed):
        raise Refused(N_("Skriv koden du fick av ledaren."), field="code")
    at, origin = now(), joining.origin(request.remote_addr or "")
    is_secret = joining.is_secret(typed)
    if not is_secret:
        _slow_down(origin, at)
    walk = (
        walks.by_secret(g.db, typed.strip())
        if is_secret
        else walks.by_code(g.db, typed_code(typed))
    )
    if walk is None:
        _slow_down(origin, at)
        attempts.add(g.db, WRONG, origin, at)
    return joining.check(walk, at, shown=clock.show_moment, to_send=to_send)


def _slow_down(origin: str, at: str) -> None:
    def before(ago: timedelta) -> str:
        return text_time(moment(at) - ago)

    joining.slow_down(
        attempts.oldest(
            g.db,
            WRONG,
            before(joining.FROM_ONE_WITHIN),
            key=origin,
            nth=joining.WRONG_FROM_ONE,
        ),
        attempts.oldest(g.db, WRONG, before(joining.IN_ALL_WITHIN), nth=joining.WRONG_IN_ALL),
        at,
    )


def _let_in(walk: Walk, name: str) -> ResponseReturnValue:
    at = now()
    until = joining.device_until(walk, at)
    device, token = people.device_of_request(), request.cookies.get(people.cookie_name("device"))
    if device is None or token is None:
        device, token = devices.admit(g.db, walk.id, name, at, expires_at=until)
    else:
        devices.join(g.db, device.id, walk.id, name=name, at=at, expires_at=until)
    response = redirect(url_for("walks.walker", walk_id=walk.id), 303)
    cookies.keep(response, "device", token, until=max(until, device.expires_at))
    return response


def _page(form: Join, *, over: bool = False) -> Response:
    problem = form.code.errors[0] if form.code.errors else ""
    return form.page("join/join.html", problem=problem, walk=_current(), over=over)


def _current() -> Walk | None:
    """The walk this phone takes part in now, to go straight back to."""
    device = people.device_of_request()
    if device is None:
        return None
    at = now()
    return next((w for w in walks.of_device(g.db, device.id) if code_works(w, at)), None)
