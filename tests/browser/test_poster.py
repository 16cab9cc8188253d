"""The poster is one whole sheet of A4, whatever the walk is called."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import LiveServer
from tests.cast import a_person, a_walk
from walkapp.domain.ids import new_id
from walkapp.domain.stops import Stop
from walkapp.storage import people, rows, sessions, walks
from walkapp.web import clock

pytestmark = pytest.mark.browser

WORD = "Trygghetsvandring "
SHEET = {"width": 794, "height": 1123}
LEFT_OUT = """() => {
  const sheet = document.querySelector(".poster").getBoundingClientRect()
  return [...document.querySelectorAll(".poster :is(h1, h2, p, li, svg, span)")]
    .filter((part) => {
      const box = part.getBoundingClientRect()
      const body = part.closest(".poster-body")?.getBoundingClientRect() ?? sheet
      return box.bottom > body.bottom + 1 || box.right > sheet.right + 1
    })
    .map((part) => part.textContent)
}"""


@pytest.mark.parametrize(
    ("title", "place", "purpose"),
    [
        ("Vandring", "Torget", ""),
        (WORD * 2 + "Malmköp", "Vid stationshusets entré mot busstorget", "Se hur det är. " * 16),
        ((WORD * 12)[:200], "Vid stationshusets entré " * 12, "Se hur det är. " * 60),
        ("Ö" * 200, "Å" * 300, "Ä" * 1000),
    ],
)
def test_the_poster_leaves_nothing_out(
    page: Page, live_server: LiveServer, title: str, place: str, purpose: str
) -> None:
    leader = a_person(f"Anna{new_id()}", "leader")
    walk = a_walk(leader, title=title.strip(), meeting_place=place, purpose=purpose)
    token = ""

    def add(db: object) -> None:
        nonlocal token
        people.add(db, leader)  # type: ignore[arg-type]
        walks.add(db, walk)  # type: ignore[arg-type]
        for n in range(1, 9):
            stop = Stop(new_id(), walk.id, n, f"Gångtunneln, mynning {n}")
            rows.insert(db, "stops", stop)  # type: ignore[arg-type]
        token = sessions.open_session(db, leader.id, clock.now())  # type: ignore[arg-type]

    live_server.change(add)
    page.context.add_cookies([{"name": "walkapp_session", "value": token, "url": live_server.url}])
    page.goto(f"{live_server.url}/walks/{walk.id}/poster")
    for media, width in (("screen", 768), ("screen", 1440), ("print", SHEET["width"])):
        page.set_viewport_size({"width": width, "height": SHEET["height"]})
        page.emulate_media(media=media)  # type: ignore[arg-type]
        assert page.evaluate(LEFT_OUT) == [], (media, width)
