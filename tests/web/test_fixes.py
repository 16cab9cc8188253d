"""One fix at the desk: who sees it, its next steps through real forms, refusals and conflicts."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from tests.cast import AT, a_person, an_issue
from tests.domain.test_fixes import EXPECTED
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ADAM,
    ANNA,
    CIA,
    DISA,
    ELIN,
    EVERYBODY,
    GUN,
    HANS,
    OWNER,
    PARTY,
    PIA,
    ROLF,
    WALK,
    form_to,
    moves_of,
    settle,
    standing,
    words,
)
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Fix, Given
from walkapp.domain.people import Person
from walkapp.storage import devices, fixes, municipality, rows
from walkapp.storage.database import Database

SignedIn = Callable[[Person], Caller]


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def page_of(browser: Caller, fix: Fix) -> str:
    answer = browser.get(f"/fixes/{fix.id}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def send(browser: Caller, fix: Fix, move: str, page: str = "", **typed: object):  # type: ignore[no-untyped-def]
    """Open the page, fill in the form of the move as it stands there, and send it."""
    form = form_to(page or page_of(browser, fix), f"/fixes/{fix.id}/{move}")
    return browser.client.post(form.action, data={**form.fields, **typed})


def now_of(db: Database, fix: Fix) -> Fix:
    found = fixes.get(db, fix.id)
    assert found
    return found


def test_who_sees_a_fix(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "planned")
    seen = {DISA: 200, ELIN: 200, ROLF: 200, ANNA: 200, GUN: 200, CIA: 404, HANS: 404, PIA: 404}
    for person, status in {**seen, ADAM: 403}.items():
        assert signed_in(person).get(f"/fixes/{fix.id}").status_code == status, person.name
        moved = signed_in(person).post(f"/fixes/{fix.id}/start", {"version": "1"})
        wanted = {GUN: 303, ROLF: 403, ADAM: 403}.get(person, 404 if status == 404 else 403)
        assert moved.status_code == wanted if person is not GUN else True, person.name
    assert signed_in(DISA).get("/fixes/00000000-0000-7000-8000-000000000000").status_code == 404
    assert signed_in(DISA).get("/fixes/nonsense").status_code == 404


def test_police_see_presence_and_answer_only_what_is_theirs(
    db: Database, signed_in: SignedIn
) -> None:
    fix = standing(db, "planned", category="narvaro")
    page = page_of(signed_in(PIA), fix)
    assert moves_of(page, fix) == set()
    assert "nästa steg" in words(page)


@pytest.mark.parametrize("state", [state for state in EXPECTED if state != "referred"])
def test_the_page_offers_exactly_the_moves_of_the_table(
    db: Database, signed_in: SignedIn, state: str
) -> None:
    fix = standing(db, state)
    coordinators, responsible, leader = (set(text.split()) for text in EXPECTED[state])
    coordinators -= {"turn_down"}  # nothing has been proposed
    if state in ("new", "assessing", "closed"):
        responsible = set()
    for person, moves in ((DISA, coordinators), (ELIN, coordinators), (ANNA, leader)):
        assert moves_of(page_of(signed_in(person), fix), fix) == moves, person.name
    if fix.party_id:
        assert moves_of(page_of(signed_in(GUN), fix), fix) == responsible
    assert moves_of(page_of(signed_in(ROLF), fix), fix) == set()


def test_from_new_to_fixed_through_the_forms(db: Database, signed_in: SignedIn) -> None:
    fix, disa, gun = standing(db), signed_in(DISA), signed_in(GUN)
    assert send(disa, fix, "assess").status_code == 303
    assert send(disa, fix, "assign", party=PARTY.id, person=GUN.id).status_code == 303
    assigned = now_of(db, fix)
    assert (assigned.state, assigned.party_id, assigned.person_id) == (
        "assigned",
        PARTY.id,
        GUN.id,
    )
    assert assigned.due_on == assigned.original_due_on is not None
    assert assigned.priority == "normal"
    assert send(gun, fix, "plan", planned_action="byta lampan").status_code == 303
    assert send(gun, fix, "start").status_code == 303
    assert send(gun, fix, "finish", done_text="Lampan byttes", photos=[]).status_code == 303
    done = now_of(db, fix)
    assert (done.state, done.remedy, done.done_by) == ("done", "lampor lagats", GUN.id)
    assert moves_of(page_of(gun, fix), fix) == set()
    assert send(disa, fix, "confirm").status_code == 303
    closed = now_of(db, fix)
    assert (closed.outcome, closed.confirmed_by, closed.version) == ("fixed", DISA.id, 7)
    kinds = [line["kind"] for line in fixes.history(db, fix.id)]
    assert kinds == ["create", "assess", "assign", "plan", "start", "finish", "confirm"]
    page = words(page_of(disa, fix))
    assert "Lampan byttes" in page and "Bekräftades som åtgärdat" in page and "Gun" in page


def test_a_referral_is_followed_on_the_partys_word(db: Database, signed_in: SignedIn) -> None:
    fix, disa = standing(db, "assessing"), signed_in(DISA)
    page = page_of(disa, fix)
    refused = send(disa, fix, "refer", page, party=PARTY.id, reference="Ä 1")
    assert refused.status_code == 422 and "Välj något som finns" in refused.get_data(as_text=True)
    assert send(disa, fix, "refer", party=OWNER.id, reference="Ä 1").status_code == 303
    assert "close_referred" not in moves_of(page_of(disa, fix), fix)
    assert "påmint två gånger" in words(page_of(disa, fix))
    for _ in range(2):
        assert send(disa, fix, "remind").status_code == 303
    assert "close_referred" in moves_of(page_of(disa, fix), fix)
    answer = send(disa, fix, "plan", said_by="Eva", planned_action="byta skylten")
    assert answer.status_code == 303
    assert (now_of(db, fix).state, now_of(db, fix).replied) == ("planned", True)
    assert send(disa, fix, "finish", said_by="Eva", done_text="Bytt").status_code == 303
    assert send(disa, fix, "confirm").status_code == 303
    assert now_of(db, fix).outcome == "fixed"


@pytest.mark.parametrize(
    ("state", "move", "typed", "field", "sentence"),
    [
        ("assessing", "assign", {"party": ""}, "party", "Välj vem som är ansvarig."),
        ("assessing", "assign", {"due_on": "2026-02-30"}, "due_on", "år, månad och dag"),
        ("assessing", "decline", {"reason": "för dyrt"}, "public_reason", "Förklara för invånarna"),
        ("assessing", "mark_duplicate", {"kept_fix": "FLEN-1900-1"}, "kept_fix", "FLEN-1900-1"),
        ("assessing", "mark_duplicate", {"kept_fix": "<b>"}, "kept_fix", "&lt;b&gt;"),
        ("done", "confirm", {"checked_on": "2099-01-01"}, "checked_on", "har inte varit än"),
        ("done", "reject_work", {"reason": "  "}, "reason", "Skriv varför."),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    db: Database,
    signed_in: SignedIn,
    state: str,
    move: str,
    typed: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    fix, disa = standing(db, state), signed_in(DISA)
    answer = send(disa, fix, move, **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert f'id="{move}-{field}-error"' in page and f'href="#{move}-{field}"' in page
    again = form_to(page, f"/fixes/{fix.id}/{move}")
    assert {name: again.fields[name].strip() for name in typed} == {
        name: value.strip() for name, value in typed.items()
    }
    assert now_of(db, fix) == fix
    assert len(fixes.history(db, fix.id)) == 1


def test_a_refused_form_leaves_the_other_forms_alone(db: Database, signed_in: SignedIn) -> None:
    fix, disa = standing(db, "assessing"), signed_in(DISA)
    page = send(disa, fix, "decline", reason="hemligt").get_data(as_text=True)
    assert form_to(page, "/decline").fields["reason"] == "hemligt"
    assert form_to(page, "/refer").fields["reference"] == ""
    assert form_to(page, "/out_of_scope").fields["reason"] == ""


def test_missing_and_strange_fields_are_refused_without_a_fault(
    db: Database, signed_in: SignedIn
) -> None:
    fix, disa = standing(db, "assessing"), signed_in(DISA)
    path = f"/fixes/{fix.id}/assign"
    for typed, status in (
        ({"version": "1"}, 422),
        ({"version": "1", "party": "x" * 5000}, 422),
        ({"version": "1", "party": ["a", "b"], "due_on": ["2026-01-01", "x"]}, 422),
        ({"version": "1", "party": PARTY.id, "due_on": "\x00", "priority": "high"}, 422),
        ({}, 409),
        ({"version": "-1"}, 409),
        ({"version": "9" * 400}, 409),
        ({"version": "٣"}, 409),
    ):
        answer = disa.post(path, typed)
        assert answer.status_code == status, typed
    assert now_of(db, fix) == fix
    assert disa.post(f"/fixes/{fix.id}/explode", {"version": "1"}).status_code in (404, 405)


def test_a_late_move_keeps_its_words_and_shows_what_happened(
    db: Database, signed_in: SignedIn
) -> None:
    fix, disa, gun = standing(db, "in_progress"), signed_in(DISA), signed_in(GUN)
    opened = page_of(gun, fix)
    given = Given(due_on="2027-01-01", reason="Tjälen")
    fixes.save(db, *rules.apply(fix, "replan", by=DISA, given=given, at=AT))
    late = send(gun, fix, "finish", opened, done_text="Lampan byttes i kväll")
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Någon annan har hunnit ändra" in page and "1 januari 2027" in words(page)
    again = form_to(page, "/finish")
    assert again.fields["done_text"] == "Lampan byttes i kväll"
    assert again.fields["version"] == "2"
    assert gun.client.post(again.action, data=again.fields).status_code == 303
    assert now_of(db, fix).done_text == "Lampan byttes i kväll"
    assert disa  # signed in all along


def test_words_of_a_move_that_is_no_longer_possible_are_shown(
    db: Database, signed_in: SignedIn
) -> None:
    fix, gun = standing(db, "in_progress"), signed_in(GUN)
    opened = page_of(gun, fix)
    given = Given(public_reason="Släckt med avsikt.")
    fixes.save(db, *rules.apply(fix, "decline", by=DISA, given=given, at=AT))
    late = send(gun, fix, "finish", opened, done_text="En lång redogörelse")
    page = words(late.get_data(as_text=True))
    assert late.status_code == 409
    assert "En lång redogörelse" in page and "Släckt med avsikt." in page
    assert now_of(db, fix).outcome == "wont_fix"


def test_the_doer_does_not_confirm(db: Database, signed_in: SignedIn, app: object) -> None:
    fix = standing(db, "done", done_by=DISA.id)
    disa = signed_in(DISA)
    page = page_of(disa, fix)
    assert "confirm" not in moves_of(page, fix)
    assert "Någon annan än den som gjorde arbetet" in words(page)
    sent = {"version": "1", "checked_on": "2026-11-20"}
    assert disa.post(f"/fixes/{fix.id}/confirm", sent).status_code == 403
    assert send(signed_in(ELIN), fix, "confirm").status_code == 303


def test_where_the_doer_may_confirm_the_label_says_so(db: Database, signed_in: SignedIn) -> None:
    town = municipality.get(db)
    municipality.save(db, replace(town, confirm_by_other=False, version=town.version + 1))
    fix, gun = standing(db, "done", done_by=GUN.id), signed_in(GUN)
    assert send(gun, fix, "confirm").status_code == 303
    assert "Åtgärdat enligt utföraren" in words(page_of(gun, fix))


def test_a_leader_of_another_walk_confirms_nothing(db: Database, signed_in: SignedIn) -> None:
    both = a_person("Mia", "leader", "party", party=PARTY)
    fix, browser = standing(db, "done", done_by=GUN.id), signed_in(both)
    assert moves_of(page_of(browser, fix), fix) == set()
    sent = {"version": "1", "checked_on": "2026-11-20"}
    assert browser.post(f"/fixes/{fix.id}/confirm", sent).status_code == 403


def test_what_is_sent_back_leaves_the_partys_desk(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "assigned"), signed_in(GUN)
    answer = send(gun, fix, "bounce", reason="Regionens", whose="Trafikverket")
    assert (answer.status_code, answer.location) == (303, "/fixes")
    assert gun.get(f"/fixes/{fix.id}").status_code == 404
    page = words(page_of(signed_in(DISA), fix))
    assert "Regionens" in page and "De föreslår: Trafikverket." in page


def test_a_proposed_no_is_answered(db: Database, signed_in: SignedIn) -> None:
    fix, gun, disa = standing(db, "planned"), signed_in(GUN), signed_in(DISA)
    reason = "Lampan är släckt med avsikt."
    assert send(gun, fix, "propose_decline", proposed_reason=reason).status_code == 303
    page = page_of(disa, fix)
    assert "Den ansvariga föreslår att det inte åtgärdas" in words(page)
    assert form_to(page, "/decline").fields["public_reason"] == reason
    assert send(disa, fix, "decline").status_code == 303
    assert now_of(db, fix).outcome_text == reason


def test_what_remains_becomes_a_fix_of_its_own(db: Database, signed_in: SignedIn) -> None:
    fix, disa = standing(db, "done"), signed_in(DISA)
    answer = send(disa, fix, "confirm_partly", remaining="Andra sidan", follow_up="y")
    assert answer.status_code == 303
    rest = fixes.by_number(db, "FLEN-2026-002")
    assert rest and (rest.state, rest.public_text) == ("new", "Andra sidan")


def picture(colour: str = "navy") -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    data.seek(0)
    return data


def test_after_photos_come_with_what_was_done(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "in_progress"), signed_in(GUN)
    form = form_to(page_of(gun, fix), "/finish")
    assert form.multipart
    photos = [(picture("navy"), "a.jpg"), (picture("gold"), "b.jpg")]
    typed = {**form.fields, "done_text": "Bytt", "photos": photos}
    assert gun.client.post(form.action, data=typed).status_code == 303
    after = fixes.belongings(db, fix.id).after
    assert len(after) == 2 and {photo.person_id for photo in after} == {GUN.id}
    assert fixes.history(db, fix.id)[-1]["data"]["photos"] == 2
    assert "Bilden bearbetas" in page_of(gun, fix)


def test_a_photo_that_cannot_be_used_keeps_the_words(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "in_progress"), signed_in(GUN)
    form = form_to(page_of(gun, fix), "/finish")
    for files, sentence in (
        ([(BytesIO(b"<svg></svg>"), "a.jpg")], "finish-photos-error"),
        ([(BytesIO(b""), "tom.jpg")], "finish-photos-error"),
        ([(picture(), f"{n}.jpg") for n in range(6)], "högst 5 bilder"),
    ):
        typed = {**form.fields, "done_text": "Bytt", "photos": files}
        answer = gun.client.post(form.action, data=typed)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and sentence in page
        assert form_to(page, "/finish").fields["done_text"] == "Bytt"
    assert now_of(db, fix).state == "in_progress"


def test_photos_may_be_added_by_those_who_work_with_it(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "planned")
    for person, status, colour in (
        (GUN, 303, "red"),
        (DISA, 303, "teal"),
        (ANNA, 422, "teal"),  # the same picture again
        (ROLF, 403, "gold"),
        (HANS, 404, "gold"),
    ):
        answer = signed_in(person).post(
            f"/fixes/{fix.id}/photos", {"kind": "before", "photos": (picture(colour), "a.jpg")}
        )
        assert answer.status_code == status, person.name
    assert len(fixes.belongings(db, fix.id).before) == 2
    lines = [line for line in fixes.history(db, fix.id) if line["kind"] == "photos"]
    assert [line["by_name"] for line in lines] == ["Gun", "Disa"]
    assert "Bilder lades till" in words(page_of(signed_in(GUN), fix))


def test_photos_that_cannot_be_used_are_told_beside_the_form(
    db: Database, signed_in: SignedIn
) -> None:
    fix, gun = standing(db, "planned"), signed_in(GUN)
    for sent in ({"photos": (BytesIO(b"PK\x03\x04"), "a.zip")}, {}, {"photos": "no file"}):
        answer = gun.post(f"/fixes/{fix.id}/photos", {"kind": "after", **sent})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422 and 'role="alert"' in page
    assert fixes.belongings(db, fix.id).after == []


def test_the_walkers_words_are_shown_without_their_names(db: Database, signed_in: SignedIn) -> None:
    device, _ = devices.new_device(db, AT, "2099-01-01T00:00:00Z")
    devices.join(db, device.id, WALK.id, name="Berit Hemlig", at=AT)
    issue = an_issue(WALK, device.id, note="Mörkt & <otäckt> här", proposal="Fler lampor")
    with db.writing():
        rows.insert(db, "issues", issue)
    draft = rules.new_fix([issue], walk=WALK, areas=[], at=AT)
    fix = fixes.create(db, draft, [issue], by=ANNA, at=AT)
    with db.writing():
        db.execute(
            "UPDATE fixes SET state = 'planned', party_id = :party WHERE id = :id",
            {"party": PARTY.id, "id": fix.id},
        )
    for person in (GUN, DISA, ANNA):
        page = page_of(signed_in(person), fix)
        assert "Mörkt &amp; &lt;otäckt&gt; här" in page and "Fler lampor" in page
        assert "Hemlig" not in page


def test_public_text_and_internal_note_stand_apart(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "planned", public_text="Det är mörkt.", internal_note="Ring Kalle först.")
    page = page_of(signed_in(DISA), fix)
    public, internal = page.split('data-audience="internal"')
    assert "Det är mörkt." in public and "Ring Kalle" not in public
    assert "Ring Kalle först." in internal


def test_outside_owners_read_no_internal_notes(db: Database, signed_in: SignedIn) -> None:
    fix = standing(
        db, "planned", party_id=OWNER.id, internal_note="De brukar strula.", due_on="2026-12-10"
    )
    given = Given(due_on="2027-01-01", reason="Ni bad om mer tid")
    fixes.save(db, *rules.apply(fix, "replan", by=DISA, given=given, at=AT))
    changed = now_of(db, fix)
    names = set(rules.Edit.__dataclass_fields__) - {"reason", "visibility"}
    kept = {name: getattr(changed, name) for name in names}
    wanted = rules.Edit(**kept, visibility="hidden", reason="Grannen klagar")
    fixes.save(db, *rules.edit(changed, wanted, by=DISA, at=AT))
    page = page_of(signed_in(HANS), fix)
    assert "brukar strula" not in page and "Grannen klagar" not in page
    assert "Ni bad om mer tid" in page
    inside = page_of(signed_in(DISA), fix)
    assert "brukar strula" in inside and "Grannen klagar" in inside


def test_every_role_that_comes_in_reads_every_state(db: Database, signed_in: SignedIn) -> None:
    for state in EXPECTED:
        fix = standing(db, state)
        for person in EVERYBODY:
            status = signed_in(person).get(f"/fixes/{fix.id}").status_code
            assert status in (200, 403 if person is ADAM else 404)
