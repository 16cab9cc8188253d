"""How a walker's own issues stand: the public label of the fix each became."""

from collections import defaultdict
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext
from markupsafe import Markup

from ..domain import fixes as rules
from ..domain.categories import CATEGORIES
from ..storage import walker_news
from ..storage.walker_news import Standing
from .sentences import tell


@dataclass(frozen=True)
class OwnFix:
    """One of one's own, as everybody may read it; `sentence` and `link` once it is published."""

    number: int
    category: str
    code: str
    label: Markup
    sentence: Markup
    link: str


def by_issue(device_id: str, walk_id: str) -> dict[str, list[OwnFix]]:
    """By the issue's id. An issue that was split has become several."""
    found = defaultdict(list)
    for one in walker_news.standing(g.db, device_id, walk_id):
        found[one.client_id].append(shown(one))
    return dict(found)


def shown(one: Standing, *, external: bool = False) -> OwnFix:
    """A fix in the reader's words; its sentence stays inside until a follow-up shows it."""
    label = rules.public_label(one.fix, one.party)
    sentence = rules.public_sentence(one.fix, one.party)
    link = (
        url_for("followup.fix", slug=one.slug, number=one.fix.number, _external=external)
        if one.slug
        else ""
    )
    return OwnFix(
        one.number,
        gettext(CATEGORIES[one.fix.category].name) if one.fix.category in CATEGORIES else "",
        one.fix.outcome or one.fix.state,
        tell(label.text, label.values),
        tell(sentence.text, sentence.values) if one.slug else Markup(),
        link,
    )
