"""How each kind of fix is usually handled: by whom, in how many working days, or not at all here.

The figures are this product's own recommendation. Each municipality writes its own over them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from . import text
from .categories import CATEGORIES, Category
from .errors import N_, Conflict, Refused
from .events import Event
from .history import edit_line
from .people import Party, Person
from .workdays import working_days_after

LONGEST = 750  # working days: about three years
MAX_NAME = 60
# What cannot wait as long as the rest of its category.
SOONER = {
    "flera lampor släckta": 5,
    "skadad stolpe eller öppen lucka": 1,
    "träd riskerar falla": 5,
    "kränkande eller hotfullt klotter": 1,
    "farligt avfall (kanyl, glas)": 1,
    "halt eller oplogat": 2,
}
# Somewhere to put what fits nowhere else.
ALWAYS = "annat"


@dataclass(frozen=True)
class Handling:
    """What the municipality has written about a category, or about one sub-category of it.

    `active`: whether it can be chosen. `days` are working days, none for the usual. `version` is
    that of the category with all its sub-categories.
    """

    category: str
    subcategory: str = ""
    active: bool = True
    days: int | None = None
    party_id: str | None = None
    version: int = 1


@dataclass(frozen=True)
class Book:
    """Everything written about handling, and the municipality's own days without work."""

    rules: Mapping[tuple[str, str], Handling] = field(default_factory=dict)
    days_off: Mapping[str, str] = field(default_factory=dict)

    def of(self, category: str, subcategory: str = "") -> Handling:
        """What is written, or a blank."""
        return self.rules.get((category, subcategory)) or Handling(category, subcategory, version=0)

    def categories(self, keep: str | None = None) -> dict[str, Category]:
        """Those that can be chosen, and the one that already is."""
        return {
            code: category
            for code, category in CATEGORIES.items()
            if self.of(code).active or code == keep
        }

    def own_names(self, category: str) -> list[str]:
        """The sub-categories this municipality has added itself, in order."""
        given = CATEGORIES[category].subcategories if category in CATEGORIES else ()
        here = (name for code, name in self.rules if code == category and name)
        return sorted((name for name in here if name not in given), key=str.casefold)

    def names(self, category: str) -> tuple[str, ...]:
        """Every sub-category of a category: the product's, then the municipality's own."""
        given = CATEGORIES[category].subcategories if category in CATEGORIES else ()
        return (*given, *self.own_names(category))

    def subcategories(self, category: str, keep: str | None = None) -> list[str]:
        """Those of a category that can be chosen, and the one that already is."""
        known = self.names(category)
        return [name for name in known if self.of(category, name).active or name == keep]

    def days(self, category: str, subcategory: str = "", party: Party | None = None) -> int:
        """Working days: of the sub-category, else the party's own, else of the category."""
        narrow = self.of(category, subcategory).days if subcategory else None
        for days in (narrow, SOONER.get(subcategory), party.days if party else None):
            if days is not None:
                return days
        wide = self.of(category).days
        return CATEGORIES[category].days if wide is None else wide

    def usual_days(self, category: str, subcategory: str) -> int:
        """Working days when nothing is written for it itself."""
        if not subcategory:
            return CATEGORIES[category].days
        sooner = SOONER.get(subcategory)
        return self.days(category) if sooner is None else sooner

    def due(self, category: str, subcategory: str, day: str, party: Party | None = None) -> str:
        """The date by which such a fix should be done, counted from a day."""
        days = self.days(category, subcategory, party)
        return working_days_after(day, days, self.days_off)


def usual_due(category: str, day: str) -> str:
    """The date by the product's own figures alone."""
    return Book().due(category, "", day)


def rewrite(
    code: str, wanted: Sequence[Handling], *, read: int, now: int, by: Person, at: str
) -> tuple[list[Handling], Event]:
    """A category and its sub-categories as written anew, and the line of history.

    `read` is the version that was seen and `now` the one kept. Raises Conflict, or Refused beside
    the field (`field_name` says which).
    """
    if read != now:
        raise Conflict
    if code == ALWAYS and not all(rule.active for rule in wanted if not rule.subcategory):
        raise Refused(
            N_("Annat kan inte stängas av: dit hör det som inte passar någon annanstans.")
        )
    for rule in wanted:
        if rule.days is not None and not 0 <= rule.days <= LONGEST:
            raise Refused(
                N_("Skriv ett antal arbetsdagar mellan 0 och %(most)s."),
                field=field_name("days", rule.subcategory),
                most=LONGEST,
            )
    written = [replace(rule, category=code, version=now + 1) for rule in wanted]
    return written, edit_line("category", code, now + 1, by=by, at=at)


def without(
    written: Sequence[Handling], removed: Collection[str], used: Mapping[str, int]
) -> list[Handling]:
    """What is written, less the own sub-categories that are taken away.

    `used` is how many fixes have each. Raises Refused for one in use.
    """
    for name in _names(written):
        if name in removed and used.get(name):
            raise Refused(
                N_("Det finns åtgärder av det slaget. Stäng av underkategorin i stället."),
                field=field_name("gone", name),
            )
    return [rule for rule in written if rule.subcategory not in removed]


def with_one_more(written: Sequence[Handling], added: str) -> list[Handling]:
    """What is written, and a new sub-category if one is named. Raises Refused beside `added`."""
    name = text.line(added, "added", MAX_NAME)
    if not name:
        return list(written)
    if name.casefold() in {one.casefold() for one in _names(written)}:
        raise Refused(N_("Den underkategorin finns redan."), field="added")
    wide = written[0]
    return [*written, Handling(wide.category, name, version=wide.version)]


def field_name(word: str, subcategory: str) -> str:
    """What the field of a (sub-)category is called in a form: `days`, or `days-` and letters.

    They come from the name alone, so that a page that somebody reads while another sub-category
    is added still says what it means.
    """
    mark = sha256(subcategory.encode()).hexdigest()[:8]
    return f"{word}-{mark}" if subcategory else word


def _names(rules: Sequence[Handling]) -> list[str]:
    return [rule.subcategory for rule in rules if rule.subcategory]
