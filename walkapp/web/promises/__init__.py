"""Promises: targets against results, what was done and measured, and the forms for all of it."""

from . import activities, answers, listing, overviews, parts, removing
from .pages import bp

__all__ = ["activities", "answers", "bp", "listing", "overviews", "parts", "removing"]
