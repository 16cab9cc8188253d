"""The twelve categories: what is wrong, never where (domain decision; place types say where)."""

from dataclasses import dataclass

from .errors import N_


@dataclass(frozen=True)
class Category:
    """One tile: its Swedish name, icon, sub-categories and what is decided by default.

    `days` is the default time to a due date in working days; the figures are this product's own
    recommendation, to be changed by each municipality (see handling). `remedies` are the phrases
    that fit after "Exempelvis har …", most usual first.
    """

    code: str
    name: str
    icon: str
    days: int
    subcategories: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()


_ALL = (
    Category(
        "belysning",
        N_("Belysning"),
        "lightbulb-off",
        40,
        (
            N_("trasig lampa"),
            N_("flera lampor släckta"),
            N_("mörk sträcka utan lampor"),
            N_("bländar eller ojämnt ljus"),
            N_("lampa skyms"),
            N_("tänd på dagen"),
            N_("skadad stolpe eller öppen lucka"),
        ),
        (N_("lampor lagats"), N_("lampor bytts"), N_("ny belysning satts upp")),
    ),
    Category(
        "vaxtlighet",
        N_("Växtlighet och sikt"),
        "trees",
        40,
        (
            N_("buskage skymmer"),
            N_("grenar över gångväg"),
            N_("skymmer skylt eller lampa"),
            N_("sly vid stråk"),
            N_("träd riskerar falla"),
            N_("häck vid korsning"),
        ),
        (
            N_("buskage huggits ner"),
            N_("buskage klippts"),
            N_("grenar beskurits"),
            N_("sly röjts"),
        ),
    ),
    Category(
        "klotter",
        N_("Klotter och skadegörelse"),
        "spray-can",
        5,
        (
            N_("klotter"),
            N_("kränkande eller hotfullt klotter"),
            N_("krossat glas"),
            N_("eldat eller bränt"),
            N_("sönderslaget"),
        ),
        (N_("klotter sanerats"), N_("skadegörelse lagats")),
    ),
    Category(
        "skrap",
        N_("Skräp och städning"),
        "trash-2",
        5,
        (
            N_("nedskräpning"),
            N_("full papperskorg"),
            N_("dumpat avfall"),
            N_("farligt avfall (kanyl, glas)"),
            N_("övergivet fordon eller cykel"),
        ),
        (N_("skräp städats bort"), N_("papperskorgar satts upp")),
    ),
    Category(
        "gangvag",
        N_("Gång- och cykelväg"),
        "footprints",
        20,
        (
            N_("hål eller ojämnt"),
            N_("halt eller oplogat"),
            N_("vatten står"),
            N_("gångväg saknas"),
            N_("stig där folk går"),
        ),
        (N_("gångvägar lagats"),),
    ),
    Category(
        "trafik",
        N_("Trafik och korsningar"),
        "car",
        20,
        (
            N_("otrygg passage"),
            N_("höga hastigheter"),
            N_("moped på gångväg"),
            N_("parkerade bilar skymmer"),
            N_("otydlig väjning"),
            N_("skolväg"),
        ),
        (N_("passager gjorts säkrare"),),
    ),
    Category(
        "utrustning",
        N_("Trasigt eller saknas"),
        "wrench",
        20,
        (
            N_("bänk"),
            N_("lekredskap"),
            N_("staket"),
            N_("papperskorg saknas"),
            N_("väderskydd"),
            N_("lås eller port"),
            N_("toalett"),
            N_("räcke"),
        ),
        (N_("trasig utrustning lagats"), N_("bänkar bytts")),
    ),
    Category(
        "skyltar",
        N_("Skyltar och att hitta"),
        "signpost",
        40,
        (
            N_("skylt saknas"),
            N_("skylt oläslig"),
            N_("svårt att hitta"),
            N_("vilseledande"),
        ),
        (N_("skyltar satts upp"),),
    ),
    Category(
        "tillganglighet",
        N_("Tillgänglighet"),
        "accessibility",
        40,
        (
            N_("trottoarkant"),
            N_("ledstång"),
            N_("kontrastmarkering"),
            N_("ramp"),
            N_("tung dörr"),
            N_("ojämn beläggning"),
            N_("bänk för vila"),
        ),
        (N_("hinder tagits bort"),),
    ),
    Category(
        "utformning",
        N_("Skymt, instängt eller ödsligt"),
        "eye-off",
        40,
        (
            N_("dold vrå"),
            N_("ingen annan väg"),
            N_("stängd fasad"),
            N_("mörk tunnel"),
            N_("byggplats stänger stråk"),
        ),
        (N_("platser öppnats upp"), N_("tunnlar målats ljusa")),
    ),
    Category(
        "narvaro",
        N_("Stökigt eller folktomt"),
        "users",
        20,
        (
            N_("folktomt"),
            N_("oroligt vissa tider"),
            N_("önskar fler vuxna, fältare eller väktare"),
            N_("önskar aktivitet"),
            N_("fråga om kamera"),
        ),
        (N_("fler vuxna funnits på plats"),),
    ),
    Category("annat", N_("Annat"), "ellipsis", 5),
)

CATEGORIES = {category.code: category for category in _ALL}

# Ties among the most frequent remedies are settled in the order of the phrase table, which puts
# vegetation and graffiti before lighting.
_FIRST = ("vaxtlighet", "klotter", "belysning")
REMEDIES = tuple(
    dict.fromkeys(
        phrase
        for category in (*(CATEGORIES[code] for code in _FIRST), *_ALL)
        for phrase in category.remedies
    )
)

KINDS = {
    "problem": N_("Problem"),
    "good": N_("Det här fungerar bra"),
    "idea": N_("Förslag"),
    "question": N_("Fråga"),
}

PLACE_TYPES = {
    "gata": N_("Gata eller torg"),
    "gangvag": N_("Gång- och cykelväg"),
    "gangtunnel": N_("Gångtunnel"),
    "bro": N_("Bro eller trappa"),
    "park": N_("Park eller grönområde"),
    "lekplats": N_("Lekplats"),
    "station": N_("Station eller hållplats"),
    "parkering": N_("Parkering eller garage"),
    "skola": N_("Skola eller förskola"),
    "bostadsgard": N_("Bostadsgård eller entré"),
    "butik": N_("Butik eller centrum"),
    "idrott": N_("Idrottsplats eller motionsspår"),
    "strand": N_("Strand eller vatten"),
    "annat": N_("Annat"),
}
