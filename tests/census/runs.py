"""Runs of the census: a server that is used again as long as it lives, phones and their nets."""

import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from tests.census.judge import Count, judge
from tests.census.phone import Node, Phone
from tests.census.plan import Plan, Step, plan
from tests.faults import checker
from tests.faults.installation import AT, FOREVER, Installation, install
from tests.faults.proxy import Proxy
from walkapp.storage import database, devices

RUNS_PER_SERVER = 40
PLANTED_RATE = 0.7
MOST_PHONES = 5
FIRST_HOST = 20  # each phone has an origin of its own: 127.0.0.20, .21 and so on


@dataclass
class Ground:
    """Where the runs take place."""

    folder: Path
    place: Installation
    nodes: list[Node]
    undertaker: ThreadPoolExecutor  # one death at a time, beside what the phones do
    broken: list[str] = field(default_factory=list)

    def dies(self) -> None:
        """Kill the server, and look at what it leaves before anybody sends anything again."""
        self.place.kill()
        self.broken += checker.half_written(self.place)


@contextmanager
def ground() -> Iterator[Ground]:
    """A server that runs, and processes for phones."""
    with tempfile.TemporaryDirectory(prefix="walkapp-census-") as name:
        folder = Path(name)
        picture = folder / "picture.jpg"
        Image.new("RGB", (8, 8), "red").save(picture, "JPEG")
        nodes = [Node(picture) for _ in range(MOST_PHONES)]
        made = Ground(folder, install(folder / "data", 0), nodes, ThreadPoolExecutor(1))
        made.place.start()
        try:
            yield made
        finally:
            made.place.kill()
            made.undertaker.shutdown()
            for node in made.nodes:
                node.kill()


def census(runs: int, seed: int, bug: str = "") -> Iterator[tuple[int, Count]]:
    """So many runs, each with its seed and its count; what crashes left half-written is lost."""
    seeds = range(seed, seed + runs)
    for start in range(0, runs, RUNS_PER_SERVER):
        with ground() as here:
            for one in seeds[start : start + RUNS_PER_SERVER]:
                yield one, run(here, _chosen(one, bug), bug)
            here.dies()
            yield one, Count(lost=len(here.broken), words=here.broken)


def _chosen(seed: int, bug: str) -> Plan:
    """The plan of a seed; to find a planted bug, over a net that is always bad."""
    return replace(plan(seed), fault_rate=PLANTED_RATE) if bug else plan(seed)


def run(here: Ground, chosen: Plan, bug: str = "") -> Count:
    """One run, and what the judge says of it."""
    phones = _phones(here, chosen, bug)
    try:
        deaths = [death for step in chosen.steps for death in [_do(here, phones, step)] if death]
        for death in deaths:
            death.result()
        for phone in phones:
            phone.proxy.clear()
            phone.proxy.down = False
        endings = [threading.Thread(target=phone.finish) for phone in phones]
        for ending in endings:
            ending.start()
        for ending in endings:
            ending.join()
        for phone in phones:
            phone.proxy.settle()
        return judge(here.place, phones)
    finally:
        for phone in phones:
            phone.proxy.close()


def _phones(here: Ground, chosen: Plan, bug: str) -> list[Phone]:
    folder = here.folder / str(chosen.seed)
    folder.mkdir()
    source = database.open_source(here.place.url)
    db = source.connect()
    phones = []
    for number, habits in enumerate(chosen.phones):
        name = f"phone-{number}"
        device, token = devices.admit(db, here.place.walk_id, name, AT, expires_at=FOREVER)
        proxy = Proxy(here.place.port, host=f"127.0.0.{FIRST_HOST + number}")
        proxy.decide = chosen.network(number)
        given = {**habits, "token": token, "walk": here.place.walk_id, "bug": bug}
        if bug:
            given["compares"] = False  # it would heal what the bug does
        given["epoch"] = int(time.time() * 1000)
        phones.append(Phone(name, device.id, here.nodes[number], proxy, folder, given))
    db.close()
    source.close()
    for phone in phones:
        phone.node.start()
    for phone in phones:
        phone.begin()
    return phones


def _do(here: Ground, phones: list[Phone], step: Step) -> Future[None] | None:
    """One step; the death of the server goes on beside those that follow."""
    time.sleep(step.pause)
    if step.phone < 0:
        return here.undertaker.submit(_server_dies, here, phones)
    phone = phones[step.phone]
    if step.act == "kill":
        phone.kill()
    elif step.act in ("offline", "online"):
        phone.proxy.down = step.act == "offline"
        if step.act == "online" and phone.alive:
            phone.node.tell("wake")
    elif step.act != "sleep":
        if not phone.alive:
            phone.begin()
        phone.node.tell(step.act, **step.given)
    return None


def _server_dies(here: Ground, phones: list[Phone]) -> None:
    here.dies()
    here.place.start()
    for phone in phones:
        phone.proxy.upstream_port = here.place.port
