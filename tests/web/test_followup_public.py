"""What readers do with a published follow-up: follow figures to rows, search, share, object."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from PIL import Image

from tests.cast import AT, a_fix, a_party, a_walk, an_area
from tests.web.conftest import Caller
from tests.web.test_reports import SAFETY, begin, keep, publish, slug, without_second_reader
from walkapp.domain.events import Event
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.photos import Photo
from walkapp.domain.stops import Stop
from walkapp.domain.walks import Walk
from walkapp.storage import areas, fixes, parties, rows, walks
from walkapp.storage.database import Database
from walkapp.web.blobs import blobs

FIXED = {"state": "closed", "outcome": "fixed", "done_text": "Klart", "closed_at": AT}
CATEGORIES = ("belysning", "skrap")


def spring(year: int, **changes: object) -> Walk:
    given = {"starts_at": f"{year}-04-20T17:00:00Z", "state": "reviewing", "title": f"Vår {year}"}
    return a_walk(**{**given, **changes})


def fixes_of(walk: Walk, area_id: str, party_id: str, count: int) -> list[Fix]:
    """Done after 10, 20, … days; every other by the first date, the last one opened again."""
    year = walk.starts_at[:4]
    found = []
    for number in range(1, count + 1):
        given = {
            "number": f"FLEN-{year}-{number:03d}",
            "title": f"Punkt {number} vid Ågatan",
            "category": CATEGORIES[number % 2],
            "done_on": f"{year}-05-{number * 4:02d}",
            "original_due_on": f"{year}-05-{number * 4 - number % 2:02d}",
            "walk_id": walk.id,
            "area_id": area_id,
            "party_id": party_id,
            "place_text": "Ågatan",
            "reopen_count": int(number == count),
        }
        found.append(a_fix(**{**given, **FIXED}))
    return found


@pytest.fixture
def walk(db: Database) -> Walk:
    """A walk with seven fixed and one open, and the walk before it in the same area with six."""
    area, party = an_area(), a_party()
    areas.add(db, area)
    parties.add(db, party)
    before, made = spring(2025, area_id=area.id), spring(2026, area_id=area.id)
    for one, count in ((before, 6), (made, 7)):
        walks.add(db, one)
        for fix in fixes_of(one, area.id, party.id, count):
            keep(db, fix)
    keep(db, a_fix(number="FLEN-2026-099", walk_id=made.id, title="Öppen", place_text="Lekplatsen"))
    return made


@pytest.fixture
def safety(signed_in: Callable[[Person], Caller], db: Database) -> Caller:
    """Who writes and publishes alone, as in a small town."""
    without_second_reader(db)
    return signed_in(SAFETY)


@pytest.fixture
def report(safety: Caller, walk: Walk) -> str:
    """The staff's page of the published follow-up."""
    made = begin(safety, walk)
    assert publish(safety, made).status_code == 303
    return made


@pytest.fixture
def base(safety: Caller, report: str) -> str:
    """The public address."""
    return f"/followup/{slug(safety, report)}"


Callers = Callable[[], Caller]


def text_of(caller: Callers, path: str) -> str:
    answer = caller().get(path)
    assert answer.status_code == 200, path
    return str(answer.get_data(as_text=True))


def test_every_figure_leads_to_as_many_rows(caller: Callers, base: str) -> None:
    text = text_of(caller, base)
    linked = re.findall(rf'<a href="({base}\?[^"]+#list)">(\d+)</a>', text)
    assert len(linked) > 10
    assert {"mark=timed", "mark=kept", "mark=late", "mark=reopened"} <= {
        part for path, _ in linked for part in re.split("[?&#]", unescape(path))
    }
    for path, count in linked:
        rows = text_of(caller, unescape(path)).count('class="story ')
        assert rows == int(count), path


def test_time_and_dates_are_told_with_how_many(caller: Callers, base: str) -> None:
    text = " ".join(re.sub("<[^>]+>", "", text_of(caller, base)).split())
    assert "tog det 26 dagar för punkten i mitten" in text
    assert "Hälften av punkterna tog mellan 20 och 32 dagar. Räknat på 7 åtgärdade" in text
    assert "Klara till det datum som först lovades: 3. Inte klara till dess: 4." in text
    assert "Det är 43 procent i tid av 7." in text


def test_the_walk_before_stands_beside_it(caller: Callers, base: str) -> None:
    text = " ".join(re.sub("<[^>]+>", "", text_of(caller, base)).split())
    assert "Andel åtgärdade 100 procent av 6 88 procent av 8" in text
    assert "skillnaden säger inte vad den beror på" in text


def test_how_a_stop_felt_stands_beside_the_walk_it_follows(
    safety: Caller, caller: Callers, walk: Walk, db: Database
) -> None:
    before = spring(2024)
    walks.add(db, before)
    db.execute("UPDATE walks SET follows_id = :b WHERE id = :w", {"b": before.id, "w": walk.id})
    for place, name, answers_before, answers_now in (
        (1, "Tunneln", (1, 2, 2, 2, 3), (4, 4, 5, 4, 4)),
        (2, "Torget", (1, 1, 1, 1), (5, 5, 5, 5, 5)),  # too few the first time
    ):
        first = Stop(new_id(), before.id, place, name)
        then = Stop(new_id(), walk.id, place, name, from_id=first.id)
        for stop, answers in ((first, answers_before), (then, answers_now)):
            rows.insert(db, "stops", stop)
            for number, value in enumerate(answers):
                db.execute(
                    "INSERT INTO feelings (key, walk_id, stop_id, value, counted)"
                    " VALUES (:key, :walk_id, :stop_id, :value, 1)",
                    {
                        "key": f"{stop.id}-{number}",
                        "walk_id": stop.walk_id,
                        "stop_id": stop.id,
                        "value": value,
                    },
                )
    made = begin(safety, walk)
    publish(safety, made)
    text = text_of(caller, f"/followup/{slug(safety, made)}").split('id="felt-title"')[1]
    told = " ".join(re.sub("<[^>]+>", "", text).split())
    assert "Tunneln 2 5 svar 4,2 5 svar" in told
    assert "säger inte vad som har gjort skillnaden" in told
    assert "Torget" not in told


def test_a_walk_before_with_too_few_is_not_compared(
    safety: Caller, caller: Callers, walk: Walk, db: Database
) -> None:
    db.execute("UPDATE fixes SET visibility = 'internal' WHERE number > 'FLEN-2025-004'")
    db.execute("UPDATE fixes SET visibility = 'public' WHERE number > 'FLEN-2026'")
    made = begin(safety, walk)
    publish(safety, made)
    assert "Jämfört med gången innan" not in text_of(caller, f"/followup/{slug(safety, made)}")


def test_a_point_tells_its_history_without_names(
    safety: Caller, caller: Callers, walk: Walk, db: Database
) -> None:
    fix = fixes.by_number(db, "FLEN-2026-001")
    assert fix
    fixes.tell(db, Event(new_id(), AT, "fix", fix.id, 1, "create", "person", SAFETY.id))
    made = begin(safety, walk)
    safety.post(f"/fixes/{fix.id}/comment", {"comment": "Vi börjar i maj.", "audience": "public"})
    safety.post(f"/fixes/{fix.id}/comment", {"comment": "KANARIE", "audience": "internal"})
    publish(safety, made)
    text = text_of(caller, f"/followup/{slug(safety, made)}/fixes/{fix.number}")
    assert "Åtgärdspunkten skapades" in text
    assert "Vi börjar i maj." in text
    assert not [word for word in ("KANARIE", SAFETY.name) if word in text]


def test_nothing_is_left_when_it_is_unpublished(
    safety: Caller, caller: Callers, report: str, base: str
) -> None:
    paths = [
        base,
        f"{base}?part=fixed",
        f"{base}/picture.jpg",
        f"{base}/fixes/FLEN-2026-001",
        f"{base}/fixes/FLEN-2026-001/picture.jpg",
        f"{base}/fixes/FLEN-2026-001/not-fixed",
        base.replace("/followup/", "/embed/"),
    ]
    reader = caller()
    assert {reader.get(path).status_code for path in paths * 2} == {200}
    assert "Punkt 1 " in text_of(caller, "/followup?q=punkt")
    safety.post(f"{report}/unpublish")
    assert {reader.get(path).status_code for path in paths} == {404}
    assert "Punkt 1 " not in text_of(caller, "/followup?q=punkt")


def test_a_kept_page_gives_each_reader_their_own_secrets(caller: Callers, base: str) -> None:
    seen = []
    for _ in range(2):
        answer = caller().get(base)
        text = answer.get_data(as_text=True)
        token = text.split('name="csrf_token" value="')[1].split('"')[0]
        nonce = re.findall(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[0]
        inline = set(re.findall(r'nonce="([^"]+)"', text))
        assert inline <= {nonce}
        seen.append((token, nonce))
        assert re.sub(f"{re.escape(token)}|{re.escape(nonce)}", "", text)
    assert seen[0][0] != seen[1][0]
    assert seen[0][1] != seen[1][1]
    reader = caller()
    token = reader.get(base).get_data(as_text=True).split('name="csrf_token" value="')[1]
    answer = reader.client.post(
        "/language", data={"csrf_token": token.split('"')[0], "language": "en", "back": base}
    )
    assert answer.status_code == 303
    assert '<html lang="en"' in reader.get(base).get_data(as_text=True)


def test_a_kept_page_is_the_same_for_those_signed_in(
    safety: Caller, caller: Callers, base: str
) -> None:
    def without_secrets(reader: Caller) -> str:
        text = reader.get(base).get_data(as_text=True)
        return re.sub(r'name="csrf_token" value="[^"]+"', "", text)

    signed_in, nobody = without_secrets(safety), without_secrets(caller())
    assert SAFETY.name not in signed_in
    assert signed_in == nobody == without_secrets(safety)


def test_what_another_process_changed_is_on_the_kept_page(
    safety: Caller, caller: Callers, report: str, base: str, db: Database
) -> None:
    assert "Flens kommun" in text_of(caller, base)
    db.execute("UPDATE municipality SET name = 'Flens nya kommun'")
    assert "Flens nya kommun" in text_of(caller, base)
    # As another process would: nothing but the database knows of it.
    db.execute("UPDATE reports SET state = 'draft'")
    assert caller().get(base).status_code == 404
    db.execute("UPDATE reports SET state = 'published'")
    assert caller().get(base).status_code == 200


def test_points_are_found_by_place_year_and_category(
    safety: Caller, caller: Callers, walk: Walk
) -> None:
    for year in ("2026", "2025"):
        publish(safety, str(safety.post("/reports", {"year": year}).location))
    publish(safety, begin(safety, walk))
    for query, count in (
        ("q=Ågatan", 13),
        ("q=ågatan&year=2025", 6),
        ("q=lekplats", 1),
        ("q=le", 1),  # two letters begin a word
        ("q=ek", 0),
        ("category=skrap&year=2026", 4),
        ("q=%25", 0),
        ("q=finns-inte", 0),
        ("year=1999", 0),
    ):
        text = text_of(caller, f"/followup?{query}")
        found = re.findall(r'href="(/followup/[^"]+/fixes/[^"]+)"', text)
        assert len(found) == len(set(found)) == count, query


def test_a_reader_says_that_it_is_not_fixed_and_staff_decide(
    safety: Caller, caller: Callers, base: str, db: Database
) -> None:
    number = "FLEN-2026-001"
    path = f"{base}/fixes/{number}"
    assert f"{path}/not-fixed" in text_of(caller, path)
    answer = caller().post(f"{path}/not-fixed", {"words": "Lampan lyser inte"})
    assert answer.status_code == 303
    fix = fixes.by_number(db, number)
    assert fix and fix.state == "closed"
    assert "Lampan lyser inte" not in text_of(caller, path)
    assert number in safety.get("/fixes").get_data(as_text=True).split('id="objected-title"')[1]
    shown = safety.get(f"/fixes/{fix.id}").get_data(as_text=True)
    assert "Lampan lyser inte" in shown
    assert "do=reopen" in shown
    action = re.findall(rf'action="(/fixes/{fix.id}/objections/[^"]+)"', shown)[0]
    assert safety.post(action).status_code == 303
    assert 'id="objected-title"' not in safety.get("/fixes").get_data(as_text=True)


def test_what_is_open_again_waits_for_nobody(
    safety: Caller, caller: Callers, base: str, db: Database
) -> None:
    caller().post(f"{base}/fixes/FLEN-2026-002/not-fixed", {"words": ""})
    db.execute("UPDATE fixes SET state = 'assessing', outcome = NULL WHERE number LIKE '%6-002'")
    assert 'id="objected-title"' not in safety.get("/fixes").get_data(as_text=True)
    again = caller().post(f"{base}/fixes/FLEN-2026-002/not-fixed", {"words": ""})
    assert again.status_code == 422
    assert "redan öppnad igen" in again.get_data(as_text=True)


def test_a_shared_link_has_a_picture(caller: Callers, base: str) -> None:
    text = text_of(caller, base)
    address = re.findall(r'property="og:image" content="([^"]+)"', text)[0]
    assert address == f"http://127.0.0.1:8000{base}/picture.jpg"
    answer = caller().get(f"{base}/picture.jpg")
    assert Image.open(io.BytesIO(answer.get_data())).size == (1200, 630)
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert caller().get(f"{base}/picture.jpg", headers=etag).status_code == 304


@pytest.fixture
def pictures(db: Database, app: Flask, walk: Walk) -> dict[str, str]:
    """A point's approved pictures before and after, by kind."""
    fix, found = fixes.by_number(db, "FLEN-2026-001"), {}
    assert fix
    for kind, colour in (("before", (30, 30, 60)), ("after", (250, 220, 120))):
        made = io.BytesIO()
        Image.new("RGB", (160, 120), colour).save(made, "JPEG")
        name = hashlib.sha256(made.getvalue()).hexdigest()
        with app.app_context():
            path = blobs().clean_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.getvalue())
        photo = Photo(new_id(), None, fix.id, kind, None, SAFETY.id, name, 1, "jpeg", AT)
        known = {"state": "clean", "review": "approved", "width": 160, "height": 120}
        shown = replace(photo, sha256_480=name, sha256_1600=name, **known)  # type: ignore[arg-type]
        rows.insert(db, "photos", shown)
        found[kind] = photo.photo_id
    return found


def test_a_picture_that_is_hidden_is_nowhere_at_once(
    safety: Caller, caller: Callers, pictures: dict[str, str], base: str, db: Database
) -> None:
    shared = caller().get(f"{base}/picture.jpg").get_data()
    left, right = (Image.open(io.BytesIO(shared)).getpixel((x, 300)) for x in (100, 1100))
    assert sum(left) < sum(right)  # type: ignore[arg-type]
    pages = [base, f"{base}/fixes/FLEN-2026-001", base.replace("/followup/", "/embed/")]
    for path in pages:
        assert all(photo in text_of(caller, path) for photo in pictures.values()), path
    db.execute("UPDATE photos SET review = 'hidden' WHERE kind = 'after'")
    for path in pages:
        assert pictures["after"] not in text_of(caller, path), path
    assert caller().get(f"/followup/photos/{pictures['after']}/480.jpg").status_code == 404
    assert caller().get(f"{base}/picture.jpg").get_data() != shared
    db.execute("UPDATE photos SET review = 'approved' WHERE kind = 'after'")
    for path in pages:
        assert pictures["after"] in text_of(caller, path), path


def test_only_named_sites_show_it_in_a_frame(
    app: Flask, caller: Callers, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ancestors(path: str) -> str:
        policy = caller().get(path).headers["Content-Security-Policy"]
        return str(policy.split("frame-ancestors ")[1].split(";")[0])

    framed = base.replace("/followup/", "/embed/")
    assert ancestors(framed) == "'none'"
    known = replace(app.extensions["settings"], embed_hosts=("https://www.flen.example",))
    monkeypatch.setitem(app.extensions, "settings", known)
    assert ancestors(framed) == "https://www.flen.example"
    assert ancestors(base) == "'none'"
    assert "7 av 8 punkter är åtgärdade" in text_of(caller, framed)


def test_the_editor_is_given_the_lines_for_the_municipalitys_site(
    app: Flask, safety: Caller, base: str, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines() -> str:
        page = safety.get(report).get_data(as_text=True)
        return unescape(page.split('id="embed-lines"')[1].split(">", 1)[1].split("</textarea>")[0])

    framed = base.replace("/followup/", "/embed/")
    assert f'src="http://127.0.0.1:8000{framed}"' in lines() and "</script>" in lines()
    assert "Ingen webbplats får visa den än" in safety.get(report).get_data(as_text=True)
    known = replace(app.extensions["settings"], embed_hosts=("https://www.flen.example",))
    monkeypatch.setitem(app.extensions, "settings", known)
    assert "Får visas på: https://www.flen.example" in safety.get(report).get_data(as_text=True)
