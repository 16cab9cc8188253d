"""Many fixes at once through the list's own form: who may, which not and why, and one undo."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import a_person
from tests.web.conftest import Caller
from tests.web.fixes_desk import (
    ANNA,
    CIA,
    DISA,
    ELIN,
    GUN,
    OWNER,
    PARTY,
    ROLF,
    Form,
    form_to,
    forms_of,
    settle,
    standing,
    words,
)
from walkapp.domain import fixes as rules
from walkapp.domain.fixes import Fix, Given
from walkapp.domain.people import Person
from walkapp.storage import events, fixes
from walkapp.storage.database import Database
from walkapp.web.clock import now

SignedIn = Callable[[Person], Caller]


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def begun(browser: Caller, act: str, *chosen: Fix, path: str = "/fixes", **more: str) -> Any:
    """Tick rows of the list and press one of the buttons under it."""
    page = browser.get(path).get_data(as_text=True)
    for fix in chosen:
        assert f'value="{fix.id}" form="bulk"' in page
    form = form_to(page, "/fixes/bulk")
    data = {**form.fields, "act": act, "fix": [fix.id for fix in chosen], **more}
    return browser.client.post(form.action, data=data)


def confirm_form(answer: Any) -> Form:
    found = [f for f in forms_of(answer.get_data(as_text=True)) if "confirmed" in f.fields]
    assert found, words(answer.get_data(as_text=True))
    return found[0]


def confirmed(browser: Caller, answer: Any, **typed: str) -> Any:
    form = confirm_form(answer)
    return browser.client.post(form.action, data={**form.fields, **typed})


def now_of(db: Database, fix: Fix) -> Fix:
    found = fixes.get(db, fix.id)
    assert found
    return found


def last_undo(db: Database) -> str:
    return str(next(iter(db.query("SELECT id FROM undos ORDER BY at DESC, id DESC")))["id"])


def test_new_ones_are_assigned_at_once_and_taken_back_at_once(
    db: Database, signed_in: SignedIn
) -> None:
    disa = signed_in(DISA)
    new, assessed = standing(db, "new"), standing(db, "assessing", priority="high")
    answer = begun(disa, "assign", new, assessed)
    assert answer.status_code == 200
    assert "Gäller 2 åtgärder." in words(answer.get_data(as_text=True))
    done = confirmed(disa, answer, party=PARTY.id)
    assert done.status_code == 303 and done.headers["Location"] == "/fixes"
    for fix, priority in ((new, "normal"), (assessed, "high")):
        after = now_of(db, fix)
        assert (after.state, after.party_id, after.priority) == ("assigned", PARTY.id, priority)
        assert after.due_on == after.original_due_on is not None
    kinds = [line["kind"] for line in fixes.history(db, new.id)]
    assert kinds == ["create", "assess", "assign"]
    bulk = {line["data"].get("bulk") for line in fixes.history(db, new.id)[1:]}
    assert bulk == {last_undo(db)}
    listed = disa.get("/fixes").get_data(as_text=True)
    undo = next(form for form in forms_of(listed) if "/undo/" in form.action)
    assert disa.client.post(undo.action, data=undo.fields).status_code == 303
    for fix in (new, assessed):
        after = now_of(db, fix)
        assert (after.state, after.party_id, after.due_on) == (fix.state, None, None)
        assert fixes.history(db, fix.id)[-1]["kind"] == "undo"
    assert events.broken_at(db) is None


def test_many_that_may_not_move_stand_folded_before_the_question(
    db: Database, signed_in: SignedIn
) -> None:
    few = [standing(db, "done") for _ in range(5)]
    for left, folded in ((few, 0), ([*few, standing(db, "done")], 1)):
        answer = begun(signed_in(DISA), "assign", standing(db, "new"), *left)
        before = answer.get_data(as_text=True).split("<main", 1)[1].split("<form", 1)[0]
        assert before.count("<details") == folded
        assert all(fix.number in before for fix in left)


def test_those_that_may_not_move_are_named_with_the_reason(
    db: Database, signed_in: SignedIn
) -> None:
    disa = signed_in(DISA)
    new, done = standing(db, "new"), standing(db, "done")
    elsewhere = standing(db, "planned", party_id=OWNER.id)
    answer = begun(disa, "assign", new, done, elsewhere)
    page = words(answer.get_data(as_text=True))
    assert "Gäller 2 åtgärder." in page and "1 åtgärd är inte med" in page
    assert f"{done.number} {done.title}" in page
    # What is with somebody else asks for a reason, and says so before anything is saved.
    again = confirmed(disa, answer, party=PARTY.id)
    page = words(again.get_data(as_text=True))
    assert "Ligger hos någon annan. Skriv varför den flyttas." in page
    assert "Gäller 1 åtgärd." in page
    assert now_of(db, new) == new
    saved = confirmed(disa, again, party=PARTY.id)
    assert saved.status_code == 303 and "/fixes/bulk/" in saved.headers["Location"]
    page = words(disa.get(saved.headers["Location"]).get_data(as_text=True))
    assert "1 åtgärd är ändrad." in page and "2 åtgärder är inte med" in page
    assert now_of(db, new).state == "assigned"
    assert (now_of(db, done), now_of(db, elsewhere)) == (done, elsewhere)


def test_with_a_reason_what_is_elsewhere_is_moved(db: Database, signed_in: SignedIn) -> None:
    disa, fix = signed_in(DISA), standing(db, "planned", party_id=OWNER.id)
    answer = begun(disa, "assign", fix)
    assert confirmed(disa, answer, party=PARTY.id, reason="Andra tar det").status_code == 303
    after = now_of(db, fix)
    assert (after.state, after.party_id, after.due_on) == ("assigned", PARTY.id, fix.due_on)
    assert [line["kind"] for line in fixes.history(db, fix.id)][1:] == ["reroute", "assign"]


@pytest.mark.parametrize(
    ("act", "typed", "field"),
    [
        ("assign", {}, "party"),
        ("replan", {"due_on": "2027-02-01"}, "reason"),
        ("replan", {"due_on": "snart", "reason": "Snö"}, "due_on"),
        ("hold", {"hold_reason": "season"}, "review_on"),
        ("decline", {}, "public_reason"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    db: Database, signed_in: SignedIn, act: str, typed: dict[str, str], field: str
) -> None:
    state = {"assign": "new", "decline": "new"}.get(act, "planned")
    fix = standing(db, state)
    browser = signed_in(GUN if act == "hold" else DISA)
    answer = confirmed(browser, begun(browser, act, fix), **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{act}-{field}-error"' in page
    assert now_of(db, fix) == fix
    mended = {**typed, field: {"party": PARTY.id, "due_on": "2027-02-01"}.get(field, "2027-03-01")}
    assert confirmed(browser, answer, **mended).status_code == 303


def test_dates_and_priorities_of_many(db: Database, signed_in: SignedIn) -> None:
    disa, planned = signed_in(DISA), standing(db, "planned")
    new = standing(db, "new")
    answer = begun(disa, "priority", planned, new)
    assert confirmed(disa, answer, priority="urgent").status_code == 303
    assert {now_of(db, fix).priority for fix in (planned, new)} == {"urgent"}
    answer = begun(disa, "replan", planned)
    assert confirmed(disa, answer, due_on="2027-05-01", reason="Tjäle").status_code == 303
    after = now_of(db, planned)
    assert (after.due_on, after.original_due_on) == ("2027-05-01", planned.original_due_on)


def test_a_state_is_chosen_among_those_that_fit(db: Database, signed_in: SignedIn) -> None:
    disa, new, closed = signed_in(DISA), standing(db, "new"), standing(db, "closed")
    page = begun(disa, "state", new, closed, path="/fixes?state=all").get_data(as_text=True)
    shown = words(page)
    assert "Börja bedöma 1 av 2" in shown and "Öppna igen 1 av 2" in shown
    assert "Starta" not in shown
    form = next(form for form in forms_of(page) if "picked" in form.fields)
    answer = disa.client.post(form.action, data={**form.fields, "act": "assess"})
    assert confirmed(disa, answer).status_code == 303
    assert (now_of(db, new).state, now_of(db, closed)) == ("assessing", closed)


def test_a_party_says_that_many_are_done(db: Database, signed_in: SignedIn) -> None:
    gun, some = signed_in(GUN), [standing(db, "in_progress") for _ in range(3)]
    answer = begun(gun, "finish", *some)
    assert confirmed(gun, answer, done_text="Lamporna byttes").status_code == 303
    for fix in some:
        after = now_of(db, fix)
        assert (after.state, after.done_by, after.remedy) == ("done", GUN.id, "lampor lagats")


def test_what_an_outside_party_said_is_asked_for(db: Database, signed_in: SignedIn) -> None:
    disa, fix = signed_in(DISA), standing(db, "referred")
    answer = begun(disa, "start", fix)
    assert {"said_by", "said_on"} <= set(confirm_form(answer).fields)
    assert confirmed(disa, answer, said_by="Berit på bolaget").status_code == 303
    assert now_of(db, fix).state == "in_progress"


def test_all_of_a_view_are_those_of_its_filter(db: Database, signed_in: SignedIn) -> None:
    disa = signed_in(DISA)
    lamps = [standing(db, "new") for _ in range(31)]
    other = standing(db, "new", category="klotter")
    answer = begun(disa, "assign", path="/fixes?category=belysning", all="1")
    assert "Gäller 31 åtgärder." in words(answer.get_data(as_text=True))
    done = confirmed(disa, answer, party=PARTY.id)
    assert done.headers["Location"] == "/fixes?category=belysning"
    assert all(now_of(db, fix).state == "assigned" for fix in lamps)
    assert now_of(db, other) == other
    undo = last_undo(db)
    assert disa.post(f"/fixes/undo/{undo}").status_code == 303
    assert all(now_of(db, fix).state == "new" for fix in lamps)


def test_several_become_one(db: Database, signed_in: SignedIn) -> None:
    disa, some = signed_in(DISA), [standing(db, "new") for _ in range(3)]
    closed = standing(db, "closed")
    answer = begun(disa, "merge", *some, closed, path="/fixes?state=all")
    assert "1 åtgärd är inte med" in words(answer.get_data(as_text=True))
    done = confirmed(disa, answer, keep=some[1].id)
    assert done.status_code == 303
    assert {now_of(db, fix).kept_fix_id for fix in (some[0], some[2])} == {some[1].id}
    line = fixes.history(db, some[1].id)[-1]
    assert line["data"]["merged"] == [some[0].number, some[2].number]
    assert disa.post(f"/fixes/undo/{last_undo(db)}").status_code == 303
    assert {now_of(db, fix).outcome for fix in some} == {None}


def test_of_two_at_once_the_later_is_told_what_was_taken(db: Database, signed_in: SignedIn) -> None:
    disa, elin = signed_in(DISA), signed_in(ELIN)
    first, second = standing(db, "new"), standing(db, "new")
    seen = begun(disa, "assign", first, second)
    fixes.save(db, *rules.apply(first, "assess", by=ELIN, at=now()))
    assert elin is not disa
    late = confirmed(disa, seen, party=PARTY.id)
    page = words(late.get_data(as_text=True))
    assert "Någon annan har hunnit ändra den." in page and "Gäller 1 åtgärd." in page
    assert now_of(db, second) == second
    assert confirmed(disa, late, party=PARTY.id).status_code == 303
    assert (now_of(db, first).state, now_of(db, second).state) == ("assessing", "assigned")


def test_an_undo_leaves_what_somebody_changed_since(db: Database, signed_in: SignedIn) -> None:
    disa = signed_in(DISA)
    moved, still = standing(db, "new"), standing(db, "new")
    confirmed(disa, begun(disa, "assign", moved, still), party=PARTY.id)
    given = Given(planned_action="byta lampan", due_on=now_of(db, moved).due_on or "")
    fixes.save(db, *rules.apply(now_of(db, moved), "plan", by=GUN, given=given, at=now()))
    assert disa.post(f"/fixes/undo/{last_undo(db)}").status_code == 303
    assert (now_of(db, moved).state, now_of(db, still).state) == ("planned", "new")
    page = disa.get("/fixes").get_data(as_text=True)
    assert f"är kvar: {moved.number}." in page


def test_nobody_reaches_what_they_do_not_see(db: Database, signed_in: SignedIn) -> None:
    hidden = standing(db, "in_progress", party_id=OWNER.id, walk_id=None)
    own = standing(db, "in_progress")
    gun = signed_in(GUN)
    answer = gun.post("/fixes/bulk", {"act": "finish", "fix": [own.id, hidden.id]})
    assert "Gäller 1 åtgärd." in words(answer.get_data(as_text=True))
    assert hidden.number not in answer.get_data(as_text=True)
    told = f"{own.id}:1 {hidden.id}:1"
    data = {"act": "finish", "picked": told, "confirmed": "1", "left_out": "0"}
    done = {"done_text": "Klart", "done_on": "2026-11-20"}
    assert gun.post("/fixes/bulk", {**data, **done}).status_code == 303
    assert now_of(db, hidden) == hidden
    cia = signed_in(CIA)
    assert cia.post("/fixes/bulk", {"act": "assess", "fix": own.id}).status_code == 303
    assert signed_in(ROLF).post("/fixes/bulk", {"act": "assess"}).status_code == 403
    assert 'form="bulk"' not in signed_in(ROLF).get("/fixes").get_data(as_text=True)


def test_a_leader_moves_only_what_a_leader_may(db: Database, signed_in: SignedIn) -> None:
    anna, fix = signed_in(ANNA), standing(db, "done")
    answer = begun(anna, "assign", standing(db, "new"))
    assert "Ingen av dem kan vara med" in words(answer.get_data(as_text=True))
    answer = begun(anna, "confirm", fix)
    assert confirmed(anna, answer).status_code == 303
    assert now_of(db, fix).outcome == "fixed"


@pytest.mark.parametrize("act", ["", "create", "mark_duplicate", "bounce", "x" * 300])
def test_an_act_nobody_knows_is_not_found(db: Database, signed_in: SignedIn, act: str) -> None:
    fix = standing(db, "new")
    answer = signed_in(DISA).post("/fixes/bulk", {"act": act, "fix": fix.id})
    assert answer.status_code == 404


@pytest.mark.parametrize("told", ["", "nonsense", ":::", "0:0 " * 9])
def test_odd_choices_go_back_to_the_list(signed_in: SignedIn, told: str) -> None:
    data = {"act": "assign", "picked": told, "view": "q=%22%3E&page=3"}
    answer = signed_in(DISA).post("/fixes/bulk", data)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/fixes?q=%22%3E"


def test_somebody_elses_act_is_not_shown(db: Database, signed_in: SignedIn) -> None:
    disa, fix = signed_in(DISA), standing(db, "new")
    confirmed(disa, begun(disa, "assess", fix))
    assert disa.get(f"/fixes/bulk/{last_undo(db)}").status_code == 200
    for person in (ELIN, a_person("Siv", "coordinator")):
        assert signed_in(person).get(f"/fixes/bulk/{last_undo(db)}").status_code == 404


def test_those_that_are_ticked_are_printed_or_put_into_the_round(
    db: Database, signed_in: SignedIn
) -> None:
    lamp, bush, left = (standing(db, "assigned") for _ in range(3))
    gun = signed_in(GUN)
    printed = gun.get(begun(gun, "print", lamp, bush).headers["Location"]).get_data(as_text=True)
    assert printed.count("<article") == 2 and left.number not in printed
    assert begun(gun, "round", lamp, left).status_code == 303
    assert fixes.stars(db, GUN.id) == {lamp.id, left.id}
    assert [now_of(db, fix) for fix in (lamp, bush, left)] == [lamp, bush, left]
