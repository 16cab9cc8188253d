"""Fixes on paper: what stands on an order, which fixes a view prints, and life without Pango."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import segno

from tests.files.pdf_judge import judged, missing
from tests.web.conftest import Caller
from tests.web.fixes_desk import DISA, GUN, HANS, settle, standing, words
from walkapp.domain.people import Person
from walkapp.files import pdf
from walkapp.storage import fixes
from walkapp.storage.database import Database
from walkapp.web.fixes import paper

SignedIn = Callable[[Person], Caller]


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def page(browser: Caller, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def numbers(text: str) -> list[str]:
    return re.findall(r"FLEN-2026-\d+", words(text))


def test_an_order_says_where_what_and_how_to_answer(db: Database, signed_in: SignedIn) -> None:
    fix = standing(
        db,
        "planned",
        place_text="Gångtunneln",
        public_text="Lampan är trasig",
        planned_action="byta armaturen",
        internal_note="Nyckel 7",
        lat=59.058,
        lon=16.588,
    )
    shown = page(signed_in(GUN), f"/fixes/{fix.id}/paper")
    said = words(shown)
    for wanted in (fix.number, "Gångtunneln", "59.05800, 16.58800", "Lampan är trasig"):
        assert wanted in said, wanted
    for wanted in ("Byta armaturen", "Nyckel 7", "10 december 2026", "Underskrift"):
        assert wanted in said, wanted
    assert shown.count("<article") == 1 and 'class="map-picture"' in shown


def test_an_outside_owners_order_has_no_internal_note(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "assigned", party_id=HANS.party_id, internal_note="Hemligt")
    assert "Hemligt" not in page(signed_in(HANS), f"/fixes/{fix.id}/paper")
    assert "Hemligt" in page(signed_in(DISA), f"/fixes/{fix.id}/paper")


def test_a_view_on_paper_is_the_view(db: Database, signed_in: SignedIn) -> None:
    lamp, bush = standing(db, "assigned"), standing(db, "assigned", category="vaxtlighet")
    closed, foreign = standing(db, "closed"), standing(db, "assigned", party_id=HANS.party_id)
    disa, gun = signed_in(DISA), signed_in(GUN)
    assert set(numbers(page(disa, "/fixes/paper"))) == {lamp.number, bush.number, foreign.number}
    assert numbers(page(disa, "/fixes/paper?state=closed")) == [closed.number]
    assert numbers(page(gun, "/fixes/paper?category=vaxtlighet")) == [bush.number]
    named = f"/fixes/paper?fix={lamp.id}&fix={foreign.id}"
    assert set(numbers(page(disa, named))) == {lamp.number, foreign.number}
    assert numbers(page(gun, named)) == [lamp.number]  # what she may not see is not printed
    assert page(gun, "/fixes/paper?as=orders").count("<article") == 2


def test_a_list_has_a_code_that_opens_it_on_screen(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    fix, gun, told, make = standing(db, "assigned"), signed_in(GUN), list[str](), segno.make

    def heard(text: str, **how: Any) -> Any:
        told.append(text)
        return make(text, **how)

    monkeypatch.setattr(segno, "make", heard)
    long = "&".join(f"{name}={'x' * 90}" for name in ("q", "party", "area", "walk"))
    for query, way in {
        "?category=belysning&page=2&as=list": "/fixes?category=belysning",
        "?round=1": "/fixes/round",
        f"?fix={fix.id}": None,  # no page shows just those
        f"?{long}": None,
    }.items():
        told.clear()
        shown = page(gun, f"/fixes/paper{query}")
        assert told == ([f"http://127.0.0.1:8000{way}"] if way else []), query
        assert ("Skanna för att öppna" in shown) is (way is not None), query


def test_the_round_prints_in_its_own_order(db: Database, signed_in: SignedIn) -> None:
    first, second = standing(db, "assigned"), standing(db, "assigned")
    fixes.star(db, GUN.id, [first.id, second.id], on=True)
    fixes.arrange(db, GUN, [second.id, first.id], "2026-11-20")
    shown = page(signed_in(GUN), "/fixes/paper?round=1&as=orders")
    order = re.findall(r'class="order-number">(FLEN-2026-\d+)', shown)
    assert order == [second.number, first.number]


def test_what_does_not_fit_is_said(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "MOST_ROWS", 2)
    for _ in range(3):
        standing(db, "assigned")
    shown = page(signed_in(GUN), "/fixes/paper")
    assert "1 åtgärd fick inte plats" in shown and len(numbers(shown)) == 2


def test_the_list_leads_to_its_own_paper_and_nowhere_else(
    db: Database, signed_in: SignedIn
) -> None:
    standing(db, "assigned")
    shown = page(signed_in(GUN), "/fixes?state=all&_external=1&_scheme=javascript")
    assert 'href="/fixes/paper?state=all"' in shown
    assert 'href="/fixes/paper?state=all&amp;as=orders"' in shown
    assert "javascript:" not in shown


def test_words_of_markup_stay_words(db: Database, signed_in: SignedIn) -> None:
    odd = "<script>alert(1)</script>"
    fix = standing(db, "assigned", title=odd, public_text=odd, place_text=odd, lat=59.0, lon=16.0)
    for path in (f"/fixes/{fix.id}/paper", "/fixes/paper"):
        assert "<script>alert" not in page(signed_in(GUN), path)


def test_the_pdf_is_a_pdf(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "assigned", lat=59.058, lon=16.588)
    answer = signed_in(GUN).get(f"/fixes/{fix.id}/paper.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.get_data().startswith(b"%PDF-")
    assert f'filename="{fix.number}.pdf"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.skipif(bool(pdf.missing() or missing()), reason=pdf.missing() or missing())
def test_verapdf_finds_nothing_wrong_with_orders_and_list(
    db: Database, signed_in: SignedIn
) -> None:
    fix, gun = standing(db, "assigned", lat=59.058, lon=16.588), signed_in(GUN)
    paths = (f"/fixes/{fix.id}/paper.pdf", "/fixes/paper.pdf", "/fixes/paper.pdf?as=orders")
    answers = [gun.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert judged(*(answer.get_data() for answer in answers)) == [[], [], []]


def test_without_pango_the_page_prints_and_says_why(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf.missing.cache_clear()
    monkeypatch.setattr(pdf, "_LIBRARIES", ("libnot-there.so.0",))
    fix, gun = standing(db, "assigned"), signed_in(GUN)
    shown = page(gun, f"/fixes/{fix.id}/paper")
    assert "biblioteket Pango saknas" in shown and "Hämta PDF" not in shown
    answer = gun.get(f"/fixes/{fix.id}/paper.pdf")
    assert answer.status_code == 422 and "Pango" in answer.get_data(as_text=True)
    pdf.missing.cache_clear()
