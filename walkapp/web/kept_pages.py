"""Whole public pages kept in memory: what differs between two readers of one is put in anew.

The key holds the report as the database has it now, so that what was unpublished, corrected or
hidden is never answered from here.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import g, session
from flask_wtf.csrf import generate_csrf

from .security import csp_nonce

MOST = 64  # pages in each process, some 100 kB each
# What stands in a kept page where the nonce and the form token of each answer go.
_NONCE, _TOKEN = secrets.token_hex(16), secrets.token_hex(16)
_PAGES: OrderedDict[Hashable, str] = OrderedDict()
_ONE_AT_A_TIME = Lock()


def kept(key: Hashable, draw: Callable[[], str]) -> str:
    """The page of the key, drawn the first time; whoever is told something gets their own."""
    if "_flashes" in session:
        return draw()
    with _ONE_AT_A_TIME:
        page = _PAGES.get(key)
        if page is not None:
            _PAGES.move_to_end(key)
    if page is None:
        page = _without_secrets(draw)
        with _ONE_AT_A_TIME:
            _PAGES[key] = page
            if len(_PAGES) > MOST:
                _PAGES.popitem(last=False)
    return page.replace(_NONCE, csp_nonce()).replace(_TOKEN, generate_csrf())


def _without_secrets(draw: Callable[[], str]) -> str:
    g.csp_nonce, g.csrf_token = _NONCE, _TOKEN
    try:
        return draw()
    finally:
        del g.csp_nonce, g.csrf_token
