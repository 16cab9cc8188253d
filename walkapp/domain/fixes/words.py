"""The codes of a fix and what they are called on screen."""

from ..errors import N_

STATES = {
    "new": N_("Ny"),
    "assessing": N_("Bedöms"),
    "assigned": N_("Tilldelad"),
    "referred": N_("Skickad till annan part"),
    "planned": N_("Planerad"),
    "in_progress": N_("Pågår"),
    "on_hold": N_("Väntar"),
    "done": N_("Utförd, ska kontrolleras"),
    "closed": N_("Avslutad"),
}
OPEN = tuple(state for state in STATES if state != "closed")

OUTCOMES = {
    "fixed": N_("Åtgärdat"),
    "partly_fixed": N_("Delvis åtgärdat"),
    "wont_fix": N_("Åtgärdas inte"),
    "referred": N_("Hänvisat till annan part"),
    "gone": N_("Inte längre aktuellt"),
    "duplicate": N_("Dubblett"),
    "out_of_scope": N_("Hör inte hit"),
}

PRIORITIES = {
    "urgent": N_("Akut"),
    "high": N_("Hög"),
    "normal": N_("Normal"),
    "long_term": N_("Lång sikt"),
}

HOLD_REASONS = {
    "season": N_("fel årstid"),
    "budget": N_("väntar på budget"),
    "decision": N_("väntar på beslut eller tillstånd"),
    "other_party": N_("väntar på annan part"),
    "other_work": N_("samordnas med annat arbete"),
    "material": N_("väntar på material"),
}

# The same reasons as they read after "Det här väntar eftersom …".
HOLD_BECAUSE = {
    "season": N_("det är fel årstid för arbetet"),
    "budget": N_("pengarna inte är beslutade än"),
    "decision": N_("det behövs ett beslut eller tillstånd"),
    "other_party": N_("någon annan behöver göra sin del först"),
    "other_work": N_("det samordnas med annat arbete"),
    "material": N_("materialet inte har kommit"),
}

WONT_FIX_REASONS = {
    "owner_declines": N_("Ägaren säger nej"),
    "other_aims": N_("Skulle motverka annat mål"),
    "not_possible": N_("Inte tekniskt möjligt"),
    "not_lawful": N_("Inte lagligt möjligt"),
    "too_costly": N_("Kostnaden är för hög i förhållande till nyttan"),
    "meets_rules": N_("Uppfyller redan kraven"),
    "on_purpose": N_("Medvetet val"),
    "rebuild": N_("Tas i större ombyggnad"),
}

VISIBILITIES = {
    "public": N_("Visas för alla"),
    "public_coarse": N_("Visas för alla, platsen ungefärlig"),
    "internal": N_("Visas inte för alla"),
    "hidden": N_("Dold, med skäl"),
}

CHANNELS = {
    "email": N_("E-post"),
    "phone": N_("Telefon"),
    "form": N_("Deras eget formulär"),
    "letter": N_("Brev"),
    "meeting": N_("Möte"),
    "other": N_("Annat sätt"),
}

COST_BANDS = {
    "under_10": N_("Under 10 000 kr"),
    "under_100": N_("10 000 till 100 000 kr"),
    "under_1000": N_("100 000 till 1 miljon kr"),
    "over_1000": N_("Över 1 miljon kr"),
}

SEASONS = {
    "spring": N_("Vår"),
    "summer": N_("Sommar"),
    "autumn": N_("Höst"),
    "winter": N_("Vinter"),
    "autumn_winter": N_("Höst och vinter"),
    "frost_free": N_("När det inte är tjäle"),
}

# What it gives and how easily it is done, as the prioritisation meeting places it.
EFFECTS = {3: N_("Stor nytta"), 2: N_("Viss nytta"), 1: N_("Liten nytta")}
EASES = {1: N_("Svårt"), 2: N_("Varken eller"), 3: N_("Lätt")}

# Where the usual phrase of the category would say the wrong thing.
REMEDY_OF_SUBCATEGORY = {
    "mörk sträcka utan lampor": N_("ny belysning satts upp"),
    "grenar över gångväg": N_("grenar beskurits"),
    "sly vid stråk": N_("sly röjts"),
    "häck vid korsning": N_("buskage klippts"),
    "krossat glas": N_("skadegörelse lagats"),
    "eldat eller bränt": N_("skadegörelse lagats"),
    "sönderslaget": N_("skadegörelse lagats"),
    "full papperskorg": N_("papperskorgar satts upp"),
    "bänk": N_("bänkar bytts"),
    "mörk tunnel": N_("tunnlar målats ljusa"),
}
