"""How many fixes the saved views hold now, to the one who looks."""

from collections.abc import Iterable
from itertools import islice
from urllib.parse import parse_qsl

from flask import g
from werkzeug.datastructures import MultiDict

from ...domain.views import View
from ...storage import fixes
from .asking import wanted

# Of those over a list, which are counted each time it is shown; and of those on their own page.
MOST_IN_MENU, MOST_ON_PAGE = 20, 60


def of_open(views: Iterable[View], day: str) -> dict[str, int]:
    """By id, of the first views about open fixes: those are few, and counted in an index."""
    asked = ((view, wanted(g.person, _args(view), day)) for view in views)
    still_open = ((view, ask) for view, ask in asked if ask.about_open)
    return {view.id: fixes.count(g.db, ask) for view, ask in islice(still_open, MOST_IN_MENU)}


def of_each(views: Iterable[View], day: str) -> dict[str, int]:
    """By id, of the first views, closed fixes too."""
    return {
        view.id: fixes.count(g.db, wanted(g.person, _args(view), day))
        for view in islice(views, MOST_ON_PAGE)
    }


def _args(view: View) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(view.query))
