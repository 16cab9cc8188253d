"""What is missing in the account of a promise. It is listed, never filled with invented text."""

from ..errors import N_, NN_
from ..reports.sentences import Sentence
from ..reports.values import Summary
from .parts import HEADINGS
from .sentences import told
from .values import Book
from .words import COUNTED


def gaps(book: Book, summary: Summary) -> list[Sentence]:
    """What the editor should know is missing; nothing is made up to fill it."""
    found = _of_goals(book)
    if not summary.walks:
        found.append(Sentence(N_("Ingen trygghetsvandring hölls under perioden.")))
    waiting = sum(not activity.public for activity in book.activities)
    if waiting:
        found.append(
            Sentence(
                *NN_("%(n)s insats är inte granskad.", "%(n)s insatser är inte granskade."), waiting
            )
        )
    for owner, heading in HEADINGS.items():
        if not any(a.public and a.owner in (owner, "joint") for a in book.activities):
            found.append(Sentence(N_("”%(heading)s” är tomt."), values={"heading": heading}))
    found += [
        Sentence(
            N_("Ange gärna antal: %(what)s"),
            values={"what": told(activity, {}, set())[0]},
        )
        for activity in book.activities
        if activity.kind in COUNTED and activity.count is None and activity.status != "planned"
    ]
    left = (*(a for a in book.activities if a.from_id and a.status == "planned"), *book.carried)
    found += [
        Sentence(
            N_("Planerat i ett tidigare löfte: %(what)s Skriv hur det gick."),
            values={"what": told(activity, {}, set())[0]},
        )
        for activity in left
    ]
    return found + _without(book)


def _of_goals(book: Book) -> list[Sentence]:
    if not book.goals:
        return [Sentence(N_("Löftet har inget mål."))]
    found = []
    for goal in book.goals:
        which = {"goal": goal.text}
        one = len(book.goals) == 1
        if not goal.area_ids:
            said = N_("Målet nämner inga platser.")
            several = N_("Målet att %(goal)s nämner inga platser.")
            found.append(Sentence(said) if one else Sentence(several, values=which))
        if not goal.background:
            said = N_("Lägesbilden är tom.")
            several = N_("Lägesbilden till målet att %(goal)s är tom.")
            found.append(Sentence(said) if one else Sentence(several, values=which))
    return found


def _without(book: Book) -> list[Sentence]:
    found = [
        Sentence(N_("%(what)s har inga insatser."), values={"what": c.heading})
        for c in book.commitments
        if not c.of_walks and not book.of_commitment(c)
    ]
    found += [
        Sentence(
            N_("%(what)s saknar omdöme: skriv om det är på plats."), values={"what": c.heading}
        )
        for c in book.commitments
        if c.target_kind == "state" and not c.verdict
    ]
    if not book.indicators:
        found.append(Sentence(N_("Inga mätvärden finns.")))
    for indicator in book.indicators:
        if len(book.of_indicator(indicator)) < 2:
            found.append(
                Sentence(N_("%(what)s behöver två mätvärden."), values={"what": indicator.name})
            )
        elif not indicator.absolute and any(m.base is None for m in book.of_indicator(indicator)):
            found.append(
                Sentence(N_("%(what)s: absoluta tal saknas."), values={"what": indicator.name})
            )
    return found
