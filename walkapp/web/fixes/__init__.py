"""Fixes at the desk and in the field: the list, one fix with its next steps, its photos."""

from . import commenting, dividing, editing, letters, listing, moving, undoing
from .blueprint import bp

__all__ = ["bp", "commenting", "dividing", "editing", "letters", "listing", "moving", "undoing"]
