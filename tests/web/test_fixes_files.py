"""Any view as a file: what is in it, who gets what, and what a token opens."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ADAM,
    ANNA,
    CIA,
    DISA,
    GUN,
    HANS,
    OWNER,
    PIA,
    ROLF,
    form_to,
    settle,
    standing,
    words,
)
from walkapp.domain.people import Person
from walkapp.storage import people
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]
KINDS = ("csv", "xlsx", "geojson", "atom")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def numbers_in(kind: str, body: bytes) -> set[str]:
    """The numbers of the fixes in a file, read by somebody else's program where there is one."""
    if kind == "csv":
        rows: list[Any] = list(csv.DictReader(io.StringIO(body.decode(), newline="")))
        found = [row["nummer"] for row in rows]
    elif kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        found = [str(row[0].value) for row in sheet.iter_rows(min_row=2)]
    elif kind == "geojson":
        found = [one["properties"]["nummer"] for one in json.loads(body)["features"]]
    else:
        entries = ElementTree.fromstring(body).findall(f"{ATOM}entry")
        found = [str(entry.findtext(f"{ATOM}title")).split()[0] for entry in entries]
    return {number[-3:] for number in found}


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_carries_away_more_than_their_own(
    db: Database, signed_in: SignedIn, kind: str
) -> None:
    standing(db, "new", walk_id=None)
    standing(db, "planned")
    standing(db, "planned", party_id=OWNER.id, walk_id=None)
    standing(db, "new", category="narvaro", walk_id=None)
    standing(db, "closed", walk_id=None)
    everything = {"001", "002", "003", "004"}
    for person, found in {
        DISA: everything,
        ROLF: everything,
        ANNA: {"002"},
        CIA: set(),
        GUN: {"002"},
        HANS: {"003"},
        PIA: {"004"},
    }.items():
        answer = signed_in(person).get(f"/fixes.{kind}")
        assert answer.status_code == 200, person.name
        assert numbers_in(kind, answer.data) == found, person.name
        wide = signed_in(person).get(f"/fixes.{kind}?state=all&party={OWNER.id}")
        assert numbers_in(kind, wide.data) == ({"003"} & found), person.name
    assert signed_in(ADAM).get(f"/fixes.{kind}").status_code == 403


def test_a_row_says_what_the_fix_says_and_no_internal_word(
    db: Database, signed_in: SignedIn
) -> None:
    fix = standing(
        db,
        "planned",
        title="=1+1",
        lat=59.058,
        lon=16.588,
        internal_note="Hemligt",
        created_at="2026-11-01T23:30:00Z",
        original_due_on="2016-05-12",
        person_id=GUN.id,
    )
    body = signed_in(DISA).get("/fixes.csv").data
    assert b"Hemligt" not in body
    [row] = list(csv.DictReader(io.StringIO(body.decode(), newline="")))
    wanted = {
        "nummer": fix.number,
        "rubrik": "'=1+1",
        "lage": "Planerad",
        "ansvarig": "Gata och park",
        "handlaggare": "Gun",
        "kommun": "Flens kommun",
        "latitud": "59.058",
        "inkom": "2026-11-02",  # in Sweden it was past midnight
        "forst_lovat": "2016-05-12",
        "forsenad": "ja",
        "avslutad": "",
    }
    assert {name: row[name] for name in wanted} == wanted
    assert row["lank"].endswith(f"/fixes/{fix.id}")
    excel = signed_in(DISA).get("/fixes.csv?for=excel")
    assert excel.data.startswith(b"\xef\xbb\xbfnummer;rubrik;")
    assert b";59,058;" in excel.data
    assert 'filename="atgarder-' in excel.headers["Content-Disposition"]


def test_the_page_offers_the_files_of_what_it_shows(db: Database, signed_in: SignedIn) -> None:
    standing(db, "new", category="klotter")
    standing(db, "new")
    disa = signed_in(DISA)
    page = disa.get("/fixes?category=klotter&page=1").get_data(as_text=True)
    for kind in KINDS:
        address = f"/fixes.{kind}?category=klotter"
        assert f'href="{address}"' in page
        assert numbers_in(kind, disa.get(address).data) == {"001"}
        for layout in ("map", "board"):  # in the menu, and for readers of feeds in the head
            page_ = disa.get(f"/fixes/{layout}?category=klotter").get_data(as_text=True)
            assert page_.count(f'href="{address}"') == (2 if kind == "atom" else 1)


def save(browser: Caller, query: str, name: str, **more: str) -> str:
    """Save the view of an address by the form on the page; gives its own page's address."""
    page = browser.get(f"/fixes?{query}").get_data(as_text=True)
    form = form_to(page, "/fixes/views")
    answer = browser.client.post(form.action, data={**form.fields, "name": name, **more})
    assert answer.status_code == 303, words(answer.get_data(as_text=True))
    listed = browser.get("/fixes/views").get_data(as_text=True)
    before = listed[: listed.index(f">{name}<")]
    after = listed[len(before) :]
    return "/fixes/views/" + after.split('href="/fixes/views/', 1)[1].split('"', 1)[0]


def links(browser: Caller, view: str, days: str = "30") -> dict[str, str]:
    """The addresses of a new token, made by the form on the view's page."""
    form = form_to(browser.get(view).get_data(as_text=True), "/token")
    data = {**form.fields, "label": "Ekonomens blad", "days": days}
    page = browser.client.post(form.action, data=data).get_data(as_text=True)
    found = {}
    for part in page.split('id="link-')[1:]:
        value = part.split('value="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
        found[part.split('"', 1)[0]] = "/" + value.split("://", 1)[1].split("/", 1)[1]
    assert set(found) == {*KINDS, "excel"}
    return found


def test_a_token_fetches_its_view_and_nothing_else(
    db: Database, signed_in: SignedIn, caller: Callable[[], Caller]
) -> None:
    standing(db, "new", category="klotter")
    standing(db, "new")
    disa, program = signed_in(DISA), caller()
    there = links(disa, save(disa, "category=klotter", "Klotter"))
    for kind in KINDS:
        answer = program.get(there[kind])
        assert answer.status_code == 200 and numbers_in(kind, answer.data) == {"001"}, kind
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert program.get(there["excel"]).data.startswith(b"\xef\xbb\xbf")
    # What stands beside the token in the address changes nothing.
    assert numbers_in("csv", program.get(f"{there['csv']}&category=&state=all").data) == {"001"}
    secret = there["csv"].split("token=", 1)[1]
    header = {"Authorization": f"Bearer {secret}"}
    assert numbers_in("csv", program.get("/pull/fixes.csv", headers=header).data) == {"001"}
    for path in ("/fixes.csv", f"/fixes.csv?token={secret}", f"/fixes?token={secret}"):
        assert program.get(path).status_code == 303
    for path in ("/pull/fixes.csv", "/pull/fixes.csv?token=x", "/pull/fixes.csv?token="):
        answer = program.get(path)
        assert answer.status_code == 401 and "Länken gäller inte längre" in answer.text
    # A session beside it gives no more: a credential opens only what it is for.
    assert disa.get("/pull/fixes.csv").status_code == 401


def test_a_partys_token_fetches_the_partys_own_and_ends_when_closed(
    db: Database, signed_in: SignedIn, caller: Callable[[], Caller]
) -> None:
    standing(db, "planned")
    standing(db, "planned", party_id=OWNER.id)
    shared = save(signed_in(DISA), "state=planned", "Planerade", shared="y")
    gun, hans, program = signed_in(GUN), signed_in(HANS), caller()
    guns, hans_links = links(gun, shared), links(hans, shared)
    assert numbers_in("csv", program.get(guns["csv"]).data) == {"001"}
    assert numbers_in("csv", program.get(hans_links["csv"]).data) == {"002"}
    page = gun.get(shared).get_data(as_text=True)
    assert "Ekonomens blad" in page and "Användes senast" in page
    form = form_to(page, "/revoke")
    assert hans.post(form.action).status_code == 404
    assert program.get(guns["csv"]).status_code == 200
    gun.client.post(form.action, data=form.fields)
    assert program.get(guns["csv"]).status_code == 401
    assert "Ekonomens blad" not in words(gun.get(shared).get_data(as_text=True))
    assert program.get(hans_links["csv"]).status_code == 200


def test_a_token_of_somebody_without_fixes_any_more_opens_nothing(
    db: Database, signed_in: SignedIn, caller: Callable[[], Caller]
) -> None:
    standing(db, "new")
    disa = signed_in(DISA)
    there = links(disa, save(disa, "state=all", "Alla"))
    db.execute("UPDATE person_roles SET role = 'admin' WHERE person_id = :id", {"id": DISA.id})
    assert caller().get(there["csv"]).status_code == 403
    db.execute("UPDATE people SET disabled_at = '2026-11-20' WHERE id = :id", {"id": DISA.id})
    assert people.get(db, DISA.id) and caller().get(there["csv"]).status_code == 401
