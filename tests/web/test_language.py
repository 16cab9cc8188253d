"""Which language a page is in, who decides it, and that an English page is English throughout."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask, render_template_string, url_for

from tests.web import world as worlds
from tests.web.conftest import Caller
from tests.web.world import OWN, World
from walkapp.domain.fixes.words import OUTCOMES, STATES
from walkapp.web import catalogues
from walkapp.web.catalogues import catalogue, path_of

# Together they open every page there is.
READERS = ("nobody", "device_own", "leader_own", "safety_coordinator", "party_own", "admin")
OF_WALKS = ("walks.", "plans.", "issues.", "review.", "new_fix.")
WALK_STATES = ("planned", "closing", "reviewing", "protocol_published", "cancelled")
# What people have written in the world of the test; it is never translated.
WRITTEN = re.compile(
    r"KANARIE-\w+-\w+-X|Gick inte att läsa\.|Område \w+|Flens kommun(?: och polisen)?|“[^”]*”"
)
SWEDISH = re.compile(r"\w*[åäöÅÄÖ]\w*|\b(?:och|inte|att|det|som|av|eller|ett)\b")
SHOWN = {"aria-label", "title", "alt", "placeholder", "content", "label"}
SHOWN |= {"data-config", "data-count-left", "data-count-over", "data-name", "data-word"}
WITHOUT_END = {"meta", "link", "img", "input", "br", "hr", "use", "source"}


class Reader(HTMLParser):
    """Everything on a page that somebody reads or hears, except what is marked as Swedish."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.language = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = given["lang"]
        # A script of data holds words for the page; any other holds none.
        skipped = given.get("lang") == "sv" or tag == "style"
        skipped = skipped or (tag == "script" and given.get("type") != "application/json")
        if not skipped and not self.skipping():
            shown = [v for n, v in given.items() if n in SHOWN]
            if tag == "input" and given.get("type") in ("submit", "button"):
                shown.append(given.get("value", ""))
            for value in shown:
                self.say(value)
        if tag not in WITHOUT_END:
            self.open.append((tag, skipped))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if not self.skipping():
            self.say(text)

    def skipping(self) -> bool:
        return any(skipped for _, skipped in self.open)

    def say(self, text: str) -> None:
        """Each piece of text, and each text inside data for the scripts."""
        try:
            found = json.loads(text)
        except ValueError:
            found = text
        self.said += [" ".join(piece.split()) for piece in texts(found) if piece.strip()]


def texts(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        yield from (text for value in found.values() for text in texts(value))
    elif isinstance(found, list):
        yield from (text for value in found for text in texts(value))


@pytest.fixture(scope="module")
def untranslated() -> set[str]:
    """Swedish sentences that read otherwise in English."""
    with path_of("en").open("rb") as file:
        english = read_po(file, locale="en")
    return {m.id for m in english if isinstance(m.id, str) and m.id != m.string} - {""}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[World]:
    """A walk, a fix and a follow-up, and everybody who may read of them."""
    with worlds.started(tmp_path_factory.mktemp("language"), empty_file) as world:
        yield world


def test_no_english_page_has_anything_swedish(world: World, untranslated: set[str]) -> None:
    read, found = read_everything(world, untranslated, READERS)
    assert not found, "\n".join(sorted(found))
    main = {"pages.start", "join.join", "walks.walker", "issues.new", "sign_in.sign_in"}
    main |= {"walks.index", "walks.live", "plans.poster", "review.index", "account.account"}
    main |= {"fixes.index", "fixes.show", "reports.show", "followup.show", "followup.fix"}
    assert main <= read and len(read) > 35


@pytest.mark.parametrize("state", WALK_STATES)
def test_nor_has_a_walk_in_any_state(world: World, state: str, untranslated: set[str]) -> None:
    world.in_state(state)
    callers = ("device_own", "leader_own")
    read, found = read_everything(world, untranslated, callers, OF_WALKS)
    assert {"walks.live", "walks.walker", "review.index"} <= read
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("state", [state for state in STATES if state != "closed"])
def test_nor_has_an_open_fix(world: World, state: str, untranslated: set[str]) -> None:
    read_fix(world, untranslated, state, None)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nor_has_a_closed_one(world: World, outcome: str, untranslated: set[str]) -> None:
    read_fix(world, untranslated, "closed", outcome)


def test_what_people_wrote_is_marked_as_swedish_on_an_english_page(world: World) -> None:
    swede, reader = world.browser("nobody"), english(world.browser("nobody"))
    address = f"/followup/{world.ids[OWN]['slug']}"
    title = "KANARIE-own-report_title-X"
    assert f'<h1><span lang="sv">{title}</span></h1>' in reader.get(address).text
    assert f"<h1>{title}</h1>" in swede.get(address).text


def test_the_poster_begins_with_the_weekday(world: World) -> None:
    poster = f"/walks/{world.ids[OWN]['walk_id']}/poster"
    assert "<strong>Fredag 20 november</strong>" in world.browser("leader_own").get(poster).text
    assert (
        "<strong>Friday 20 November</strong>"
        in english(world.browser("leader_own")).get(poster).text
    )


def test_refusals_are_in_english(world: World) -> None:
    browser = english(world.browser("nobody"))
    assert "The page does not exist." in browser.get("/no-such-page").text
    refused = browser.client.post(
        "/join", data={"csrf_token": browser.token(), "code": "", "name": ""}
    )
    assert refused.status_code == 422 and "Enter the code you got from the leader." in refused.text
    answer = browser.client.get("/walks/x/receipts", headers={"Accept": "application/json"})
    assert answer.get_json()["error"] == "Join the walk again. What you have saved is still there."


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "sv"),
        ("sv-SE,sv;q=0.9,en;q=0.5", "sv"),
        ("en-GB,en;q=0.9,sv;q=0.5", "en"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("fi", "sv"),
        ("*", "sv"),
        ("nonsense;;q=x", "sv"),
    ],
)
def test_the_browser_chooses_until_the_reader_does(
    caller: Callable[[], Caller], asked: str, language: str
) -> None:
    page = caller().get("/", headers={"Accept-Language": asked}).text
    assert Reader(page).language == language


def test_a_choice_in_the_footer_is_kept(caller: Callable[[], Caller]) -> None:
    browser = caller()
    assert Reader(browser.get("/").text).language == "sv"
    answer = browser.post("/language", {"language": "en", "back": "/about?x=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/about?x=1")
    for _ in range(2):
        page = browser.get("/about").text
        assert Reader(page).language == "en" and "About the service" in page
    form = browser.client.get_cookie("walkapp_form")
    assert form is not None and form.expires is not None
    browser.post("/language", {"language": "sv", "back": "/"})
    assert "Om tjänsten" in browser.get("/about").text


def test_nothing_said_stays_nothing() -> None:
    assert catalogue("en").ugettext("") == "" and catalogue("sv").ugettext("") == ""


def test_only_a_language_there_is_can_be_chosen(caller: Callable[[], Caller]) -> None:
    browser = caller()
    for language in ("xx", "../en", ""):
        browser.post("/language", {"language": language, "back": "/"})
        assert Reader(browser.get("/").text).language == "sv"


def test_both_languages_stand_in_the_footer_under_their_own_names(
    caller: Callable[[], Caller],
) -> None:
    foot = caller().get("/").text.split("<footer", 1)[1]
    assert re.search(r'value="sv" lang="sv" aria-pressed="true">Svenska<', foot)
    assert re.search(r'value="en" lang="en" aria-pressed="false">English<', foot)


def english(browser: Caller) -> Caller:
    browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB"
    return browser


def read_fix(world: World, untranslated: set[str], state: str, outcome: str | None) -> None:
    """The list and the page of a fix, with every coded word it can have."""
    db = world.source.connect()
    with db.writing():
        db.execute(
            "UPDATE fixes SET state = :state, outcome = :outcome, hold_reason = 'season',"
            " outcome_reason = 'on_purpose', priority = 'high', channel = 'phone'",
            {"state": state, "outcome": outcome},
        )
    db.close()
    callers = ("safety_coordinator", "party_own")
    read, found = read_everything(world, untranslated, callers, ("fixes.",))
    # Beside these every other page of fixes that opens in this state.
    assert read >= {"fixes.index", "fixes.on_map", "fixes.board", "fixes.show", "fixes.edit"}
    assert not found, "\n".join(sorted(found))


def read_everything(
    world: World, untranslated: set[str], callers: tuple[str, ...], of: tuple[str, ...] = ("",)
) -> tuple[set[str], set[str]]:
    """Every page these callers may open: which there were, and what is Swedish on them."""
    read, found = set(), set()
    for caller in callers:
        browser = english(world.browser(caller))
        for endpoint, address in pages(world, of):
            answer = browser.client.get(address, headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code < 500, (caller, address)
            if answer.mimetype != "text/html" or answer.status_code == 303:
                continue
            page = Reader(answer.text)
            assert page.language == "en", (caller, address)
            # The head of a catalogue is what gettext answers to an empty text.
            assert "Project-Id-Version" not in answer.text, (caller, address)
            found |= {f"{endpoint}: {text}" for text in page.said if swedish(text, untranslated)}
            if answer.status_code == 200:
                read.add(endpoint)
    return read, found


def swedish(text: str, untranslated: set[str]) -> bool:
    """Whether it, or a part of a line of facts, is a known sentence or looks like a new one."""
    known = any(part in untranslated for part in [text, *text.split(" · ")])
    return known or bool(SWEDISH.search(WRITTEN.sub("", text)))


def pages(world: World, of: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every address that can be read, with the ids of the own side."""
    ids, found = world.ids[OWN], []
    with world.app.test_request_context():
        for rule in world.app.url_map.iter_rules():
            reads = "GET" in (rule.methods or set()) and rule.endpoint.startswith(of)
            if reads and rule.arguments <= set(ids):
                given = {name: ids[name] for name in rule.arguments}
                chosen = {"issue": ids["client_id"]} if rule.endpoint == "new_fix.form" else {}
                found.append((rule.endpoint, url_for(rule.endpoint, **given, **chosen)))
    return found


def test_a_sentence_escapes_what_it_is_given_and_keeps_its_percent_signs(app: Flask) -> None:
    said = "{{ _('Ansvarig: %(party)s', party=name) }} {{ _('100 %%') }} {{ _('') }}"
    for language, words in (("sv", "Ansvarig"), ("en", "Responsible")):
        with app.test_request_context(headers={"Accept-Language": language}):
            for _ in range(2):
                assert render_template_string(said, name="<b>%") == f"{words}: &lt;b&gt;% 100 % "


def test_a_file_has_its_address_below_where_the_app_is_mounted(app: Flask) -> None:
    said = "{{ url_for('static', filename='icons.svg') }}"
    for root in ("", "/tv", ""):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": root}):
            assert render_template_string(said) == url_for("static", filename="icons.svg")
            assert render_template_string(said).startswith(f"{root}/static/")


def test_each_answer_finds_out_its_own_language(app: Flask) -> None:
    for spoken in ("en", "sv", "en"):
        with app.test_request_context("/", headers={"Accept-Language": spoken}):
            assert catalogues.language() == catalogues.language() == spoken
