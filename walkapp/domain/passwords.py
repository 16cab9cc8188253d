"""What a password must fulfil: long enough, and not the first thing a stranger would try."""

import unicodedata

from .errors import N_, Refused
from .people import Person

SHORTEST, LONGEST = 8, 128

# What remains of a typed password without digits and signs must not be one of these.
_COMMON = frozenset(
    """
    password passord losenord lösenord losen lösen hemligt hemlig qwerty qwertyuiop qwertyui
    asdfgh asdfghjk asdfghjkl zxcvbnm abcdef abcdefg abcdefgh abcabc aaaaaaaa iloveyou welcome
    valkommen välkommen admin administrator administratör letmein sommar sommaren vinter hosten
    hösten varen våren sverige stockholm fotboll hockey dragon monkey sunshine princess football
    baseball superman master changeme default kommun kommunen user guest test testtest secret
    walkapp trygghetsvandring trygghetsvandringar vandring vandringar trygghet
    """.split()
)


def typed(text: str) -> str:
    """A password as it is hashed: the same letters however the keyboard composed them."""
    return unicodedata.normalize("NFC", text)


def checked(text: str, person: Person) -> str:
    """A password good enough to be kept. Raises Refused beside the field `new`."""
    password = typed(text)
    if len(password) < SHORTEST:
        raise Refused(
            N_("Lösenordet behöver minst %(min)s tecken. Några ord i rad går bra."),
            field="new",
            min=SHORTEST,
        )
    if len(password) > LONGEST:
        raise Refused(N_("Lösenordet får ha högst %(max)s tecken."), field="new", max=LONGEST)
    if _is_guessable(password.casefold(), person):
        raise Refused(
            N_("Lösenordet är för lätt att gissa. Välj ett annat, till exempel fyra ord i rad."),
            field="new",
        )
    return password


def _is_guessable(password: str, person: Person) -> bool:
    letters = "".join(c for c in password if c.isalpha())
    local, _, _ = person.email.casefold().partition("@")
    name = person.name.casefold()
    known = {person.email.casefold(), local, name, name.replace(" ", ""), *name.split()}
    known |= {"".join(c for c in word if c.isalpha()) for word in known}
    repeated = len(set(password)) < 4
    short_number = not letters and len(password) < 12
    return repeated or short_number or bool({password, letters} & (known | _COMMON))
