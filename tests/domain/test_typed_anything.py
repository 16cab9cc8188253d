"""Whatever is typed, a rule answers with a value or a sentence and nothing else."""

import contextlib
import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import a_person
from walkapp.domain import accounts, areas, joining, municipality, passwords, planning, times, walks
from walkapp.domain.errors import Refused
from walkapp.domain.planning import Plan

AT = "2026-01-10T12:00:00Z"
ANNA = a_person("Anna", "leader")
NUMBERS = st.none() | st.floats() | st.integers()
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)
GEOMETRY = st.fixed_dictionaries(
    {"type": st.sampled_from(["Polygon", "MultiPolygon", "Feature", "Point"]), "coordinates": JSON}
)


@settings(deadline=None)
@given(
    title=st.text(max_size=250),
    day=st.text(max_size=12) | st.dates().map(str),
    starts=st.text(max_size=8) | st.times().map(lambda t: t.strftime("%H:%M")),
    ends=st.text(max_size=8) | st.times().map(lambda t: t.strftime("%H.%M")),
    place=st.text(max_size=320),
    position=st.tuples(st.none() | st.floats(), st.none() | st.floats()),
    count=st.none() | st.integers(),
)  # fmt: skip
def test_a_plan(title, day, starts, ends, place, position, count) -> None:  # type: ignore[no-untyped-def]
    typed = Plan(title, day, starts, ends, place, frozenset({"x"}))
    typed = replace(typed, lat=position[0], lon=position[1], participants=count)
    with contextlib.suppress(Refused):
        walk, _ = planning.plan(typed, by="x", at=AT)
        assert walk.starts_at < walk.ends_at and len(walk.starts_at) == 20
        assert walk.title.strip() == walk.title != "" and len(walk.title) <= 200
        assert (walk.lat is None) is (walk.lon is None)


@settings(deadline=None)
@given(st.text())
def test_a_code(typed: str) -> None:
    code = walks.typed_code(typed)
    assert code == walks.typed_code(code)
    assert code.isascii() and (code.isalnum() or code == "")
    assert isinstance(joining.is_secret(typed), bool)


@settings(deadline=None)
@given(st.text(max_size=10))
def test_a_clock(typed: str) -> None:
    with contextlib.suppress(Refused):
        times.checked_clock(typed, "starts")


@settings(deadline=None)
@given(st.text() | JSON.map(json.dumps) | GEOMETRY.map(json.dumps))
def test_an_outline(typed: str) -> None:
    with contextlib.suppress(Refused):
        kept = areas.checked_outline(typed)
        assert kept is None or areas.checked_outline(kept) == kept


@settings(deadline=None)
@given(st.text(max_size=300))
def test_an_address_a_password_and_a_name(typed: str) -> None:
    with contextlib.suppress(Refused):
        assert accounts.checked_email(typed).count("@") == 1
    with contextlib.suppress(Refused):
        assert 8 <= len(passwords.checked(typed, ANNA)) <= 128
    with contextlib.suppress(Refused):
        made = municipality.new(typed, typed)
        assert made.number_prefix.isascii() and made.number_prefix.isalnum()


@settings(deadline=None)
@given(st.text() | st.ip_addresses().map(str))
def test_where_a_caller_comes_from(address: str) -> None:
    assert joining.origin(address)
