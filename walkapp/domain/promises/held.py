"""A walk that was held while a promise ran, with what came of it in figures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HeldWalk:
    """`fixes` are those that everybody may see, `fixed` how many of them are remedied by now.

    `through` are the places its fixes lie in, where it was planned for no place of its own.
    `form` is what it is called and `light` how light it was, in words; `groups` are counts of
    those who walked, by group, where none is small enough to point somebody out.
    `slug` is the address of the walk's own follow-up while that is published, else empty. It has
    no room for the walk's title, which only those who may read the walk may see.
    """

    day: str
    area: str = ""
    participants: int | None = None
    issues: int = 0
    fixes: int = 0
    fixed: int = 0
    slug: str = ""
    through: tuple[str, ...] = ()
    form: str = ""
    light: str = ""
    weather: str = ""
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def where(self) -> str:
        """The place it was planned for, else those it went through."""
        return self.area or ", ".join(self.through)
