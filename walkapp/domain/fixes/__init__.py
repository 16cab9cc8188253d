"""A fix: what somebody must do about one or more issues, and what became of it."""

from .fix import Fix

__all__ = ["Fix"]
