"""What stands before and after every view: credentials, forged requests, headers."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from ..domain.errors import N_, NotAllowed
from ..settings import Settings
from . import people, policy

csrf = CSRFProtect()
# What a view that other sites may show in a frame puts its own list in place of, in `g`.
NO_FRAMES = "'none'"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Put the guards around every request of the app."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard below decides, after the origin check
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # Sec-Fetch-Site and Origin are checked instead of Referer
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    csrf.init_app(app)
    app.before_request(_guard)
    app.after_request(_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def name_cookie(app: Flask, settings: Settings) -> None:
    """Bind the form's cookie to this host when the address is safe."""
    app.config["SESSION_COOKIE_NAME"] = "__Host-walkapp_form" if settings.secure else "walkapp_form"
    app.config["SESSION_COOKIE_SECURE"] = settings.secure


def csp_nonce() -> str:
    """The nonce of this answer, for the few inline data scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def from_outbox() -> bool:
    """Whether a script of ours sent this: its header forces a preflight on any other origin."""
    kind = request.mimetype
    return request.headers.get("X-Walkapp") == "1" and (
        kind == "application/json" or kind.startswith("image/")
    )


def _guard() -> AnyResponse | None:
    if request.endpoint is None:
        return None
    rule = policy.of(current_app, request.endpoint)
    if request.method not in _SAFE:
        _make_room(rule)
        if not _from_mail_program():
            _refuse_forged()
    if rule.kind == "device":
        return _let_device_in()
    if rule.kind == "staff":
        return _let_staff_in(rule)
    if rule.kind == "pull":
        _let_program_in()
    return None


def _from_mail_program() -> bool:
    one_click = policy.is_one_click(current_app, request.endpoint or "")
    return one_click and request.form.get("List-Unsubscribe") == "One-Click"


def _make_room(rule: policy.Policy) -> None:
    """Before a form is read: a view may take in more, but not from just anybody."""
    most = policy.most_bytes(current_app, request.endpoint or "")
    if most is None:
        return
    caller = people.device_of_request() if rule.kind == "device" else people.person_of_request()
    if caller is not None:
        request.max_content_length = most


def _refuse_forged() -> None:
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin", "none") or not _own(origin):
        raise Forbidden(N_("Anropet kom från en annan webbplats och utfördes inte."))
    if from_outbox():
        if site is None and origin is None:
            raise Forbidden(N_("Anropet saknar uppgift om var det kommer ifrån."))
        return
    csrf.protect()


def _own(origin: str | None) -> bool:
    if origin is None:
        return True
    known = {request.host, urlsplit(current_app.extensions["settings"].base_url).netloc}
    return urlsplit(origin).netloc in known


def _let_device_in() -> AnyResponse | None:
    g.device = people.device_of_request()
    if g.device is not None:
        return None
    if request.method in _SAFE and not people.wants_json():
        return redirect(url_for("join.join"), 303)
    raise Unauthorized(N_("Gå med i vandringen igen. Det du har sparat finns kvar."))


def _let_program_in() -> None:
    """By the token alone, whatever cookies come with it."""
    opened = people.view_of_request()
    if opened is None:
        raise Unauthorized(N_("Länken gäller inte längre. Gör en ny på vyns sida."))
    g.view, g.person = opened


def _let_staff_in(rule: policy.Policy) -> AnyResponse | None:
    g.person = people.person_of_request()
    if g.person is None:
        if request.method in _SAFE and not people.wants_json():
            session["after_sign_in"] = [request.endpoint, request.view_args or {}]
            return redirect(url_for("sign_in.sign_in"), 303)
        raise Unauthorized(N_("Du har varit borta en stund. Logga in igen."))
    if rule.roles and not g.person.has(*rule.roles):
        raise NotAllowed(N_("Din roll har inte tillgång till den här sidan."))
    return None


def _headers(response: Response) -> Response:
    tiles = current_app.extensions["map_hosts"]
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {g.get('frame_ancestors', NO_FRAMES)}; "
        "object-src 'none'; manifest-src 'self'; worker-src 'self'; style-src 'self'; "
        f"script-src 'self' 'nonce-{csp_nonce()}'; img-src 'self' blob: data:{tiles}; "
        f"connect-src 'self'{tiles}",
    )
    response.headers["X-Walkapp"] = "1"  # a phone keeps no page that a café's network answered with
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()"
    if current_app.extensions["settings"].secure:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"
    response.headers.add("Vary", "Cookie, Accept-Language")
    return response
