"""The report itself, and each version of it that has been published."""

from dataclasses import dataclass

from ..errors import N_

KINDS = {
    "walk": N_("En vandring"),
    "area": N_("Ett område"),
    "year": N_("Ett år"),
    "board": N_("Sammanfattning för nämnden"),
}


@dataclass(frozen=True)
class Report:
    """A follow-up of one walk (`walk_id`), of one year, or of an area or the board's period.

    The last two go from `first_on` to `last_on`, of one area (`area_id`) or of all. `lead` and
    `texts` are the editor's own words, see texts.py. `published_version` 0 means never. `reviewed`
    is the mark of the page that `reviewed_by` has read: another mark, and it is to be read again.
    """

    id: str
    slug: str
    kind: str
    walk_id: str | None
    year: int | None
    title: str
    lead: str
    state: str
    published_version: int
    published_at: str | None
    published_by: str | None
    drafted_at: str
    drafted_by: str | None
    summary: str = "{}"
    version: int = 1
    area_id: str | None = None
    first_on: str | None = None
    last_on: str | None = None
    texts: str = "{}"
    edited_by: str | None = None
    reviewed_by: str | None = None
    reviewed_at: str | None = None
    reviewed: str = ""

    @property
    def writer(self) -> str | None:
        """The id of whoever wrote in it last."""
        return self.edited_by or self.drafted_by


@dataclass(frozen=True)
class Version:
    """What was published once. `note` says what was corrected since the version before.

    `mark` is that of the page as it was then: the same mark now, and nothing has changed since.
    """

    report_id: str
    published_version: int
    title: str
    lead: str
    texts: str
    summary: str
    note: str
    published_at: str
    published_by: str | None
    reviewed_by: str | None
    withdrawn_at: str | None = None
    mark: str = ""
