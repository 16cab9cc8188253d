"""Several goals, several years, a tertial in short, and what is taken away and brought back."""

from dataclasses import replace

import pytest

from tests.cast import AT
from tests.domain.test_promises import (
    AREAS,
    NOTHING,
    POLIS,
    SIV,
    a_commitment,
    a_goal,
    a_promise,
    an_activity,
)
from walkapp.domain import promises
from walkapp.domain.errors import Conflict, NotAllowed
from walkapp.domain.promises import Account, Book, HeldWalk
from walkapp.domain.promises.parts import Bullet
from walkapp.domain.reports import Summary

DONE = Summary(
    {"fixed": 2, "partly_fixed": 0, "remaining": 1, "wont_fix": 0, "referred": 0, "gone": 0},
    {},
    ("lampor lagats",),
    walks=1,
    seasons=("spring",),
)
LONG = a_promise(first_year=2023, last_year=2025)


def account(book: Book, year: int | None = None, summary: Summary = NOTHING) -> Account:
    return promises.account(book, summary, areas=AREAS, place="Flens kommun", over=False, year=year)


def bullets(found: Account) -> list[tuple[str, str, Bullet]]:
    return [
        (part.heading, block.heading, bullet)
        for part in found.parts
        for block in part.blocks
        for bullet in block.bullets
    ]


def test_each_goal_has_its_places_picture_and_commitments() -> None:
    goals = (
        a_goal(background="Mörkt vid spåren.", area_ids="r"),
        a_goal(id="h", text="hålla rent", area_ids="s r", position=2, until="2016-10"),
    )
    commitments = (a_commitment(goal_id="g"), a_commitment(id="c2", heading="Städa", goal_id="h"))
    book = Book(a_promise(), goals, commitments)
    found = account(book)
    assert [[str(said) for said in aim.said] for aim in found.aims] == [
        ["Polisen och kommunens mål är att öka tryggheten vid resecentrum."],
        [
            "Polisen och kommunens mål är att hålla rent vid Sveaparken och resecentrum.",
            "Målet gäller till och med hösten 2016.",
        ],
    ]
    assert [aim.commitments for aim in found.aims] == [("Synas mer",), ("Städa",)]
    assert found.aims[0].background == "Mörkt vid spåren."
    assert (found.places, book.area_ids) == (("resecentrum", "Sveaparken"), ("r", "s"))
    gaps = [str(gap) for gap in promises.gaps(book, NOTHING)]
    assert "Lägesbilden till målet att hålla rent är tom." in gaps


def test_the_follow_up_of_one_year_of_several_tells_that_year() -> None:
    words = {"commitment_id": "c1", "public": True}
    activities = (
        an_activity(id="1", starts="2023-05", count=3, **words),
        an_activity(id="2", starts="2024-05", count=5, **words),
        an_activity("group", id="3", title="En grupp", starts="2023", status="ongoing", **words),
        an_activity("group", id="4", title="En annan", starts="2023", ends="2023-12", **words),
        an_activity("group", id="5", title="ett råd", starts="2025", status="planned", **words),
        an_activity(id="6", starts="2025-01", count=7, **words),
    )
    target = a_commitment(target_kind="count", target=20, unit="patruller")
    book = Book(LONG, commitments=(target,), activities=activities)
    found = account(book, 2024)
    said = " ".join(str(bullet.said[0]) for _part, _block, bullet in bullets(found))
    assert "fem tillfällen" in said and "En grupp" in said and "ett råd" in said
    for other in ("tre tillfällen", "sju tillfällen", "En annan"):
        assert other not in said
    assert str(found.title).endswith("2024")
    [row] = found.rows
    # 3 + 5 times, and each of the two groups once
    assert (str(row.result), row.verdict) == ("10, varav 5 under 2024", "Löftet pågår")
    assert str(account(book).title).endswith("2023–2025")


def test_the_walks_lead_on_and_what_was_done_beside_them_is_told() -> None:
    walk = a_commitment(id="w", owner="municipality", heading="Gå vandringar", of_walks=True)
    beside = an_activity(
        "other", owner="municipality", title="belysning", public=True, commitment_id="w"
    )
    held = (HeldWalk("2016-04-20", fixes=3, fixed=2, slug="var"),)
    book = Book(a_promise(), commitments=(walk,), activities=(beside,), walks=held)
    found = bullets(account(book, summary=DONE))
    assert [(block, bullet.link) for _part, block, bullet in found] == [
        ("", "walks"),
        ("Gå vandringar", "walks"),
        ("Gå vandringar", "points"),
        ("Gå vandringar", ""),
        ("Gå vandringar", ""),
    ]
    assert str(found[-1][2].said[0]) == "Kommunen har arbetat med belysning."
    without = bullets(account(replace(book, activities=()), summary=NOTHING))
    assert without == []


def test_a_tertial_in_short() -> None:
    commitment = a_commitment(target_kind="count", target=6, unit="patruller")
    words = {"commitment_id": "c1"}
    activities = (
        an_activity(id="1", starts="2016-02", count=2, **words),
        an_activity(id="2", starts="2016-06-10", count=4, **words),
        an_activity(id="3", starts="2016", count=1, **words),
        an_activity(
            "group", id="4", title="En grupp", owner="joint", starts="2016-01", status="ongoing"
        ),
        an_activity(id="5", starts="2016-11", status="planned"),
    )
    walks = (HeldWalk("2016-04-20"), HeldWalk("2016-06-01"))
    book = Book(a_promise(), (), (commitment,), activities, walks=walks)
    second = promises.overview(book, 2016, 2, today="2017-01-01")
    [line] = second.lines
    assert (str(line.then), str(line.so_far), line.verdict) == ("4", "6", "Uppfyllt")
    assert [a.id for a in second.done["police"]] == ["2"]
    assert [a.id for a in second.going_on] == ["4"]
    assert [a.id for a in second.planned] == ["5"]
    assert [walk.day for walk in second.walks] == ["2016-06-01"]
    assert second.undated == 1
    year = promises.overview(book, 2016, 0, today="2017-01-01")
    assert (str(year.lines[0].then), str(year.lines[0].so_far)) == ("7", "7")
    assert year.lines[0].verdict == "Mer än uppfyllt"
    assert [a.id for a in (*year.done["police"], *year.done["joint"])] == ["1", "2", "3", "4"]
    first = promises.overview(book, 2016, 1, today="2017-01-01")
    assert (first.lines[0].verdict, str(first.title)) == (
        "Löftet pågår",
        "Läget efter första tertialet 2016",
    )


def test_what_is_taken_away_can_be_brought_back() -> None:
    for thing in (a_goal(), a_commitment(), an_activity(public=True)):
        gone, event = promises.removed(thing, read=1, by=SIV, at=AT)
        assert (gone.removed_at, gone.version, event.kind) == (AT, 2, "remove")
        back, event = promises.restored(gone, by=SIV, at=AT)
        assert back == replace(thing, version=3) and event.kind == "restore"
        with pytest.raises(Conflict):
            promises.removed(thing, read=0, by=SIV, at=AT)


def test_the_police_take_away_what_is_theirs_alone() -> None:
    assert promises.removed(an_activity(), read=1, by=POLIS, at=AT)
    for thing in (a_goal(), an_activity(owner="municipality")):
        with pytest.raises(NotAllowed):
            promises.removed(thing, read=1, by=POLIS, at=AT)
        with pytest.raises(NotAllowed):
            promises.restored(thing, by=POLIS, at=AT)
        assert not promises.may_remove(POLIS, thing)


def test_those_who_held_several_walks_are_named_once() -> None:
    walks = replace(
        DONE, walks=2, organisers=("Kommunen, polisen och bolaget", "Polisen och kommunen")
    )
    [said] = [
        b.said[0] for _, block, b in bullets(account(Book(a_promise()), summary=walks)) if not block
    ][:1]
    assert str(said).startswith("Kommunen, polisen och bolaget har genomfört två ")


def test_the_next_one_is_begun_like_the_last_of_the_same_person() -> None:
    words = {"commitment_id": "c1", "area_ids": "r"}
    mine = an_activity("presence", created_by="pia", time_pattern="på kvällen", **words)
    book = Book(
        a_promise(),
        commitments=(a_commitment(),),
        activities=(mine, an_activity("dialogue", id="b", created_by="ulf")),
    )
    blank = an_activity(id="n", created_by="pia", starts="2016-05-01")
    begun = promises.another(blank, book)
    assert begun == replace(blank, kind="presence", time_pattern="på kvällen", **words)
    assert promises.another(blank, replace(book, commitments=())).commitment_id is None
    assert promises.another(replace(blank, created_by="siv"), book).kind == "foot_patrol"


def test_what_was_taken_over_and_is_still_planned_is_a_gap() -> None:
    plan = an_activity("service", title="ett stödboende", status="planned", starts="2017")
    book = Book(a_promise(first_year=2017, last_year=2017), activities=(plan,))
    asked = "Planerat i ett tidigare löfte: Polisen planerar ett stödboende. Skriv hur det gick."
    assert asked not in map(str, promises.gaps(book, NOTHING))
    taken = replace(book, activities=(replace(plan, from_id="x"),))
    assert asked in map(str, promises.gaps(taken, NOTHING))
    told_since = replace(book, activities=(replace(plan, from_id="x", status="done"),))
    assert asked not in map(str, promises.gaps(told_since, NOTHING))
