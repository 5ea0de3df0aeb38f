"""Somebody to whom eight people report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from roost.gather.pulse.actions import begin_pulse
from roost.gather.pulse.models import Pulse
from roost.ground.people.models import Organisation, Person, ReportingLine

NAMES = ("Ann", "Ben", "Cem", "Dee", "Eli", "Fay", "Gil", "Hal")


@pytest.fixture
def join(in_scope: Organisation, founder: Person, make_person: Callable[..., Person]) -> Callable[[str], Person]:
    """Give how somebody begins to report to the founder."""

    def begin(name: str) -> Person:
        person = make_person(name)
        told = {"manager": founder, "starts_on": date(2024, 1, 1)}
        ReportingLine.objects.create(organisation=in_scope, person=person, **told)
        return person

    return begin


@pytest.fixture
def eight(join: Callable[[str], Person]) -> list[Person]:
    return [join(name) for name in NAMES]


@pytest.fixture
def pulse(founder: Person, eight: list[Person]) -> Pulse:
    return begin_pulse(founder, instrument="roost-safety")
