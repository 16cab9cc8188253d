"""Who gets in: the open doors by name, and every other door tried by everybody it is shut to."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from tests.cast import a_person, a_walk
from tests.web.conftest import Caller
from walkapp.domain.ids import new_id
from walkapp.domain.people import ROLES, Person
from walkapp.domain.walks import Walk
from walkapp.web import policy

# Opening one more door fails until it is written down here.
PUBLIC = {
    "embed.show",
    "favicon",
    "followup.fix",
    "followup.index",
    "followup.photo",
    "followup.show",
    "followup_versions.show",
    "health.alive",
    "health.ready",
    "join.join",
    "join.enter",
    "language.choose",
    "mapping.file",
    "pages.about",
    "pages.accessibility",
    "pages.privacy",
    "pages.start",
    "report_files.export",
    "report_files.export_version",
    "sign_in.accept",
    "sign_in.enter",
    "sign_in.invitation",
    "sign_in.sign_in",
    "sign_in.sign_out",
    "static",
    "objections.say",
    "share_pictures.of_fix",
    "share_pictures.of_report",
    "offline.app",
    "offline.kill_switch",
    "offline.manifest",
    "offline.shell",
    "offline.worker",
}
BY_LINK = {
    "leave_mails.ask",
    "leave_mails.leave",
    "reply.answer",
    "reply.photo",
    "reply.show",
    "reply.small_map",
    "walker_news.confirm",
}
Doors = list[tuple[str, str, policy.Policy]]


def doors(app: Flask) -> Doors:
    """Every route that is not public: method, address with ids nobody has, policy."""
    found = []
    for rule in app.url_map.iter_rules():
        wanted = policy.of(app, rule.endpoint)
        if wanted.kind in ("public", "outside_link"):
            continue
        values = {name: _possible(rule, name) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
        found += [(m, address, wanted) for m in (rule.methods or set()) - {"HEAD", "OPTIONS"}]
    return found


def _possible(rule: Any, name: str) -> Any:
    """A value the route's own converter takes."""
    choices = getattr(rule._converters[name], "items", None)
    if choices:
        return sorted(choices)[0]
    return 480 if isinstance(rule._converters[name], IntegerConverter) else new_id()


def knock(caller: Caller, token: str, method: str, address: str) -> int:
    headers = {"Sec-Fetch-Site": "same-origin"}
    data = {"csrf_token": token} if method == "POST" else None
    if method == "PUT":
        headers |= {"X-Walkapp": "1", "Content-Type": "image/jpeg"}
    return int(caller.client.open(address, method=method, data=data, headers=headers).status_code)


def test_the_open_doors_are_those_written_down(app: Flask) -> None:
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if policy.of(app, rule.endpoint).kind == "public"
    }
    assert found == PUBLIC


def test_a_stranger_gets_through_no_other_door(app: Flask, caller: Callable[[], Caller]) -> None:
    stranger = caller()
    token = stranger.token()
    tried = doors(app)
    assert len(tried) > 40
    for method, address, _ in tried:
        wanted = {303, 401} if method == "GET" else {401}
        assert knock(stranger, token, method, address) in wanted, (method, address)


def test_the_doors_opened_by_a_secret_in_the_address_are_those_written_down(app: Flask) -> None:
    found = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if policy.of(app, rule.endpoint).kind == "outside_link"
    }
    assert found == BY_LINK


def test_a_phone_opens_no_door_of_the_staff(app: Flask, joined: Callable[[Walk], Caller]) -> None:
    phone = joined(a_walk())
    token = phone.token()
    for method, address, wanted in doors(app):
        if wanted.kind == "staff":
            assert knock(phone, token, method, address) in {303, 401}, (method, address)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_only_its_own_doors(
    app: Flask, signed_in: Callable[[Person], Caller], role: str
) -> None:
    person = signed_in(a_person("Cia", role))
    token = person.token()
    for method, address, wanted in doors(app):
        if wanted.kind == "device":
            assert knock(person, token, method, address) in {303, 401}, (method, address)
        elif wanted.roles and role not in wanted.roles:
            assert knock(person, token, method, address) == 403, (method, address, role)


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(
    app: Flask, signed_in: Callable[[Person], Caller]
) -> None:
    admin = signed_in(a_person("Siv", *ROLES))
    token = admin.token()
    for method, address, wanted in doors(app):
        if method != "POST" or wanted.kind != "staff":
            continue
        assert admin.client.post(address).status_code == 400, address
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            answer = admin.client.post(address, data={"csrf_token": token}, headers=headers)
            assert answer.status_code == 403, (address, headers)
