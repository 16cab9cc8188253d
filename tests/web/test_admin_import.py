"""Reading in files through the pages: nothing is done before it is seen, and nothing by halves."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.cast import a_party, a_person
from tests.web.conftest import Caller
from tests.web.fixes_desk import own_form, own_forms, words
from walkapp.domain.people import Person
from walkapp.storage import assets, importing, parties
from walkapp.storage.database import Database
from walkapp.web import admin_import

SignIn = Callable[[Person], Caller]
GOOD = "nummer;lat;lon;ansvarig\n17;59,058;16,588;Gata och park\n18;59,059;16,589;\n"


@pytest.fixture
def admin(signed_in: SignIn, db: Database) -> Caller:
    parties.add(db, a_party())
    return signed_in(a_person("Ada", "admin"))


def choose(browser: Caller, kind: str, data: str | bytes, name: str = "lampor.csv"):  # type: ignore[no-untyped-def]
    """Choose a file on the page and send it."""
    form = own_form(browser.get("/admin/import").get_data(as_text=True))
    assert form.multipart
    raw = data.encode() if isinstance(data, str) else data
    sent = {**form.fields, "kind": kind, "file": (BytesIO(raw), name)}
    return browser.client.post("/admin/import", data=sent)


def looked_at(browser: Caller, kind: str, data: str | bytes) -> tuple[str, str]:
    """The address of the dry run and its page."""
    sent = choose(browser, kind, data)
    assert sent.status_code == 303, sent.get_data(as_text=True)
    return sent.location, browser.get(sent.location).get_data(as_text=True)


def test_first_it_is_shown_then_it_is_done(admin: Caller, db: Database) -> None:
    address, page = looked_at(admin, "lamp", GOOD)
    said = words(page)
    assert "Lyktstolpe · 2 rader" in said and "Inget är ändrat än" in said
    assert "Nya: 2. Ändras: 0." in said
    assert assets.counts(db) == {}
    form = own_form(page)
    assert admin.client.post(address, data=form.fields).location == "/admin/import"
    assert assets.counts(db) == {"lamp": 2}
    after = words(admin.get("/admin/import").get_data(as_text=True))
    assert "lampor.csv" in after and "2 nya, 0 ändrade" in after and "Lyktstolpe 2" in after
    # Its page is gone, and the button pressed twice does it once.
    assert admin.get(address).status_code == 404
    assert admin.client.post(address, data=form.fields).status_code == 404


def test_a_wrong_row_is_named_and_nothing_is_read_in(admin: Caller, db: Database) -> None:
    address, page = looked_at(admin, "lamp", GOOD + "19;654;585;\n;59;16;\n")
    said = words(page)
    assert "2 rader behöver rättas" in said and "varken i grader" in said
    assert "Numret saknas." in said
    assert own_forms(page) == []
    wrong = words(admin.get(f"{address}?show=wrong").get_data(as_text=True))
    assert "Numret saknas." in wrong and " 17 " not in wrong.split("Vad som händer")[1]
    # Whoever sends the form anyway changes nothing.
    assert admin.post(address, {"seen": "x"}).status_code == 409
    assert assets.counts(db) == {}


def test_metres_are_read_as_degrees(admin: Caller, db: Database) -> None:
    """On the meridian of the zone that is chosen; tests/files/test_sweref.py has the rest."""
    form = own_form(admin.get("/admin/import").get_data(as_text=True))
    file = (BytesIO(b"nummer;N;E\n17;6548684,5;150000\n"), "lampor.csv")
    sent = {**form.fields, "kind": "lamp", "system": "3010", "file": file}
    address = admin.client.post("/admin/import", data=sent).location
    seen = own_form(admin.get(address).get_data(as_text=True))
    assert admin.client.post(address, data=seen.fields).status_code == 303
    lamp = assets.of_kind(db, "lamp")["17"]
    assert 59 < lamp.lat < 59.2 and lamp.lon == pytest.approx(16.5, abs=1e-6)


def test_a_local_zone_is_asked_for(admin: Caller) -> None:
    answer = choose(admin, "lamp", "nummer;N;E\n17;6548684,5;155045,5\n")
    assert answer.status_code == 422 and "lokal zon av SWEREF 99" in answer.get_data(as_text=True)


def test_what_changed_meanwhile_is_shown_again(admin: Caller, db: Database) -> None:
    address, page = looked_at(admin, "lamp", GOOD)
    other, first = looked_at(admin, "lamp", "nummer;lat;lon\n17;59,1;16,5\n")
    assert admin.client.post(other, data=own_form(first).fields).status_code == 303
    late = admin.client.post(address, data=own_form(page).fields)
    said = words(late.get_data(as_text=True))
    assert late.status_code == 409 and "Något har ändrats sedan du tittade" in said
    assert "59.100000" in said and assets.of_kind(db, "lamp")["17"].lat == 59.1
    again = own_form(late.get_data(as_text=True))
    assert admin.client.post(address, data=again.fields).status_code == 303
    assert assets.of_kind(db, "lamp")["17"].lat == 59.058


def test_parties_with_land_from_a_map(admin: Caller, db: Database) -> None:
    ring = [[16.5, 59.0], [16.6, 59.0], [16.6, 59.1], [16.5, 59.0]]
    feature = {
        "type": "Feature",
        "properties": {"namn": "<b>Bo</b> AB 100 %", "slag": "Bostadsbolag", "extern": "ja"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]})
    address, page = looked_at(admin, "parties", data)
    assert "&lt;b&gt;Bo&lt;/b&gt; AB 100 %" in page and "<b>Bo" not in page
    assert admin.client.post(address, data=own_form(page).fields).status_code == 303
    [made] = [party for party in parties.all(db) if party.external]
    assert made.kind == "bostadsbolag" and made.area_ids
    _, again = looked_at(admin, "parties", data)
    assert "Allt i filen är redan så." in words(again)


def test_words_from_a_file_are_shown_as_they_are(admin: Caller, db: Database) -> None:
    address, page = looked_at(admin, "parties", "namn;telefon\nGata och park;<i>%(x)s</i>\n")
    assert "&lt;i&gt;%(x)s&lt;/i&gt;" in page
    assert admin.client.post(address, data=own_form(page).fields).status_code == 303
    _, page = looked_at(admin, "parties", "namn;telefon\nGata och park;1\n")
    assert re.search(r"<del>&lt;i&gt;%\(x\)s&lt;/i&gt;</del>", page)


@pytest.mark.parametrize(
    ("kind", "data", "words_"),
    [
        ("lamp", "", "Filen är tom."),
        ("lamp", b"\x89PNG\r\n\x1a\n\x81", "gick inte att läsa"),
        ("lamp", "namn;lat\nx;1\n", "ingen kolumn som heter ”nummer”"),
        ("parties", "nummer\n1\n", "ingen kolumn som heter ”namn”"),
        ("kingdom", GOOD, "Välj vad filen innehåller."),
        ("lamp", b"nummer\n" + b"1" * 20_000, "högst 10 MB"),
    ],
)
def test_a_file_that_does_not_do_is_told_at_once(
    admin: Caller,
    db: Database,
    kind: str,
    data: str | bytes,
    words_: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(admin_import, "MOST_BYTES", 20_000)  # large ones warn in the test client
    answer = choose(admin, kind, data)
    assert answer.status_code == 422 and words_ in words(answer.get_data(as_text=True))
    assert list(db.query("SELECT id FROM imports")) == []


def test_no_file_at_all(admin: Caller) -> None:
    form = own_form(admin.get("/admin/import").get_data(as_text=True))
    answer = admin.client.post("/admin/import", data=form.fields)
    assert answer.status_code == 422 and "Välj en fil." in answer.get_data(as_text=True)


def test_many_rows_come_page_by_page(admin: Caller) -> None:
    rows = "".join(f"{n};59,0;16,0\n" for n in range(1, 251))
    address, page = looked_at(admin, "lamp", f"nummer;lat;lon\n{rows}")
    assert "Sida 1 av 3" in page and page.count('scope="row"') == 100
    last = admin.get(f"{address}?page=9").get_data(as_text=True)
    assert "Sida 3 av 3" in last and last.count('scope="row"') == 50


def test_the_pages_are_for_their_roles_alone(
    admin: Caller, signed_in: SignIn, db: Database
) -> None:
    address, page = looked_at(admin, "lamp", GOOD)
    may = {"coordinator", "safety_coordinator", "admin"}
    for role in ("leader", "coordinator", "safety_coordinator", "party", "police", "registrar"):
        browser = signed_in(a_person(role, role))
        for path in ("/admin/import", address):
            assert browser.get(path).status_code == (200 if role in may else 403), (role, path)
        if role not in may:
            assert browser.post(address, {"seen": "x"}).status_code == 403
    [waiting] = list(db.query("SELECT done_at FROM imports"))
    assert waiting["done_at"] is None and importing.done(db) == []
