"""What the leader's page counts of each phone."""

from tests.cast import AT, a_walk, an_issue
from tests.storage.test_devices import a_photo
from walkapp.domain.ids import new_id
from walkapp.domain.phones import Unsent
from walkapp.storage import devices, live, rows, walks
from walkapp.storage.database import Database

LATER, LAST = "2026-11-20T18:30:00Z", "2026-11-20T18:45:00Z"


def test_each_phone_has_what_it_sent_and_what_is_missing(db: Database) -> None:
    walk, beside = a_walk(), a_walk()
    for one in (walk, beside):
        walks.add(db, one)
    bo, _ = devices.admit(db, walk.id, "Bo", AT, expires_at=LATER)
    cia, _ = devices.admit(db, walk.id, "", LATER, expires_at=LATER)
    devices.join(db, bo.id, beside.id, name="Bo", at=AT)
    come, gone, absent = new_id(), new_id(), new_id()
    announcing = an_issue(walk, bo.id, photo_ids=f"{come} {gone} {absent}")
    plain = an_issue(walk, bo.id, number=2, received_at=LATER)
    removed = an_issue(walk, bo.id, number=3, removed_at=AT, photo_ids=new_id(), received_at=LAST)
    elsewhere = an_issue(beside, bo.id, photo_ids=new_id())
    for issue in (announcing, plain, removed, elsewhere):
        rows.insert(db, "issues", issue)
    for photo in (
        a_photo(announcing.client_id, bo.id, photo_id=come),
        a_photo(announcing.client_id, bo.id, photo_id=gone, removed_at=AT),
        a_photo(plain.client_id, bo.id),  # from a plain form, which announces nothing
    ):
        rows.insert(db, "photos", photo)
    first, second = live.phones(db, walk.id)
    assert (first.name, first.number, first.heard_at) == ("Bo", 1, LATER)
    assert (first.issues, first.photos, first.announced, first.missing) == (2, 2, 3, 1)
    assert (second.number, second.heard_at, second.issues, second.missing) == (2, LATER, 0, 0)
    assert live.phone(db, walk.id, cia.id) == second


def test_the_phones_own_words_are_there_and_when_it_was_heard(db: Database) -> None:
    walk = a_walk()
    walks.add(db, walk)
    devices.admit(db, walk.id, "Bo", AT, expires_at=LATER)
    [member] = devices.members(db, walk.id)
    devices.heard(db, member, Unsent(3, 5), LAST)
    [phone] = live.phones(db, walk.id)
    assert (phone.unsent, phone.heard_at, phone.is_done) == (Unsent(3, 5), LAST, False)
