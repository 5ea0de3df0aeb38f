"""What was told once stays what was told, for the period for which it was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from roost.ground.kit import clock
from roost.ground.kit.append_only import AppendOnlyError
from roost.ground.kit.scopes import touching
from roost.ground.release.actions import freeze
from roost.ground.release.models import Release
from roost.ground.release.reads import frozen

HERE, ELSEWHERE = 1, 2
FIRST, LATER = datetime(2024, 7, 1, 6, tzinfo=UTC), datetime(2024, 7, 9, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_both(db: None) -> Iterator[None]:
    with touching(HERE, ELSEWHERE):
        yield


def answering(content: Any) -> Callable[[], Any]:
    return lambda: content


def never() -> Any:
    raise AssertionError("It was answered before.")


def test_the_first_answer_stays_whatever_is_true_later() -> None:
    with clock.at(FIRST):
        told = freeze(HERE, what="growth.numbers", period="2024-Q2", answer=answering({"body": ["few"]}))
    with clock.at(LATER):
        assert freeze(HERE, what="growth.numbers", period="2024-Q2", answer=never) == told
    assert frozen(HERE, what="growth.numbers", period="2024-Q2") == told
    assert (told.content, told.frozen_at) == ({"body": ["few"]}, FIRST)


def test_another_question_period_or_organisation_has_its_own_answer() -> None:
    freeze(HERE, what="growth.numbers", period="2024-Q2", answer=answering(1))
    assert freeze(HERE, what="growth.capacity", period="2024-Q2", answer=answering(2)).content == 2
    assert freeze(HERE, what="growth.numbers", period="2024-Q3", answer=answering(3)).content == 3
    assert freeze(ELSEWHERE, what="growth.numbers", period="2024-Q2", answer=answering(4)).content == 4
    assert frozen(ELSEWHERE, what="growth.capacity", period="2024-Q2") is None


def test_nothing_that_was_told_can_be_changed() -> None:
    freeze(HERE, what="growth.numbers", period="2024-Q2", answer=answering(1))
    with pytest.raises(AppendOnlyError):
        Release.objects.update(content=2)
    kept = Release.objects.get()
    kept.content = 2
    for change in (kept.save, kept.delete):
        with pytest.raises(AppendOnlyError):
            change()
