"""An indicator in words and figures: what changed, what it rests on and how to read it."""

from dataclasses import dataclass

from ..errors import N_
from ..reports.sentences import Sentence
from . import measuring
from .measuring import Change
from .pieces import places
from .values import Book, Indicator, Measurement

CAVEAT = N_(
    "Statistik över anmälda brott visar vad som har anmälts, inte hur många brott som har begåtts. "
    "Den visar inte vad insatserna har lett till."
)
OF_ANSWERS = N_(
    "Talen visar vad de som svarade har sagt, inte hur alla har det. "
    "De visar inte vad insatserna har lett till."
)


@dataclass(frozen=True)
class Measured:
    """An indicator in sentence and table."""

    name: str
    said: tuple[Sentence, ...]
    values: tuple[tuple[str, str], ...]
    change: str
    source: str
    caveat: str
    note: str
    unit: str = ""
    definition: str = ""
    wanted: str = ""


_KEPT = "\N{NO-BREAK SPACE}"
WANTED = {"less": N_("Talet ska minska."), "more": N_("Talet ska öka.")}


def measured(book: Book, areas: dict[str, str]) -> tuple[Measured, ...]:
    """Those with something to compare."""
    found = []
    for indicator in book.indicators:
        changed = measuring.change(book, indicator)
        if changed:
            found.append(_told(book, changed, areas))
    return tuple(found)


def _told(book: Book, changed: Change, areas: dict[str, str]) -> Measured:
    indicator = changed.indicator
    values = tuple((str(m.year), shown(indicator, m)) for m in book.of_indicator(indicator))
    notes = dict.fromkeys(m.note for m in book.of_indicator(indicator) if m.note)
    return Measured(
        name=indicator.name,
        said=tuple(_changed(changed, places(indicator.area_ids, areas))),
        values=values,
        change=_in_figures(changed),
        source=indicator.source,
        caveat=indicator.caveat or (OF_ANSWERS if is_share(changed) else CAVEAT),
        note=", ".join(notes),
        unit=indicator.unit,
        definition=indicator.definition,
        wanted=WANTED[indicator.wanted],
    )


def shown(indicator: Indicator, measured: Measurement) -> str:
    """The value as it is read, with what it rests on; none for a share of too few."""
    base = "" if measured.base is None else f" (n = {measured.base})".replace(" ", _KEPT)
    if not indicator.absolute and measuring.rests_on_few(indicator, measured):
        return f"–{base}"
    return f"{decimal(measured.value)}{base}"


_MORE_OR_LESS = {
    True: N_("Sammantaget har %(what)s%(where)s ökat%(by)s under %(later)s jämfört med %(first)s."),
    False: N_(
        "Sammantaget har %(what)s%(where)s minskat%(by)s under %(later)s jämfört med %(first)s."
    ),
}
_SAME = N_("Sammantaget är %(what)s%(where)s oförändrad under %(later)s jämfört med %(first)s.")


def _changed(changed: Change, named: tuple[str, ...]) -> list[Sentence]:
    values: dict[str, object] = {
        "what": changed.indicator.name,
        "where": Sentence(N_(" vid %(places)s"), values={"places": named}) if named else "",
        "later": str(changed.last.year),
        "first": str(changed.first.year),
        "by": "",
    }
    if changed.small_base and not changed.indicator.absolute:
        few = N_("Talen för %(what)s%(where)s bygger på för få för att jämföras.")
        return [Sentence(few, values=values)]
    if is_share(changed):
        between = {"from": decimal(changed.first.value), "to": decimal(changed.last.value)}
        values["by"] = Sentence(N_(" från %(from)s till %(to)s"), values=between)
    elif changed.percent is not None:
        by = {"n": decimal(abs(changed.percent), 0)}
        values["by"] = Sentence(N_(" med %(n)s %%"), values=by)
    said = [Sentence(_MORE_OR_LESS[changed.difference > 0], values=values)]
    if not changed.difference:
        said = [Sentence(_SAME, values=values)]
    if not changed.indicator.absolute and not is_share(changed):
        said.append(Sentence(N_("Absoluta tal saknas.")))
    if changed.small_base:
        said.append(Sentence(N_("Talen är för små för att räknas om till procent.")))
    return said


def is_share(changed: Change) -> bool:
    """A share of so many, both times: a percentage of a percentage would mislead."""
    known = changed.first.base is not None and changed.last.base is not None
    return known and not changed.indicator.absolute


def _in_figures(changed: Change) -> str:
    sign = "+" if changed.difference > 0 else "−" if changed.difference < 0 else ""
    text = f"{sign}{decimal(abs(changed.difference))}"
    if is_share(changed):
        return "" if changed.small_base else text
    text = text if changed.indicator.absolute else ""
    if changed.percent is None:
        return text
    percent = f"{sign}{decimal(abs(changed.percent), 0)} %"
    return f"{text} ({percent})" if text else percent


def decimal(value: float, places_kept: int = 1) -> str:
    """A number as Swedish text: `12`, `12,5`."""
    return f"{round(value, places_kept):g}".replace(".", ",")
