"""Protocol files are read strictly, and their minutes shared out so that a meeting fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roost.gather.meetings.engine.planning import LENGTHS, plan_meeting
from roost.gather.meetings.engine.protocols import MOST_BYTES, Kind, read_protocol
from roost.gather.meetings.tests.talks import PROTOCOL, TEXT
from roost.ground.kit.errors import InputError


def refused(text: str) -> str:
    with pytest.raises(InputError) as refusal:
        read_protocol(text, file="mine.toml")
    return str(refusal.value)


def test_the_protocol_that_comes_with_roost_is_whole() -> None:
    assert [one.kind for one in PROTOCOL.steps] == list(Kind)
    assert len(PROTOCOL.questions) == 8
    assert all(one.starters for one in PROTOCOL.steps[1:])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("format = 1", "format = 2", "mine.toml, column format: Write format = 1."),
        ("format = 1", "format = true", "Write format = 1."),
        ('kind = "round"', 'kind = "chat"', "row 2, column kind: A step is one of these: affirm, round"),
        ("minutes = 8", "minutes = -8", "row 3, column minutes: Write minutes as a number above 0, at most 60."),
        ("minutes = 8", "minutes = nan", "row 3, column minutes"),
        ("minutes = 8", 'minutes = "8"', "row 3, column minutes"),
        ("minutes = 8", "minutes_each = 8", "A step of the kind choose has minutes instead."),
        ("minutes_each = 4", "minutes = 4", "A step of the kind round has minutes_each instead."),
        ('title = "It is told"', "", "row 4, column title: Write a text of at most 60 characters."),
        ('title = "It is told"', 'titel = "It is told"', "row 4, column titel: This key means nothing here."),
        ('starters = ["Lighter", "Tired", "Determined"]', 'starters = "Lighter"', "row 9, column starters"),
        ('kind = "affirm"', 'kind = "choose"', "The first step is of the kind affirm"),
        ('kind = "clarify"', 'kind = "play_back"', "row 6, column kind: Before share comes clarify"),
        ('kind = "present"', 'kind = "clarify"', "row 4, column kind: After choose comes present, once"),
        ('kind = "choose"', 'kind = "play_back"', "row 3, column kind: Before play_back a topic must be chosen"),
        ('kind = "choose"', 'kind = "affirm"', "row 3, column kind: There is one step of the kind affirm."),
        ("[[steps]]", "[steps]", "This is no TOML"),
        ("format = 1", "format = ", "This is no TOML"),
    ],
)
def test_what_cannot_be_used_is_named_with_step_and_key(old: str, new: str, words: str) -> None:
    assert words in refused(TEXT.replace(old, new, 1))


def test_sharing_without_asking_first_is_refused() -> None:
    head, *steps = TEXT.split("[[steps]]")
    unasked = [one for one in steps if '"clarify"' not in one]
    assert "Before share comes clarify" in refused("[[steps]]".join([head, *unasked]))


def test_large_files_are_refused_before_they_are_read() -> None:
    assert "at most 32 kilobytes" in refused("#" * (MOST_BYTES + 1))
    assert "at most 20 steps" in refused(TEXT + TEXT[TEXT.index("[[steps]]") :] * 2)
    assert "This is no TOML" in refused("a = " + "[" * 5_000)


def test_seven_people_have_ninety_minutes_shared_out_as_people_would() -> None:
    plan = plan_meeting(PROTOCOL, people=7, minutes=90)
    each = {one.step.kind.value: one.each for one in plan.steps}
    assert each == {
        "affirm": "2:00",
        "round": "3:00",
        "choose": "6:00",
        "present": "8:00",
        "clarify": "8:00",
        "share": "3:00",
        "play_back": "4:00",
        "commit": "1:10",
        "close": "0:35",
    }
    assert not plan.warning
    assert plan.spare >= 0


def test_too_little_time_is_said_with_a_length_that_fits() -> None:
    plan = plan_meeting(PROTOCOL, people=12, minutes=45)
    assert plan.warning == "With 12 people in 45 minutes each has 60 seconds. Take 90 minutes."
    assert not plan_meeting(PROTOCOL, people=12, minutes=90).warning


def test_more_time_than_a_meeting_needs_is_left_over() -> None:
    assert plan_meeting(PROTOCOL, people=2, minutes=180).spare > 30


@given(some.integers(2, 12), some.sampled_from(LENGTHS))
def test_a_plan_never_takes_longer_than_there_is(people: int, minutes: int) -> None:
    plan = plan_meeting(PROTOCOL, people=people, minutes=minutes)
    assert sum(one.whole for one in plan.steps) <= minutes * 60
    assert all(one.seconds > 0 for one in plan.steps)
    longer = plan_meeting(PROTOCOL, people=people, minutes=max(LENGTHS))
    assert all(more.seconds >= less.seconds for more, less in zip(longer.steps, plan.steps, strict=True))
