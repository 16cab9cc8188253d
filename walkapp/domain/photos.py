"""What a photo may be, and the sentence its sender reads when it could not be used."""

from dataclasses import dataclass
from datetime import timedelta

from walkapp.domain.errors import N_, Refused, TooMany

PROBLEMS: dict[str, str] = {
    "truncated": N_("En del av bilden saknas, så den gick inte att öppna. Ta gärna en ny bild."),
    "unreadable": N_("Bilden är skadad och gick inte att öppna. Ta gärna en ny bild."),
    "wrong_type": N_("Filen är inte en bild som går att visa här. Välj gärna en JPEG eller PNG."),
    "no_decoder": N_(
        "Bilder i formatet HEIC eller AVIF går inte att visa här. "
        "Ta gärna en ny bild, eller välj en JPEG."
    ),
    "too_many_pixels": N_(
        "Bilden är för stor för att öppnas. Ta gärna en ny bild, eller välj en mindre."
    ),
    "too_many_scans": N_(
        "Bilden är sparad på ett ovanligt sätt och går inte att öppna säkert. Ta gärna en ny bild."
    ),
    "too_slow": N_("Det tog för lång tid att öppna bilden. Ta gärna en ny bild."),
    "too_much_memory": N_(
        "Bilden är för tung för att öppnas. Ta gärna en ny bild, eller välj en mindre."
    ),
}
"""Why a photo could not be made clean: code in the database, sentence on the screen."""

MAX_BYTES = 20 * 1024 * 1024
"""The largest file taken in; the largest originals of phones are about half of it."""

MAX_PER_PHONE, MAX_BYTES_PER_PHONE = 200, 60 * 1024 * 1024
"""What one phone may send in one walk, so that nobody can fill the disk from a public walk."""

MAX_PER_ISSUE, MAX_PER_FIX = 5, 20
KEPT_LOOSE = timedelta(days=7)
"""How long a photo waits for the issue it belongs to, and an original that could not be opened."""


@dataclass(frozen=True)
class Photo:
    """One received picture. `sha256` and `bytes` are the original's, as it was sent.

    `kind` is issue, check, before or after. `state` goes received → cleaning → clean or failed;
    `problem` is then a key of PROBLEMS. `tries` counts how often cleaning was begun and marks
    whose turn it is. `sha256_1600/480` name the clean copies. `suggested_*` is what the camera
    wrote, its time local and without zone: a hint, never a fact. `review` says what the public
    may see. `inbox_gone_at` is set when the original is no longer needed.
    """

    photo_id: str
    client_id: str | None
    fix_id: str | None
    kind: str
    device_id: str | None
    person_id: str | None
    sha256: str
    bytes: int
    signature: str
    received_at: str
    state: str = "received"
    problem: str = ""
    lease_until: str | None = None
    tries: int = 0
    sha256_1600: str | None = None
    sha256_480: str | None = None
    width: int | None = None
    height: int | None = None
    suggested_lat: float | None = None
    suggested_lon: float | None = None
    suggested_at: str | None = None
    alt_text: str = ""
    review: str = "pending"
    removed_at: str | None = None
    inbox_gone_at: str | None = None
    version: int = 1

    @property
    def trouble(self) -> str:
        """The sentence for its sender when it could not be used, else nothing."""
        return PROBLEMS.get(self.problem, "") if self.state == "failed" else ""


class TooLarge(Refused):
    """More bytes than are taken in (HTTP 413)."""

    def __init__(self, limit: int = MAX_BYTES) -> None:
        super().__init__(
            N_("Bilden är för stor. Välj en som är mindre än %(megabytes)s MB."),
            field="photos",
            megabytes=limit // (1024 * 1024),
        )
        self.limit = limit


class WrongBytes(Refused):
    """What arrived is not what was sent (HTTP 400)."""

    def __init__(self) -> None:
        super().__init__(
            N_("Det som kom fram är inte det som skickades. Skicka igen."), field="photos"
        )


def empty() -> Refused:
    """The refusal of a file without a byte."""
    return Refused(N_("Filen är tom. Välj en annan bild."), field="photos")


def wrong_type() -> Refused:
    """The refusal of a file that does not begin as any picture does."""
    return Refused(PROBLEMS["wrong_type"], field="photos")


def no_more(most: int) -> Refused:
    """The refusal of one picture too many."""
    return Refused(
        N_("Det finns redan %(max)s bilder. Ta bort en först."), field="photos", max=most
    )


def check_quota(photos: int, size: int) -> None:
    """Raises TooMany when a phone has sent more photos or bytes than one walk can need."""
    if photos > MAX_PER_PHONE or size > MAX_BYTES_PER_PHONE:
        raise TooMany(
            N_("Telefonen har skickat så många bilder som ryms i en vandring. Skriv i stället."),
            retry_after=3600,
        )
