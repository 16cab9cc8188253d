"""Fill a real disk of a few MB while phones log, then make room again.

Run by test_full in a mount namespace of its own, where it mounts the disk:
`python -m tests.faults.full_disk database|photos|both FOLDER`.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.faults import checker
from tests.faults.installation import Installation, install
from tests.faults.storm import Phone, ask, page, phones

PHONES, REFUSALS, LATER = 4, 12, 24
DISK_KB, FILLER_KB = 4600, 2400
ON_DISK = {"database": ["walkapp.db"], "photos": ["photos"], "both": ["walkapp.db", "photos"]}
EXPECTED = (200, 201, 409, 503, 507, None)  # none: the server was killed
PATIENCE_S = 120


def main(full: str, data: Path) -> list[str]:
    """Everything that was not as it should be."""
    data.mkdir()
    disk = data / "disk"
    mount(disk)
    for name in ON_DISK[full]:
        (data / name).symlink_to(disk / name)
    (disk / "photos").mkdir()
    place = install(data, PHONES * 12)
    filler = disk / "filler"
    filler.write_bytes(bytes(FILLER_KB * 1024))
    place.starter = ("-m", "tests.faults.planted", "no-floor", "0")
    place.start()
    senders = phones(place, PHONES, seed=4)
    try:
        return fill_and_free(place, senders, filler, full)
    finally:
        place.kill()


def fill_and_free(place: Installation, senders: list[Phone], filler: Path, full: str) -> list[str]:
    """Log until nothing more fits, look around, make room, and log on."""
    for sender in senders:
        sender.start()
    wait(lambda: refusals(senders) >= REFUSALS, senders)
    found, of_the_kill = reads(place), set[Path]()
    if full == "both":
        place.kill()
        of_the_kill = set(incoming(place))  # the sweeper takes them when they are old
        found += checker.half_written(place)
        place.start()
        found += reads(place)
    filler.unlink()
    there = answers(senders)[201]
    wait(lambda: answers(senders)[201] >= there + LATER, senders)
    for sender in senders:
        sender.stopping.set()
    for sender in senders:
        sender.join()
        found += sender.refused
    place.stop()
    print(f"{full} full:", dict(answers(senders)), checker.counted(place))
    odd = [status for status in answers(senders) if status not in EXPECTED]
    found += [f"{status} was answered" for status in odd]
    left = set(incoming(place)) - of_the_kill
    found += blamed(place) + [f"{path} was left" for path in left]
    return found + checker.half_written(place) + checker.lost_or_doubled(place)


def incoming(place: Installation) -> list[Path]:
    """What has not come whole."""
    return list(place.data.glob("photos/incoming/*"))


def mount(disk: Path) -> None:
    """A disk in memory that only this process and its children see."""
    disk.mkdir()
    options = f"size={DISK_KB}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "walkapp", str(disk)], check=True)


def reads(place: Installation) -> list[str]:
    """What cannot be read, though nothing new fits."""
    found = []
    walk = f"/walks/{place.walk_id}"
    for path in ("/healthz", "/readyz", walk, f"{walk}/receipts"):
        answer, _ = ask(place, page(path), place.tokens[0])
        if answer.status != 200:
            found.append(f"{path} was answered {answer.status}")
    return found


def blamed(place: Installation) -> list[str]:
    """Photos that were given up because the disk was full, which is not their fault."""
    failed = checker.rows(place, "SELECT photo_id, problem FROM photos WHERE state = 'failed'")
    return [f"photo {row['photo_id']} failed: {row['problem']}" for row in failed]


def answers(senders: list[Phone]) -> Counter[int | None]:
    """How often each status was answered."""
    return sum((sender.answers for sender in senders), Counter())


def refusals(senders: list[Phone]) -> int:
    """How often the server could not do what was asked; whether it said so rightly comes later."""
    return sum(count for status, count in answers(senders).items() if status and status >= 500)


def wait(until: Callable[[], bool], senders: list[Phone]) -> None:
    """Wait for something the phones bring about."""
    deadline = time.monotonic() + PATIENCE_S
    while not until():
        assert time.monotonic() < deadline, dict(answers(senders))
        time.sleep(0.05)


if __name__ == "__main__":
    faults = main(sys.argv[1], Path(sys.argv[2]))
    print(*faults, sep="\n")
    sys.exit(1 if faults else 0)
