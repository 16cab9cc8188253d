"""Fixes of the demo: made from issues at review, then moved by those who do it in the app."""

from io import BytesIO
from typing import Any

from ..domain import fixes as rules
from ..domain import review as review_rules
from ..domain.fixes import Change, Edit, Fix, Given
from ..domain.fixes.bulk import Terms
from ..domain.fixes.placing import Placed, place
from ..domain.issues import Issue
from ..storage import fixes, photos, review
from ..storage.fixes import Filter
from .load_walks import Logged
from .load_world import Picture, World

# What a move in the data says beside what is given to the domain as it stands.
_HOW = ("do", "by", "on", "party", "person", "kept_fix")


def looked_through(world: World, logged: Logged, given: dict[str, Any]) -> None:
    """Decide about every issue and its picture, and make the fixes."""
    at = world.days.at(given["walk"]["reviewed"], 1)
    left, rejected = given.get("left", ()), given.get("rejected", {})
    linked = {issue for fix in given["fixes"].values() for issue in fix["issues"]}
    for key in logged.issues:
        if key in left:
            continue
        if key in rejected:
            decided = review_rules.reject(
                _issue(world, logged, key), rejected[key], by=world.people["ledare"], at=at
            )
            review.save(world.db, *decided)
            continue
        _approve_text(world, logged, key, noted=key not in linked, at=at)
        if key in logged.photos:
            approve(world, *logged.photos[key])
    for key, fix in given["fixes"].items():
        made_at = world.days.at(given["walk"]["reviewed"], 2)
        logged.fixes[key] = _made(world, logged, fix, at=made_at)


def approve(world: World, photo_id: str, picture: Picture) -> None:
    """Let everybody see a picture, with words for those who cannot."""
    found = review.photo(world.db, photo_id)
    assert found
    review.save_photo(world.db, review_rules.decide_photo(found[0], "approved", picture.alt))


def moved(world: World, logged: Logged, given: dict[str, Any], which: str) -> None:
    """Make the moves called `moves` or `later` of every fix, in the order of time."""
    steps = [
        (world.days.at(move["on"], turn), key, move)
        for key, fix in given["fixes"].items()
        for turn, move in enumerate(fix.get(which, ()), start=4)
    ]
    for at, key, move in sorted(steps, key=lambda step: step[0]):
        logged.fixes[key] = _move(world, logged, key, move, at=at)
        if move["do"] == "finish" and move is _last_finish(given["fixes"][key]):
            _picture_after(world, logged.fixes[key], given["fixes"][key], at=at)


def starred(world: World, who: str) -> None:
    """Star what waits for somebody, so that there is a round to go."""
    person, today = world.people[who], world.days.now[:10]
    waiting = fixes.every(world.db, Filter(person, today, state="open", mine=True))
    fixes.star(world.db, person.id, [found.fix.id for found in waiting], on=True)


def _last_finish(fix: dict[str, Any]) -> dict[str, Any] | None:
    finishes = [move for move in fix["moves"] if move["do"] == "finish"]
    return finishes[-1] if finishes else None


def _move(world: World, logged: Logged, key: str, move: dict[str, Any], *, at: str) -> Fix:
    said = {name: value for name, value in move.items() if name not in _HOW}
    said = {name: world.days.day(v) if name.endswith("_on") else v for name, v in said.items()}
    given = Given(
        **said,
        party=world.parties[move["party"]] if "party" in move else None,
        person=world.people[move["person"]] if "person" in move else None,
        kept_fix=logged.fixes[move["kept_fix"]] if "kept_fix" in move else None,
    )
    by = rules.towards(world.people[move["by"]], logged.walk)
    after, event = rules.apply(logged.fixes[key], move["do"], by=by, given=given, at=at)
    if given.kept_fix:
        change = Change(logged.fixes[key], after, (event,))
        return _merged(world, logged, change, given.kept_fix)
    fixes.save(world.db, after, event)
    return after


def _merged(world: World, logged: Logged, change: Change, kept: Fix) -> Fix:
    """A duplicate gives its issues to the one that is kept, which has a line of it too."""
    by = next(p for p in world.people.values() if p.id == change.events[0].by_id)
    undo = fixes.opened("merge", by, change.events[0].at)
    fixes.merge(world.db, kept, (change,), undo, by=by)
    [key] = [key for key, fix in logged.fixes.items() if fix.id == kept.id]
    logged.fixes[key] = _now(world, kept)
    return change.after


def talked_about(world: World, logged: Logged, given: dict[str, Any]) -> None:
    """Comments between colleagues and to everybody, and what the meeting said of each."""
    for key, fix in given["fixes"].items():
        for turn, said in enumerate(fix.get("comments", ()), start=8):
            by = rules.towards(world.people[said["by"]], logged.walk)
            event = rules.comment(
                logged.fixes[key],
                said["text"],
                public=said.get("public", False),
                readers=[*world.people.values()],
                by=by,
                at=world.days.at(said["on"], turn),
            )
            fixes.tell(world.db, event)
        if "placed" in fix:
            logged.fixes[key] = _placed(world, logged.fixes[key], fix["placed"])


def _placed(world: World, fix: Fix, given: dict[str, Any]) -> Fix:
    at, by = world.days.at(given["on"], 9), world.people["samordnare"]
    said = Placed(
        given["effect"],
        given["ease"],
        fix.priority,
        given.get("cost_band", ""),
        given.get("season", ""),
    )
    change = place(fix, said, by=by, terms=Terms(at, at[:10]))
    fixes.save_all(world.db, fixes.opened("meeting", by, at), [change])
    return change.after


def _now(world: World, fix: Fix) -> Fix:
    found = fixes.get(world.db, fix.id)
    assert found
    return found


def _picture_after(world: World, fix: Fix, given: dict[str, Any], *, at: str) -> None:
    if "after" not in given:
        return
    picture = Picture.of(given["after"], "after")
    upload = photos.Upload("after", fix_id=fix.id, person_id=fix.done_by)
    stream = BytesIO(world.pictures.jpeg(picture))
    kept = photos.receive_upload(world.db, world.blobs, stream, upload, at=at)
    world.clean()
    # Who looks at the work approves its picture too; what is not looked at yet waits.
    if any(move["do"].startswith("confirm") for move in given["moves"]):
        approve(world, kept.photo_id, picture)


def _approve_text(world: World, logged: Logged, key: str, *, noted: bool, at: str) -> None:
    leader = world.people["ledare"]
    issue, event = review_rules.edit(_issue(world, logged, key), "", public=True, by=leader, at=at)
    review.save(world.db, issue, event)
    if noted:
        review.save(world.db, *review_rules.note(issue, by=leader, at=at))


def _made(world: World, logged: Logged, given: dict[str, Any], *, at: str) -> Fix:
    linked = [_issue(world, logged, key) for key in given["issues"]]
    draft = rules.new_fix(linked, walk=logged.walk, areas=world.areas, at=at)
    wanted = Edit(
        title=given["title"],
        public_text=given["text"],
        internal_note=given.get("note", ""),
        category=draft.category,
        subcategory=given.get("subcategory", ""),
        place_type=draft.place_type,
        place_text=draft.place_text,
        lat=draft.lat,
        lon=draft.lon,
        area_id=draft.area_id,
        priority=None,
        visibility="public",
        pole_number=draft.pole_number,
    )
    by = rules.towards(world.people["ledare"], logged.walk)
    return fixes.create(world.db, rules.filled(draft, wanted), linked, by=by, at=at)


def _issue(world: World, logged: Logged, key: str) -> Issue:
    found = review.issue(world.db, logged.walk.id, logged.issues[key])
    assert found
    return found
