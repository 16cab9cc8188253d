"""Fixes at the desk and in the field: the list, one fix with its next steps, its photos."""

from . import (
    bulk,
    commenting,
    dashboard,
    dividing,
    editing,
    files,
    letters,
    listing,
    meeting,
    moving,
    objecting,
    outside_link,
    paper,
    rounds,
    undoing,
)
from .blueprint import bp

__all__ = [
    "bp",
    "bulk",
    "commenting",
    "dashboard",
    "dividing",
    "editing",
    "files",
    "letters",
    "listing",
    "meeting",
    "moving",
    "objecting",
    "outside_link",
    "paper",
    "rounds",
    "undoing",
]
