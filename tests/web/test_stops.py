"""The leader puts the stops in order on plain forms; walkers read them and say where they stood."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import a_person, a_walk
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.stops import Stop
from walkapp.domain.walks import Walk
from walkapp.storage import issues, people, rows, stops, walks
from walkapp.storage.database import Database

SignIn = Callable[[Person], Caller]
Joined = Callable[..., Caller]
ANNA, CIA = a_person("Anna", "leader"), a_person("Cia", "leader")


@pytest.fixture
def walk(db: Database) -> Walk:
    people.add(db, ANNA)
    made = a_walk(ANNA)
    walks.add(db, made)
    return made


@pytest.fixture
def anna(signed_in: SignIn, walk: Walk) -> Caller:
    return signed_in(ANNA)


def path(walk: Walk, *more: str) -> str:
    return "/".join((f"/walks/{walk.id}/stops", *more))


def a_stop(db: Database, walk: Walk, position: int, name: str, **more: Any) -> Stop:
    stop = Stop(new_id(), walk.id, position, name, **more)
    rows.insert(db, "stops", stop)
    return stop


def order(db: Database, walk: Walk) -> list[str]:
    return [stop.name for stop in stops.route(db, walk).stops]


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def test_a_leader_adds_stops_and_finds_the_way_there(
    db: Database, anna: Caller, walk: Walk
) -> None:
    assert path(walk) in text_of(anna.get(f"/walks/{walk.id}/live"))
    first = anna.post(
        path(walk), {"name": "Tunneln", "prompt": "Ljuset", "lat": "59.05", "lon": "16,6"}
    )
    assert (first.status_code, first.location) == (303, path(walk) + "#add")
    anna.post(path(walk), {"name": "Torget"})
    [tunnel, square] = stops.route(db, walk).stops
    assert (tunnel.name, tunnel.prompt, tunnel.lat, tunnel.lon) == (
        "Tunneln",
        "Ljuset",
        59.05,
        16.6,
    )
    assert (square.position, square.lat) == (2, None)
    page = text_of(anna.get(path(walk)))
    assert page.index("Tunneln") < page.index("Torget")
    assert "Titta efter: Ljuset" in page


def test_a_bad_stop_keeps_what_was_typed(db: Database, anna: Caller, walk: Walk) -> None:
    answer = anna.post(path(walk), {"name": "", "prompt": "Sikten vid häcken"})
    assert answer.status_code == 422
    assert "Skriv vad stoppet heter." in text_of(answer)
    assert "Sikten vid häcken" in text_of(answer)
    assert order(db, walk) == []


def test_buttons_move_a_stop_and_the_ends_have_one_each(
    db: Database, anna: Caller, walk: Walk
) -> None:
    found = [a_stop(db, walk, n, name) for n, name in enumerate("ABC", start=1)]
    page = text_of(anna.get(path(walk)))
    assert (page.count("/up"), page.count("/down")) == (2, 2)
    answer = anna.post(path(walk, found[2].id, "up"))
    assert answer.location == f"{path(walk)}#stop-{found[2].id}"
    assert order(db, walk) == ["A", "C", "B"]
    refused = anna.post(path(walk, found[0].id, "up"))
    assert (refused.status_code, "redan först" in text_of(refused)) == (422, True)


def test_a_stop_is_changed_and_taken_off_the_map(db: Database, anna: Caller, walk: Walk) -> None:
    stop = a_stop(db, walk, 1, "Tunneln", lat=59.0, lon=16.0)
    page = text_of(anna.get(path(walk, stop.id)))
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version and "Ta bort platsen från kartan" in page
    typed = {"name": "Tunneln norr", "lat": "59.0", "lon": "16.0", "off_map": "y"}
    stale = anna.post(path(walk, stop.id), {**typed, "version": "0"})
    assert (stale.status_code, order(db, walk)) == (409, ["Tunneln"])
    assert "Tunneln norr" in text_of(stale)
    saved = anna.post(path(walk, stop.id), {**typed, "version": version[1]})
    assert saved.status_code == 303
    [changed] = stops.route(db, walk).stops
    assert (changed.id, changed.name, changed.lat) == (stop.id, "Tunneln norr", None)


def test_removing_asks_first(db: Database, anna: Caller, walk: Walk) -> None:
    stop = a_stop(db, walk, 1, "Tunneln")
    asked = text_of(anna.get(path(walk), query_string={"remove": stop.id}))
    assert "Ta bort Tunneln?" in asked and path(walk, stop.id, "remove") in asked
    assert order(db, walk) == ["Tunneln"]
    assert anna.post(path(walk, stop.id, "remove")).status_code == 303
    assert order(db, walk) == []


def test_a_stop_that_somebody_logged_at_stays(
    db: Database, joined: Joined, anna: Caller, walk: Walk
) -> None:
    stop = a_stop(db, walk, 1, "Tunneln")
    body = an_issue_body(stop_id=stop.id)
    assert letter(joined(walk), f"/walks/{walk.id}/issues", body).status_code == 201
    asked = text_of(anna.get(path(walk), query_string={"remove": stop.id}))
    assert "Byt namn" in asked and path(walk, stop.id, "remove") not in asked
    answer = anna.post(path(walk, stop.id, "remove"))
    assert (answer.status_code, order(db, walk)) == (422, ["Tunneln"])


def test_cia_neither_reads_nor_changes_annas_route(
    db: Database, signed_in: SignIn, walk: Walk
) -> None:
    stop = a_stop(db, walk, 1, "Tunneln")
    cia = signed_in(CIA)
    assert cia.get(path(walk)).status_code == 404
    assert cia.post(path(walk, stop.id, "remove")).status_code == 404
    other = a_walk(CIA)
    walks.add(db, other)
    assert cia.post(path(other, stop.id, "remove")).status_code == 404
    assert order(db, walk) == ["Tunneln"]


def test_walkers_read_the_route_and_choose_a_stop(db: Database, joined: Joined, walk: Walk) -> None:
    phone = joined(walk)
    bare = text_of(phone.get(f"/walks/{walk.id}"))
    assert "Rutten" not in bare and 'name="stop_id"' not in bare
    stop = a_stop(db, walk, 1, "Tunneln", prompt="Går det att vända om?", lat=59.0, lon=16.0)
    page = text_of(phone.get(f"/walks/{walk.id}"))
    assert "Titta efter: Går det att vända om?" in page and "Vid vilket stopp?" in page
    form = text_of(phone.get(f"/walks/{walk.id}/issues/new"))
    assert f'<option value="{stop.id}" >1. Tunneln</option>' in form
    client_id = new_id()
    sent = {"client_id": client_id, "rev": "1", "note": "Mörkt", "stop_id": stop.id}
    assert phone.post(f"/walks/{walk.id}/issues", sent).status_code == 303
    issue = issues.get(db, client_id)
    assert issue and (issue.stop_id, issue.lat) == (stop.id, None)
    edit = text_of(phone.get(f"/issues/{client_id}/edit"))
    assert f'<option value="{stop.id}" selected>1. Tunneln</option>' in edit
    row = text_of(phone.get(f"/walks/{walk.id}")).partition('data-row="')[2].partition("</li>")[0]
    assert "Tunneln" in row and "Ingen plats" not in row


def test_the_leader_reads_the_stop_at_review_and_in_the_draft_of_a_fix(
    db: Database, joined: Joined, anna: Caller, walk: Walk
) -> None:
    stop = a_stop(db, walk, 1, "Tunnelns mynning", lat=59.0123, lon=16.0)
    body = an_issue_body(stop_id=stop.id, category="belysning")
    letter(joined(walk), f"/walks/{walk.id}/issues", body)
    db.execute("UPDATE walks SET state = 'reviewing' WHERE id = :id", {"id": walk.id})
    page = text_of(anna.get(f"/walks/{walk.id}/review"))
    assert "vid Tunnelns mynning" in page and "59.0123" in page
    draft = text_of(anna.get(f"/walks/{walk.id}/review/fix?issue={body['client_id']}"))
    assert 'value="Tunnelns mynning"' in draft


def test_poster_and_live_page_name_the_stops(db: Database, anna: Caller, walk: Walk) -> None:
    for n, name in enumerate(("Tunneln", "Torget"), start=1):
        a_stop(db, walk, n, name)
    assert "Vi stannar vid: Tunneln, Torget." in text_of(anna.get(f"/walks/{walk.id}/poster"))
    live = text_of(anna.get(f"/walks/{walk.id}/live"))
    assert "<li>Tunneln</li><li>Torget</li>" in live
