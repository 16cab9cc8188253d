"""The web server, and the children that clean photos beside it."""

import contextlib
import logging
import os
import resource
import signal
import sys
from types import FrameType

import waitress

from . import create_app
from .settings import Settings
from .storage import database
from .storage.cleaner import Cleaner
from .storage.housekeeping import Housekeeper
from .storage.pixels.pool import Pool, most_children
from .web import MAX_REQUEST
from .web.backups import MAX_BACKUP
from .web.clock import now

CONNECTIONS = 2000  # slow phones hold a connection, not a thread
QUIET_S = 60  # a connection that says nothing for so long is closed


def serve(settings: Settings, host: str, port: int) -> int:
    """Answer on host:port until SIGTERM or Ctrl-C. Raises WrongSchema or TooOld at the start."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(message)s")
    _allow_files()
    source = database.open_source(settings.database)
    app = create_app(settings, source)
    blobs = app.extensions["blobs"]
    children = most_children(os.cpu_count() or 1)
    cleaner = Cleaner(source, blobs, Pool(children), clock=now, threads=children)
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=settings.threads,
        connection_limit=CONNECTIONS,
        channel_timeout=QUIET_S,
        asyncore_use_poll=True,  # select() ends the server at file number 1024
        # More than any form, so that the app itself says what is too large. Kept on disk meanwhile.
        max_request_body_size=MAX_BACKUP + 2 * MAX_REQUEST,
        ident=None,
        clear_untrusted_proxy_headers=False,  # the app itself decides, by WALKAPP_TRUSTED_PROXIES
    )
    signal.signal(signal.SIGTERM, _stop)
    cleaner.start()
    housekeeper = Housekeeper(source, blobs, clock=now)
    housekeeper.start()
    print(f"walkapp svarar på http://{host}:{port}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    server.close()
    housekeeper.stop()
    cleaner.stop()
    source.close()
    return 0


def _allow_files() -> None:
    """Each connection is an open file; many systems give 1024 to whoever does not ask for more."""
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if most == resource.RLIM_INFINITY else min(2 * CONNECTIONS, most)
    if given != resource.RLIM_INFINITY and given < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _stop(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
