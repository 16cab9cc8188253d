"""What happens in one run, drawn from its seed: what the phones do, who dies, what the net does."""

import random
from dataclasses import dataclass, field
from typing import Any

from tests.faults import fault as faults
from tests.faults.fault import PASS, Fault
from tests.faults.wire import Request

STEPS_PER_PHONE = 14
MEAN_PAUSE_S = 0.012
SERVER_DIES = 0.2  # in so many of the runs

ACTS = {
    "log": 30,
    "edit": 18,
    "photo": 12,
    "unphoto": 6,
    "remove": 8,
    "restore": 8,
    "offline": 6,
    "online": 9,
    "kill": 6,
    "wake": 6,
    "retry": 3,
    "full": 3,
    "sleep": 4,
}
ANSWERS = [
    faults.PORTAL,
    faults.REDIRECT,
    faults.SIGN_IN,
    faults.TOO_LARGE,
    faults.BUSY,
    faults.TOO_MANY,
    faults.BROKEN,
    faults.BAD_GATEWAY,
    faults.NO_SPACE,
]


@dataclass(frozen=True)
class Step:
    """After a pause, this phone does something; the server is phone -1."""

    pause: float
    phone: int
    act: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A whole run."""

    seed: int
    phones: list[dict[str, Any]]
    steps: list[Step]
    fault_rate: float

    def network(self, phone: int) -> "Network":
        """What happens to the requests of a phone."""
        return Network(self.seed, phone, self.fault_rate)


def plan(seed: int) -> Plan:
    """The run of this seed."""
    chance = random.Random(seed)
    count = chance.randint(3, 5)
    phones = [
        {"leases": chance.random() < 0.25, "compares": chance.random() < 0.5} for _ in range(count)
    ]
    steps = [_step(chance, number, count) for number in range(count * STEPS_PER_PHONE)]
    if chance.random() < SERVER_DIES:
        steps.insert(chance.randrange(len(steps)), Step(0, -1, "kill"))
    return Plan(seed, phones, steps, fault_rate=chance.choice((0.15, 0.4, 0.7)))


def _step(chance: random.Random, number: int, phones: int) -> Step:
    phone = chance.randrange(phones)
    [act] = chance.choices(list(ACTS), list(ACTS.values()))
    given: dict[str, Any] = {
        "pick": chance.random(),
        "words": f"p{phone}s{number} {chance.random()}",
    }
    if act == "log":
        count = chance.choice((0, 0, 1, 1, 2))
        given["photos"] = [f"p{phone}s{number}f{one} {chance.random()}" for one in range(count)]
        given["lat"] = round(59.05 + chance.random() / 100, 6) if chance.random() < 0.8 else None
    if act == "full":
        given["full"] = chance.random() < 0.5
    return Step(chance.expovariate(1 / MEAN_PAUSE_S), phone, act, given)


class Network:
    """Faults of one phone's requests, by the seed and the request's number."""

    def __init__(self, seed: int, phone: int, rate: float) -> None:
        self._seed, self._phone, self._rate, self._number = seed, phone, rate, 0

    def __call__(self, request: Request) -> Fault:
        self._number += 1
        chance = random.Random(f"{self._seed}/{self._phone}/{self._number}")
        if chance.random() > self._rate:
            return PASS
        return chance.choice(
            [
                Fault(cut="before"),
                Fault(cut="body", at=chance.randrange(400)),
                Fault(cut="commit"),
                Fault(cut="commit"),
                Fault(cut="answer", at=chance.randrange(600)),
                Fault(cut="answer"),
                Fault(wait_before=chance.uniform(0, 0.15)),
                Fault(wait_after=chance.uniform(0, 0.15)),
                Fault(wait_after=1.0),  # longer than a phone waits
                Fault(late=chance.uniform(0, 0.4)),
                Fault(late=chance.uniform(0, 0.4)),
                Fault(again=chance.uniform(0, 0.4)),
                Fault(again=chance.uniform(0, 0.4), cut="commit"),
                Fault(times=chance.randint(2, 5)),
                Fault(corrupt=True),
                Fault(other=True),
                Fault(answer=chance.choice(ANSWERS)),
                Fault(answer=chance.choice(ANSWERS)),
            ]
        )
