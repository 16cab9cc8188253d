"""Where the views of fixes hang, and which roles come in at all; loaders and rules decide more."""

from flask import Blueprint

bp = Blueprint("fixes", __name__, url_prefix="/fixes")

WORKERS = ("leader", "coordinator", "safety_coordinator", "party", "police")
READERS = (*WORKERS, "registrar")
EDITORS = ("leader", "coordinator", "safety_coordinator")
