"""How each kind of fix is usually handled: by whom, in how many working days, or not at all here.

The figures are this product's own recommendation. Each municipality writes its own over them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .categories import CATEGORIES, Category
from .errors import N_, Conflict, Refused
from .events import Event
from .history import edit_line
from .people import Party, Person
from .workdays import working_days_after

LONGEST = 750  # working days: about three years
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

    def subcategories(self, category: str, keep: str | None = None) -> list[str]:
        """Those of a category that can be chosen, and the one that already is."""
        known = CATEGORIES[category].subcategories if category in CATEGORIES else ()
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
    code: str, wanted: list[Handling], *, read: int, now: int, by: Person, at: str
) -> tuple[list[Handling], Event]:
    """A category and its sub-categories as written anew, and the line of history.

    `read` is the version that was seen and `now` the one kept. Raises Conflict, or Refused beside
    the field (`days-` and a number for sub-categories).
    """
    if read != now:
        raise Conflict
    if code == ALWAYS and not all(rule.active for rule in wanted if not rule.subcategory):
        raise Refused(
            N_("Annat kan inte stängas av: dit hör det som inte passar någon annanstans.")
        )
    written = []
    for rule in wanted:
        if rule.days is not None and not 0 <= rule.days <= LONGEST:
            raise Refused(
                N_("Skriv ett antal arbetsdagar mellan 0 och %(most)s."),
                field=field_name("days", code, rule.subcategory),
                most=LONGEST,
            )
        written.append(
            Handling(code, rule.subcategory, rule.active, rule.days, rule.party_id, now + 1)
        )
    return written, edit_line("category", code, now + 1, by=by, at=at)


def field_name(word: str, code: str, subcategory: str) -> str:
    """What the field of a (sub-)category is called in a form: `days`, `days-0`, `days-1` …"""
    if not subcategory:
        return word
    return f"{word}-{CATEGORIES[code].subcategories.index(subcategory)}"
