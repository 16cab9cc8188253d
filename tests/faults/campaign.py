"""A campaign of kills: phones log without rest while the server dies again and again."""

import random
import time

from tests.faults import checker
from tests.faults.installation import Installation
from tests.faults.storm import phones

PHONES = 8
LIVES_S = (0.05, 0.5)  # how long the server lives, once it answers


def joined_for(kills: int) -> int:
    """How many phones must have joined for their quotas to last so many kills."""
    return PHONES * max(12, kills // 5)


def storm(place: Installation, kills: int, seed: int) -> list[str]:
    """Kill the server so many times; gives what was wrong at a restart or in the end."""
    chance = random.Random(seed)
    senders = phones(place, PHONES, seed)
    found: list[str] = []
    for number in range(kills):
        place.start()
        if number == 0:
            for sender in senders:
                sender.start()
        time.sleep(chance.uniform(*LIVES_S))
        place.kill()
        found += checker.half_written(place)
        if found:
            break
    place.start()
    for sender in senders:
        sender.stopping.set()
    for sender in senders:
        sender.join(timeout=120)
        assert not sender.is_alive(), "a phone could not send its queue"
        found += sender.refused
    place.stop()
    return found + checker.half_written(place) + checker.lost_or_doubled(place)
