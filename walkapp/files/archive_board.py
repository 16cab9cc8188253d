"""The tables of the archive that hold a summary for the board; empty in other follow-ups."""

from ..domain.reports import PARTS
from .archive_shape import ORDER, Column, Table

_MIDDLE = "Mediantid från vandring till åtgärd, dagar."
_MEASURED = "Så många punkter är mediantiden räknad på."

BOARD = (
    Table(
        "perioder",
        "ordning",
        "Perioden som sammanfattas (1) och den före (2), som de stod när de slutade.",
        (
            ORDER,
            Column("fran", str, "Periodens första dag."),
            Column("till", str, "Periodens sista dag."),
            Column("vandringar", int, "Antal vandringar."),
            Column("deltagare", int, "Antal deltagare."),
            Column("punkter", int, "Antal punkter."),
            *(Column(f"utfall_{part}", int, f"{name}: antal.") for part, name in PARTS.items()),
            Column("forsenade", int, "Öppna efter det datum som först sattes."),
            Column("mediantid", float, _MIDDLE, needed=False),
            Column("mediantid_antal", int, _MEASURED),
        ),
    ),
    Table(
        "periodens_kategorier",
        "ordning",
        "Perioderna efter kategori.",
        (
            ORDER,
            Column("period", int, "Perioden.", "perioder.ordning"),
            Column("kategori", int, "Kategorin.", "kategorier.ordning"),
            Column("punkter", int, "Antal punkter."),
            Column("atgardade", int, "Antal åtgärdade."),
            Column("mediantid", float, _MIDDLE, needed=False),
            Column("mediantid_antal", int, _MEASURED),
        ),
    ),
)
