"""The party and the date that are chosen to begin with, and how 'Inte vårt' changes them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cast import AT, an_area
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    DISA,
    GUN,
    HANS,
    OWNER,
    PARTY,
    form_to,
    forms_of,
    settle,
    standing,
    words,
)
from walkapp.domain import handling as handling_rules
from walkapp.domain import parties as party_rules
from walkapp.domain.assets import Asset
from walkapp.domain.fixes import Fix
from walkapp.domain.handling import Handling
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.storage import areas, assets, fixes, handling, parties
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]
SQUARE = (
    '{"type":"Polygon","coordinates":[[[16.5,59],[16.7,59],[16.7,59.1],[16.5,59.1],[16.5,59]]]}'
)
HERE = {"lat": 59.058, "lon": 16.588}


@pytest.fixture(autouse=True)
def town(app: object, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(db)
    for module in ("forms", "suggesting"):
        monkeypatch.setattr(f"walkapp.web.fixes.{module}.today", lambda: "2026-11-20")


def looks_after(db: Database, party_id: str, **duties: object) -> None:
    party = parties.get(db, party_id)
    assert party
    given = party_rules.Given(party.name, party.kind, party.external, **duties)  # type: ignore[arg-type]
    change = party_rules.change(party, given, read=party.version, by=DISA, at=AT)
    parties.save(db, *change)


def page_of(browser: Caller, fix: Fix) -> str:
    answer = browser.get(f"/fixes/{fix.id}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def first_choice(page: str, fix: Fix, move: str = "assign") -> tuple[str, str]:
    """The party and the due (or follow-up) date that stand in the form."""
    fields = form_to(page, f"/fixes/{fix.id}/{move}").fields
    return fields["party"], fields.get("due_on", "")


def test_with_nothing_known_nobody_is_chosen(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "assessing", **HERE)
    page = page_of(signed_in(DISA), fix)
    assert first_choice(page, fix) == ("", "2027-01-22")
    assert "Brukar ta 40 arbetsdagar. Helger och helgdagar är inte inräknade." in words(page)


def test_the_party_of_the_place_is_chosen_with_the_reason(
    db: Database, signed_in: SignedIn
) -> None:
    park = an_area("Parken", SQUARE)
    areas.add(db, park)
    looks_after(db, PARTY.id, area_ids=(park.id,), categories=("belysning",), days=3)
    fix = standing(db, "assessing", **HERE)
    page = page_of(signed_in(DISA), fix)
    assert first_choice(page, fix) == (PARTY.id, "2026-11-25")
    assert "Gata och park har hand om belysning i området Parken." in words(page)
    assert "Brukar ta 3 arbetsdagar." in words(page)
    # An own unit cannot be referred to, so nobody is chosen there.
    assert first_choice(page, fix, "refer")[0] == ""


def test_an_outside_owner_is_chosen_for_referring_too(db: Database, signed_in: SignedIn) -> None:
    yard = replace(an_area("Gården", SQUARE), land=True)
    areas.add(db, yard)
    looks_after(db, OWNER.id, area_ids=(yard.id,))
    fix = standing(db, "assessing", **HERE)
    page = page_of(signed_in(DISA), fix)
    assert first_choice(page, fix, "refer")[0] == OWNER.id
    assert "Platsen ligger i området Gården, som Stationsbolaget ansvarar för." in words(page)


def test_the_category_says_who_and_how_soon(db: Database, signed_in: SignedIn) -> None:
    written = [Handling("belysning", days=1, party_id=PARTY.id)]
    handling.save(db, *handling_rules.rewrite("belysning", written, read=0, now=0, by=DISA, at=AT))
    fix = standing(db, "assessing")
    page = page_of(signed_in(DISA), fix)
    assert first_choice(page, fix) == (PARTY.id, "2026-11-23")
    assert "Gata och park brukar få belysning." in words(page)
    assert "Brukar ta 1 arbetsdag." in words(page)


def test_a_date_that_is_promised_stays(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "assessing", due_on="2026-12-10", original_due_on="2026-12-10")
    page = page_of(signed_in(DISA), fix)
    assert first_choice(page, fix)[1] == "2026-12-10" and "Brukar ta" not in words(page)


def test_not_ours_comes_back_with_who_it_might_be(db: Database, signed_in: SignedIn) -> None:
    looks_after(db, PARTY.id, categories=("belysning",))
    disa, gun = signed_in(DISA), signed_in(GUN)
    fix = standing(db, "assessing", **HERE)
    assert first_choice(page_of(disa, fix), fix)[0] == PARTY.id
    form = form_to(page_of(disa, fix), f"/fixes/{fix.id}/assign")
    assert disa.client.post(form.action, data=form.fields).status_code == 303
    form = form_to(page_of(gun, fix), f"/fixes/{fix.id}/bounce")
    said = {"reason": "Stolpen är stationens.", "whose": "Stationsbolaget"}
    assert gun.client.post(form.action, data={**form.fields, **said}).status_code == 303
    kept = fixes.get(db, fix.id)
    assert kept and (kept.state, kept.party_id, kept.refused_by) == ("assessing", None, PARTY.id)
    page = page_of(disa, fix)
    assert first_choice(page, fix)[0] == OWNER.id
    assert "De som skickade tillbaka den tror att det är deras." in words(page)
    assert "räknar inte med dem som har sagt nej: Gata och park." in words(page)
    assert "Stolpen är stationens." in words(page)


def test_the_choice_can_be_another(db: Database, signed_in: SignedIn) -> None:
    looks_after(db, PARTY.id, categories=("belysning",))
    disa, fix = signed_in(DISA), standing(db, "assessing")
    form = form_to(page_of(disa, fix), f"/fixes/{fix.id}/assign")
    sent = disa.client.post(form.action, data={**form.fields, "party": OWNER.id})
    kept = fixes.get(db, fix.id)
    assert sent.status_code == 303 and kept and kept.party_id == OWNER.id


def a_lamp(db: Database, number: str, metres: float, party_id: str | None = None) -> None:
    with db.writing():
        lat = 59.058 + metres / 111_195
        assets.put(db, [Asset(new_id(), "lamp", number, lat, 16.588, party_id=party_id)])


def test_lamp_posts_nearby_are_named_until_one_is_chosen(db: Database, signed_in: SignedIn) -> None:
    a_lamp(db, "G-1", 4, OWNER.id)
    a_lamp(db, "G-2", 31)
    a_lamp(db, "G-3", 90)
    disa, fix = signed_in(DISA), standing(db, "assessing", **HERE)
    page = page_of(disa, fix)
    assert "Närmast G-1 (4 m), G-2 (31 m)" in words(page) and "G-3" not in page
    assert first_choice(page, fix)[0] == OWNER.id
    assert "Stationsbolaget ansvarar för nummer G-1, som står 4 meter bort." in words(page)
    edit = disa.get(f"/fixes/{fix.id}/edit").get_data(as_text=True)
    assert "Närmast: G-1 (4 m), G-2 (31 m)." in words(edit) and '<option value="G-2">' in edit
    [form] = [form for form in forms_of(edit) if "pole_number" in form.fields]
    sent = disa.client.post(f"/fixes/{fix.id}/edit", data={**form.fields, "pole_number": "G-2"})
    assert sent.status_code == 303
    page = page_of(disa, fix)
    assert "Stolpe G-2" in words(page) and "Närmast" not in words(page)


def test_what_is_no_lamp_has_no_post(db: Database, signed_in: SignedIn) -> None:
    a_lamp(db, "G-1", 4)
    fix = standing(db, "assessing", category="klotter", **HERE)
    assert "G-1" not in page_of(signed_in(DISA), fix)


def test_who_sends_back_may_choose_a_name_but_an_outsider_reads_none(
    db: Database, signed_in: SignedIn
) -> None:
    ours = page_of(signed_in(GUN), standing(db, "assigned"))
    assert '<option value="Stationsbolaget">' in ours
    theirs = page_of(signed_in(HANS), standing(db, "assigned", party_id=OWNER.id))
    assert "bounce-whose" in theirs and '<option value="Gata och park">' not in theirs


def test_a_referral_asks_to_be_followed_up(
    db: Database, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("showing", "listing"):
        monkeypatch.setattr(f"walkapp.web.fixes.{module}.today", lambda: "2026-11-20")
    due = standing(db, "referred", followup_on="2026-11-20", reminders=1)
    later = standing(db, "referred", followup_on="2026-11-21")
    disa = signed_in(DISA)
    page = page_of(disa, due)
    assert "Dags att fråga igen" in words(page) and "Du har påmint 1 gång." in words(page)
    assert "Dags att fråga igen" not in words(page_of(disa, later))
    listed = disa.get("/fixes?followup=1").get_data(as_text=True)
    assert due.number in listed and later.number not in listed
    assert "Att fråga igen 1" in words(listed)
    # One reminder later it is quiet again, the original date still on the page.
    form = form_to(page, f"/fixes/{due.id}/remind")
    assert disa.client.post(form.action, data=form.fields).status_code == 303
    kept = fixes.get(db, due.id)
    assert kept and (kept.reminders, kept.followup_on) == (2, "2026-12-04")
    assert kept.sent_on == "2026-11-01" and kept.reference == "Ä 12"
    assert "Dags att fråga igen" not in words(page_of(disa, due))
    assert due.number not in disa.get("/fixes?followup=1").get_data(as_text=True)
