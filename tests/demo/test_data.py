"""The data of the demo: the numbers it is meant to have, and keys that lead somewhere."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from walkapp.demo import load
from walkapp.demo.drawing import SCENES
from walkapp.demo.load_world import DATA, Days, Picture, read
from walkapp.demo.places import AREAS, PLACES
from walkapp.domain.categories import CATEGORIES, REMEDIES
from walkapp.domain.fixes import MOVES, NAMES
from walkapp.domain.walks import ALPHABET, CODE_LENGTH

CAST, YEAR, AGAIN, PRESENT = (read(name) for name in ("cast", "flen2016", "flen2017", "present"))
MONTH, TODAY = PRESENT["last_month"], PRESENT["today"]
PARTS = {"2016": YEAR, "2017": AGAIN, "last month": MONTH, "today": TODAY}


def issues() -> Iterator[dict[str, Any]]:
    for part in PARTS.values():
        yield from part["issues"].values()


def moves() -> Iterator[dict[str, Any]]:
    for part in (YEAR, AGAIN, MONTH):
        for fix in part["fixes"].values():
            yield from fix["moves"]
            yield from fix.get("later", ())


def last_outcome(fix: dict[str, Any]) -> str:
    outcomes = {move.name: move.outcome for move in MOVES}
    return outcomes[fix["moves"][-1]["do"]] or "open"


def test_the_spring_walk_has_the_numbers_it_is_known_for() -> None:
    kinds = Counter(issue.get("kind", "problem") for issue in YEAR["issues"].values())
    assert (kinds.total(), kinds["good"]) == (28, 6)
    assert YEAR["walk"]["participants"] == 14
    assert YEAR["walk"]["organisers"] == "Polisen och kommunen"
    outcomes = Counter(last_outcome(fix) for fix in YEAR["fixes"].values())
    wanted = {"fixed": 14, "partly_fixed": 2, "wont_fix": 1, "referred": 1, "open": 2}
    assert outcomes == wanted


def test_stops_are_at_known_places_and_say_what_to_look_for() -> None:
    assert len(YEAR["stops"]) == 7
    for part in (YEAR, TODAY):
        places = [stop["place"] for stop in part["stops"]]
        assert set(places) <= set(PLACES) and len(set(places)) == len(places)
        assert all(stop["name"] and stop["prompt"] for stop in part["stops"])


def test_nobody_has_a_voice_about_their_own() -> None:
    seen = [issue for issue in issues() if "seen_by" in issue]
    assert seen and all(issue["phone"] not in issue["seen_by"] for issue in seen)


def test_the_three_most_frequent_remedies_stand_out() -> None:
    remedies = Counter(
        fix["moves"][-2]["remedy"] for fix in YEAR["fixes"].values() if last_outcome(fix) == "fixed"
    )
    first = remedies.most_common()
    assert first[:3] == [
        ("buskage huggits ner", 4),
        ("klotter sanerats", 3),
        ("lampor lagats", 2),
    ]
    assert {count for _, count in first[3:]} == {1}


def test_every_problem_of_the_spring_walk_became_a_fix_of_its_own() -> None:
    linked = [key for fix in YEAR["fixes"].values() for key in fix["issues"]]
    problems = {key for key, issue in YEAR["issues"].items() if issue.get("kind") != "good"}
    assert sorted(linked) == sorted(problems)


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_issues_have_a_phone_a_place_and_something_to_say(part: dict[str, Any]) -> None:
    for key, issue in part["issues"].items():
        assert issue["place"] in PLACES, key
        assert issue["phone"] < len(part["phones"]), key
        assert issue["category"] in CATEGORIES, key
        assert issue["note"] or "photo" in issue, key


def test_parts_of_the_data_name_what_exists() -> None:
    for part in (YEAR, AGAIN, MONTH):
        assert part["walk"]["place"] in PLACES
        assert {*part.get("rejected", ()), *part.get("left", ())} <= set(part["issues"])
        for fix in part["fixes"].values():
            assert set(fix["issues"]) <= set(part["issues"])
            category = CATEGORIES[part["issues"][fix["issues"][0]]["category"]]
            assert fix.get("subcategory", "") in ("", *category.subcategories)
    assert TODAY["walk"]["area"] in AREAS
    assert all(person.get("party", "gata") in CAST["parties"] for person in CAST["people"].values())


def test_moves_name_people_parties_and_phrases_that_exist() -> None:
    for move in moves():
        assert move["do"] in NAMES
        assert move["by"] in CAST["people"]
        assert move.get("party", "gata") in CAST["parties"]
        assert move.get("remedy", REMEDIES[0]) in REMEDIES


def test_every_category_and_every_scene_is_shown_somewhere() -> None:
    assert {issue["category"] for issue in issues()} == set(CATEGORIES)
    drawn = {Picture.of(issue["photo"]).scene for issue in issues() if "photo" in issue}
    assert drawn == set(SCENES)


def test_the_picture_after_is_of_the_place_before() -> None:
    for part in (YEAR, AGAIN, MONTH):
        for key, fix in part["fixes"].items():
            if "after" in fix:
                before = [part["issues"][issue].get("photo") for issue in fix["issues"]]
                assert fix["after"] in before, key


def test_the_last_two_walks_follow_today_and_the_first_stands_still() -> None:
    dates = re.compile(r"\b20\d\d-\d\d-\d\d\b")
    assert not dates.search(json.dumps(PRESENT))
    assert dates.fullmatch(YEAR["walk"]["day"])


def test_people_of_the_demo_have_addresses_that_cannot_exist() -> None:
    addresses = [person["email"] for person in CAST["people"].values()]
    assert {address.partition("@")[0] for address in addresses} == {
        "admin",
        "samordnare",
        "ledare",
        "drift",
        "bostad",
        "polis",
        "registrator",
    }
    everywhere = " ".join(file.read_text(encoding="utf-8") for file in DATA.glob("*.json"))
    found = re.findall(r"\w@([\w.]+)", everywhere)
    assert found and all(domain.endswith(".example") for domain in found)


def test_the_code_can_be_typed() -> None:
    assert len(load.CODE) == CODE_LENGTH
    assert set(load.CODE) <= set(ALPHABET)


def test_the_sign_ins_are_those_of_the_people() -> None:
    assert load.PASSWORD == CAST["password"] == "vandra-tryggt"
    assert [address for address, _ in load.SIGN_INS] == [
        person["email"] for person in CAST["people"].values()
    ]


@pytest.mark.parametrize(
    ("given", "wanted"), [(0, "2026-03-01"), (-1, "2026-02-28"), (31, "2026-04-01")]
)
def test_days_count_from_today(given: int, wanted: str) -> None:
    assert Days("2026-03-01T12:00:00Z").day(given) == wanted


def test_a_working_day_never_reaches_past_now() -> None:
    days = Days("2026-03-01T07:30:00Z")
    assert days.at(0, 1) == "2026-03-01T07:23:00Z"
    assert days.at(0, 9) == days.now
    assert days.at("2016-04-20") == "2016-04-20T07:10:00Z"
