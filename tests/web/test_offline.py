"""What lets a phone open the walk without a network: worker, manifest, shell, and the way back."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import a_walk
from tests.web.conftest import Caller
from tests.web.fixes_desk import GUN, settle, standing
from walkapp import create_app
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.settings import Settings
from walkapp.storage import fixes
from walkapp.storage.database import Database, Source

STATIC = Path(__file__).resolve().parents[2] / "static"
# A background of PMTiles needs the network anyway (docs/limits.md).
NOT_KEPT = {"js/pmtiles.js"}
NAMED = re.compile(r'(?:src|href)="(/static/[^"#]+)')


@pytest.fixture
def walk() -> Walk:
    return a_walk()


@pytest.fixture
def walker(joined: Callable[[Walk], Caller], walk: Walk) -> Caller:
    return joined(walk)


def config(worker: str) -> dict[str, list[str]]:
    found = re.search(r"= (\{.*\});", worker)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def status(client: FlaskClient, address: str) -> int:
    with client.get(address) as answer:  # a file is closed with its answer
        return answer.status_code


def test_the_worker_keeps_every_file_the_walk_page_names_and_all_are_there(
    app: Flask, walker: Caller, walk: Walk
) -> None:
    worker = app.test_client().get("/sw.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    kept = config(worker.text)["files"]
    page = walker.get(f"/walks/{walk.id}").text
    assert set(NAMED.findall(page)) - set(kept) == set()
    for address in kept:
        assert status(app.test_client(), address) == 200, address


def test_the_round_keeps_every_file_its_page_names_beside_the_walkers_own(
    app: Flask, db: Database, signed_in: Callable[[Person], Caller]
) -> None:
    settle(db)
    fixes.star(db, GUN.id, [standing(db, "assigned").id], on=True)
    told = config(app.test_client().get("/sw.js").text)
    page = signed_in(GUN).get("/fixes/round").text
    assert set(NAMED.findall(page)) - {*told["crew"], *told["files"]} == set()
    assert not set(told["crew"]) & set(told["files"])
    for address in told["crew"]:
        assert status(app.test_client(), address) == 200, address


@pytest.mark.parametrize("whose", [("files",), ("crew", "files")])
def test_every_module_that_a_kept_script_asks_for_is_kept_too(
    app: Flask, whose: tuple[str, ...]
) -> None:
    prefix = f"/static/{app.extensions['static_version']}/"
    told = config(app.test_client().get("/sw.js").text)
    kept = {address.removeprefix(prefix) for name in whose for address in told[name]}
    asked = re.compile(r'(?:from |import\()"(\.[^"]+)"')
    for name in (name for name in kept if name.endswith(".js") and name.startswith("js/")):
        for wanted in asked.findall((STATIC / name).read_text()):
            target = (STATIC / name).parent.joinpath(wanted).resolve().relative_to(STATIC)
            assert target.as_posix() in kept | NOT_KEPT, f"{name} asks for {wanted}"


def test_a_changed_file_makes_another_worker(
    app: Flask, settings: Settings, source: Source
) -> None:
    other = create_app(settings, source)
    other.extensions["static_version"] = "0" * 12
    workers = {client.test_client().get("/sw.js").text for client in (app, other)}
    assert len(workers) == 2


@pytest.mark.parametrize("path", ["/sw.js", "/manifest.webmanifest"])
def test_worker_and_manifest_are_asked_for_anew(app: Flask, path: str) -> None:
    assert app.test_client().get(path).headers["Cache-Control"] == "no-cache"


def test_the_manifest_has_what_a_home_screen_needs(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/manifest.webmanifest", headers={"Accept-Language": "sv"})
    assert answer.mimetype == "application/manifest+json"
    told = json.loads(answer.text)
    assert (told["name"], told["lang"], told["display"]) == (
        "Trygghetsvandring",
        "sv",
        "standalone",
    )
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for address in (*(it["src"] for it in told["icons"]), *(it["url"] for it in told["shortcuts"])):
        assert status(client, address.partition("#")[0]) in (200, 302), address
    assert told["start_url"].startswith(told["scope"])


def test_the_icon_leads_to_the_walk_joined_last_or_to_joining(
    app: Flask, walker: Caller, walk: Walk
) -> None:
    assert walker.get("/app").headers["Location"].endswith(f"/walks/{walk.id}")
    assert app.test_client().get("/app").headers["Location"].endswith("/join")


def test_switched_off_phones_let_go_of_pages_and_never_of_issues(
    settings: Settings, source: Source, app: Flask
) -> None:
    leaving = create_app(replace(settings, offline=False), source)
    worker = leaving.test_client().get("/sw.js").text
    assert "unregister" in worker and "caches.delete" in worker
    assert "indexedDB" not in worker and '"fetch"' not in worker
