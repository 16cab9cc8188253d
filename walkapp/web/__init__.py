"""HTTP: what is asked, who asks, what is answered. Rules live in domain, SQL in storage."""

from functools import cached_property
from pathlib import Path

from flask import Flask, current_app, g
from flask.ctx import _AppCtxGlobals
from werkzeug.middleware.proxy_fix import ProxyFix

from ..domain.handling import Book
from ..domain.people import Municipality, Person
from ..settings import Settings
from ..storage import handling, municipality
from ..storage.blobs import Blobs
from ..storage.database import Database, Source
from . import errors, language, mapping, policy, presence, security, static
from .blueprints import BLUEPRINTS

MAX_REQUEST = 25 * 1024 * 1024  # five shrunk photos fit; an original of 20 MB goes one at a time


class RequestGlobals(_AppCtxGlobals):
    """What `g` holds: a connection opened at its first use, and who is calling."""

    person: Person | None = None

    @cached_property
    def db(self) -> Database:
        """This request's own connection."""
        source: Source = current_app.extensions["source"]
        return source.connect()

    @cached_property
    def municipality(self) -> Municipality:
        """Whose installation this is."""
        return municipality.get(self.db)

    @cached_property
    def book(self) -> Book:
        """How each kind of fix is handled here."""
        return handling.book(self.db)


def register(app: Flask, settings: Settings, source: Source, static_folder: Path) -> None:
    """Put everything together. Raises Undeclared when a route has no policy."""
    app.app_ctx_globals_class = RequestGlobals
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.config["MAX_FORM_PARTS"] = 100
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # As it is written: å as \u00e5 makes the pages a tenth of a kilobyte heavier to fetch.
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    install(app, settings, source)
    security.register(app)
    language.register(app)
    mapping.register(app)
    static.register(app, static_folder)
    errors.register(app)
    presence.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.teardown_appcontext(_close_database)
    policy.check_all(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def install(app: Flask, settings: Settings, source: Source) -> None:
    """Give the app what is one installation's own. Raises BadSetting for a missing background."""
    app.secret_key = settings.secret_key
    app.extensions.update(
        settings=settings,
        source=source,
        blobs=Blobs(settings.photos),
        map_hosts=mapping.hosts(settings),
    )
    security.name_cookie(app, settings)


def _close_database(_: BaseException | None) -> None:
    if "db" in g:
        g.db.close()
