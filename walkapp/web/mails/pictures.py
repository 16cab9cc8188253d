"""The pictures a mail carries: the first approved photo of the place, and the place on a map."""

from flask import current_app, g

from ...domain.fixes import Fix
from ...domain.photos import Photo
from ...storage import fixes
from ..blobs import blobs
from ..mapping import background_kind


def approved_before(fix: Fix) -> list[Photo]:
    """The photos from before that a reviewer has approved: those outsiders may see."""
    before = fixes.belongings(g.db, fix.id).before
    return [photo for photo in before if photo.review == "approved" and photo.state == "clean"]


def of_place(fix: Fix) -> dict[str, bytes]:
    """`photo` and `map`, those of them there are."""
    found = {}
    for photo in approved_before(fix)[:1]:
        try:
            found["photo"] = blobs().clean_path(str(photo.sha256_480)).read_bytes()
        except FileNotFoundError:
            current_app.logger.error("clean copy of photo %s is gone", photo.photo_id)
    drawn = place_map(fix)
    return {**found, "map": drawn} if drawn else found


def place_map(fix: Fix) -> bytes | None:
    """The place on the schematic map, as PNG; none without a position."""
    if fix.lat is None or fix.lon is None:
        return None
    from ...files import map_picture  # brings Pillow, which a start does without

    settings = current_app.extensions["settings"]
    own = background_kind(settings) == "geojson"
    return map_picture.drawn(settings.data / settings.tiles if own else None, fix.lat, fix.lon)
