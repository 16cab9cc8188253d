"""What staff are told of, when, and what each may choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from .errors import N_, Refused
from .people import Person

DAILY_AT = 7  # o'clock in Sweden
SOON = timedelta(days=7)
DEFAULT = "daily"

HOWS = {
    "now": N_("Genast"),
    "daily": N_("I dagens sammanfattning"),
    "off": N_("Inte alls"),
}

_COORDINATORS = ("coordinator", "safety_coordinator")
_DOERS = ("party", "police")


@dataclass(frozen=True)
class Kind:
    """Something one may be told of: how the choice is worded, the heading of its mail, for whom."""

    choice: str
    heading: str
    roles: tuple[str, ...] = ()


KINDS = {
    "assigned": Kind(N_("Något tilldelas mig eller min enhet"), N_("Tilldelad dig"), _DOERS),
    "mentioned": Kind(N_("Någon nämner mig"), N_("Du nämndes")),
    "sent_back": Kind(
        N_("Arbete jag har gjort skickas tillbaka"), N_("Skickad tillbaka till arbete"), _DOERS
    ),
    "confirmed": Kind(
        N_("Arbete jag har gjort bekräftas"), N_("Bekräftad som åtgärdad"), _DOERS
    ),
    "due_soon": Kind(
        N_("Slutdatumet närmar sig, eller det är dags att fråga igen"),
        N_("Snart dags"),
        (*_DOERS, *_COORDINATORS),
    ),
    "overdue": Kind(
        N_("Något är försenat (en gång i veckan)"), N_("Försenad"), (*_DOERS, *_COORDINATORS)
    ),
    "bounced": Kind(
        N_("Något kommer tillbaka från den ansvariga"), N_("Tillbaka från den ansvariga"),
        _COORDINATORS,
    ),
    "answered": Kind(
        N_("En ägare utanför kommunen svarar"), N_("Svar från ägaren"), _COORDINATORS
    ),
    "objected": Kind(
        N_("En läsare säger att något inte är åtgärdat"), N_("Inte åtgärdat, säger en läsare"),
        _COORDINATORS,
    ),
    "reopened": Kind(
        N_("En avslutad åtgärd öppnas igen"), N_("Öppnad igen"), (*_DOERS, *_COORDINATORS, "leader")
    ),
}  # fmt: skip

# Which events of a fix tell of something.
KIND_OF_EVENT = {
    "assign": "assigned",
    "appoint": "assigned",
    "comment": "mentioned",
    "bounce": "bounced",
    "propose_decline": "bounced",
    "confirm": "confirmed",
    "confirm_partly": "confirmed",
    "reject_work": "sent_back",
    "reopen": "reopened",
    "object": "objected",
}
# Which of them an outside owner without an account gets a mail about, with a link to answer by.
TO_OUTSIDE = frozenset({"assign", "refer", "remind", "nudge", "reject_work", "resend"})


def kinds_for(person: Person) -> list[str]:
    """The kinds a person with these roles can be told of."""
    return [code for code, kind in KINDS.items() if not kind.roles or person.has(*kind.roles)]


def checked(wanted: Mapping[str, str], person: Person) -> dict[str, str]:
    """A choice for each kind that is the person's. Raises Refused."""
    chosen = {kind: wanted.get(kind, "") for kind in kinds_for(person)}
    for kind, how in chosen.items():
        if how not in HOWS:
            raise Refused(N_("Välj ett av alternativen som visas."), field=kind)
    return chosen
