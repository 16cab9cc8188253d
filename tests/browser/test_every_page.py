"""Every page of the app for somebody who may see it: axe-core by night and by day, and 320 px wide.

The pages are those of the app's own map of routes, shown with the demo year in them: a new route
fails here until it is written down.
"""

import gzip
import json
import re
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeSerializer
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import ROOT, LiveServer, listen
from tests.browser.looks import clean_night_and_day, fits
from walkapp import create_app
from walkapp.demo import load
from walkapp.domain.ids import new_id
from walkapp.domain.mails import Mail
from walkapp.domain.walker_news import WalkerAddress
from walkapp.settings import Settings
from walkapp.storage import (
    dead_letters,
    fixes,
    importing,
    outbox,
    outside,
    people,
    walker_news,
)
from walkapp.storage.database import Database
from walkapp.storage.importing import Import
from walkapp.web.clock import now

pytestmark = pytest.mark.browser

# Files and answers for machines.
NOT_PAGES = {
    "favicon",
    "embed.show",  # a part of somebody else's page: test_followup.py
    "fix_files.export",
    "fix_files.fetch",
    "followup.photo",
    "health.alive",
    "health.ready",
    "issues.receipts",
    "mapping.file",
    "offline.manifest",
    "offline.worker",
    "paper.order_pdf",
    "paper.view_pdf",
    "photos.own_photo",
    "reply.photo",
    "reply.small_map",
    "report_files.export",
    "report_files.export_version",
    "photos.staff_photo",
    "share_pictures.of_fix",
    "share_pictures.of_report",
    "static",
    "voices.nearby",
}
VALIDATOR = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
AT_ONCE = 20  # pages in one test: a red one says sooner where
# As the server signs addresses that end mails.
_SECRET = "only for tests, on loopback, for an hour"
_SIGNER = URLSafeSerializer(_SECRET, salt="end mails")
_CONFIRMER = URLSafeSerializer(_SECRET, salt="confirm address")
OPEN = "SELECT id FROM walks WHERE code = 'VANDRA26'"
REVIEWED = "SELECT walk_id FROM issues WHERE review = 'received' AND walk_id <> :open LIMIT 1"
# A register somebody is about to read in, and one with a row that does not do.
FILES = {
    "file": '[{"nummer": "G-101", "lat": 59.06, "lon": 16.6}, {"nummer": "9", "lat": 9, "lon": 9}]',
    "bad_file": '[{"nummer": "9", "lat": "6547123", "lon": "585123"}, {"nummer": ""}]',
}
# Who opens what. {words} are looked up in the demo; a page may be shown in several states.
PAGES: dict[str, dict[str, list[str]]] = {
    "nobody": {
        "pages.start": ["/"],
        "pages.about": ["/about"],
        "pages.privacy": ["/privacy"],
        "pages.accessibility": ["/accessibility"],
        "join.join": ["/join"],
        "offline.shell": ["/offline"],
        "offline.kill_switch": ["/kill-switch"],
        "sign_in.sign_in": ["/sign-in"],
        "sign_in.invitation": ["/invitation/{token}", "/invitation/used"],
        "followup.index": ["/followup", "/followup?q=lampa", "/followup?q=nothing"],
        "objections.say": ["/followup/2016/fixes/{number}/not-fixed"],
        "followup.show": [
            "/followup/2016",
            "/followup/2016?part=wont_fix",
            "/followup/nothing",
            "/followup/namnden-2016",
            "/followup/varvandringen-2017",
        ],
        "followup.fix": ["/followup/2016/fixes/{number}"],
        "followup_versions.show": [
            "/followup/varvandringen-2016/versions/1",
            "/followup/varvandringen-2016/versions/2",
        ],
        "reply.show": ["/reply/{link}", "/reply/{old_link}"],
        "leave_mails.ask": ["/unsubscribe/{key}"],
        "walker_news.confirm": ["/news/{news_key}"],
    },
    "samordnare": {
        "walks.index": ["/walks"],
        "walks.live": [
            "/walks/{open}/live",
            "/walks/{open}/live?do=close",
            "/walks/{reviewed}/live?do=follow-up",
        ],
        "plans.new": ["/walks/new"],
        "plans.edit": ["/walks/{open}/edit"],
        "plans.poster": ["/walks/{open}/poster"],
        "review.index": ["/walks/{open}/review", "/walks/{reviewed}/review"],
        "check_review.index": ["/walks/{open}/review/checks", "/walks/{reviewed}/review/checks"],
        "moving.move": ["/walks/{reviewed}/review/issues/{issue}/move"],
        "new_fix.form": ["/walks/{reviewed}/review/fix?issue={issue}"],
        "fixes.index": ["/fixes", "/fixes?state=all&category=belysning", "/fixes?q=nothing"],
        "fixes.on_map": ["/fixes/map", "/fixes/map?state=all&q=nothing"],
        "fixes.board": ["/fixes/board", "/fixes/board?state=all"],
        "fixes.dashboard": ["/fixes/dashboard"],
        "views.index": ["/fixes/views"],
        "views.view": ["/fixes/views/{view}"],
        "fixes.show": [
            *(f"/fixes/{{{state}}}" for state in ("new", "assessing", "done", "closed"))
        ],
        "fixes.edit": ["/fixes/{assessing}/edit"],
        "fixes.matrix_of": ["/fixes/matrix", "/fixes/matrix?state=closed&category=narvaro"],
        "fixes.meeting": ["/fixes/meeting/{new}", "/fixes/meeting/{planned}"],
        "admin_replies.index": ["/admin/replies"],
        "admin_replies.new": ["/admin/replies/new"],
        "admin_replies.template": ["/admin/replies/{reply}"],
        "fixes.bulk_done": ["/fixes/bulk/{undo}"],
        "fixes.split": ["/fixes/{assessing}/split", "/fixes/{assigned}/split"],
        "fixes.merge": ["/fixes/{assessing}/merge", "/fixes/{assessing}/merge?with={assigned}"],
        "reports.index": ["/reports"],
        "reports.show": ["/reports/{draft}", "/reports/{published}"],
        "reports.new": ["/reports/new"],
        "reports.edit": ["/reports/{draft}/edit", "/reports/{published}/edit"],
        "promises.index": ["/promises"],
        "promises.new": ["/promises/new"],
        "promises.show": ["/promises/{promise}"],
        "promises.overview": ["/promises/{promise}/overview?tertial=1"],
        "promises.edit": ["/promises/{promise}/edit"],
        "promises.new_goal": ["/promises/{promise}/goals/new"],
        "promises.goal": ["/promises/goals/{goal}"],
        "promises.new_commitment": ["/promises/{promise}/commitments/new"],
        "promises.commitment": ["/promises/commitments/{commitment}"],
        "promises.activity": ["/promises/activities/{activity}"],
        "promises.new_indicator": ["/promises/{promise}/indicators/new"],
        "promises.indicator": ["/promises/indicators/{indicator}"],
        "promises.new_measurement": ["/promises/indicators/{indicator}/measurements/new"],
        "promises.measurement": ["/promises/measurements/{measurement}"],
        "admin.index": ["/admin"],
        "admin.list_parties": ["/admin/parties"],
        "admin.new_party": ["/admin/parties/new"],
        "admin.party": ["/admin/parties/{party}"],
        "admin.list_areas": ["/admin/areas"],
        "admin.new_area": ["/admin/areas/new"],
        "admin.area": ["/admin/areas/{area}"],
        "admin.our_municipality": ["/admin/municipality"],
        "admin_handling.index": ["/admin/categories"],
        "admin_handling.category": ["/admin/categories/belysning", "/admin/categories/annat"],
        "admin_days.index": ["/admin/days-off"],
        "admin_import.index": ["/admin/import"],
        "admin_import.look": ["/admin/import/{file}", "/admin/import/{bad_file}"],
        "admin_letters.index": ["/admin/dead-letters", "/admin/dead-letters?show=handled"],
        "admin_letters.letter": ["/admin/dead-letters/{letter}"],
        "admin_mails.index": ["/admin/mails", "/admin/mails?show=sent"],
        "backups.leader": ["/walks/{open}/backup"],
        "stops.index": [
            "/walks/{open}/stops",
            "/walks/{open}/stops?remove={free_stop}",
            "/walks/{open}/stops?remove={stop}",
            "/walks/{reviewed}/stops",
        ],
        "stops.edit": ["/walks/{open}/stops/{stop}"],
        "account.account": ["/account"],
    },
    "ledare": {
        "walks.index": ["/walks"],
        "walks.live": ["/walks/{open}/live"],
        "fixes.show": ["/fixes/{done}"],
        "reports.index": ["/reports"],
    },
    "drift": {
        "fixes.index": ["/fixes"],
        "fixes.board": ["/fixes/board"],
        "fixes.dashboard": ["/fixes/dashboard"],
        "views.index": ["/fixes/views"],
        "paper.order": ["/fixes/{planned}/paper"],
        "paper.view": ["/fixes/paper", "/fixes/paper?as=orders"],
        "fixes.round_": ["/fixes/round", "/fixes/round?order=1"],
        "fixes.show": ["/fixes/{assigned}", "/fixes/{planned}", "/fixes/{in_progress}"],
    },
    "polis": {
        "walks.index": ["/walks"],
        "walks.live": ["/walks/{open}/live"],
        "promises.show": ["/promises/{promise}"],
        "promises.new_activity": ["/promises/{promise}/activities/new"],
    },
    "admin": {
        "admin_people.index": ["/admin/people"],
        "admin_people.new": ["/admin/people/new"],
        "admin_people.person": ["/admin/people/{person}"],
        "walks.index": ["/walks"],
        "admin_retention.index": ["/admin/retention"],
        "admin_retention.rule": ["/admin/retention/walker_names", "/admin/retention/old_history"],
    },
    "registrator": {
        "reports.index": ["/reports"],
        "reports.show": ["/reports/{draft}"],
    },
    "walker": {
        "walks.walker": ["/walks/{open}"],
        "issues.new": ["/walks/{open}/issues/new"],
        "issues.edit": ["/issues/{own}/edit"],
        "backups.own": ["/walks/{open}/import"],
        "offline.app": ["/app"],
        "leaving.ask": ["/walks/{open}/leave"],
        "walker_news.ask": ["/walks/{open}/news"],
    },
}


@pytest.fixture(scope="module")
def names(demo: LiveServer) -> dict[str, str]:
    """What stands for each {word} of PAGES."""
    with closing(demo.source.connect()) as db:

        def one(sql: str, **values: str) -> str:
            return str(next(iter(next(iter(db.query(sql, values))).values())))

        drift = "SELECT party_id FROM people WHERE email LIKE 'drift@%'"
        state = f"SELECT id FROM fixes WHERE state = :state ORDER BY party_id = ({drift}) DESC"
        states = ("new", "assessing", "assigned", "planned", "in_progress", "done", "closed")
        found = {name: one(f"{state}, id", state=name) for name in states}
        found["open"] = one(OPEN)
        found["reviewed"] = one(REVIEWED, open=found["open"])
        waiting = "SELECT client_id FROM issues WHERE walk_id = :walk AND review = 'received'"
        found["issue"] = one(waiting, walk=found["reviewed"])
        found["number"] = one("SELECT number FROM fixes WHERE outcome = 'fixed' ORDER BY number")
        at = "SELECT stop_id FROM issues WHERE stop_id IS NOT NULL"
        in_open = f"SELECT id FROM stops WHERE walk_id = :walk AND id {{}} ({at})"
        found["stop"] = one(in_open.format("IN"), walk=found["open"])
        found["free_stop"] = one(in_open.format("NOT IN"), walk=found["open"])
        found["view"] = one("SELECT id FROM views WHERE shared = 1")
        for word in ("draft", "published"):
            found[word] = one("SELECT id FROM reports WHERE state = :state", state=word)
        for word, table in (("party", "parties"), ("area", "areas"), ("person", "people")):
            found[word] = one(f"SELECT id FROM {table}")
        for word in ("promise", "goal", "commitment", "indicator", "measurement"):
            found[word] = one(f"SELECT id FROM {word}s")
        found["activity"] = one("SELECT id FROM activities")
        device = one("SELECT device_id FROM issues WHERE walk_id = :walk", walk=found["open"])
        sentence = "Det här gick inte att läsa."
        route = f"/walks/{found['open']}/issues"
        dead_letters.keep(db, route, device, b'{"kind": "odd"}', sentence=sentence, at=now())
        found["letter"] = one("SELECT id FROM dead_letters")
        for word, rows in FILES.items():
            found[word] = new_id()
            kept = Import(found[word], "lamp", "lampor.csv", rows, found["person"], now())
            importing.keep(db, kept)
        found["undo"] = undoable(db)
        found["reply"] = one("SELECT id FROM reply_templates")
        found["token"] = people.invite(db, found["person"], "2099-01-01T00:00:00Z")
        held = "SELECT {} FROM fixes JOIN parties p ON p.id = party_id WHERE external = 1 AND {}"
        for word, state in (("link", "state = 'referred'"), ("old_link", "outcome IS NOT NULL")):
            fix_id, party = (one(held.format(what, state)) for what in ("fixes.id", "party_id"))
            found[word] = outside.make(db, fix_id, party, now())
        for state in ("waiting", "failed", "sent"):
            mail = Mail(new_id(), now(), "digest", "person", found["person"], "", state, tries=2)
            outbox.put(db, replace(mail, next_at=now(), problem="450 4.2.0 Greylisted"))
        address = WalkerAddress(new_id(), device, found["open"], "bo@walker.example", now())
        walker_news.keep(db, address)
    found["news_key"] = str(_CONFIRMER.dumps([address.id, address.email]))
    found["key"] = str(_SIGNER.dumps(["person", found["person"], "digest"]))
    return found


def undoable(db: Database) -> str:
    """Something the coordinator did to many, with one left out."""
    person = people.by_email(db, "samordnare@flen.example")
    assert person
    left = next(iter(db.query("SELECT id FROM fixes WHERE state = 'closed'")))["id"]
    undo = fixes.opened("assign", person, now(), [(left, "Åtgärden är avslutad.")])
    fixes.save_all(db, undo, [])
    return undo.id


@pytest.fixture
def page(browser: Browser, browser_context_args: dict[str, Any], no_faults: list[str]) -> Any:
    """A phone nobody is signed in on."""
    context = browser.new_context(**browser_context_args)
    listen(context, no_faults)
    yield context.new_page()
    context.close()


def paths(who: str) -> list[str]:
    """What this one opens."""
    return [path for shown in PAGES[who].values() for path in shown]


@pytest.mark.parametrize(
    ("who", "first"), [(who, n) for who in PAGES for n in range(0, len(paths(who)), AT_ONCE)]
)
def test_every_page_is_for_everybody(
    page: Page, demo: LiveServer, names: dict[str, str], who: str, first: int
) -> None:
    comes_in(page, demo, names, who)
    for path in paths(who)[first : first + AT_ONCE]:
        page.goto(demo.url + path.format(**names))
        expect(page.locator("h1").first).to_be_attached()
        clean_night_and_day(page)
        fits(page)


def test_every_page_is_valid_html(
    browser: Browser, demo: LiveServer, names: dict[str, str], tmp_path: Path
) -> None:
    """As the HTML standard has it, by html-validate; what axe looks at is the test above."""
    if not VALIDATOR.exists():
        pytest.skip("html-validate is not here: run scripts/setup-tests")
    for who in PAGES:
        context = browser.new_context(locale="sv-SE", has_touch=True)
        comes_in(context.new_page(), demo, names, who)
        framed = ["/embed/2016"] if who == "nobody" else []
        for n, path in enumerate([*paths(who), *framed]):
            answer = context.request.get(demo.url + path.format(**names))
            (tmp_path / f"{who}-{n:02d}.html").write_text(f"{answer.text()}<!-- {path} -->")
        context.close()
    config = ROOT / "tests" / "browser" / "html-validate.json"
    pages = sorted(tmp_path.glob("*.html"))
    asked = ["node", VALIDATOR, "--config", config, "--formatter", "json", *pages]
    with (tmp_path / "told.json").open("w") as out:  # through a pipe it ends in the middle
        subprocess.run(asked, stdout=out, check=False)
    told = json.loads((tmp_path / "told.json").read_text())
    wrong = [
        f"{Path(page['filePath']).read_text().rsplit('<!-- ')[-1][:-4]} line {found['line']}:"
        f" {found['message']} ({found['selector']})"
        for page in told
        for found in page["messages"]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_boards_page_is_one_sheet(page: Page, demo: LiveServer) -> None:
    page.goto(f"{demo.url}/followup/namnden-2016")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1


@pytest.mark.parametrize("path", ["/followup/2016", "/followup/varvandringen-2016"])
def test_a_follow_up_is_light_to_fetch(page: Page, demo: LiveServer, path: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(demo.url + path, wait_until="networkidle")
    assert page.locator("[data-map]").count() == 1, "a map that nobody has scrolled to"
    first = [a for a in answers if not a.from_service_worker and not a.request.service_worker]
    carried = {
        answer.url: len(gzip.compress(answer.body(), 9))
        for answer in first
        if not answer.url.endswith(".jpg")
    }
    assert any("/icons.svg" in url for url in carried)
    assert sum(carried.values()) <= 35_000, carried


def test_no_page_is_left_out(tmp_path: Path, empty_file: Path) -> None:
    settings = Settings(tmp_path, str(empty_file), tmp_path, secret_key="s" * 40)
    rules = create_app(settings).url_map.iter_rules()
    pages = {rule.endpoint for rule in rules if "GET" in (rule.methods or set())} - NOT_PAGES
    assert pages == {endpoint for shown in PAGES.values() for endpoint in shown}


def comes_in(page: Page, demo: LiveServer, names: dict[str, str], who: str) -> None:
    """Join as a walker, sign in as one of the staff, or be nobody."""
    if who == "walker":
        names["own"] = joins_and_logs(page, demo)
    elif who != "nobody":
        page.goto(f"{demo.url}/sign-in")
        page.get_by_label("E-postadress").fill(f"{who}@flen.example")
        page.get_by_label("Lösenord").fill(load.PASSWORD)
        page.locator("main").get_by_role("button", name="Logga in").tap()
        expect(page.locator(".site-nav")).to_be_visible()


def joins_and_logs(page: Page, demo: LiveServer) -> str:
    """A phone on the open walk with one issue of its own; the issue's id."""
    page.goto(f"{demo.url}/join")
    page.get_by_label("Skriv koden").fill(load.CODE)
    page.get_by_role("button", name="Gå med i vandringen").tap()
    page.tap("[data-log]")
    page.tap('.tile[data-category="belysning"]')
    expect(page.locator("[data-saved-state]")).to_contain_text("Mottagen")
    with closing(demo.source.connect()) as db:
        newest = "SELECT client_id FROM issues ORDER BY received_at DESC LIMIT 1"
        return str(next(iter(db.query(newest, {})))["client_id"])
