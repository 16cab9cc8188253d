"""The walks of a report in figures: how many of each form, who walked, in what light."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .. import turnout
from ..daylight import LIGHTS
from ..errors import N_
from ..turnout import GROUPS
from ..walks import FORM_NAMES, form_of, light_of
from .sentences import Sentence
from .values import Summary


@dataclass(frozen=True)
class Walked:
    """A walk that was held: the keys of its form and light, and who walked."""

    form: str
    light: str = ""
    weather: str = ""
    participants: int | None = None
    groups: tuple[tuple[str, int], ...] = ()


def walked_of(row: dict[str, Any]) -> Walked:
    """From its row, which has the municipality's own place as `centre_lat` and `centre_lon`."""
    place = (row["lat"], row["lon"])
    lat, lon = place if row["lat"] is not None else (row["centre_lat"], row["centre_lon"])
    return Walked(
        form_of(row["form"], row["follows_id"]),
        row["light"] or light_of(row["starts_at"], row["ends_at"], lat, lon),
        row["weather"],
        turnout.everybody(row["participants"], row["attendance"]),
        turnout.tellable(row["participants"], row["attendance"]),
    )


def of_walks(walks: Sequence[Walked]) -> dict[str, Any]:
    """The figures of a Summary that tell who walked, and how."""
    return {
        "walks": len(walks),
        "participants": sum(walk.participants or 0 for walk in walks),
        "forms": dict(Counter(walk.form for walk in walks)),
        "groups": turnout.together(walk.groups for walk in walks),
        "grouped": sum(bool(walk.groups) for walk in walks),
        "setting": (walks[0].light, walks[0].weather) if len(walks) == 1 else (),
    }


def told_groups(groups: Iterable[tuple[str, int]]) -> tuple[Sentence, ...]:
    """`7 kvinnor`, `7 män`."""
    return tuple(
        Sentence(N_("%(count)s %(group)s"), values={"count": str(n), "group": GROUPS[group]})
        for group, n in groups
    )


def who(summary: Summary) -> list[Sentence]:
    """How the walks were, and who walked by group; empty of what is not known or not told."""
    return [*_how(summary), *_groups(summary)]


def _how(summary: Summary) -> list[Sentence]:
    if summary.walks != 1:
        counts = tuple(
            Sentence(N_("%(form)s %(count)s"), values={"form": FORM_NAMES[form], "count": str(n)})
            for form, n in summary.forms.items()
        )
        if len(counts) < 2:
            return []
        return [Sentence(N_("Vandringarnas form: %(forms)s."), values={"forms": counts})]
    light, weather = summary.setting or ("", "")
    said = []
    if light:
        said.append(Sentence(N_("Vandringen gick i %(light)s."), values={"light": LIGHTS[light]}))
    if weather:
        said.append(Sentence(N_("Väder: %(weather)s."), values={"weather": weather}))
    return said


def _groups(summary: Summary) -> list[Sentence]:
    if not summary.groups:
        return []
    counts = told_groups(summary.groups.items())
    said = [Sentence(N_("Av dem som gick var %(groups)s."), values={"groups": counts})]
    if summary.grouped < summary.walks:
        values = {"of": str(summary.walks), "count": str(summary.grouped)}
        said.append(Sentence(N_("Det är räknat på %(count)s av %(of)s vandringar."), values=values))
    return said
