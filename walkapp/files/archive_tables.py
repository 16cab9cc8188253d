"""What stands in the archive: tables, columns and what each means. In Swedish, as all open data."""

from ..domain.reports.open_data import COLUMNS
from .archive_board import BOARD
from .archive_promises import PROMISES
from .archive_shape import ORDER, Column, Table

_KINDS = {"latitud": float, "longitud": float, "dagar": int}

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
            Column("rattelse", str, "Vad som är rättat sedan versionen före, eller tomt."),
            Column("kontakt", str, "Vart frågor skickas, eller tomt."),
            Column("sammanfattning", str, "Meningarna överst."),
            Column("vandringar", str, "Vem som gick, var och när."),
            Column("om_vandringarna", str, "Form, ljus, väder och grupper, där de får visas."),
            Column("original", str, "Versionen som den frystes (JSON), för walkapp import."),
        ),
    ),
    Table(
        "versioner",
        "ordning",
        "Versionerna till och med den här, den senaste först.",
        (
            ORDER,
            Column("version", int, "Versionens nummer."),
            Column("publicerad", str, "När den publicerades (UTC)."),
            Column("rattelse", str, "Vad som rättades i den, eller tomt."),
        ),
    ),
    Table(
        "texter",
        "ordning",
        "Redaktörens egna ord.",
        (
            ORDER,
            Column("avsnitt", str, "Avsnittet de står i."),
            Column("text", str, "Orden."),
        ),
    ),
    Table(
        "utfall",
        "ordning",
        "De sex utfallen. Varje punkt har ett.",
        (
            ORDER,
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
            ORDER,
            Column("kod", str, "Kategorins kod."),
            Column("namn", str, "Kategorin i ord."),
            Column("antal", int, "Så många punkter hör dit."),
            Column("dagar_mitten", int, "Dagar till åtgärd, i mitten.", needed=False),
            Column("dagar_minst", int, "Hälften tog minst så många dagar.", needed=False),
            Column("dagar_hogst", int, "Hälften tog högst så många dagar.", needed=False),
            Column("dagar_antal", int, "Så många punkter är dagarna räknade på.", needed=False),
        ),
    ),
    Table(
        "punkter",
        "ordning",
        "Alla punkter som visas.",
        (
            ORDER,
            *(
                Column(name, _KINDS.get(name, str), meaning, needed=False)
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
            ORDER,
            Column("punkt", int, "Raden i tabellen punkter.", "punkter.ordning"),
            Column("bild", str, "Bilden.", "bilder.id"),
            Column("nar", str, "före eller efter."),
        ),
    ),
    Table(
        "handelser",
        "ordning",
        "Vad som har hänt med varje punkt, äldst först.",
        (
            ORDER,
            Column("punkt", int, "Raden i tabellen punkter.", "punkter.ordning"),
            Column("dag", str, "Dagen."),
            Column("text", str, "Vad som hände."),
            Column("sagt", str, "Vad som sades till alla, eller tomt."),
        ),
    ),
    Table(
        "jamforelse",
        "ordning",
        "Samma mått gången innan, räknade samma dag. Skillnaden säger inte vad den beror på.",
        (
            ORDER,
            Column("matt", str, "Måttet."),
            Column("enhet", str, "Enheten."),
            Column("forra", str, "Den förra uppföljningen."),
            Column("forra_varde", int, "Dess värde."),
            Column("forra_antal", int, "Så många punkter är det räknat på."),
            Column("nu_varde", int, "Den här uppföljningens värde."),
            Column("nu_antal", int, "Så många punkter är det räknat på."),
        ),
    ),
    Table(
        "siffror",
        "ordning",
        "Uppföljningens siffror.",
        (
            ORDER,
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
            ORDER,
            Column("kategori", int, "Kategorin.", "kategorier.ordning"),
            Column("utfall", int, "Utfallet.", "utfall.ordning"),
            Column("antal", int, "Antalet."),
        ),
    ),
    *BOARD,
    *PROMISES,
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
