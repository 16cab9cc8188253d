"""What was frozen and is not to be read any longer: a person's privacy wins over a version.

The figures stay as they were published, and so do the outcome and the category a row counts in.
"""

from dataclasses import dataclass, replace

from ..errors import N_
from .values import PublicFix, PublicPhoto, coarse

GONE, COARSE = "gone", "coarse"
TAKEN_AWAY = N_("Uppgiften är borttagen")


@dataclass(frozen=True)
class Withdrawn:
    """What of a version has been withdrawn since: ids of pictures, numbers of points.

    The position of a point in `coarse` is told no nearer than about 100 metres.
    """

    photos: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    coarse: frozenset[str] = frozenset()


def withdrawal(visibility: str) -> str:
    """What becomes of the frozen rows of a fix that may be seen so: GONE, COARSE or nothing."""
    return {"public": "", "public_coarse": COARSE}.get(visibility, GONE)


def still(fix: PublicFix, withdrawn: Withdrawn) -> PublicFix:
    """A frozen row as it may be read today."""
    if fix.number in withdrawn.gone:
        return _taken_away(fix)
    if fix.number in withdrawn.coarse:
        lat, lon = coarse(fix.lat, fix.lon, "public_coarse")
        fix = replace(fix, lat=lat, lon=lon)
    if not withdrawn.photos:
        return fix

    def left(photos: tuple[PublicPhoto, ...]) -> tuple[PublicPhoto, ...]:
        return tuple(photo for photo in photos if photo.photo_id not in withdrawn.photos)

    return replace(fix, before=left(fix.before), after=left(fix.after))


def _taken_away(fix: PublicFix) -> PublicFix:
    # Named one by one, so that a new field is empty until somebody lets it through.
    return PublicFix(
        number=fix.number,
        part=fix.part,
        category=fix.category,
        marks=fix.marks,
        title=TAKEN_AWAY,
        status=f"{TAKEN_AWAY}.",
        status_values={},
        state="",
        area="",
        place="",
        seen="",
        done="",
        done_on=None,
        party="",
        reason="",
        remaining="",
        planned="",
        due_on=None,
        walked_on=None,
        lat=None,
        lon=None,
        withdrawn=True,
    )
