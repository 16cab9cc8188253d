"""Fixes at the desk and in the field: the list, one fix with its next steps, its photos."""

from . import editing, letters, listing, moving
from .blueprint import bp

__all__ = ["bp", "editing", "letters", "listing", "moving"]
