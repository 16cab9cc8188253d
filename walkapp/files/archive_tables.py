"""What stands in the archive: tables, columns and what each means. In Swedish, as all open data."""

from dataclasses import dataclass

from ..domain.reports.open_data import COLUMNS


@dataclass(frozen=True)
class Column:
    """`references` is `table.column`; a column that is not `needed` may be without a value."""

    name: str
    kind: type
    meaning: str
    references: str = ""
    needed: bool = True


@dataclass(frozen=True)
class Table:
    """`key` is the primary key, in whose order the rows are."""

    name: str
    key: str
    meaning: str
    columns: tuple[Column, ...]


_ORDER = Column("ordning", int, "Plats i uppföljningen, från 1.")
_PROMISE = Column("lofte", int, "Löftet som raden hör till.", "loften.ordning")
_FLOATS = ("latitud", "longitud")

TABLES = (
    Table(
        "uppfoljning",
        "id",
        "Uppföljningen och vilken version den är. En rad.",
        (
            Column("id", str, "Uppföljningens id. Ändras aldrig."),
            Column("titel", str, "Uppföljningens rubrik."),
            Column("kommun", str, "Vem som publicerade den."),
            Column("adress", str, "Där den publicerades."),
            Column("version", int, "Versionens nummer."),
            Column("publicerad", str, "När versionen publicerades (UTC)."),
            Column("inledning", str, "Redaktörens egen inledning."),
            Column("sammanfattning", str, "Meningarna överst."),
            Column("vandringar", str, "Vem som gick, var och när."),
            Column("original", str, "Versionen som den frystes (JSON), för walkapp import."),
        ),
    ),
    Table(
        "utfall",
        "ordning",
        "De sex utfallen. Varje punkt har ett.",
        (
            _ORDER,
            Column("kod", str, "Utfallets kod."),
            Column("namn", str, "Utfallet i ord."),
            Column("antal", int, "Så många punkter har det."),
        ),
    ),
    Table(
        "kategorier",
        "ordning",
        "Vad punkterna gällde.",
        (
            _ORDER,
            Column("kod", str, "Kategorins kod."),
            Column("namn", str, "Kategorin i ord."),
            Column("antal", int, "Så många punkter hör dit."),
        ),
    ),
    Table(
        "punkter",
        "ordning",
        "Alla punkter som visas.",
        (
            _ORDER,
            *(
                Column(name, float if name in _FLOATS else str, meaning, needed=False)
                for name, meaning in COLUMNS.items()
            ),
            Column("utfall_nr", int, "Raden i tabellen utfall.", "utfall.ordning"),
            Column("kategori_nr", int, "Raden i tabellen kategorier.", "kategorier.ordning"),
            Column("adress", str, "Där punkten kan läsas."),
            Column("original", str, "Raden som den frystes (JSON), för walkapp import."),
        ),
    ),
    Table(
        "bilder",
        "id",
        "Bilderna, utan uppgifter om kamera och plats. Utan bild i filen: se adressen.",
        (
            Column("id", str, "Bildens id."),
            Column("text", str, "Vad bilden visar, i ord."),
            Column("bredd", int, "Bildens bredd i punkter.", needed=False),
            Column("hojd", int, "Bildens höjd i punkter.", needed=False),
            Column("adress", str, "Där bilden kan ses."),
            Column("sha256_1600", str, "Kontrollsumma för den stora bilden."),
            Column("sha256_480", str, "Kontrollsumma för den lilla bilden."),
            Column("jpeg_1600", bytes, "Den stora bilden.", needed=False),
            Column("jpeg_480", bytes, "Den lilla bilden.", needed=False),
        ),
    ),
    Table(
        "punkt_bilder",
        "ordning",
        "Vilka bilder som hör till vilken punkt.",
        (
            _ORDER,
            Column("punkt", int, "Raden i tabellen punkter.", "punkter.ordning"),
            Column("bild", str, "Bilden.", "bilder.id"),
            Column("nar", str, "före eller efter."),
        ),
    ),
    Table(
        "siffror",
        "ordning",
        "Uppföljningens siffror.",
        (
            _ORDER,
            Column("kod", str, "Siffrans kod."),
            Column("namn", str, "Vad som är räknat."),
            Column("antal", float, "Antalet."),
        ),
    ),
    Table(
        "kategori_utfall",
        "ordning",
        "Antal punkter för varje kategori och utfall.",
        (
            _ORDER,
            Column("kategori", int, "Kategorin.", "kategorier.ordning"),
            Column("utfall", int, "Utfallet.", "utfall.ordning"),
            Column("antal", int, "Antalet."),
        ),
    ),
    Table(
        "loften",
        "ordning",
        "Medborgarlöftena som uppföljningen berättar om.",
        (
            _ORDER,
            Column("titel", str, "Vad berättelsen heter."),
            Column("inledning", str, "Vad som sammanfattas."),
            Column("undertecknat", str, "Dagen då löftet undertecknades, eller tomt."),
            Column("dokument", str, "Adress till löftet, eller tomt."),
        ),
    ),
    Table(
        "mal",
        "ordning",
        "Löftenas mål.",
        (
            _ORDER,
            _PROMISE,
            Column("text", str, "Målet."),
            Column("platser", str, "Platserna, med komma mellan."),
            Column("lagesbild", str, "Lägesbilden."),
            Column("lovat", str, "Åtagandena för målet, när målen är flera."),
        ),
    ),
    Table(
        "loftets_vandringar",
        "ordning",
        "Trygghetsvandringarna under löftets tid.",
        (
            _ORDER,
            _PROMISE,
            Column("dag", str, "Dagen."),
            Column("omrade", str, "Området, eller tomt."),
            Column("deltagare", int, "Antal deltagare, om det är känt.", needed=False),
            Column("iakttagelser", int, "Antal iakttagelser."),
            Column("punkter", int, "Antal punkter som visas."),
            Column("atgardade", int, "Så många av dem är åtgärdade."),
        ),
    ),
    Table(
        "insatser",
        "ordning",
        "Det som gjordes.",
        (
            _ORDER,
            _PROMISE,
            Column("del", str, "Vem som gjorde det, som rubrik."),
            Column("avsnitt", str, "Åtagandet det hör till."),
            Column("text", str, "Vad som gjordes."),
            Column("lage", str, "Hur det står, till exempel att det är planerat."),
            Column("dokument", str, "Adress till ett dokument."),
        ),
    ),
    Table(
        "resultat",
        "ordning",
        "Åtagandena med mål och resultat.",
        (
            _ORDER,
            _PROMISE,
            Column("atagande", str, "Åtagandet."),
            Column("text", str, "Åtagandet med fler ord."),
            Column("ansvarig", str, "Vem som ansvarar."),
            Column("mal", str, "Målet."),
            Column("resultat", str, "Resultatet."),
            Column("omdome", str, "Omdömet."),
            Column("kommentar", str, "Kommentaren till omdömet."),
        ),
    ),
    Table(
        "matvarden",
        "ordning",
        "Indikatorernas värden, ett för varje år.",
        (
            _ORDER,
            _PROMISE,
            Column("namn", str, "Indikatorn."),
            Column("ar", str, "Året."),
            Column("varde", str, "Värdet."),
            Column("forandring", str, "Förändringen över åren."),
            Column("kalla", str, "Källan."),
            Column("anmarkning", str, "Anmärkningar."),
            Column("enhet", str, "Enheten."),
            Column("definition", str, "Vad som är mätt."),
            Column("onskat", str, "Åt vilket håll talet ska."),
            Column("forbehall", str, "Hur siffran ska läsas."),
        ),
    ),
)
VIEWS = {
    "punkter_per_utfall": "SELECT u.namn AS utfall, count(p.ordning) AS antal FROM utfall u"
    " LEFT JOIN punkter p ON p.utfall_nr = u.ordning GROUP BY u.ordning ORDER BY u.ordning",
    "punkter_per_kategori": "SELECT k.namn AS kategori, count(p.ordning) AS antal"
    " FROM kategorier k LEFT JOIN punkter p ON p.kategori_nr = k.ordning GROUP BY k.ordning"
    " ORDER BY k.ordning",
    "punkter_med_bilder": "SELECT p.nummer, p.rubrik, p.utfall, b.nar, i.text, i.adress"
    " FROM punkter p JOIN punkt_bilder b ON b.punkt = p.ordning JOIN bilder i ON i.id = b.bild"
    " ORDER BY b.ordning",
}
SEARCHED = ["rubrik", "plats", "omrade", "sett", "gjort", "skal", "aterstar", "planerat"]
