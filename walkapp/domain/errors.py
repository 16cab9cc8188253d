"""The ways a rule says no. Each carries the sentence the person reads."""


def N_(text: str) -> str:
    """Mark a Swedish sentence for translation; the web layer translates it when it is shown."""
    return text


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark a pair of Swedish sentences, for one and for several, as `N_` marks a single one."""
    return one, many


class Refusal(Exception):
    """A rule said no. `message` is Swedish source text with `%(name)s` places for `values`."""

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class Refused(Refusal):
    """What was given does not do; the sentence says what to change (HTTP 422)."""


class NotAllowed(Refusal):
    """This person may see the thing but not do this to it (HTTP 403)."""


class NotFound(Refusal):
    """It does not exist, or this person may not know that it does (HTTP 404)."""

    def __init__(self, message: str = N_("Sidan finns inte.")) -> None:
        super().__init__(message)


class Gone(Refusal):
    """A link that has been used, has run out or is about something settled (HTTP 410)."""


class Conflict(Refusal):
    """Somebody else saved first; nothing of what was typed is thrown away (HTTP 409)."""

    def __init__(
        self, message: str = N_("Någon annan har hunnit ändra. Läs det nya och spara igen.")
    ) -> None:
        super().__init__(message)


class TooMany(Refusal):
    """Too much in too short a time; `retry_after` is how many seconds to wait (HTTP 429)."""

    def __init__(self, message: str, *, retry_after: int, **values: object) -> None:
        super().__init__(message)
        self.values = values
        self.retry_after = retry_after
