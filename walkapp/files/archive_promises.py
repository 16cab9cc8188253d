"""The tables of the archive that tell of promises."""

from .archive_shape import ORDER, Column, Table

_PROMISE = Column("lofte", int, "Löftet som raden hör till.", "loften.ordning")

PROMISES = (
    Table(
        "loften",
        "ordning",
        "Medborgarlöftena som uppföljningen berättar om.",
        (
            ORDER,
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
            ORDER,
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
            ORDER,
            _PROMISE,
            Column("dag", str, "Dagen."),
            Column("omrade", str, "Området, eller tomt."),
            Column("form", str, "Vilken form vandringen hade, till exempel Gemensam vandring."),
            Column("ljus", str, "dagsljus, skymning eller mörker, eller tomt."),
            Column("vader", str, "Vädret, eller tomt."),
            Column("grupper", str, "Deltagare efter grupp, där ingen grupp är under fem."),
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
            ORDER,
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
            ORDER,
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
            ORDER,
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
