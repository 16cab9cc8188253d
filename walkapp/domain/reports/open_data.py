"""The open data of a follow-up: its columns, its rows and its figures, alike in every format."""

from dataclasses import dataclass

from ..categories import CATEGORIES
from ..errors import N_
from .values import PARTS, PublicFix, Summary

# In the order of the files, each with what it holds; in Swedish, as all open data here.
COLUMNS = {
    "nummer": "Punktens nummer. Ändras aldrig.",
    "rubrik": "Vad punkten gäller, i några ord.",
    "utfall": "Ett av sex: " + ", ".join(PARTS.values()) + ".",
    "kategori": "Vad det gällde, en av tolv kategorier.",
    "omrade": "Området som punkten ligger i.",
    "plats": "Platsen i ord.",
    "sett": "Det som sågs vid vandringen.",
    "gjort": "Det som gjordes, när det är gjort.",
    "gjort_datum": "Dagen då det gjordes (ÅÅÅÅ-MM-DD).",
    "ansvarig": "Den part som ansvarar eller ansvarade. Aldrig en person.",
    "skal": "Varför det slutade som det gjorde, till exempel varför det inte åtgärdas.",
    "aterstar": "Det som återstår när punkten är delvis åtgärdad.",
    "planerat": "Det som är planerat.",
    "klart_senast": "Dagen då det ska vara klart (ÅÅÅÅ-MM-DD), för punkter som återstår.",
    "vandring_datum": "Dagen för vandringen (ÅÅÅÅ-MM-DD).",
    "latitud": "Grader norr, WGS 84. Avrundat till omkring 100 meter där det skyddar någon.",
    "longitud": "Grader öster, WGS 84. Avrundat som latituden.",
}
# The columns that hold sentences.
SENTENCES = frozenset({"rubrik", "sett", "gjort", "skal", "aterstar", "planerat"})


@dataclass(frozen=True)
class Figure:
    """One figure. `code` never changes; `name` is what it is called."""

    code: str
    name: str
    number: int


def record(fix: PublicFix) -> dict[str, object]:
    """One row of the open data."""
    values = (
        fix.number,
        fix.title,
        PARTS[fix.part],
        CATEGORIES[fix.category].name,
        fix.area,
        fix.place,
        fix.seen,
        fix.done,
        fix.done_on,
        fix.party,
        fix.reason,
        fix.remaining,
        fix.planned,
        fix.due_on,
        fix.walked_on,
        fix.lat,
        fix.lon,
    )
    return dict(zip(COLUMNS, values, strict=True))


def counted(summary: Summary) -> list[Figure]:
    """Every figure of a version; the six outcomes follow `points` and add up to it."""
    return [
        Figure("points", N_("Punkter"), summary.total),
        *(Figure(part, name, summary.parts[part]) for part, name in PARTS.items()),
        Figure("out_of_scope", N_("Hörde inte hit och räknas inte"), summary.out_of_scope),
        Figure("not_shown", N_("Visas inte, för att skydda enskilda"), summary.not_shown),
        Figure("walks", N_("Trygghetsvandringar"), summary.walks),
        Figure("participants", N_("Deltagare"), summary.participants),
        Figure("issues", N_("Iakttagelser"), summary.issues),
        Figure("good", N_("Iakttagelser av sådant som fungerar bra"), summary.good),
    ]
