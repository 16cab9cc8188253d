"""What a phone or a plain form may send, and the sentence for what it may not."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from walkapp.domain.errors import Refusal, Refused
from walkapp.domain.ids import new_id
from walkapp.domain.issues import MAX_NOTE, BadFields, Draft, parse
from walkapp.domain.issues.draft import digest

ID = new_id()
NAMES = (
    "client_id rev seq kind category place_type place_text pole_number note proposal lat lon"
    " accuracy position_age position_source gps_lat gps_lon observed_at stop_id photo_ids"
).split()

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def sent(**fields: Any) -> Draft:
    return parse({"client_id": ID, "category": "belysning", **fields})


def refused(**fields: Any) -> dict[str, Refused]:
    with pytest.raises(BadFields) as found:
        sent(**fields)
    return found.value.by_field


def test_a_category_alone_is_an_issue_and_a_problem() -> None:
    draft = parse({"client_id": ID, "category": "klotter"})
    assert (draft.kind, draft.category, draft.rev, draft.note) == ("problem", "klotter", 1, "")
    assert (draft.lat, draft.position_source, draft.photo_ids) == (None, "none", None)


@pytest.mark.parametrize(
    "fields", [{"note": "Mörkt"}, {"category": "annat"}, {"photo_ids": [new_id()]}]
)
def test_one_of_photo_note_and_category_is_enough(fields: dict[str, Any]) -> None:
    assert parse({"client_id": ID, **fields}).client_id == ID


def test_a_photo_beside_the_fields_is_enough() -> None:
    assert parse({"client_id": ID}, photos=1).category is None


def test_nothing_at_all_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadFields) as found:
        parse({"client_id": ID, "note": " \n\x00", "proposal": "Byt lampan"})
    assert list(found.value.by_field) == ["category"]
    assert str(found.value) == "Ta en bild, välj en kategori eller skriv en rad."


def test_every_field_gets_its_own_sentence() -> None:
    errors = refused(kind="fara", note="x" * 4001, lat="här", category="lampor", rev="ett")
    assert list(errors) == ["rev", "kind", "category", "note", "lat"]
    assert str(errors["note"]) == "Texten är för lång. Skriv högst 4000 tecken."
    assert all(error.field == name for name, error in errors.items())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client_id", "../../etc/passwd"),
        ("client_id", 7),
        ("client_id", None),
        ("kind", "Problem"),
        ("kind", ["problem", "good"]),
        ("category", "belysning\ud800"),
        ("place_type", {"a": 1}),
        ("position_source", "satellit"),
        ("note", ["två", "gånger"]),
        ("note", True),
        ("proposal", "x" * 2001),
        ("place_text", "x" * 301),
        ("pole_number", "9" * 41),
        ("lat", "59.1.2"),
        ("lat", "nan"),
        ("lat", "1_0"),
        ("lat", True),
        ("lon", [16.5]),
        ("rev", 0),
        ("rev", -1),
        ("rev", 2**31),
        ("rev", 1.5),
        ("photo_ids", 5),
        ("photo_ids", [7]),
        ("photo_ids", "inte-ett-id"),
    ],
)
def test_what_does_not_do_is_refused_beside_its_field(name: str, value: object) -> None:
    assert list(refused(**{name: value})) == [name]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (91, 16),
        (59, -181),
        (float("nan"), 16),
        (float("inf"), 16),
        (10**400, 16),
        ("59,05", ""),
        (None, 16.5),
    ],
)
def test_a_place_outside_the_globe_or_half_a_place_is_refused(lat: object, lon: object) -> None:
    assert list(refused(lat=lat, lon=lon)) == ["lat"]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(59.058, 16.588), ("59.058", "16.588"), (" 59,058 ", "16,588"), ("+59.058", "16.588")],
)
def test_a_position_may_have_point_or_comma(lat: object, lon: object) -> None:
    draft = sent(lat=lat, lon=lon, position_source="gps")
    assert (draft.lat, draft.lon, draft.position_source) == (59.058, 16.588, "gps")


def test_a_source_without_a_position_is_none_and_a_position_without_source_a_pin() -> None:
    assert sent(position_source="gps").position_source == "none"
    assert sent(lat=59, lon=16, position_source="none").position_source == "pin"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accuracy", -1),
        ("accuracy", "okänd"),
        ("accuracy", float("nan")),
        ("position_age", [1]),
        ("position_age", 1e300),
        ("seq", "första"),
        ("seq", 2**40),
        ("gps_lat", 400),
        ("observed_at", "i går"),
        ("observed_at", "1969-12-31T23:59:59Z"),
        ("observed_at", "2101-01-01T00:00:00Z"),
        ("observed_at", "0001-01-01T00:00:00+14:00"),
        ("observed_at", "2026-11-22T18:05:00"),
        ("observed_at", 1_763_830_000),
        ("observed_at", "2" * 5000),
        ("stop_id", "tre"),
        ("stop_id", 3),
        ("stop_id", ["01890a5d-ac96-774b-bcce-b302099a8057"]),
    ],
)
def test_what_the_phone_merely_claims_never_costs_an_issue(name: str, value: object) -> None:
    assert getattr(sent(**{name: value}), name) is None


@pytest.mark.parametrize(
    "told", ["2026-11-22T18:05:00Z", "2026-11-22T19:05:00+01:00", "2026-11-22T18:05:00.250Z"]
)
def test_the_phones_clock_is_kept_as_utc(told: str) -> None:
    assert sent(observed_at=told).observed_at == "2026-11-22T18:05:00Z"


@pytest.mark.parametrize("told", ["1970-01-01T00:00:00Z", "2100-12-31T23:59:59Z"])
def test_a_clock_that_was_never_set_is_still_a_claim(told: str) -> None:
    assert sent(observed_at=told).observed_at == told


def test_text_is_composed_trimmed_and_free_of_commands() -> None:
    draft = sent(
        note="  Mo\u0308rkt\x00 har\r\nhela va\u0308gen \ud83d\u202eslut\t. ",
        place_text="vid\nbron",
    )
    assert draft.note == "Mörkt har\nhela vägen slut ."
    assert draft.place_text == "vid bron"


def test_markup_is_text_like_any_other() -> None:
    assert sent(note="<script>alert(1)</script>").note == "<script>alert(1)</script>"


def test_the_longest_note_is_counted_in_characters_after_cleaning() -> None:
    assert len(sent(note=" " + "å" * MAX_NOTE + " ").note) == MAX_NOTE


def test_a_flood_of_combining_marks_is_refused_unread() -> None:
    assert list(refused(note="a" + "\u0301\u0316" * 200_000)) == ["note"]


def test_photo_ids_are_a_list_or_a_line_and_each_counts_once() -> None:
    one, two = new_id(), new_id()
    assert sent(photo_ids=[one, two.upper(), one]).photo_ids == (one, two)
    assert sent(photo_ids=f" {one} {two}\n").photo_ids == (one, two)


def test_a_sixth_photo_is_refused() -> None:
    errors = refused(photo_ids=[new_id() for _ in range(6)])
    assert str(errors["photo_ids"]) == "En iakttagelse kan ha högst 5 bilder."


def test_unknown_fields_are_left_alone() -> None:
    assert sent(review="linked", held=False, walk_id="x", version=9) == sent()


@pytest.mark.parametrize("body", [None, [], "text", 5, True])
def test_something_else_than_fields_is_refused(body: object) -> None:
    with pytest.raises(Refused):
        parse(body)


def test_the_same_words_have_the_same_digest_whatever_the_photos() -> None:
    assert digest(sent(note="Mörkt")) == digest(sent(note=" Mörkt ", photo_ids=[new_id()]))
    assert digest(sent(note="Mörkt")) != digest(sent(note="Ljust"))


@given(st.dictionaries(st.sampled_from(NAMES), ANY_JSON) | ANY_JSON)
@example({"client_id": ID, "category": "annat", "lat": 10**400, "lon": "1" * 400})
@example({"client_id": ID, "note": "\x00\ud800"})
def test_whatever_is_sent_is_a_draft_or_a_refusal(fields: object) -> None:
    try:
        draft = parse(fields)
    except Refusal as refusal:
        assert str(refusal)
        return
    assert draft.photo_ids or draft.note or draft.category


@given(st.text(max_size=400), st.text(max_size=400))
def test_kept_text_can_be_stored_anywhere_and_cleaning_it_again_changes_nothing(
    note: str, place: str
) -> None:
    try:
        draft = sent(note=note, place_text=place)
    except Refused:
        return
    for text in (draft.note, draft.place_text):
        assert "\x00" not in text
        assert text.encode().decode() == text
    again = sent(note=draft.note, place_text=draft.place_text)
    assert (again.note, again.place_text) == (draft.note, draft.place_text)
