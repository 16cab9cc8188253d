"""The page with the plain form of an issue: what it is filled with, and what stands beside."""

from typing import Any

from flask import g, make_response, render_template, request
from werkzeug.wrappers import Response

from ..domain.ids import new_id
from ..domain.issues import Issue
from ..domain.people import Membership
from ..domain.walks import Walk
from ..storage import issues, photos
from . import walker_page

_VALUES = (
    "rev seq kind category place_type place_text pole_number note proposal lat lon accuracy"
    " position_age position_source gps_lat gps_lon observed_at stop_id"
).split()
_PLACE = "lat lon accuracy position_age position_source gps_lat gps_lon".split()
# Fields nobody sees: what is wrong in them cannot be mended by hand and is left out next time.
_UNSEEN = dict.fromkeys(("lat", "lon", "position_source"), _PLACE)


def show(
    walk: Walk,
    membership: Membership,
    values: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The form with `values` in it and a sentence beside each field of `errors`."""
    client_id = values["client_id"]
    issue = issues.get(g.db, client_id)
    body = render_template(
        "issues/edit.html" if issue and issue.device_id == g.device.id else "issues/new.html",
        **walker_page.given(walk, membership),
        form={name: values.get(name) for name in _VALUES},
        errors=errors or {},
        client_id=client_id,
        photos=photos.waiting(g.db, client_id, g.device.id),
    )
    return make_response(body, status)


def blank() -> dict[str, Any]:
    """The values of a form nobody has filled in. Its id makes it safe to send twice."""
    return {"client_id": new_id(), "rev": 1}


def filled(issue: Issue) -> dict[str, Any]:
    """The values of an issue as its next edition."""
    values = {name: getattr(issue, name) for name in _VALUES}
    return {**values, "client_id": issue.client_id, "rev": issue.rev + 1}


def typed() -> dict[str, Any]:
    """The values that were sent, to be shown again."""
    return {name: request.form.get(name, "") for name in (*_VALUES, "client_id")}


def sent() -> dict[str, object]:
    """The fields that were sent; one that was sent twice is a list, which no field may be."""
    fields: dict[str, object] = {
        name: values[0] if len(values) == 1 else values for name, values in request.form.lists()
    }
    return {**fields, "photo_ids": request.form.getlist("photo_ids")}


def mend(values: dict[str, Any], errors: dict[str, str]) -> None:
    """Leave out what nobody can see and mend, so that the next try gets through."""
    for name in set(errors) & set(_UNSEEN):
        values.update(dict.fromkeys(_UNSEEN[name], ""))
    if "rev" in errors:
        values["rev"] = 1
    if "client_id" in errors:
        values["client_id"] = new_id()
