"""Whatever is typed: a new fix with its event, or a refusal with a sentence; nothing else."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import AT
from tests.domain.test_fixes import PARTY, PEOPLE, in_state
from tests.domain.test_fixes_effects import check_invariants
from tests.domain.test_fixes_words import wanted
from walkapp.domain.errors import Refusal
from walkapp.domain.fixes import NAMES, Edit, Given, apply, edit
from walkapp.domain.fixes.words import (
    CHANNELS,
    HOLD_REASONS,
    PRIORITIES,
    STATES,
    WONT_FIX_REASONS,
)

DAYS = st.dates().map(str) | st.sampled_from(["2026-11-20", "2026-12-24", "2026-02-30", ""])
# Around the longest that is allowed; drawn sign by sign these took nine tenths of the time.
LONG = st.builds(lambda sign, times: sign * times, st.characters(), st.integers(1990, 2010))
TYPED = st.text(max_size=60) | DAYS | LONG
CODES = st.sampled_from(["", *STATES, *PRIORITIES, *CHANNELS, *HOLD_REASONS, *WONT_FIX_REASONS])


def any_given() -> st.SearchStrategy[Given]:
    things: dict[str, st.SearchStrategy[Any]] = {
        "party": st.sampled_from([None, PARTY]),
        "person": st.sampled_from([None, *PEOPLE.values()]),
        "kept_fix": st.sampled_from([None, in_state("new"), in_state("closed")]),
        "remedy": st.none() | CODES | TYPED,
    }
    rest = {f.name: CODES | TYPED for f in fields(Given) if f.name not in things}
    return st.builds(Given, **things, **rest)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(list(STATES)),
    st.sampled_from(NAMES),
    st.sampled_from(list(PEOPLE.values())),
    any_given(),
)
def test_a_move_gives_a_sound_fix_or_a_sentence(
    state: str, move: str, person: Any, said: Given
) -> None:
    fix = in_state(state)
    kept = replace(fix)
    try:
        after, event = apply(fix, move, by=person, given=said, at=AT)
    except Refusal as refusal:
        assert str(refusal).endswith(".")
    else:
        check_invariants(after)
        assert after.version == fix.version + 1 == event.version
        texts = [event.public_text, event.internal_text, after.done_text, after.planned_action]
        assert not any("\x00" in text for text in texts)
    assert fix == kept


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([f.name for f in fields(Edit)]), TYPED | CODES, max_size=4))
def test_an_edit_gives_a_fix_or_a_sentence(typed: dict[str, Any]) -> None:
    typed = {name: text for name, text in typed.items() if name not in ("lat", "lon")}
    try:
        after, _ = edit(in_state("new"), wanted(**typed), by=PEOPLE["coordinator"], at=AT)
    except Refusal as refusal:
        assert str(refusal).endswith(".")
    else:
        assert after.title and "\n" not in after.title
