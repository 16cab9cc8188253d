"""Every route × every caller × an own and somebody else's thing, from the app's own map of routes.

Who may is written down here by hand, from the domain's table of roles and rights. Whoever may not
is turned away, reads no private word and changes nothing; whoever may is let in.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import url_for
from werkzeug.test import TestResponse

from tests.web import world as worlds
from tests.web.world import CALLERS, OTHER, OWN, STAFF, World, canaries_in
from walkapp.files import pdf
from walkapp.web import policy

EVERYBODY, ANY_STAFF = frozenset(CALLERS), frozenset(STAFF)
COORDINATORS = frozenset({"coordinator", "safety_coordinator"})
PHONES_OF_WALK = frozenset({"device_own", "device_beside"})
SENDER = frozenset({"device_own"})
RUNNERS = COORDINATORS | {"leader_own"}
LEADERS = RUNNERS | {"leader_other"}
WALK_READERS = RUNNERS | {"police_own", "registrar"}
FIX_READERS = RUNNERS | {"party_own", "registrar"}
FIX_WORKERS = RUNNERS | {"party_own"}
FIX_LISTS = ANY_STAFF - {"admin"}
REPORT_READERS = COORDINATORS | {"registrar"}
OF_PARTIES = COORDINATORS | {"admin"}
OF_ALL = frozenset({"safety_coordinator", "admin"})
OF_RETENTION = frozenset({"registrar", "admin"})
PUBLISHER = frozenset({"safety_coordinator"})
POLICE = frozenset({"police_own", "police_other"})
PROMISE_READERS = REPORT_READERS | POLICE | {"party_own", "party_other"}

# Who may, with an own thing. With somebody else's, `own` and `other` change places.
MAY: dict[str, frozenset[str]] = {
    "account.account": ANY_STAFF,
    "account.change_password": ANY_STAFF,
    "account.choose_notices": ANY_STAFF,
    "account.end_all": ANY_STAFF,
    "account.end_session": ANY_STAFF,
    "account.shortcuts": ANY_STAFF,
    "admin.area": OF_PARTIES,
    "admin.index": OF_PARTIES | {"registrar"},
    "admin.list_areas": OF_PARTIES,
    "admin.list_parties": OF_PARTIES,
    "admin.new_area": OF_PARTIES,
    "admin.new_party": OF_PARTIES,
    "admin.our_municipality": OF_ALL,
    "admin.party": OF_PARTIES,
    "admin_days.index": OF_PARTIES,
    "admin_days.remove": OF_PARTIES,
    "admin_handling.category": OF_PARTIES,
    "admin_handling.index": OF_PARTIES,
    "admin_import.carry_out": OF_PARTIES,
    "admin_import.index": OF_PARTIES,
    "admin_import.look": OF_PARTIES,
    "admin_letters.close": OF_ALL,
    "admin_letters.index": OF_ALL,
    "admin_letters.letter": OF_ALL,
    "admin_letters.retry": OF_ALL,
    "admin_mails.index": OF_ALL,
    "admin_mails.retry": OF_ALL,
    "admin_people.disable": OF_ALL,
    "admin_people.enable": OF_ALL,
    "admin_people.index": OF_ALL,
    "admin_people.link": OF_ALL,
    "admin_people.new": OF_ALL,
    "admin_people.person": OF_ALL,
    "admin_retention.index": OF_RETENTION,
    "admin_retention.rule": OF_RETENTION,
    "admin_replies.index": OF_PARTIES,
    "admin_replies.new": OF_PARTIES,
    "admin_replies.template": OF_PARTIES,
    "backups.leader": RUNNERS,
    "backups.own": PHONES_OF_WALK,
    "embed.show": EVERYBODY,
    "check_review.decide": RUNNERS,
    "check_review.index": WALK_READERS,
    "checks.feel": PHONES_OF_WALK,
    "checks.receive": PHONES_OF_WALK,
    "checks.receive_photo": SENDER,
    "favicon": EVERYBODY,
    "fix_files.export": FIX_LISTS,
    "fix_files.fetch": frozenset(),  # by a token alone: test_fixes_files
    "fixes.add_photos": FIX_WORKERS,
    "fixes.answer_objection": COORDINATORS,
    "fixes.bulk": FIX_LISTS - {"registrar"},  # what each may do, the table of moves decides
    "fixes.bulk_done": frozenset({"coordinator"}),  # who did it
    "fixes.comment": FIX_WORKERS,
    "fixes.board": FIX_LISTS,
    "fixes.dashboard": FIX_LISTS,
    "fixes.edit": RUNNERS,
    "fixes.fill_round": FIX_LISTS,
    "fixes.index": FIX_LISTS,
    "fixes.on_map": FIX_LISTS,
    "fixes.move": frozenset({"party_own"}),  # NAMES: planning is for whoever has the fix
    "fixes.matrix_of": LEADERS,
    "fixes.meeting": RUNNERS,
    "fixes.merge": RUNNERS,
    "fixes.send_link": COORDINATORS,
    "fixes.show": FIX_READERS,
    "fixes.split": COORDINATORS,  # it has been given to a party, so no longer the leader's
    "fixes.undo": frozenset({"coordinator"}),  # who did it
    "fixes.order_round": FIX_LISTS,
    "fixes.round_": FIX_LISTS,
    "fixes.star": FIX_READERS,
    "fix_letters.receive": FIX_WORKERS,  # which move, the table of moves decides
    "fix_letters.receive_photo": FIX_WORKERS,
    "followup.fix": EVERYBODY,
    "followup.index": EVERYBODY,
    "followup.photo": EVERYBODY,
    "followup.show": EVERYBODY,
    "followup_versions.show": EVERYBODY,
    "health.alive": EVERYBODY,
    "health.ready": EVERYBODY,
    "issues.change": SENDER,
    "issues.edit": SENDER,
    "issues.new": PHONES_OF_WALK,
    "issues.receipts": PHONES_OF_WALK,
    "issues.receive": PHONES_OF_WALK,
    "join.enter": EVERYBODY,
    "join.join": EVERYBODY,
    "language.choose": EVERYBODY,
    "leave_mails.ask": EVERYBODY,
    "leave_mails.leave": EVERYBODY,
    "leaving.ask": PHONES_OF_WALK,
    "leaving.leave": PHONES_OF_WALK,
    "mapping.file": EVERYBODY,
    "moving.move": RUNNERS,
    "new_fix.create": RUNNERS,
    "new_fix.form": RUNNERS,
    "objections.say": EVERYBODY,
    "offline.app": EVERYBODY,
    "offline.kill_switch": EVERYBODY,
    "offline.manifest": EVERYBODY,
    "offline.shell": EVERYBODY,
    "offline.worker": EVERYBODY,
    "pages.about": EVERYBODY,
    "pages.accessibility": EVERYBODY,
    "pages.privacy": EVERYBODY,
    "pages.start": EVERYBODY,
    "paper.order": FIX_READERS,
    "paper.order_pdf": FIX_READERS,
    "paper.view": FIX_LISTS,
    "paper.view_pdf": FIX_LISTS,
    "photos.own_photo": SENDER,
    "photos.receive": SENDER,
    "photos.remove": SENDER,
    "photos.staff_photo": WALK_READERS | {"party_own"},  # the party has a fix made from the issue
    "plans.edit": RUNNERS,
    "plans.new": LEADERS,
    "promises.activity": PUBLISHER | POLICE | {"party_own"},
    "promises.commitment": PUBLISHER,
    "promises.edit": PUBLISHER,
    "promises.goal": PUBLISHER,
    "promises.index": PROMISE_READERS,
    "promises.indicator": PUBLISHER,
    "promises.measurement": PUBLISHER,
    "promises.new": PUBLISHER,
    "promises.new_activity": PUBLISHER | POLICE | {"party_own", "party_other"},
    "promises.new_commitment": PUBLISHER,
    "promises.new_goal": PUBLISHER,
    "promises.new_indicator": PUBLISHER,
    "promises.new_measurement": PUBLISHER,
    "promises.overview": PROMISE_READERS,
    "promises.remove": PUBLISHER | POLICE | {"party_own"},
    "promises.restore": PUBLISHER | POLICE | {"party_own"},
    "promises.show": PROMISE_READERS,
    "promises.take_over": PUBLISHER,
    "plans.poster": WALK_READERS,
    "push.forget": ANY_STAFF,
    "push.subscribe": ANY_STAFF,
    "reply.answer": EVERYBODY,
    "reply.photo": EVERYBODY,
    "reply.show": EVERYBODY,
    "reply.small_map": EVERYBODY,
    "report_files.export": EVERYBODY,
    "report_files.export_version": EVERYBODY,
    "reports.create": COORDINATORS,
    "reports.edit": COORDINATORS,
    "reports.index": REPORT_READERS,
    "reports.new": COORDINATORS,
    "reports.publish": PUBLISHER,
    "reports.review": REPORT_READERS,
    "reports.show": REPORT_READERS,
    "reports.unpublish": PUBLISHER,
    "reports.withdraw": PUBLISHER,
    "review.decide": RUNNERS,
    "review.index": WALK_READERS,
    "review.photo": RUNNERS,
    "share_pictures.of_fix": EVERYBODY,
    "share_pictures.of_report": EVERYBODY,
    "sign_in.accept": EVERYBODY,
    "sign_in.enter": EVERYBODY,
    "sign_in.invitation": EVERYBODY,
    "sign_in.sign_in": EVERYBODY,
    "sign_in.sign_out": EVERYBODY,
    "static": EVERYBODY,
    "stops.edit": RUNNERS,
    "stops.index": RUNNERS,
    "stops.move": RUNNERS,
    "stops.remove": RUNNERS,
    "views.create": FIX_LISTS,
    "views.index": FIX_LISTS,
    "views.make_token": frozenset({"leader_own"}),  # whose view it is
    "views.remove": frozenset({"leader_own"}),
    "views.revoke": frozenset({"leader_own"}),
    "views.view": frozenset({"leader_own"}),
    "voices.nearby": PHONES_OF_WALK,
    "voices.say": PHONES_OF_WALK,  # the one that logged it is told so
    "voices.take_back": PHONES_OF_WALK,
    "walker_news.ask": PHONES_OF_WALK,
    "walker_news.confirm": EVERYBODY,
    "walker_news.give": PHONES_OF_WALK,
    "walker_news.remove": PHONES_OF_WALK,
    "walks.index": ANY_STAFF - {"party_own", "party_other"},
    "walks.live": WALK_READERS,
    "walks.move": RUNNERS,
    "walks.revoke": RUNNERS,
    "walks.walker": PHONES_OF_WALK,
}
# The own follow-up is published and the other is not: to the public it does not exist.
UNPUBLISHED = {
    "followup.fix",
    "followup.photo",
    "followup.show",
    "embed.show",
    "objections.say",
    "share_pictures.of_fix",
    "share_pictures.of_report",
    "report_files.export",
    "report_files.export_version",
    "followup_versions.show",
    "reports.withdraw",  # it has no version to hide
    "reply.photo",  # the other fix's photo is not approved
}
# This installation has no map file, and its fixes no position; there is nothing to be let in to.
ABSENT = {"mapping.file", "reply.small_map"}
# Those that want the issue a fix was made from; the others take one nobody has looked at.
LINKED = {"photos.staff_photo", "followup.photo", "reply.photo"}
REVIEWING = ("review.", "new_fix.", "moving.", "check_review.")
# Those that want a fix of the walk before.
EARLIER = {"check_review.decide"}
NAMES = {"fixes.move": "plan", "reply.answer": "start", "walks.move": "close"}

# Who may read each private word of the own side, wherever it turns up.
PRIVATE: dict[str, frozenset[str]] = {
    "title": WALK_READERS | PHONES_OF_WALK | {"party_own"},
    "purpose": WALK_READERS | PHONES_OF_WALK,
    "text": WALK_READERS | PHONES_OF_WALK,
    "meeting": WALK_READERS | PHONES_OF_WALK,
    "code": WALK_READERS,
    "name": WALK_READERS | SENDER,  # beside the issue in the review, to tell one's words apart
    "beside": RUNNERS | {"device_beside"},
    "note": WALK_READERS | SENDER | {"party_own"},
    "proposal": WALK_READERS | SENDER | {"party_own"},
    "place": WALK_READERS | SENDER | {"party_own"},
    "pole": WALK_READERS | SENDER | {"party_own"},
    "edited": WALK_READERS,
    "stop": WALK_READERS | PHONES_OF_WALK,
    "earlier": WALK_READERS | PHONES_OF_WALK,  # of the walk before, to be looked at again
    "check": WALK_READERS | SENDER,
    "alt": WALK_READERS | {"party_own"},
    "fix_title": WALK_READERS | FIX_READERS,
    "seen": WALK_READERS | FIX_READERS,
    "internal": FIX_READERS,
    "history": FIX_READERS,
    "report_title": REPORT_READERS,
    "lead": REPORT_READERS,
    "party_phone": OF_PARTIES,
    "party_mail": OF_PARTIES,
    "letter": OF_ALL,
    "view": frozenset({"leader_own"}),
    "pull": frozenset({"leader_own"}),
    "mail": OF_ALL | {"leader_own"},
}
# What the holder of an outside owner's link reads of that fix, whoever it is.
BY_LINK = {"fix_title", "seen", "alt"}
# What publishing the own follow-up has opened.
PUBLISHED = {"fix_title", "seen", "alt", "report_title", "lead"}
SWAPPED = {name: name.replace("_own", "_?").replace("_other", "_own") for name in CALLERS}
SWAPPED = {name: new.replace("_?", "_other") for name, new in SWAPPED.items()}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[World]:
    """The app and its world, built once. Its PDFs are their HTML: quick, and words can be read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "made", lambda html, *_: b"%PDF-" + html.encode())
        with worlds.started(tmp_path_factory.mktemp("access"), empty_file) as world:
            yield world


@pytest.fixture
def open_world(world: World) -> Iterator[World]:
    """The world at its start, both before and after the test."""
    world.restore()
    yield world
    world.restore()


def swapped(callers: frozenset[str]) -> frozenset[str]:
    """The same rights towards the other thing; nobody stands beside in the other walk."""
    if callers == EVERYBODY:
        return EVERYBODY
    return frozenset(SWAPPED[name] for name in callers - {"device_beside"})


def may(endpoint: str, side: str) -> frozenset[str]:
    if endpoint in ABSENT or (side == OTHER and endpoint in UNPUBLISHED):
        return frozenset()
    return MAY[endpoint] if side == OWN else swapped(MAY[endpoint])


def may_read(side: str, word: str) -> frozenset[str]:
    if side == OWN:
        return EVERYBODY if word in PUBLISHED else PRIVATE[word]
    return swapped(PRIVATE[word])


def methods(world: World, endpoint: str) -> list[str]:
    [rule] = world.app.url_map.iter_rules(endpoint)
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def address(world: World, endpoint: str, ids: dict[str, Any]) -> str:
    [rule] = world.app.url_map.iter_rules(endpoint)
    given = {**ids, "name": NAMES.get(endpoint, "")}
    if endpoint in LINKED:
        given["photo_id"] = ids["linked_photo_id"]
    if endpoint in EARLIER:
        given["fix_id"] = ids["earlier_fix_id"]
    values = {name: given[name] for name in rule.arguments if name in given}
    with world.app.test_request_context():
        return url_for(endpoint, **values)


def knock(
    world: World, caller: str, method: str, endpoint: str, ids: dict[str, Any], **extra: Any
) -> TestResponse:
    """Call a route with the ids of a side, as this caller's browser would."""
    client, path = world.browser(caller).client, address(world, endpoint, ids)
    here = {"Sec-Fetch-Site": "same-origin"}
    asked = {"issue": ids["client_id"], "walk_id": ids["walk_id"], **extra}
    if method == "GET":
        asked = {**asked, "walk": ids["walk_id"], "party": ids["party_id"]}
        return client.get(path, query_string=asked, headers=here, buffered=True)
    if method == "PUT":
        return client.put(path, headers={**here, "X-Walkapp": "1"}, content_type="image/jpeg")
    data = {"csrf_token": world.tokens[caller], "version": "1", **asked}
    return client.post(path, data=data, headers=here)


def let_in(answer: TestResponse) -> bool:
    """Whether the door opened; a form that is refused for what it says was still let in."""
    return answer.status_code not in (401, 403, 404) and not sent_away(answer)


def sent_away(answer: TestResponse) -> bool:
    """Whether somebody who only reads was sent to where one gets in."""
    reads = answer.request.method == "GET" and answer.status_code == 303
    return reads and answer.headers["Location"] in ("/join", "/sign-in")


def complaints(
    world: World, caller: str, method: str, answer: TestResponse, *, allowed: bool, side: str
) -> list[str]:
    """What is wrong with an answer, each as a sentence."""
    who, status = f"{caller} {method} on {side}", answer.status_code
    linked = BY_LINK if answer.request.path.startswith("/reply/") else set()
    found = [
        f"{who} reads the {word} of {owner}"
        for owner, word in sorted(canaries_in(answer))
        if caller not in may_read(owner, word) and (owner, word) not in {(side, w) for w in linked}
    ]
    if status >= 500:
        found.append(f"{who} meets a fault: {status}")
    if let_in(answer) != allowed:
        found.append(f"{who} is {'kept out' if allowed else 'let in'}: {status}")
    if not allowed and method != "GET" and status not in (401, 403, 404):
        found.append(f"{who} is refused with {status}, and 401, 403 or 404 was meant")
    if allowed and method == "GET" and status >= 400:
        found.append(f"{who} may read and meets {status}")
    if (method == "GET" or not allowed) and not world.unchanged():
        found.append(f"{who} changed something")
    return found


def test_every_route_is_in_the_table_and_declares_a_policy(world: World) -> None:
    known = {rule.endpoint for rule in world.app.url_map.iter_rules()}
    unknown = sorted(known - set(MAY))
    assert not unknown, f"{', '.join(unknown)}: write in MAY who may call it"
    assert set(MAY) == known
    for endpoint, callers in MAY.items():
        is_open = policy.of(world.app, endpoint).kind in ("public", "outside_link")
        assert is_open == (callers == EVERYBODY), endpoint


def test_what_somebody_does_is_noticed_and_taken_back(open_world: World) -> None:
    said = {"comment": "Nu finns det en lampa.", "audience": "internal"}
    answer = knock(open_world, "coordinator", "POST", "fixes.comment", open_world.ids[OWN], **said)
    assert let_in(answer) and not open_world.unchanged()
    open_world.restore()
    assert open_world.unchanged() and open_world.rows() == open_world.rows_at_start


@pytest.mark.parametrize("endpoint", MAY)
def test_each_caller_gets_as_far_as_the_table_says(open_world: World, endpoint: str) -> None:
    world, found = open_world, []
    start = world.start, world.rows_at_start
    if endpoint.startswith(REVIEWING):
        world.in_state("reviewing")
    try:
        for method in methods(world, endpoint):
            for side in (OWN, OTHER):
                for caller in CALLERS:
                    answer = knock(world, caller, method, endpoint, world.ids[side])
                    allowed = caller in may(endpoint, side)
                    found += complaints(world, caller, method, answer, allowed=allowed, side=side)
                    world.restore()
    finally:
        world.start, world.rows_at_start = start
    assert not found, "\n".join(found)


# Two ids in one request: the first one's own, the second somebody else's.
MIXED = {
    "moving.move": ("client_id",),
    "review.decide": ("client_id",),
    "walks.revoke": ("device_id",),
    "photos.remove": ("photo_id",),
    "stops.edit": ("stop_id",),
    "stops.move": ("stop_id",),
    "stops.remove": ("stop_id",),
    "photos.receive": ("photo_id",),
    "check_review.decide": ("earlier_fix_id",),
    "fix_letters.receive_photo": ("photo_id",),
    "new_fix.form": ("client_id",),
    "new_fix.create": ("client_id",),
    "followup.fix": ("number",),
    "views.revoke": ("token_id",),
}


@pytest.mark.parametrize("endpoint", MIXED)
@pytest.mark.parametrize(("first", "second"), [(OWN, OTHER), (OTHER, OWN)])
def test_a_thing_is_not_reached_through_another(
    open_world: World, endpoint: str, first: str, second: str
) -> None:
    world, start = open_world, (open_world.start, open_world.rows_at_start)
    if endpoint.startswith(REVIEWING):
        world.in_state("reviewing")
    ids = {**world.ids[first], **{name: world.ids[second][name] for name in MIXED[endpoint]}}
    try:
        for method in methods(world, endpoint):
            for caller in CALLERS:
                answer = knock(world, caller, method, endpoint, ids)
                refused = 400 <= answer.status_code < 500
                assert refused or sent_away(answer), (caller, answer.status_code)
                for owner, word in canaries_in(answer):
                    assert caller in may_read(owner, word), (caller, owner, word)
                assert world.unchanged(), caller
    finally:
        world.start, world.rows_at_start = start


FORGED: dict[str, dict[str, Any]] = {
    "no token": {"headers": {"Sec-Fetch-Site": "same-origin"}},
    "another site": {"token": True, "headers": {"Sec-Fetch-Site": "cross-site"}},
    "another origin": {"token": True, "headers": {"Origin": "https://evil.example"}},
    "a sister site": {"token": True, "headers": {"Sec-Fetch-Site": "same-site"}},
    "somebody else's token": {"token": False, "headers": {"Sec-Fetch-Site": "same-origin"}},
}
PHOTOS = {"photos.receive", "fix_letters.receive_photo"}
OUTBOX = {
    "fix_letters.receive",
    "fix_letters.receive_photo",
    "issues.receive",
    "issues.change",
    "leaving.leave",
    "photos.receive",
    "voices.say",
    "voices.take_back",
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_form_changes_nothing(open_world: World, how: str) -> None:
    world, forged, tried = open_world, FORGED[how], 0
    for endpoint in MAY:
        if "POST" not in methods(world, endpoint):
            continue
        caller = sorted(MAY[endpoint])[0]
        stranger = "party_other" if caller != "party_other" else "leader_other"
        token = world.tokens[caller if forged.get("token") else stranger]
        data = {"csrf_token": token} if "token" in forged else {}
        answer = world.browser(caller).client.post(
            address(world, endpoint, world.ids[OWN]), data=data, headers=forged["headers"]
        )
        assert 400 <= answer.status_code < 404, (endpoint, caller, answer.status_code)
        assert world.unchanged(), (endpoint, caller)
        tried += 1
    assert tried > 30


BAD_LETTERS: dict[str, dict[str, Any]] = {
    "without our header": {"headers": {"Sec-Fetch-Site": "same-origin"}},
    "another origin": {"headers": {"X-Walkapp": "1", "Origin": "https://evil.example"}},
    "another site": {"headers": {"X-Walkapp": "1", "Sec-Fetch-Site": "cross-site"}},
    "a sister site": {"headers": {"X-Walkapp": "1", "Sec-Fetch-Site": "same-site"}},
    "from nowhere": {"headers": {"X-Walkapp": "1"}},
    "a simple type": {
        "headers": {"X-Walkapp": "1", "Sec-Fetch-Site": "same-origin"},
        "content_type": "text/plain",
    },
}


@pytest.mark.parametrize("how", BAD_LETTERS)
@pytest.mark.parametrize("endpoint", sorted(OUTBOX))
def test_a_forged_letter_changes_nothing(open_world: World, endpoint: str, how: str) -> None:
    world, bad = open_world, BAD_LETTERS[how]
    photo = endpoint in PHOTOS
    caller = "party_own" if endpoint.startswith("fix_letters.") else "device_own"
    given = {"content_type": "image/jpeg" if photo else "application/json", "data": b"{}", **bad}
    answer = world.browser(caller).client.open(
        address(world, endpoint, world.ids[OWN]), method="PUT" if photo else "POST", **given
    )
    assert answer.status_code in (400, 403), answer.status_code
    assert world.unchanged()


@pytest.mark.parametrize(
    ("caller", "endpoint"),
    [
        ("nobody", "pages.start"),
        ("device_own", "walks.walker"),
        ("coordinator", "fixes.show"),
        ("device_own", "photos.own_photo"),
        ("nobody", "followup.photo"),
        ("nobody", "fixes.show"),
    ],
)
def test_the_protecting_headers_are_on_every_kind_of_answer(
    open_world: World, caller: str, endpoint: str
) -> None:
    headers = knock(open_world, caller, "GET", endpoint, open_world.ids[OWN]).headers
    rules = headers["Content-Security-Policy"]
    assert rules.startswith("default-src 'none'") and "unsafe" not in rules
    if not endpoint.endswith("photo"):
        for rule in ("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
            assert rule in rules, rule
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    if endpoint != "followup.photo":
        assert headers["Cache-Control"] == "private, no-store"
