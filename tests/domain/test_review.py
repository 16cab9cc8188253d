"""What a walk leader may decide about an issue."""

import pytest

from tests.cast import AT, a_person, a_walk, an_issue
from walkapp.domain import review
from walkapp.domain.errors import Refused
from walkapp.domain.issues import REJECT_REASONS, Issue

ANNA = a_person("Anna", "leader")


def the_issue(**changes: object) -> Issue:
    return an_issue(a_walk(ANNA), "device", **changes)


@pytest.mark.parametrize(
    ("state", "begun"),
    [
        ("planned", False),
        ("open", False),
        ("closing", False),
        ("reviewing", True),
        ("protocol_published", True),
        ("followed_up", True),
    ],
)
def test_review_begins_when_walkers_may_no_longer_change(state: str, begun: bool) -> None:
    walk = a_walk(ANNA, state=state)
    if begun:
        review.check_begun(walk)
    else:
        with pytest.raises(Refused):
            review.check_begun(walk)


@pytest.mark.parametrize("reason", REJECT_REASONS)
def test_an_issue_is_kept_out_for_a_listed_reason(reason: str) -> None:
    changed, event = review.reject(the_issue(public=True), reason, by=ANNA, at=AT)
    assert (changed.review, changed.review_reason, changed.public) == ("rejected", reason, False)
    assert (event.kind, event.data) == ("rejected", {"reason": reason})


def test_an_issue_is_not_kept_out_without_a_reason() -> None:
    with pytest.raises(Refused) as refusal:
        review.reject(the_issue(), "", by=ANNA, at=AT)
    assert refusal.value.field == "reason"


def test_a_decision_can_be_taken_back() -> None:
    noted, _ = review.note(the_issue(), by=ANNA, at=AT)
    again, _ = review.take_back(noted, by=ANNA, at=AT)
    assert (noted.review, again.review, again.version) == ("noted", "received", 3)


@pytest.mark.parametrize("decide", [review.note, review.take_back])
def test_an_issue_with_a_fix_is_not_decided_on_its_own(decide) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused, match="hör till en åtgärd"):
        decide(the_issue(review="linked"), by=ANNA, at=AT)


def test_editing_never_touches_the_walkers_words() -> None:
    issue = the_issue(note="Grannens hund skrämmer mig vid tunneln")
    changed, _ = review.edit(issue, "Otryggt vid tunneln", True, by=ANNA, at=AT)
    assert changed.note == issue.note
    assert review.public_text(changed) == "Otryggt vid tunneln"


def test_nothing_is_public_before_somebody_approved_it() -> None:
    assert review.public_text(the_issue()) == ""


def test_a_kept_out_issue_cannot_be_shown() -> None:
    out, _ = review.reject(the_issue(), "test", by=ANNA, at=AT)
    with pytest.raises(Refused):
        review.edit(out, "text", True, by=ANNA, at=AT)


def test_a_late_issue_waits_until_it_is_let_in() -> None:
    changed, event = review.accept_held(the_issue(held=True), by=ANNA, at=AT)
    assert (changed.held, event.kind) == (False, "accept-held")
    with pytest.raises(Refused):
        review.accept_held(changed, by=ANNA, at=AT)


def test_a_photo_is_approved_with_words_for_those_who_cannot_see_it() -> None:
    photo = review.PhotoReview("p", "pending", "", 1)
    shown = review.decide_photo(photo, "approved", " Mörk gångtunnel ")
    assert (shown.review, shown.alt_text, shown.version) == ("approved", "Mörk gångtunnel", 2)
    with pytest.raises(Refused):
        review.decide_photo(photo, "published", "")
