"""Reports at the desk: begin, read through, write, have it read, publish, take back."""

from . import beginning, listing, publishing, writing
from .blueprint import bp

__all__ = ["beginning", "bp", "listing", "publishing", "writing"]
