"""The words of promises: owners, kinds, roles, targets and verdicts, by their codes."""

from ..errors import N_

OWNERS = {
    "police": N_("Polisen"),
    "municipality": N_("Kommunen"),
    "joint": N_("Polisen och kommunen"),
}

KINDS = {
    "dialogue": N_("Medborgardialog"),
    "meeting": N_("Medborgarmöte"),
    "foot_patrol": N_("Fotpatrull"),
    "presence": N_("Närvaro"),
    "traffic_check": N_("Trafikkontroll"),
    "targeted": N_("Riktad insats"),
    "teaching": N_("Undervisning"),
    "group": N_("Samverkansgrupp"),
    "project": N_("Projekt"),
    "plan": N_("Handlingsplan eller uppdrag"),
    "agreement": N_("Avtal"),
    "service": N_("Löpande verksamhet"),
    "supervision": N_("Tillsyn"),
    "survey": N_("Mätning eller enkät"),
    "other": N_("Annan insats"),
}
# Readers ask how many times; the editor is reminded when the number is missing.
COUNTED = ("dialogue", "meeting", "foot_patrol", "presence", "traffic_check", "supervision")

STATUSES = {
    "planned": N_("Planerad"),
    "ongoing": N_("Pågår"),
    "done": N_("Genomförd"),
    "paused": N_("Vilande"),
    "cancelled": N_("Inställd"),
}

ROLES = {
    "responsible": N_("Ansvarig"),
    "lead": N_("Leder"),
    "partner": N_("Tillsammans med"),
    "member": N_("Företrädare för"),
    "helper": N_("Har medverkat"),
}

CHANGES = {"": N_("Ingen förändring"), "more": N_("Mer än förut"), "less": N_("Mindre än förut")}

TARGETS = {
    "count": N_("Ett antal"),
    "frequency": N_("Ett antal per period"),
    "state": N_("Något som ska vara på plats"),
    "none": N_("Inget mål"),
}

PERIODS = {"year": N_("år"), "tertial": N_("tertial"), "month": N_("månad"), "week": N_("vecka")}

VERDICTS = {
    "met": N_("Uppfyllt"),
    "exceeded": N_("Mer än uppfyllt"),
    "partly": N_("Delvis uppfyllt"),
    "not_met": N_("Inte uppfyllt"),
    "ongoing": N_("Löftet pågår"),
    "not_assessable": N_("Går inte att bedöma"),
}
