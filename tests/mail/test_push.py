"""Notices in the browser: from an event to a service that only carries them, and the browser."""

import json
import ssl
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from py_vapid import Vapid02

from tests.cast import AT
from tests.mail.conftest import MORNING, NIGHT, Hand, text_of
from tests.mail.push_service import Browser, Service, serving
from tests.mail.test_notices import assigned
from tests.web.conftest import Caller
from tests.web.fixes_desk import GUN, HANS, form_to, settle, words
from walkapp.domain import push as rules
from walkapp.domain.errors import Refused
from walkapp.domain.people import Person
from walkapp.settings import Settings
from walkapp.storage import outbox, push, rows
from walkapp.storage.database import Database

SignIn = Callable[[Person], Caller]


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    ca, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with serving(context) as found:
        yield found


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, push_services=("127.0.0.1",))


@pytest.fixture
def gun(app: object, db: Database, signed_in: SignIn) -> Caller:
    settle(db)
    return signed_in(GUN)


@pytest.fixture
def phone(service: Service, gun: Caller, db: Database) -> Browser:
    """Gun's phone, where notices were asked for the day before."""
    browser = Browser(service)
    assert subscribe(gun, browser.subscription()).status_code == 201
    db.execute("UPDATE subscriptions SET created_at = :at", {"at": AT})
    return browser


def subscribe(caller: Caller, said: Any) -> Any:
    headers = {"X-Walkapp": "1", "Sec-Fetch-Site": "same-origin"}
    return caller.client.post("/account/push", json=said, headers=headers)


def states(db: Database) -> list[str]:
    return [row["state"] for row in db.query("SELECT state FROM outbox WHERE kind = 'push'")]


def test_a_notice_is_on_the_screen_before_its_mail_is_written(
    gun: Caller, phone: Browser, db: Database, hand: Hand
) -> None:
    fix = assigned(db)
    assert hand.works(NIGHT) == []  # the mail waits for the morning
    [(path, headers, body)] = phone.service.came
    assert path == "/push/phone?token=a%2Fb"
    assert fix.title.encode() not in body
    said = phone.reads(body)
    assert said["title"] == "Tilldelad dig" and said["address"] == f"/fixes/{fix.id}"
    assert f"{fix.number} {fix.title}" in said["body"]
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "86400")
    assert len(headers["Topic"]) <= 32
    assert states(db) == ["sent"]
    assert len(hand.works(MORNING)) == 1 and len(phone.service.came) == 1


def test_the_service_can_tell_who_sends(
    gun: Caller, phone: Browser, db: Database, hand: Hand
) -> None:
    assigned(db)
    hand.works(NIGHT)
    signature = phone.service.came[0][1]["Authorization"]
    assert Vapid02.verify(signature)
    told = dict(part.split("=", 1) for part in signature.removeprefix("vapid ").split(","))
    claims = told["t"].split(".")[1]
    read = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert read["aud"] == f"https://{phone.service.host}"
    assert read["sub"] == "mailto:trygghet@flen.example"
    # The key is the one that the page tells browsers.
    assert f'data-push="{told["k"]}"' in gun.get("/account").text


def test_many_at_once_are_one_notice(phone: Browser, db: Database, hand: Hand) -> None:
    for _ in range(6):
        assigned(db)
    hand.works(NIGHT)
    [(_, _, body)] = phone.service.came
    said = phone.reads(body)
    assert said["title"] == "6 nyheter om åtgärder" and said["address"] == "/fixes"
    assert len(said["body"].splitlines()) == 4


@pytest.mark.parametrize("code", [404, 410])
def test_a_browser_that_is_gone_is_asked_no_more(
    phone: Browser, db: Database, hand: Hand, code: int
) -> None:
    phone.service.answers = code
    assigned(db)
    hand.works(NIGHT)
    assert push.of(db, GUN.id) == [] and states(db) == ["dropped"]
    assigned(db)
    hand.works("2026-11-25T03:10:00Z")
    assert len(phone.service.came) == 1


def test_a_service_that_is_down_is_tried_again(phone: Browser, db: Database, hand: Hand) -> None:
    phone.service.answers = 503
    assigned(db)
    hand.works(NIGHT)
    assert states(db) == ["waiting"] and outbox.standing(db, NIGHT).waiting == 1
    phone.service.answers = 201
    hand.works("2026-11-25T03:01:00Z")
    assert states(db) == ["sent"] and len(phone.service.came) == 2


def test_what_the_service_refuses_is_given_up(phone: Browser, db: Database, hand: Hand) -> None:
    phone.service.answers = 403
    assigned(db)
    hand.works(NIGHT)
    assert states(db) == ["failed"]
    [row] = db.query("SELECT problem FROM outbox WHERE kind = 'push'")
    assert row["problem"].startswith("403")


def test_what_is_older_than_the_wish_or_than_a_day_says_nothing(
    gun: Caller, service: Service, db: Database, hand: Hand
) -> None:
    browser = Browser(service)
    assigned(db)
    subscribe(gun, browser.subscription())  # after it, by the server's own clock
    hand.works(NIGHT)
    db.execute("UPDATE subscriptions SET created_at = :at", {"at": AT})
    hand.works("2026-11-26T04:00:00Z")
    assert service.came == [] and states(db) == []


def test_a_fix_that_went_elsewhere_is_not_told(phone: Browser, db: Database, hand: Hand) -> None:
    fix = assigned(db)
    db.execute(
        "UPDATE fixes SET party_id = :other WHERE id = :id", {"other": HANS.party_id, "id": fix.id}
    )
    hand.works(NIGHT)
    assert phone.service.came == [] and states(db) == ["dropped"]


def test_each_browser_is_listed_and_switched_off(gun: Caller, phone: Browser, db: Database) -> None:
    tablet = Browser(phone.service, "tablet")
    for _ in range(2):  # one that asks again is still one
        assert subscribe(gun, tablet.subscription()).status_code == 201
    assert len(push.of(db, GUN.id)) == 2
    page = gun.get("/account").text
    form = form_to(page, "/push/forget")
    assert gun.client.post(form.action, data=form.fields).status_code == 303
    assert len(push.of(db, GUN.id)) == 1
    assert gun.post("/account/sessions/end-all").status_code == 303
    assert push.of(db, GUN.id) == []


def test_nobody_switches_off_somebody_elses(
    phone: Browser, db: Database, signed_in: SignIn
) -> None:
    [browser] = push.of(db, GUN.id)
    signed_in(HANS).post("/account/push/forget", {"browser": browser.id})
    assert push.of(db, GUN.id) == [browser]


def test_a_browser_is_one_persons(
    gun: Caller, phone: Browser, db: Database, signed_in: SignIn
) -> None:
    """Whoever asks last in a browser that is shared has it."""
    assert subscribe(signed_in(HANS), phone.subscription()).status_code == 201
    assert push.of(db, GUN.id) == [] and len(push.of(db, HANS.id)) == 1


def test_the_eleventh_browser_takes_the_place_of_the_first(
    gun: Caller, service: Service, db: Database
) -> None:
    for n in range(rules.MOST + 1):
        subscribe(gun, Browser(service, f"phone-{n}").subscription())
    kept = {one.endpoint for one in push.of(db, GUN.id)}
    assert len(kept) == rules.MOST


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/a",
        "https://fcm.googleapis.com.evil.example/a",
        "https://evilfcm.googleapis.com/a",
        "https://fcm.googleapis.com@127.0.0.1/a",
        "https://127.0.0.1:8000/fixes",
        "https://fcm.googleapis.com:99999/a",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/\r\nHost: b",
        f"https://fcm.googleapis.com/{'a' * 1000}",
        "//fcm.googleapis.com/a",
        "",
    ],
)
def test_only_known_services_are_written_to(endpoint: str) -> None:
    keys = Browser(Service()).subscription()["keys"]
    with pytest.raises(Refused):
        rules.subscribed(endpoint, **keys, by=GUN, services=rules.SERVICES)


@pytest.mark.parametrize("host", [*rules.SERVICES, "wns2-am3p.notify.windows.com"])
def test_the_services_of_the_browsers_are_known(host: str) -> None:
    keys = Browser(Service()).subscription()["keys"]
    made = rules.subscribed(f"https://{host}/w/?token=A", **keys, by=GUN, services=rules.SERVICES)
    assert made.person_id == GUN.id


@pytest.mark.parametrize(
    "keys", [{"p256dh": "", "auth": ""}, {"auth": "YQ"}, {"p256dh": "!"}, {"p256dh": "å" * 87}]
)
def test_odd_keys_are_refused(keys: dict[str, str]) -> None:
    given = {**Browser(Service()).subscription()["keys"], **keys}
    with pytest.raises(Refused):
        rules.subscribed("https://fcm.googleapis.com/a", **given, by=GUN, services=rules.SERVICES)


@pytest.mark.parametrize("said", [[], {"endpoint": 1, "keys": {}}, {"keys": "a"}])
def test_odd_letters_are_refused(gun: Caller, db: Database, said: Any) -> None:
    assert subscribe(gun, said).status_code == 422
    assert rows.one(db, "SELECT 1 AS there FROM subscriptions") is None


def test_what_a_reader_is_told_is_in_the_language_that_reader_chose(
    gun: Caller, phone: Browser, db: Database, hand: Hand
) -> None:
    gun.post("/language", {"language": "en"})
    assigned(db)
    hand.works(NIGHT)
    assert phone.reads(phone.service.came[0][2])["title"] == "Assigned to you"
    [mail] = hand.works(MORNING)
    assert "Open the fix" in text_of(mail) or "Due" in text_of(mail)


def test_where_no_service_is_allowed_nothing_is_offered(
    gun: Caller, app: Any, db: Database
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], push_services=())
    assert "Aviseringar" not in words(gun.get("/account").text)
    assert subscribe(gun, Browser(Service()).subscription()).status_code == 422
