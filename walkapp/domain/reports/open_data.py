"""The open data of a follow-up: its columns, its rows and its figures, alike in every format."""

from dataclasses import dataclass

from ..categories import CATEGORIES
from ..errors import N_
from ..turnout import GROUPS
from ..walks import FORM_NAMES
from .measures import MARKS, Compared, Spread, compared
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
    "forst_lovat": "Dagen som först lovades (ÅÅÅÅ-MM-DD). Den flyttas aldrig.",
    "i_tid": "ja om det blev klart till den dag som först lovades, nej om inte; annars tomt.",
    "svar_i_tid": "ja om ett första svar kom inom tio arbetsdagar från vandringen, nej om inte;"
    " tomt medan tiden inte har gått ut.",
    "dagar": "Dagar från vandringen tills det var gjort, för punkter som är åtgärdade.",
    "oppnad_igen": "ja om punkten har öppnats igen efter att ha varit klar.",
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
        fix.promised_on,
        _yes_or_no(fix, "kept", "late"),
        _yes_or_no(fix, "answered", "unanswered"),
        fix.days,
        "ja" if "reopened" in fix.marks else "",
        fix.walked_on,
        fix.lat,
        fix.lon,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _yes_or_no(fix: PublicFix, yes: str, no: str) -> str:
    return "ja" if yes in fix.marks else "nej" if no in fix.marks else ""


def counted(summary: Summary) -> list[Figure]:
    """Every figure of a version; the six outcomes follow `points` and add up to it."""
    return [
        Figure("points", N_("Punkter"), summary.total),
        *(Figure(part, name, summary.parts[part]) for part, name in PARTS.items()),
        Figure("out_of_scope", N_("Hörde inte hit och räknas inte"), summary.out_of_scope),
        Figure("not_shown", N_("Visas inte, för att skydda enskilda"), summary.not_shown),
        Figure("walks", N_("Trygghetsvandringar"), summary.walks),
        *(Figure(f"walks_{form}", FORM_NAMES[form], n) for form, n in summary.forms.items()),
        Figure("participants", N_("Deltagare"), summary.participants),
        *(
            Figure(f"participants_{group}", f"Deltagare, {GROUPS[group]}", n)
            for group, n in summary.groups.items()
        ),
        Figure("issues", N_("Iakttagelser"), summary.issues),
        Figure("good", N_("Iakttagelser av sådant som fungerar bra"), summary.good),
        *_measured(summary),
    ]


def times(summary: Summary) -> list[tuple[str, Spread]]:
    """The categories that have enough points for a time of their own, by code."""
    return list(summary.measures.by_category.items()) if summary.measures else []


def beside_earlier(summary: Summary) -> list[Compared]:
    """The indicators of now beside those of the walk, or the year, before."""
    if summary.earlier is None or summary.measures is None:
        return []
    fixed = summary.parts["fixed"]
    return compared(summary.total, fixed, summary.measures, summary.earlier)


def _measured(summary: Summary) -> list[Figure]:
    """Time and dates, in whole days and per cent; what is counted of too few is left out."""
    found = summary.measures
    if found is None:
        return []
    known: list[tuple[str, str, float | None]] = [
        ("timed", N_("Åtgärdade punkter med känd tid"), found.days.count),
        ("days_middle", N_("Dagar till åtgärd för punkten i mitten"), found.days.middle),
        ("days_low", N_("Hälften av punkterna tog minst så många dagar"), found.days.low),
        ("days_high", N_("Hälften av punkterna tog högst så många dagar"), found.days.high),
        ("kept", MARKS["kept"], found.kept),
        ("late", MARKS["late"], found.late),
        ("kept_share", N_("Procent klara till det datum som först lovades"), found.kept_share),
        ("reopened", MARKS["reopened"], found.reopened),
        ("answered", MARKS["answered"], found.answered),
        ("unanswered", MARKS["unanswered"], found.unanswered),
        (
            "answer_rate",
            N_("Procent som fick ett första svar inom tio arbetsdagar"),
            found.answer_rate,
        ),
    ]
    return [Figure(code, name, round(number)) for code, name, number in known if number is not None]
