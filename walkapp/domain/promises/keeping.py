"""An account as it is frozen with a published report, and back again."""

from dataclasses import asdict
from typing import Any

from ..reports.sentences import Sentence
from .held import HeldWalk
from .indicators import Measured
from .pages import Account, Aim
from .parts import Block, Bullet, Part
from .tables import Row

_SENTENCE = {"text", "plural", "number", "values"}


def kept(account: Account) -> dict[str, Any]:
    """As plain dicts, lists and texts, fit for JSON."""
    return asdict(account)


def thawed(given: dict[str, Any]) -> Account:
    """The account that was kept."""
    plain = {name: _value(value) for name, value in given.items()}
    return Account(
        **{
            **plain,
            "parts": tuple(_part(part) for part in given["parts"]),
            "aims": tuple(Aim(**_values(aim)) for aim in given["aims"]),
            "walks": tuple(HeldWalk(**_values(walk)) for walk in given["walks"]),
            "rows": tuple(Row(**_values(row)) for row in given["rows"]),
            "measured": tuple(Measured(**_values(row)) for row in given["measured"]),
        }
    )


def _part(given: dict[str, Any]) -> Part:
    return Part(given["heading"], tuple(_block(block) for block in given["blocks"]))


def _block(given: dict[str, Any]) -> Block:
    bullets = tuple(Bullet(**_values(bullet)) for bullet in given["bullets"])
    return Block(given["heading"], bullets)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in given.items()}


def _value(given: Any) -> Any:
    if isinstance(given, list | tuple):
        return tuple(_value(part) for part in given)
    if isinstance(given, dict) and set(given) == _SENTENCE:
        return Sentence(given["text"], given["plural"], given["number"], _values(given["values"]))
    return given
