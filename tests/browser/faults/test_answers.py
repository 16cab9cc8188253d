"""Answers that are lost, cut, doubled or late: one row each, and the phone knows in the end."""

from pathlib import Path

import pytest

from tests.browser.faults.harness import ISSUE, NETWORK, PHOTO, Phone
from tests.faults.fault import Fault

pytestmark = pytest.mark.browser


def test_fault_01_answer_lost_after_commit(phone: Phone, snapshot: Path) -> None:
    phone.proxy.on(ISSUE, Fault(cut="commit"))
    phone.log()
    phone.told(NETWORK)
    phone.send_now()
    phone.received()
    phone.proxy.on(PHOTO, Fault(cut="commit"))
    phone.photo(snapshot)
    phone.told(NETWORK)
    phone.only_here(1)
    phone.send_now()
    phone.received()
    phone.all_sent()
    # 201 and then 200: the first was stored, and so was known again.
    assert [it.status for it in phone.asked(PHOTO)] == [201, 200]
    assert [it.status for it in phone.asked(ISSUE)][:2] == [201, 200]
    phone.one(photos=1)
