"""The route of a walk as templates/_map.html draws it."""

from typing import Any

from ..domain.stops import Route


def drawn(route: Route) -> dict[str, Any] | None:
    """The numbered stops, the meeting place and the line between them; none without any stop."""
    points = [
        {
            "lat": stop.lat,
            "lon": stop.lon,
            "label": f"{stop.position}. {stop.name}",
            "detail": stop.prompt,
            "state": "stop",
            "number": stop.position,
        }
        for stop in route.stops
        if stop.lat is not None
    ]
    if not points:
        return None
    walk = route.walk
    if walk.lat is not None:
        meeting = {"lat": walk.lat, "lon": walk.lon, "label": walk.meeting_place}
        points.insert(0, {**meeting, "state": "meeting"})
    return {"points": points, "route": route.line()}
