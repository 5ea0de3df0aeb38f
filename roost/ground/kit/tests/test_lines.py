"""What goes on from its label does not begin with it once more."""

from __future__ import annotations

import pytest
from django.forms import ValidationError

from roost.ground.kit.lines import GoingOn


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("When the round begins", "the round begins"),
        ("when  it rains", "it rains"),
        ("whenever it rains", "whenever it rains"),
        ("the round begins", "the round begins"),
    ],
)
def test_the_labels_words_are_left_out(typed: str, kept: str) -> None:
    assert GoingOn(label="When …").clean(typed) == kept


def test_the_labels_words_alone_are_nothing() -> None:
    assert GoingOn(label="When …", required=False).clean("When ") == "When"
    with pytest.raises(ValidationError):
        GoingOn(label="When …", max_length=5).clean("When something")
