"""Labels, sentences, drafts from issues, groups, and what may be edited."""

import pytest

from tests.cast import AT, a_fix, a_person, a_walk, an_area, an_issue
from tests.domain.test_fixes import PEOPLE, everything, given_for, in_state
from walkapp.domain.errors import NotAllowed, Refused
from walkapp.domain.fixes import (
    NAMES,
    Edit,
    Sentence,
    apply,
    created,
    edit,
    follow_up,
    history_line,
    linked,
    new_fix,
    photos_added,
    public_label,
    public_sentence,
    suggest_groups,
    usual_due,
)
from walkapp.domain.fixes.labels import BUTTONS, HISTORY
from walkapp.domain.fixes.words import (
    HOLD_BECAUSE,
    HOLD_REASONS,
    OUTCOMES,
    STATES,
    VISIBILITIES,
)

COORDINATOR, GUN = PEOPLE["coordinator"], PEOPLE["party"]
SQUARE = (
    '{"type": "Polygon", "coordinates":'
    " [[[16.58, 59.05], [16.60, 59.05], [16.60, 59.07], [16.58, 59.07], [16.58, 59.05]]]}"
)


def said(sentence: Sentence) -> str:
    return sentence.text % sentence.values


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_state_and_outcome_has_a_public_label_and_sentence(state: str, outcome: str) -> None:
    fix = in_state(state, outcome=outcome if state == "closed" else None)
    assert said(public_label(fix, "Gata och park"))
    assert said(public_sentence(fix, "Gata och park")).rstrip().endswith(".")


@pytest.mark.parametrize(
    ("changes", "label", "sentence"),
    [
        (
            {"state": "planned", "due_on": "2026-12-10", "planned_action": "byta lampan."},
            "Planerad, klart senast 2026-12-10",
            "Gata och park planerar att byta lampan. Det ska vara klart senast 2026-12-10.",
        ),
        (
            {"state": "on_hold", "hold_reason": "season", "review_on": "2027-03-01"},
            "Väntar: fel årstid",
            "Det här väntar eftersom det är fel årstid för arbetet."
            " Vi tittar på det igen den 2027-03-01.",
        ),
        (
            {"state": "closed", "outcome": "fixed", "done_on": "2026-11-20", "done_text": "Bytt."},
            "Åtgärdat",
            "Åtgärdat den 2026-11-20: Bytt.",
        ),
        (
            {"state": "closed", "outcome": "wont_fix", "outcome_text": "Släckt med avsikt."},
            "Åtgärdas inte",
            "Det här åtgärdas inte. Släckt med avsikt.",
        ),
        (
            {"state": "assessing", "reopen_count": 1},
            "Mottagen",
            "Problemet har kommit tillbaka. Vi har öppnat punkten igen.",
        ),
    ],
)
def test_the_public_reads(changes: dict[str, object], label: str, sentence: str) -> None:
    fix = a_fix(**changes)
    assert said(public_label(fix, "Gata och park")) == label
    assert said(public_sentence(fix, "Gata och park")) == sentence


def test_what_only_the_doer_has_said_is_called_so() -> None:
    done, _ = apply(in_state("in_progress"), "finish", by=GUN, given=everything(), at=AT)
    alone, _ = apply(done, "confirm", by=GUN, given=everything(), at=AT, confirm_by_other=False)
    assert said(public_label(alone)) == "Åtgärdat enligt utföraren"
    assert "enligt utföraren" in said(public_sentence(alone))
    checked, _ = apply(done, "confirm", by=COORDINATOR, given=everything(), at=AT)
    assert said(public_label(checked)) == "Åtgärdat"


def test_every_move_has_a_button_and_a_line_of_history() -> None:
    assert set(BUTTONS) == set(NAMES)
    others = "create edit photos comment split merge take_in undo resend nudge".split()
    others += "checked suggest_reopen object answer_objection".split()
    assert set(HISTORY) == {*NAMES, *others}
    assert set(HOLD_REASONS) == set(HOLD_BECAUSE)
    for name in NAMES:
        sources = [s for s in STATES if s != "closed"] if name != "reopen" else ["closed"]
        for state in sources:
            fix = in_state(state)
            for who in (COORDINATOR, GUN):
                try:
                    _, event = apply(fix, name, by=who, given=given_for(name), at=AT)
                except (NotAllowed, Refused):
                    continue
                line = said(history_line(name, event.data))
                assert line and "%(" not in line and "  " not in line


def test_a_draft_gathers_what_the_issues_say() -> None:
    walk, inner = a_walk(area_id="outer"), an_area("Resecentrum", SQUARE)
    first = an_issue(walk, "d", note="Trasig lampa", lat=59.058, lon=16.588)
    second = an_issue(walk, "d", note="rå text", edited_text="Mörkt", lat=59.06, lon=16.590)
    third = an_issue(walk, "d", note="", lat=None, lon=None, category="klotter")
    fix = new_fix([first, second, third], walk=walk, areas=[an_area(), inner], at=AT)
    assert (fix.category, fix.place_type, fix.state) == ("belysning", "gangtunnel", "new")
    assert fix.title == "Belysning, gångtunnel"
    assert fix.public_text == "Trasig lampa\n\nMörkt"
    assert (fix.lat, fix.lon) == (59.059, 16.589)
    assert (fix.area_id, fix.walk_id, fix.number) == (inner.id, walk.id, "")
    outside = new_fix([an_issue(walk, "d", lat=1.0)], walk=walk, areas=[inner], at=AT)
    assert outside.area_id == "outer"
    with pytest.raises(Refused, match="minst en"):
        new_fix([], walk=walk, areas=[], at=AT)


def test_an_issue_is_linked_with_a_line_of_its_own() -> None:
    issue, fix = an_issue(a_walk(), "d", held=True), a_fix()
    after, event = linked(issue, fix, by=COORDINATOR, at=AT)
    assert (after.review, after.held, after.version) == ("linked", False, 2)
    assert (event.word, event.object_id, event.data) == ("issue", issue.client_id, {"fix": fix.id})
    with pytest.raises(Refused, match="har redan en åtgärd"):
        linked(after, fix, by=COORDINATOR, at=AT)
    for gone in ({"review": "rejected"}, {"removed_at": AT}):
        with pytest.raises(Refused, match="visas inte längre"):
            linked(an_issue(a_walk(), "d", **gone), fix, by=COORDINATOR, at=AT)


def test_those_who_run_the_walk_make_fixes() -> None:
    for role in ("coordinator", "safety_coordinator", "leader"):
        assert created(a_fix(), by=PEOPLE[role], at=AT, issues=2).data == {"issues": 2}
    for role in ("party", "police", "registrar", "admin", "nobody"):
        with pytest.raises(NotAllowed):
            created(a_fix(), by=PEOPLE[role], at=AT)


def test_what_remains_becomes_a_fix_of_its_own() -> None:
    done = in_state("done", lat=59.0, lon=16.0, area_id="a", walk_id="w")
    partly, _ = apply(done, "confirm_partly", by=COORDINATOR, given=everything(), at=AT)
    rest = follow_up(partly, at=AT)
    assert rest.public_text == "Text om remaining"
    assert (rest.state, rest.number, rest.version) == ("new", "", 1)
    assert rest.id != partly.id and rest.area_id == "a"


def test_the_usual_due_date_follows_the_category() -> None:
    assert usual_due("klotter", "2026-11-20") == "2026-11-27"
    assert usual_due("belysning", "2026-11-20") == "2027-01-22"  # eight weeks and five holidays


def test_groups_are_near_of_one_category_and_waiting() -> None:
    walk = a_walk()

    def at(number: int, metres: float, **changes: object) -> object:
        lat = 59.058 + metres / 111_195
        return an_issue(walk, "d", number=number, lat=lat, lon=16.588, **changes)

    chain = [at(1, 0), at(2, 24), at(3, 48), at(4, 74)]
    others = [
        at(5, 1, category="klotter"),
        at(6, 2, kind="good"),
        at(7, 3, review="noted"),
        at(8, 4, removed_at=AT),
        at(9, 5, held=True),
        at(10, 6, category=None),
        an_issue(walk, "d", number=11, lat=None, lon=None),
    ]
    groups = suggest_groups([*others, *reversed(chain)])
    assert [[issue.number for issue in group] for group in groups] == [[1, 2, 3]]
    pair = [at(20, 500, category="klotter"), at(19, 510, category="klotter")]
    numbers = [[issue.number for issue in group] for group in suggest_groups([*pair, *chain])]
    assert numbers == [[1, 2, 3], [19, 20]]
    assert suggest_groups([]) == []


def test_groups_measure_eastward_too() -> None:
    walk = a_walk()
    # A degree of longitude is about 57 km at this latitude.
    west, near, far = (
        an_issue(walk, "d", number=n, lon=16.588 + n * 20 / 57_200) for n in (0, 1, 3)
    )
    assert suggest_groups([west, near, far]) == [(west, near)]


def wanted(**changes: object) -> Edit:
    given: dict[str, object] = {
        "title": "Trasig lampa i gångtunneln",
        "public_text": "",
        "internal_note": "",
        "category": "belysning",
        "subcategory": "",
        "place_type": None,
        "place_text": "",
        "lat": None,
        "lon": None,
        "area_id": None,
        "priority": None,
        "visibility": "public",
    }
    return Edit(**{**given, **changes})  # type: ignore[arg-type]


def test_an_edit_says_which_fields_changed() -> None:
    fix = a_fix()
    changes = wanted(title=" Mörk  tunnel ", internal_note="Ring först", lat=59.0, lon=16.0)
    after, event = edit(fix, changes, by=COORDINATOR, at=AT)
    assert (after.title, after.internal_note, after.version) == ("Mörk tunnel", "Ring först", 2)
    assert event.data == {"changed": ["internal_note", "lat", "lon", "title"]}
    assert "Ring" not in event.public_text + event.internal_text
    with pytest.raises(Refused, match="Inget är ändrat"):
        edit(fix, wanted(), by=COORDINATOR, at=AT)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"public_text": "a" * 4001}, "public_text"),
        ({"internal_note": "a" * 4001}, "internal_note"),
        ({"place_text": "a" * 301}, "place_text"),
        ({"category": "väder"}, "category"),
        ({"subcategory": "klotter"}, "subcategory"),
        ({"place_type": "månen"}, "place_type"),
        ({"priority": "genast"}, "priority"),
        ({"visibility": "kanske"}, "visibility"),
        ({"visibility": "hidden"}, "reason"),
        ({"lat": 91.0, "lon": 0.0}, "lat"),
        ({"lat": float("nan"), "lon": 0.0}, "lat"),
        ({"lat": 59.0}, "lat"),
    ],
)
def test_an_edit_that_does_not_do_names_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        edit(a_fix(), wanted(**changes), by=COORDINATOR, at=AT)
    assert refusal.value.field == field


def test_hiding_asks_why_and_the_reason_stays_inside() -> None:
    hidden = wanted(visibility="hidden", reason="Pekar ut ett hem")
    after, event = edit(a_fix(), hidden, by=COORDINATOR, at=AT)
    assert after.visibility == "hidden" and event.internal_text == "Pekar ut ett hem"
    assert "hidden" in VISIBILITIES


def test_only_those_who_run_it_edit() -> None:
    leader = a_person("Anna", "leader")
    assert edit(a_fix(), wanted(title="Ny"), by=leader, at=AT)[0].title == "Ny"
    for role in ("party", "police", "registrar", "admin"):
        with pytest.raises(NotAllowed):
            edit(a_fix(), wanted(title="Ny"), by=PEOPLE[role], at=AT)


def test_photos_are_a_line_of_history_and_no_new_version() -> None:
    fix = a_fix(version=3)
    event = photos_added(fix, "after", 2, by=GUN, at=AT)
    assert (event.version, event.kind, event.data) == (3, "photos", {"side": "after", "photos": 2})
    assert said(history_line(event.kind, event.data)) == "Bilder lades till"
