"""Things in the street that have a number of their own: lamp posts above all, so that one is named.

They come from the municipality's registers by import and are only read here.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import N_
from .places import EARTH_RADIUS_M, metres_between

KINDS = {
    "lamp": N_("Lyktstolpe"),
    "bench": N_("Bänk"),
    "bin": N_("Papperskorg"),
    "sign": N_("Skylt"),
    "cabinet": N_("Elskåp"),
    "playground": N_("Lekredskap"),
    "other": N_("Annat"),
}
# Which things a fix of a category may be about.
KIND_OF_CATEGORY = {
    "belysning": "lamp",
    "skrap": "bin",
    "utrustning": "bench",
    "skyltar": "sign",
}
NEAR_M = 60.0  # a phone's position may be that wrong between houses
MOST_NEAR = 5


@dataclass(frozen=True)
class Asset:
    """One thing. `number` is what stands on it, unique within its kind."""

    id: str
    kind: str
    number: str
    lat: float
    lon: float
    name: str = ""
    party_id: str | None = None
    updated_at: str = ""


@dataclass(frozen=True)
class Near:
    """A thing and how far it is from a place, in whole metres."""

    asset: Asset
    metres: int


def box(lat: float, lon: float, metres: float = NEAR_M) -> tuple[float, float, float, float]:
    """The degrees that hold everything within so many metres: south, west, north, east."""
    high = math.degrees(metres / EARTH_RADIUS_M)
    wide = high / max(math.cos(math.radians(lat)), 0.01)
    return lat - high, lon - wide, lat + high, lon + wide


def nearest(assets: Iterable[Asset], lat: float, lon: float) -> list[Near]:
    """The few within reach, the nearest first."""
    measured = [
        Near(asset, round(metres_between((lat, lon), (asset.lat, asset.lon)))) for asset in assets
    ]
    close = [near for near in measured if near.metres <= NEAR_M]
    return sorted(close, key=lambda near: (near.metres, near.asset.number))[:MOST_NEAR]
