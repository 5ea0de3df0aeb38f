"""The charter that is in force, and the page of a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roost.gather.charters.access import circle_for, version_for, versions_of
from roost.gather.charters.engine.choices import Choices, read_choices
from roost.gather.charters.models import Signature, Version
from roost.gather.charters.reads.sentences import Sentence, sentences
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.ports import Agreed
from roost.ground.people.models import Person


@dataclass(frozen=True)
class Charter:
    """What a circle agreed on, for rooms above; `version` is its number, `choices` see `engine.choices`."""

    circle: int
    version: int
    agreed_at: datetime
    choices: Choices


def charter_in_force(circle: int) -> Charter | None:
    """Give the charter that a circle keeps to, None before it agreed on any. One query."""
    found = versions_of(circle).exclude(held_at=None).first()
    if found is None or found.held_at is None:
        return None
    return Charter(circle, found.number, found.held_at, read_choices(found.choices))


def agreed_rhythm(circle: int) -> Agreed | None:
    """Give how often and how long a circle agreed to meet. One query."""
    charter = charter_in_force(circle)
    return Agreed(charter.choices.weeks, charter.choices.minutes) if charter else None


@dataclass(frozen=True)
class Signer:
    """Somebody who signed: when, and which sealed words; `digest` is empty for who signed the choices alone."""

    person: int
    name: str
    signed_at: datetime
    digest: str


@dataclass(frozen=True)
class CharterPage:
    """A version as one of the circle finds it; `shown` is None where the circle has no charter and none is proposed.

    `in_force` is the version that holds, `proposed` the one that waits for signatures, `earlier` those that held.
    """

    circle: SharedCircle
    viewer: int
    shown: Version | None
    in_force: Version | None
    proposed: Version | None
    earlier: Sequence[Version]
    signers: Sequence[Signer]

    @property
    def sentences(self) -> list[Sentence]:
        """Say what is chosen, a proposal beside what is in force."""
        if self.shown is None:
            return []
        before = read_choices(self.in_force.choices) if self.in_force and self.shown.is_proposal else None
        return sentences(read_choices(self.shown.choices), before)

    @property
    def awaited(self) -> list[str]:
        """Name those of today's members who have not signed."""
        signed = {one.person for one in self.signers}
        return [name for person, name in self.circle.people.items() if person not in signed]

    @property
    def own(self) -> Signer | None:
        """Give the viewer's own signature."""
        return next((one for one in self.signers if one.person == self.viewer), None)

    @property
    def is_signable(self) -> bool:
        """Say whether it is the proposal or in force; who signed the choices alone may sign the words as well."""
        return self.shown is not None and self.shown in (self.in_force, self.proposed)

    @property
    def words_before(self) -> UUID | None:
        """Give the own words in force, where a proposal changes them."""
        if self.shown is None or self.in_force is None or not self.shown.is_proposal:
            return None
        return self.in_force.words if self.in_force.words != self.shown.words else None

    @property
    def is_without_words(self) -> bool:
        """Say whether a proposal drops the own words in force."""
        return self.words_before is not None and self.shown is not None and self.shown.words is None

    @property
    def proposer(self) -> str:
        """Name who proposed it, if they still sit in the circle."""
        return self.circle.people.get(self.shown.proposed_by_id or 0, "") if self.shown else ""

    @property
    def is_own_proposal(self) -> bool:
        return self.shown is not None and self.shown.is_proposal and self.shown.proposed_by_id == self.viewer


def charter_page(person: Person, circle: int, number: int | None = None) -> CharterPage:
    """Give a version to who sits in the circle: what is proposed, or else in force, unless a number is given.

    Raises NotFound for others and for a version that was withdrawn. Six queries.
    """
    shared = shared_circle(circle_for(person, circle))
    standing = list(versions_of(circle))
    held = [one for one in standing if one.held_at is not None]
    proposed = next((one for one in standing if one.is_proposal), None)
    in_force = held[0] if held else None
    shown = proposed or in_force if number is None else version_for(person, circle, number)
    signers = _signers(shown, shared) if shown else []
    return CharterPage(shared, person.pk, shown, in_force, proposed, held[1:], signers)


def newest_version(circle: int) -> Version | None:
    """Give what is proposed, or else in force: what the next proposal begins with. One query."""
    return versions_of(circle).first()


def words_then(circle: int, number: int) -> UUID | None:
    """Give which own words a version named, also one that ended; None where there were none. One query."""
    return Version.objects.filter(circle=circle, number=number).values_list("words", flat=True).first()


def _signers(version: Version, circle: SharedCircle) -> list[Signer]:
    """Give who signed and sits in the circle today, in the order of names; who left is not shown any more."""
    signed = {one.person_id: one for one in Signature.objects.filter(version=version)}
    return [
        Signer(person, name, signed[person].signed_at, signed[person].digest)
        for person, name in circle.people.items()
        if person in signed
    ]
