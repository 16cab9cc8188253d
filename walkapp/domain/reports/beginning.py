"""Beginning the report of a period: what it needs, and what it is called."""

from ..errors import N_, Refused
from .periods import Period, words

OF_PERIOD = ("area", "board")


def check_area(kind: str, area_id: str | None) -> None:
    """Raises Refused when the report of an area has none; the board's may be of them all."""
    if kind == "area" and not area_id:
        raise Refused(N_("Välj vilket område det gäller."), field="area_id")


def title_of(kind: str, period: Period, area: str = "") -> str:
    """A heading in Swedish, for the editor to change."""
    if kind == "area":
        return f"Uppföljning: {area} {words(period)}"
    about = f", {area}" if area else ""
    return f"Trygghetsvandringar {words(period)}{about}: sammanfattning för nämnden"
