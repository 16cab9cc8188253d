"""Joining a walk from a phone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import a_walk
from tests.web.conftest import Caller
from walkapp import create_app
from walkapp.domain import walks as rules
from walkapp.domain.walks import Walk, moment, text_time
from walkapp.settings import Settings
from walkapp.storage import attempts, devices, walks
from walkapp.storage.database import Database, Source
from walkapp.web import clock

New = Callable[[], Caller]


def from_now(**ago: int) -> str:
    return text_time(moment(clock.now()) + timedelta(**ago))


@pytest.fixture
def walk(db: Database) -> Walk:
    going = a_walk(starts_at=from_now(hours=-1), ends_at=from_now(hours=1))
    walks.add(db, going)
    return going


def join(phone: Caller, code: str, name: str = "", **given: object):  # type: ignore[no-untyped-def]
    return phone.post("/join", {"code": code, "name": name}, **given)


def sentence(answer) -> str:  # type: ignore[no-untyped-def]
    found = re.search(r'id="code-error".*?<span>(.*?)</span>', answer.get_data(as_text=True), re.S)
    assert found, answer.get_data(as_text=True)
    return found[1]


def test_a_code_lets_a_phone_in_without_an_account(caller: New, db: Database, walk: Walk) -> None:
    phone = caller()
    typed = f" {walk.code[:4].lower()}\u2011{walk.code[4:]} "
    answer = join(phone, typed, "  Bo ")
    assert (answer.status_code, answer.location) == (303, f"/walks/{walk.id}")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("walkapp_device"))
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="):
        assert part in cookie
    member = devices.members(db, walk.id)[0]
    assert (member.name, member.revoked_at) == ("Bo", None)
    life = int(re.search(r"Max-Age=(\d+)", cookie)[1])  # type: ignore[index]
    assert abs(life - timedelta(days=30, hours=1).total_seconds()) < 60
    assert phone.get(f"/walks/{walk.id}").status_code == 200


def test_the_secret_of_the_qr_lets_a_phone_in(caller: New, db: Database, walk: Walk) -> None:
    assert join(caller(), walk.secret).status_code == 303
    assert len(devices.members(db, walk.id)) == 1


def test_the_same_phone_comes_back_without_the_code(caller: New, db: Database, walk: Walk) -> None:
    phone = caller()
    join(phone, walk.code, "Bo")
    assert f"/walks/{walk.id}" in phone.get("/join").get_data(as_text=True)
    assert phone.get(f"/walks/{walk.id}").status_code == 200
    join(phone, walk.code, "Bosse")
    assert [member.name for member in devices.members(db, walk.id)] == ["Bosse"]


def test_one_phone_may_be_in_several_walks(caller: New, db: Database, walk: Walk) -> None:
    later = a_walk(starts_at=from_now(hours=2), ends_at=from_now(days=3))
    walks.add(db, later)
    phone = caller()
    join(phone, walk.code)
    join(phone, later.code)
    device_id = devices.members(db, walk.id)[0].device_id
    assert devices.members(db, later.id)[0].device_id == device_id
    token = phone.client.get_cookie("walkapp_device").value  # type: ignore[union-attr]
    device = devices.of_token(db, token, clock.now())
    assert device and device.expires_at == rules.text_time(
        moment(later.ends_at) + timedelta(days=30)
    )


def test_a_phone_that_has_not_joined_is_sent_to_join(
    caller: New, joined: Callable[[Walk], Caller], walk: Walk
) -> None:
    assert caller().get(f"/walks/{walk.id}").location == "/join"
    elsewhere = joined(a_walk())
    assert elsewhere.get(f"/walks/{walk.id}").location == "/join"


def test_a_wrong_and_a_replaced_code_read_the_same(caller: New, db: Database, walk: Walk) -> None:
    phone = caller()
    wrong = join(phone, "22222222", "Bo")
    walks.save(db, *rules.rotate_code(walk, by="", at=clock.now()))
    replaced, secret = join(phone, walk.code), join(phone, walk.secret)
    assert {a.status_code for a in (wrong, replaced, secret)} == {422}
    assert sentence(wrong) == sentence(replaced) == sentence(secret)
    assert 'value="22222222"' in wrong.get_data(as_text=True)
    assert 'value="Bo"' in wrong.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_at": from_now(days=3), "state": "planned"}, "gäller först från"),
        ({"state": "cancelled"}, "inställd"),
        ({"state": "reviewing"}, "slut"),
        ({"state": "closing", "closing_until": from_now(minutes=-1)}, "slut"),
        ({"starts_at": from_now(days=-9), "ends_at": from_now(days=-8)}, "slut"),
    ],
)
def test_a_right_code_at_the_wrong_time_says_so(
    caller: New, db: Database, changes: dict[str, object], words: str
) -> None:
    walk = a_walk(**{"starts_at": from_now(hours=1), "ends_at": from_now(days=4), **changes})
    walks.add(db, walk)
    for code in (walk.code, walk.secret):
        answer = join(caller(), code)
        assert answer.status_code == 422 and words in sentence(answer)
    assert devices.members(db, walk.id) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Skriv koden"),
        (" - ", "Skriv koden"),
        ("\x00", "Skriv koden"),
        ("x" * 5000, "stämmer inte"),
        ("åäö<script>", "stämmer inte"),
        ("' OR 1=1 --", "stämmer inte"),
    ],
)
def test_odd_codes_get_a_sentence(caller: New, code: str, words: str) -> None:
    answer = join(caller(), code)
    assert answer.status_code == 422 and words in sentence(answer)
    assert "<script>" not in answer.get_data(as_text=True).split("</head>")[1].split("<script")[0]


def test_a_name_that_is_too_long_is_refused_and_kept(caller: New, db: Database, walk: Walk) -> None:
    answer = join(caller(), walk.code, "x" * 61)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "högst 60" in page and walk.code in page
    assert devices.members(db, walk.id) == []


def test_missing_and_doubled_fields_get_a_sentence(caller: New, walk: Walk) -> None:
    phone = caller()
    assert phone.post("/join").status_code == 422
    doubled = phone.post("/join", {"code": [walk.code, "22222222"], "name": ["a", "b"]})
    assert doubled.status_code == 303


def test_wrong_codes_are_slowed_after_ten(caller: New, walk: Walk) -> None:
    answers = [join(caller(), "22222222") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    wait = int(answers[10].headers["Retry-After"])
    assert 0 < wait <= 600 and "Vänta en stund" in answers[10].get_data(as_text=True)
    assert join(caller(), walk.code).status_code == 429
    assert join(caller(), walk.secret).status_code == 303


def test_wrong_secrets_are_slowed_too(caller: New) -> None:
    codes = [join(caller(), "x" * 22).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_the_wait_ends(caller: New, db: Database, walk: Walk) -> None:
    for _ in range(10):
        attempts.add(db, "wrong code", "127.0.0.1", from_now(minutes=-11))
    assert join(caller(), walk.code).status_code == 303


def test_another_address_is_not_slowed(caller: New, db: Database, walk: Walk) -> None:
    for _ in range(10):
        attempts.add(db, "wrong code", "192.0.2.1", clock.now())
    assert join(caller(), walk.code).status_code == 303


def test_addresses_of_one_64_count_as_one(caller: New, walk: Walk) -> None:
    codes = []
    for n in range(11):
        given = {"REMOTE_ADDR": f"2001:db8:1:2::{n:x}"}
        codes.append(join(caller(), "22222222", environ_base=given).status_code)
    assert codes == [422] * 10 + [429]
    other = {"REMOTE_ADDR": "2001:db8:1:3::1"}
    assert join(caller(), walk.code, environ_base=other).status_code == 303


def test_a_flood_from_everywhere_slows_all_typed_codes(
    caller: New, db: Database, walk: Walk
) -> None:
    with db.writing():
        for n in range(300):
            db.execute(
                "INSERT INTO attempts (id, kind, key, at) VALUES (:id, 'wrong code', :key, :at)",
                {"id": str(n), "key": f"192.0.2.{n}", "at": clock.now()},
            )
    slowed = join(caller(), walk.code)
    assert slowed.status_code == 429 and int(slowed.headers["Retry-After"]) <= 60
    assert join(caller(), walk.secret).status_code == 303


def test_right_codes_are_never_slowed(caller: New, db: Database, walk: Walk) -> None:
    for _ in range(40):
        assert join(caller(), walk.code).status_code == 303
    assert len(devices.members(db, walk.id)) == 40


def test_a_made_up_forwarded_address_changes_nothing(caller: New) -> None:
    codes = [
        join(caller(), "22222222", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(11)
    ]
    assert codes[10] == 429


def test_a_trusted_proxy_tells_the_address(
    settings: Settings, source: Source, db: Database, walk: Walk, app: object
) -> None:
    trusting = create_app(replace(settings, trusted_proxies=1), source)

    def enter(address: str) -> int:
        phone = Caller(trusting.test_client())
        headers = {"X-Forwarded-For": f"203.0.113.9, {address}"}
        return join(phone, "22222222", headers=headers).status_code  # type: ignore[no-any-return]

    assert [enter("198.51.100.1") for _ in range(11)][10] == 429
    assert enter("198.51.100.2") == 422


def test_the_cookie_is_bound_to_https_when_the_address_is(
    settings: Settings, source: Source, walk: Walk, app: object
) -> None:
    secure = create_app(replace(settings, base_url="https://flen.example"), source)
    phone = Caller(secure.test_client())
    given = {"base_url": "https://flen.example"}
    page = phone.client.get("/join", **given).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]
    answer = phone.client.post("/join", data={"csrf_token": token, "code": walk.code}, **given)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "device" in c)
    assert cookie.startswith("__Host-walkapp_device=") and "Secure" in cookie


def test_a_page_of_another_site_cannot_join_a_phone(caller: New, db: Database, walk: Walk) -> None:
    phone = caller()
    assert phone.client.post("/join", data={"code": walk.code}).status_code == 400
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert join(phone, walk.code, headers=headers).status_code == 403
    assert devices.members(db, walk.id) == []
